package analysis

import (
	"fmt"

	"detente/internal/analysis/stat"
	"detente/internal/civil"
	"detente/internal/fx"
)

// regimes averages the used episodes between changes of market and method.
func (s *study) regimes() {
	s.report.Regimes = []Regime{}
	if len(s.result.Averaged) == 0 {
		return
	}
	for _, p := range periods(s.panel.sets, s.breaks()) {
		if regime := s.regime(p); regime.N > 0 {
			s.report.Regimes = append(s.report.Regimes, regime)
		}
	}
}

func (s *study) breaks() []fx.Break {
	return breaksOf(s.in.Breaks, s.in.Question.Series, s.in.Question.Pooled)
}

// period is a stretch of set dates on which nothing changed in the market or the method.
type period struct {
	from, to civil.Date
	since    string
}

// periods cuts the set dates at the breaks: a break's date is the first day of the next period.
func periods(sets []civil.Date, breaks []fx.Break) []period {
	out := []period{{from: sets[0], to: sets[len(sets)-1]}}
	for _, b := range breaks {
		last := &out[len(out)-1]
		switch {
		case b.Date.After(last.to) || b.Date.Before(last.from):
		case b.Date == last.from:
			if last.since != "" {
				last.since += "; "
			}
			last.since += b.What
		default:
			end := last.to
			last.to = b.Date.AddDays(-1)
			out = append(out, period{b.Date, end, b.What})
		}
	}
	return out
}

func (s *study) regime(p period) Regime {
	events := s.measured.Events()
	part := s.measured.Part(func(place int) bool {
		day := s.panel.sets[events[place].T0]
		return !day.Before(p.from) && !day.After(p.to)
	}, s.options())
	out := Regime{From: p.from, To: p.to, Since: p.since, N: part.Episodes, Measurements: part.N, Adjusted: part.Adjusted, CAAR: part.CAAR,
		CI: [2]stat.Maybe{part.Lo, part.Hi}, BMP: part.P, SignFlip: part.Flips.P, SmallestP: part.Flips.SmallestP, Few: part.Episodes < fewEnough}
	out.Reason = firstReason(out.CI[0], out.BMP, out.SignFlip)
	if out.Reason == "" && out.Few {
		out.Reason = fmt.Sprintf("fewer than %d episodes: a description", fewEnough)
	}
	return out
}
