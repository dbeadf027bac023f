package analysis

import (
	"fmt"
	"math"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

const (
	// minHistory is how many earlier observations a record needs to mean anything.
	minHistory = 20
	// minReach is how many observations a "since" must reach back to be worth a sentence: three weeks of working days.
	minReach = 15
	// nearShare is how close to an extreme "near" is.
	nearShare = 0.01
	// daysPerMonth is the mean month of desk style: 450 days are a 15-month low.
	daysPerMonth = 30.4375
)

// Observation is one earlier value to compare with. For fixings and closes Low, High and Value are the same number.
type Observation struct {
	On               civil.Date
	Low, High, Value float64
}

// RecordInput is a value and what it is compared with. Observations are like with like (METHODS 9): fixings with fixings,
// closes with closes, a live price with earlier intraday extremes.
type RecordInput struct {
	Series   fx.SeriesID
	Basis    string // "fixing", "close" or "intraday": printed with every statement
	Venue    string // "Bank of Russia", printed with every statement
	On       civil.Date
	At       string // the time as it is printed in the report: a date, or an instant of a live price
	Value    float64
	Previous float64 // the observation before, of the same basis; 0 where there is none
	Earlier  []Observation
}

// Statement is one sentence about the value, with what it rests on.
type Statement struct {
	Kind   string      `json:"kind"`   // strongest_since, weakest_since, near_low, near_high, change
	Text   string      `json:"text"`   // without a full stop
	Since  *civil.Date `json:"since"`  // the last earlier observation at or beyond the value; null where there is none
	Months *int        `json:"months"` // whole calendar months since then
}

// RecordReport is the JSON result of Records.
type RecordReport struct {
	Schema     int         `json:"schema"`
	Series     fx.SeriesID `json:"series"`
	Basis      string      `json:"basis"`
	At         string      `json:"at"`
	Value      float64     `json:"value"`
	Statements []Statement `json:"statements"`
}

// Records says how a value stands against all earlier ones of the same series and basis: since when the rouble was not
// stronger, or weaker, whether it is near an N-month extreme, and the change against the previous observation.
//
// A lower price is a stronger rouble. A sentence is left out where fewer than 20 observations lie before the value, or
// where it would reach back less than 15 of them. Earlier is in ascending order and lies strictly before On.
// Reference: METHODS 9.
func Records(in RecordInput) (RecordReport, error) {
	report := RecordReport{Schema: Schema, Series: in.Series, Basis: in.Basis, At: in.At, Value: in.Value, Statements: []Statement{}}
	if !(in.Value > 0) || math.IsInf(in.Value, 0) {
		return report, fmt.Errorf("analysis: records of %s: value %v is not a price above zero", in.Series, in.Value)
	}
	for _, s := range []func(RecordInput) (Statement, bool){strongestSince, weakestSince, nearLow, nearHigh, changeSince} {
		if statement, ok := s(in); ok {
			report.Statements = append(report.Statements, statement)
		}
	}
	return report, nil
}

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
		s.Text = fmt.Sprintf("%s since the series begins on %s (%s)", word, longDate(in.Earlier[0].On), in.where())
		return s, true
	}
	since := in.Earlier[i].On
	months := wholeMonths(since, in.On)
	s.Since, s.Months = &since, &months
	s.Text = fmt.Sprintf("%s since %s (%s)", word, longDate(since), in.where())
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
	return Statement{Kind: "near_" + word, Since: &since, Months: &months,
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
		s.Since = &in.Earlier[n-1].On
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

// FixingRecord prepares the record of fixings[i] against all before it. Dates are effective dates, as the Bank of Russia
// prints them. It panics where i is out of range.
func FixingRecord(series fx.Series, fixings []fx.Fixing, i int) RecordInput {
	in := RecordInput{Series: series.ID, Basis: "fixing", Venue: series.Publisher(), On: fixings[i].Effective,
		At: fixings[i].Effective.String(), Value: fixings[i].Rate(), Earlier: make([]Observation, i)}
	for j, f := range fixings[:i] {
		v := f.Rate()
		in.Earlier[j] = Observation{f.Effective, v, v, v}
	}
	if i > 0 {
		in.Previous = fixings[i-1].Rate()
	}
	return in
}

// PriceRecord prepares the record of a live price at an instant against the lows and highs of the daily candles of
// earlier days; the day of the price itself is left out, since its extremes may lie after the instant.
func PriceRecord(series fx.Series, days []fx.Candle, at time.Time, value float64) RecordInput {
	zone := fx.CalendarOf(series.ID).Zone
	in := RecordInput{Series: series.ID, Basis: "intraday", Venue: series.Publisher(), On: civil.Of(at.In(zone)),
		At: at.UTC().Format(time.RFC3339), Value: value}
	for _, c := range days {
		on := civil.Of(c.Start.In(zone))
		if !on.Before(in.On) {
			break
		}
		in.Earlier = append(in.Earlier, Observation{on, c.Low.Float(), c.High.Float(), c.Close.Float()})
		in.Previous = c.Close.Float()
	}
	return in
}

// CloseRecord prepares the record of a day's close against the closes of earlier days. It fails where no candle is of
// the day of at.
func CloseRecord(series fx.Series, days []fx.Candle, at time.Time) (RecordInput, error) {
	zone := fx.CalendarOf(series.ID).Zone
	in := PriceRecord(series, days, at, 0)
	in.Basis, in.At = "close", in.On.String()
	for i, o := range in.Earlier {
		in.Earlier[i].Low, in.Earlier[i].High = o.Value, o.Value
	}
	if i := len(in.Earlier); i < len(days) && civil.Of(days[i].Start.In(zone)) == in.On {
		in.Value = days[i].Close.Float()
		return in, nil
	}
	return in, fmt.Errorf("analysis: records of %s: no trading on %s", series.ID, in.On)
}
