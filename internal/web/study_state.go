package web

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
)

// studyState is a study as an address asks for it. Names and meanings are those of the command's flags.
type studyState struct {
	query    // which events, and as of when
	Question analysis.StudyQuestion
	Table    string // which table the CSV holds
	Page     int    // of the episodes; zero is the first
	model    string // as the address has it: a control without a model means the market model
}

// mostWebPlacebos keeps a page from being asked for minutes of work.
const mostWebPlacebos = 20_000

// eventParams are the parameters that choose events, the same on every page that measures.
var eventParams = []string{"from", "to", "category", "actor", "direction", "min-importance", "text", "id", "as-of"}

// aboutEvents adds to own the parameters that choose events.
func aboutEvents[S any](events func(*S) *query, own readers[S]) readers[S] {
	for _, name := range eventParams {
		read := pageReaders[name]
		own[name] = func(s *S, v string) error { return read(events(s), v) }
	}
	return own
}

var studyReaders = aboutEvents(func(s *studyState) *query { return &s.query }, readers[studyState]{
	"series":           func(s *studyState, v string) (err error) { s.Question.Series, err = readSeries(v); return err },
	"pool":             func(s *studyState, v string) (err error) { s.Question.Pooled, err = readSeries(v); return err },
	"control":          func(s *studyState, v string) (err error) { s.Question.Control, err = readSeries(v); return err },
	"control-lag":      func(s *studyState, v string) (err error) { s.Question.ControlLag, err = readWhole(v); return err },
	"newey-west":       func(s *studyState, v string) (err error) { s.Question.NeweyWest, err = readLag(v); return err },
	"model":            func(s *studyState, v string) error { s.model = v; return nil },
	"estimation":       func(s *studyState, v string) (err error) { s.Question.Estimation, err = readSpan(v); return err },
	"window":           func(s *studyState, v string) (err error) { s.Question.Window, err = readSpan(v); return err },
	"signed":           func(s *studyState, v string) (err error) { s.Question.Signed, err = readSwitch(v); return err },
	"non-overlapping":  func(s *studyState, v string) (err error) { s.Question.NonOverlapping, err = readSwitch(v); return err },
	"clean-estimation": func(s *studyState, v string) (err error) { s.Question.Clean, err = readSwitch(v); return err },
	"seed":             func(s *studyState, v string) (err error) { s.Question.Seed, err = readSeed(v); return err },
	"placebo":          func(s *studyState, v string) (err error) { s.Question.Placebos, err = readWhole(v); return err },
	"table":            func(s *studyState, v string) error { s.Table = v; return nil },
})

// parseStudy reads a study from an address. What the address leaves out is as in analysis.DefaultStudy of the dollar.
func parseStudy(values url.Values) (studyState, error) {
	d := analysis.DefaultStudy(fx.CBRUSD)
	s, err := studyReaders.read(orElse(values, map[string]string{
		"series": string(d.Series), "estimation": spanText(d.Estimation), "window": spanText(d.Window), "clean-estimation": strconv.FormatBool(d.Clean),
		"control-lag": "0", "seed": strconv.FormatUint(d.Seed, 10), "placebo": strconv.Itoa(d.Placebos)}))
	if err != nil {
		return studyState{}, err
	}
	if err := s.query.check(); err != nil {
		return studyState{}, err
	}
	s.ask()
	if s.Question.Placebos > mostWebPlacebos {
		return s, &badQuery{"placebo", fmt.Sprintf("%d: want 0 to %d draws here; the command detente study takes more", s.Question.Placebos, mostWebPlacebos)}
	}
	return s, questionError(s.Question.Validate())
}

// parseStudyPage is parseStudy of the address of a page, which also says how the result is told.
func parseStudyPage(values url.Values) (studyState, error) {
	return onPageToo(values, readers[studyState]{"page": readEpisodePage,
		"zone": func(s *studyState, v string) error { return readZone(&s.query, v) }}, parseStudy)
}

// onPageToo reads what only pages take by own and the rest by parse.
func onPageToo[S any](values url.Values, own readers[S], parse func(url.Values) (S, error)) (S, error) {
	rest := maps.Clone(values)
	maps.DeleteFunc(rest, func(name string, _ []string) bool { _, ok := own[name]; return ok })
	s, err := parse(rest)
	if err != nil {
		return s, err
	}
	for _, name := range sortedKeys(own) {
		if v := valueOf(values, name); v != "" {
			if err := own[name](&s, v); err != nil {
				return s, &badQuery{name, err.Error()}
			}
		}
	}
	return s, nil
}

// ask completes the question: the model by what is said of model and control, the selection by the events' parameters.
func (s *studyState) ask() {
	q := &s.Question
	q.Take(s.model, q.Control)
	q.Selection, q.AsOf = analysis.SelectionOf(s.filter(s.From, s.To)), s.AsOf
}

// orElse adds to the values of an address those that it leaves out or empty.
func orElse(values url.Values, usual map[string]string) url.Values {
	out := url.Values{}
	for name, value := range usual {
		out.Set(name, value)
	}
	for name, list := range values {
		if _, known := usual[name]; !known || strings.TrimSpace(strings.Join(list, "")) != "" {
			out[name] = list
		}
	}
	return out
}

// studyOf is the state that asks q, for the page of a study that was saved.
func studyOf(q analysis.StudyQuestion) studyState {
	f := q.Selection.Filter(q.AsOf)
	return studyState{Question: q, query: query{From: f.From, To: f.To, Categories: f.Categories, Actors: f.Actors, Directions: f.Directions,
		MinImportance: f.MinImportance, Text: f.Text, IDs: f.IDs, AsOf: q.AsOf}}
}

// values returns the parameters that differ from the default study.
func (s studyState) values() url.Values {
	v := s.query.values()
	q, d := s.Question, analysis.DefaultStudy(fx.CBRUSD)
	set := func(name, value, usual string) {
		if value != usual {
			v.Set(name, value)
		}
	}
	set("series", string(q.Series), string(d.Series))
	set("pool", string(q.Pooled), "")
	set("model", q.Model, d.Model)
	if q.Model == analysis.ModelMarket {
		set("control", string(q.Control), string(fx.ECBUSD))
	}
	set("control-lag", strconv.Itoa(q.ControlLag), "0")
	set("newey-west", lagText(q.NeweyWest), "")
	set("estimation", spanText(q.Estimation), spanText(d.Estimation))
	set("window", spanText(q.Window), spanText(d.Window))
	set("signed", strconv.FormatBool(q.Signed), "false")
	set("non-overlapping", strconv.FormatBool(q.NonOverlapping), "false")
	set("clean-estimation", strconv.FormatBool(q.Clean), "true")
	set("seed", strconv.FormatUint(q.Seed, 10), "1")
	set("placebo", strconv.Itoa(q.Placebos), strconv.Itoa(d.Placebos))
	set("table", s.Table, "")
	if s.Page > 0 {
		v.Set("page", strconv.Itoa(s.Page+1))
	}
	return v
}

// at returns the URL of path in this state.
func (s studyState) at(path string) string { return address(path, s) }

// with returns the state after a change to a copy of s.
func (s studyState) with(change func(*studyState)) studyState {
	change(&s)
	return s
}

// studied is the address of a study of the events that q means in a window.
func (q query) studied(w window) string {
	return q.onlyWhen().with(func(s *query) {
		s.From, s.To, s.Categories, s.Actors, s.Directions = w.From, w.To, q.Categories, q.Actors, q.Directions
		s.MinImportance, s.Text, s.IDs = q.MinImportance, q.Text, q.IDs
	}).at("/study")
}

// likeThis is the address of a study of the events of the category and direction of e.
func (q query) likeThis(e event.Event) string {
	return q.onlyWhen().with(func(q *query) {
		q.Categories, q.Directions = []event.Category{e.Category}, []event.Direction{e.Direction()}
	}).at("/study")
}

// questionError makes an error about a question one about the parameter of the address, which its first word names.
func questionError(err error) error {
	if !errors.Is(err, analysis.ErrInvalid) {
		return err
	}
	_, text, _ := strings.Cut(err.Error(), analysis.ErrInvalid.Error()+": ")
	param, problem, _ := strings.Cut(text, " ")
	if param == "pooled" {
		param = "pool"
	}
	return &badQuery{param, problem}
}
