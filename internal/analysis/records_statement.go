package analysis

import (
	"fmt"
	"math"

	"detente/internal/civil"
	"detente/internal/fx"
)

// Since returns the index of the last earlier observation for which beyond holds, or -1.
func Since(earlier []Observation, beyond func(Observation) bool) int {
	for i := len(earlier) - 1; i >= 0; i-- {
		if beyond(earlier[i]) {
			return i
		}
	}
	return -1
}

func strongestSince(in RecordInput) (Statement, bool) {
	i := Since(in.Earlier, func(o Observation) bool { return o.Low <= in.Value })
	return sinceStatement(in, i, "strongest")
}

func weakestSince(in RecordInput) (Statement, bool) {
	i := Since(in.Earlier, func(o Observation) bool { return o.High >= in.Value })
	return sinceStatement(in, i, "weakest")
}

func sinceStatement(in RecordInput, i int, word string) (Statement, bool) {
	n := len(in.Earlier)
	if n < minHistory || n-i < minReach {
		return Statement{}, false
	}
	s := Statement{Kind: word + "_since"}
	if i < 0 {
		s.Text = fmt.Sprintf("%s since the series begins on %s (%s)", word, in.Earlier[0].words(), in.where())
		return s, true
	}
	since := in.Earlier[i].On
	months := wholeMonths(since, in.On)
	s.Since, s.Set, s.Months = &since, dated(in.Earlier[i].Set), &months
	s.Text = fmt.Sprintf("%s since %s (%s)", word, in.Earlier[i].words(), in.where())
	return s, true
}

// nearLow is the rouble near its weakest of N months: the price just under an earlier high.
func nearLow(in RecordInput) (Statement, bool) {
	i := Since(in.Earlier, func(o Observation) bool { return o.High >= in.Value })
	return nearStatement(in, i, "low", func(o Observation) float64 { return o.High })
}

// nearHigh is the rouble near its strongest of N months: the price just above an earlier low.
func nearHigh(in RecordInput) (Statement, bool) {
	i := Since(in.Earlier, func(o Observation) bool { return o.Low <= in.Value })
	return nearStatement(in, i, "high", func(o Observation) float64 { return o.Low })
}

func nearStatement(in RecordInput, i int, word string, extreme func(Observation) float64) (Statement, bool) {
	if i < 0 || len(in.Earlier)-i < minReach || len(in.Earlier) < minHistory {
		return Statement{}, false
	}
	since := in.Earlier[i].On
	months := int(math.Round(float64(in.On.DaysSince(since)) / daysPerMonth))
	if months < 1 {
		return Statement{}, false
	}
	start := in.On.AddMonths(-months)
	beyond := 0.0
	for _, o := range in.Earlier {
		if o.On.Before(start) {
			continue
		}
		if distance := math.Abs(extreme(o)/in.Value - 1); isBeyond(word, extreme(o), in.Value) && distance > beyond {
			beyond = distance
		}
	}
	if beyond == 0 || beyond > nearShare {
		return Statement{}, false
	}
	return Statement{Kind: "near_" + word, Since: &since, Set: dated(in.Earlier[i].Set), Months: &months,
		Text: fmt.Sprintf("near %d-month %s (%s)", months, word, in.where())}, true
}

func isBeyond(word string, extreme, value float64) bool {
	if word == "low" {
		return extreme > value
	}
	return extreme < value
}

func changeSince(in RecordInput) (Statement, bool) {
	if in.Previous <= 0 {
		return Statement{}, false
	}
	base := fx.Singular(in.Series.Pair().Base())
	quote := fx.Singular(in.Series.Pair().Quote())
	change := 100 * (in.Previous/in.Value - 1)
	verb := "gained"
	if change < 0 {
		verb = "lost"
	}
	text := fmt.Sprintf("%s %s %.1f percent against the %s since the previous %s", quote, verb, math.Abs(change), base, in.previousWord())
	if math.Abs(change) < 0.05 {
		text = fmt.Sprintf("%s little changed against the %s since the previous %s", quote, base, in.previousWord())
	}
	s := Statement{Kind: "change", Text: text}
	if n := len(in.Earlier); n > 0 {
		s.Since, s.Set = &in.Earlier[n-1].On, dated(in.Earlier[n-1].Set)
	}
	return s, true
}

func (in RecordInput) previousWord() string {
	if in.Basis == "fixing" {
		return "fixing"
	}
	return "close"
}

func (in RecordInput) where() string {
	if in.Venue == "" {
		return in.Basis
	}
	return in.Basis + ", " + in.Venue
}

// words name the day a fixing was set, by which charts and tables go, and the day it was in force from, by which its publisher does.
func (o Observation) words() string {
	if o.Set.IsZero() {
		return longDate(o.On)
	}
	return longDate(o.Set) + ", in force " + longDate(o.On)
}

func longDate(d civil.Date) string { return d.UTC().Format("2 January 2006") }

// wholeMonths counts calendar months between two days, the day of the month compared.
func wholeMonths(from, to civil.Date) int {
	a, b := from.UTC(), to.UTC()
	months := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		months--
	}
	return months
}
