package web

import (
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"detente/internal/analysis"
	"detente/internal/fx"
)

// correlationState is a correlation as an address asks for it. Names and meanings are those of the command's flags.
type correlationState struct {
	query    // which events, which sample, and as of when
	Question analysis.CorrelateQuestion
	Table    string // which table the CSV holds
}

// mostWebPermutations keeps a page from being asked for minutes of work.
const mostWebPermutations = 9_999

var correlationReaders = aboutEvents(func(s *correlationState) *query { return &s.query }, readers[correlationState]{
	"series":       func(s *correlationState, v string) (err error) { s.Question.Series, err = readSeries(v); return err },
	"control":      func(s *correlationState, v string) (err error) { s.Question.Control, err = readSeries(v); return err },
	"control-lag":  func(s *correlationState, v string) (err error) { s.Question.ControlLag, err = readWhole(v); return err },
	"newey-west":   func(s *correlationState, v string) (err error) { s.Question.NeweyWest, err = readLag(v); return err },
	"target":       func(s *correlationState, v string) error { s.Question.Target = v; return nil },
	"tension":      func(s *correlationState, v string) error { s.Question.Tension = v; return nil },
	"half-life":    func(s *correlationState, v string) (err error) { s.Question.HalfLife, err = readNumber(v); return err },
	"max-lag":      func(s *correlationState, v string) (err error) { s.Question.MaxLag, err = readWhole(v); return err },
	"window":       func(s *correlationState, v string) (err error) { s.Question.Window, err = readWhole(v); return err },
	"horizon":      func(s *correlationState, v string) (err error) { s.Question.Horizon, err = readWhole(v); return err },
	"break-at":     func(s *correlationState, v string) (err error) { s.Question.BreakAt, err = parseDay(v); return err },
	"seed":         func(s *correlationState, v string) (err error) { s.Question.Seed, err = readSeed(v); return err },
	"permutations": func(s *correlationState, v string) (err error) { s.Question.Draws, err = readWhole(v); return err },
	"table":        func(s *correlationState, v string) error { s.Table = v; return nil },
})

// parseCorrelation reads a correlation from an address. What the address leaves out is as in analysis.DefaultCorrelate of
// the dollar.
func parseCorrelation(values url.Values) (correlationState, error) {
	d := analysis.DefaultCorrelate(fx.CBRUSD)
	s, err := correlationReaders.read(orElse(values, map[string]string{
		"series": string(d.Series), "target": d.Target, "tension": d.Tension, "half-life": numberText(d.HalfLife), "max-lag": strconv.Itoa(d.MaxLag),
		"window": strconv.Itoa(d.Window), "horizon": strconv.Itoa(d.Horizon), "seed": strconv.FormatUint(d.Seed, 10), "control-lag": "0", "permutations": strconv.Itoa(d.Draws)}))
	if err != nil {
		return correlationState{}, err
	}
	if err := s.query.check(); err != nil {
		return correlationState{}, err
	}
	if s.Question.Draws > mostWebPermutations {
		return s, &badQuery{"permutations", fmt.Sprintf("%d: want 1 to %d here; the command detente correlate takes more", s.Question.Draws, mostWebPermutations)}
	}
	s.Question.Selection, s.Question.AsOf = analysis.SelectionOf(s.filter(s.From, s.To)), s.AsOf
	return s, questionError(s.Question.Validate())
}

// parseCorrelationPage is parseCorrelation of the address of a page, which also says how the result is told. Its form sends a half-life
// with the flow too, which has none: the address that is answered is without it.
func parseCorrelationPage(values url.Values) (correlationState, error) {
	if tension := valueOf(values, "tension"); tension == "" || tension == analysis.TensionFlow {
		values = maps.Clone(values)
		values.Del("half-life")
	}
	return onPageToo(values, readers[correlationState]{"zone": func(s *correlationState, v string) error { return readZone(&s.query, v) }}, parseCorrelation)
}

// values returns the parameters that differ from the default correlation.
func (s correlationState) values() url.Values {
	v := s.query.values()
	q, d := s.Question, analysis.DefaultCorrelate(fx.CBRUSD)
	set := func(name, value, usual string) {
		if value != usual {
			v.Set(name, value)
		}
	}
	set("series", string(q.Series), string(d.Series))
	set("control", string(q.Control), "")
	set("control-lag", strconv.Itoa(q.ControlLag), "0")
	set("newey-west", lagText(q.NeweyWest), "")
	set("target", q.Target, d.Target)
	set("tension", q.Tension, d.Tension)
	set("half-life", numberText(q.HalfLife), numberText(d.HalfLife))
	set("max-lag", strconv.Itoa(q.MaxLag), strconv.Itoa(d.MaxLag))
	set("window", strconv.Itoa(q.Window), strconv.Itoa(d.Window))
	set("horizon", strconv.Itoa(q.Horizon), strconv.Itoa(d.Horizon))
	set("break-at", q.BreakAt.String(), "")
	set("seed", strconv.FormatUint(q.Seed, 10), "1")
	set("permutations", strconv.Itoa(q.Draws), strconv.Itoa(d.Draws))
	set("table", s.Table, "")
	return v
}

// at returns the URL of path in this state.
func (s correlationState) at(path string) string { return address(path, s) }

// with returns the state after a change to a copy of s.
func (s correlationState) with(change func(*correlationState)) correlationState {
	change(&s)
	return s
}

func readNumber(v string) (float64, error) {
	x, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return 0, fmt.Errorf("%q: want a number", clip(v))
	}
	return x, nil
}

// readLag reads a lag; an empty one is the rule's.
func readLag(v string) (*int, error) {
	if strings.TrimSpace(v) == "" {
		return nil, nil
	}
	n, err := readWhole(v)
	return &n, err
}

func lagText(lag *int) string {
	if lag == nil {
		return ""
	}
	return strconv.Itoa(*lag)
}

func numberText(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
