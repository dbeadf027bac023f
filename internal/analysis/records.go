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
	Set              civil.Date // of a fixing, the day it was made; zero where that is On
	Low, High, Value float64
}

// RecordInput is a value and what it is compared with. Observations are like with like (METHODS 9): fixings with fixings,
// closes with closes, a live price with earlier intraday extremes.
type RecordInput struct {
	Series   fx.SeriesID
	Basis    string // "fixing", "close" or "intraday": printed with every statement
	Venue    string // "Bank of Russia", printed with every statement
	On       civil.Date
	Set      civil.Date // of a fixing, the day it was made; zero where that is On
	At       string     // the time as it is printed in the report: a date, or an instant of a live price
	Value    float64
	Printed  string  // the value as it was published, with its last zeros
	Previous float64 // the observation before, of the same basis; 0 where there is none
	Earlier  []Observation
}

// Statement is one sentence about the value, with what it rests on.
type Statement struct {
	Kind   string      `json:"kind"`      // strongest_since, weakest_since, near_low, near_high, change
	Text   string      `json:"text"`      // without a full stop
	Since  *civil.Date `json:"since"`     // the last earlier observation at or beyond the value; null where there is none. Of a fixing, the day it was in force from
	Set    *civil.Date `json:"since_set"` // the day that fixing was set, as charts have it; null where it is Since
	Months *int        `json:"months"`    // whole calendar months since then
}

// RecordReport is the JSON result of Records.
type RecordReport struct {
	Schema     int         `json:"schema"`
	Series     fx.SeriesID `json:"series"`
	Basis      string      `json:"basis"`
	At         string      `json:"at"`
	Set        *civil.Date `json:"set"` // of a fixing, the day it was made; null where that is At
	Value      float64     `json:"value"`
	Printed    string      `json:"-"` // Value as it was published: a number of JSON has no last zeros
	Statements []Statement `json:"statements"`
}

// Records says how a value stands against all earlier ones of the same series and basis: since when the rouble was not
// stronger, or weaker, whether it is near an N-month extreme, and the change against the previous observation.
//
// A lower price is a stronger rouble. A sentence is left out where fewer than 20 observations lie before the value, or
// where it would reach back less than 15 of them. Earlier is in ascending order and lies strictly before On.
// Reference: METHODS 9.
func Records(in RecordInput) (RecordReport, error) {
	report := RecordReport{Schema: Schema, Series: in.Series, Basis: in.Basis, At: in.At, Value: in.Value, Printed: in.Printed, Statements: []Statement{}, Set: dated(in.Set)}
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

// FixingRecord prepares the record of fixings[i] against all before it. Dates are effective dates, as the Bank of Russia
// prints them; sentences name the day a rate was set beside them, since charts stand on that day. It panics where i is out of range.
func FixingRecord(series fx.Series, fixings []fx.Fixing, i int) RecordInput {
	in := RecordInput{Series: series.ID, Basis: "fixing", Venue: series.Publisher(), On: fixings[i].Effective, Set: setApart(fixings[i]),
		At: fixings[i].Effective.String(), Value: fixings[i].Rate(), Earlier: make([]Observation, i)}
	for j, f := range fixings[:i] {
		v := f.Rate()
		in.Earlier[j] = Observation{f.Effective, setApart(f), v, v, v}
	}
	if i > 0 {
		in.Previous = fixings[i-1].Rate()
	}
	if in.Printed = fixings[i].Value.String(); fixings[i].Nominal != 1 {
		in.Printed += fmt.Sprintf(" for %d", fixings[i].Nominal)
	}
	return in
}

// setApart is the day a fixing was set, zero where it is in force from that very day.
func setApart(f fx.Fixing) civil.Date {
	if f.Set == f.Effective {
		return civil.Date{}
	}
	return f.Set
}

// dated is nil for no date.
func dated(d civil.Date) *civil.Date {
	if d.IsZero() {
		return nil
	}
	return &d
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
		in.Earlier = append(in.Earlier, Observation{on, civil.Date{}, c.Low.Float(), c.High.Float(), c.Close.Float()})
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
		in.Value, in.Printed = days[i].Close.Float(), days[i].Close.String()
		return in, nil
	}
	return in, fmt.Errorf("analysis: records of %s: no trading on %s", series.ID, in.On)
}
