package fx

import (
	"fmt"
	"math"

	"detente/internal/civil"
)

// Observation is a number of one day, or of the period that begins on it.
type Observation struct {
	Date  civil.Date
	Value float64
}

// Units say what is shown of a series, in the codes of the Federal Reserve's data service.
//
// Reference: https://fred.stlouisfed.org/docs/api/fred/series_observations.html, units.
type Units string

// Units of a series x. Before is the observation before (for periods: the period before), a year before the same day or
// period of the year before, n the observations a year. The zero Units are Levels.
const (
	Levels             Units = "lin" // x
	Change             Units = "chg" // x - before
	YearChange         Units = "ch1" // x - a year before
	PctChange          Units = "pch" // 100 (x/before - 1)
	YearPctChange      Units = "pc1" // 100 (x/a year before - 1)
	AnnualRate         Units = "pca" // 100 ((x/before)^n - 1)
	LogChange          Units = "cch" // 100 ln(x/before)
	LogAnnualRate      Units = "cca" // 100 n ln(x/before)
	Logarithm          Units = "log" // ln x
	tradingDaysOfAYear       = 260   // as the service counts them
)

// UnitCodes lists the vocabulary.
func UnitCodes() []Units {
	return []Units{Levels, Change, YearChange, PctChange, YearPctChange, AnnualRate, LogChange, LogAnnualRate, Logarithm}
}

// Label says in words what u shows, for captions and axes.
func (u Units) Label() string {
	switch u {
	case Change:
		return "change"
	case YearChange:
		return "change from a year before"
	case PctChange:
		return "percent change"
	case YearPctChange:
		return "percent change from a year before"
	case AnnualRate:
		return "percent change, compounded annual rate"
	case LogChange:
		return "continuously compounded percent change"
	case LogAnnualRate:
		return "continuously compounded annual rate, percent"
	case Logarithm:
		return "natural logarithm"
	}
	return "level"
}

// Short says what u shows in as few words as head a column; Label says it whole.
func (u Units) Short() string {
	switch u {
	case Change:
		return "change"
	case YearChange:
		return "change on a year"
	case PctChange:
		return "% change"
	case YearPctChange:
		return "% on a year"
	case AnnualRate:
		return "% change, annual rate"
	case LogChange:
		return "log % change"
	case LogAnnualRate:
		return "log % change, annual rate"
	case Logarithm:
		return "logarithm"
	}
	return "level"
}

// Of returns u of obs, one value an observation at most: what has no observation to compare with, or no logarithm, is
// left out. obs are ascending and of frequency f; the input is not changed.
//
// A day is compared with the observation before it, however far back, and with the last observation on or before the
// same day of the year before, less than two weeks earlier. A period is compared with the period just before it and
// with the same period of the year before, and has no value where that one has none.
func (u Units) Of(obs []Observation, f Frequency) []Observation {
	var out []Observation
	at := map[civil.Date]float64{}
	for i, o := range obs {
		value, ok := u.one(obs[:i+1], at, f)
		at[o.Date] = o.Value
		if ok && !math.IsNaN(value) && !math.IsInf(value, 0) {
			out = append(out, Observation{o.Date, value})
		}
	}
	return out
}

// OfFixings returns u of the rates of a series, ascending, by the day each was set; of several set on one day the last counts. They
// are compared by the days they are in force from, whatever day a reader goes by: a chart by set date and a file by effective date
// then show one number, also around the end of February. Prices that are not above zero are left out.
func (u Units) OfFixings(fixings []Fixing) map[civil.Date]float64 {
	obs, set := make([]Observation, 0, len(fixings)), make(map[civil.Date]civil.Date, len(fixings))
	for _, f := range fixings {
		if f.Value.Unscaled > 0 && f.Nominal > 0 {
			obs, set[f.Effective] = append(obs, Observation{f.Effective, f.Rate()}), f.Set
		}
	}
	values := make(map[civil.Date]float64, len(obs))
	for _, o := range u.Of(obs, Daily) {
		values[set[o.Date]] = o.Value
	}
	return values
}

// BaseOf returns the fixing that counts as 100 in an index from a day: the last one set on or before it, the first one where all are
// later. fixings are ascending; ok is false where there are none.
func BaseOf(fixings []Fixing, day civil.Date) (base Fixing, ok bool) {
	for i, f := range fixings {
		if i > 0 && f.Set.After(day) {
			break
		}
		base, ok = f, true
	}
	return base, ok
}

// Index returns the rates of a series by the day each was set, 100 at the base of a day. Prices that are not above zero are left out.
func Index(fixings []Fixing, day civil.Date) map[civil.Date]float64 {
	base, ok := BaseOf(fixings, day)
	values := make(map[civil.Date]float64, len(fixings))
	for _, f := range fixings {
		if ok && base.Value.Unscaled > 0 && f.Value.Unscaled > 0 {
			values[f.Set] = 100 * f.Rate() / base.Rate()
		}
	}
	return values
}

// one is u of the last of obs; at holds those before by their day.
func (u Units) one(obs []Observation, at map[civil.Date]float64, f Frequency) (float64, bool) {
	x := obs[len(obs)-1]
	switch u {
	case Levels, "":
		return x.Value, true
	case Logarithm:
		return math.Log(x.Value), x.Value > 0
	case YearChange, YearPctChange:
		base, ok := yearBefore(obs, at, f)
		if u == YearChange {
			return x.Value - base, ok
		}
		return 100 * (x.Value/base - 1), ok
	}
	base, ok := before(obs, at, f)
	n := f.perYear()
	switch u {
	case Change:
		return x.Value - base, ok
	case PctChange:
		return 100 * (x.Value/base - 1), ok
	case AnnualRate:
		return 100 * (math.Pow(x.Value/base, n) - 1), ok
	case LogChange:
		return 100 * math.Log(x.Value/base), ok
	case LogAnnualRate:
		return 100 * n * math.Log(x.Value/base), ok
	}
	return 0, false
}

func before(obs []Observation, at map[civil.Date]float64, f Frequency) (float64, bool) {
	if f != Daily && f != "" {
		value, ok := at[f.step(obs[len(obs)-1].Date, -1)]
		return value, ok
	}
	if len(obs) < 2 {
		return 0, false
	}
	return obs[len(obs)-2].Value, true
}

// longestHole is the age in days from which an observation no longer stands for a day without one: official series have holes of
// up to 13 days.
const longestHole = 14

func yearBefore(obs []Observation, at map[civil.Date]float64, f Frequency) (float64, bool) {
	last := obs[len(obs)-1].Date
	if f == Weekly {
		value, ok := at[last.AddDays(-52*7)] // the same weekday, as weeks have no day of the year
		return value, ok
	}
	day := last.AddMonths(-12)
	if f != Daily && f != "" {
		value, ok := at[day]
		return value, ok
	}
	for i := range longestHole {
		if value, ok := at[day.AddDays(-i)]; ok {
			return value, true
		}
	}
	return 0, false
}

// ParseUnits reads a code; an empty one is Levels. The error lists the codes and leaves it to the caller to say what was to be read.
func ParseUnits(s string) (Units, error) {
	if s == "" {
		return Levels, nil
	}
	for _, u := range UnitCodes() {
		if string(u) == s {
			return u, nil
		}
	}
	return "", fmt.Errorf("%q: want one of %s", s, words(UnitCodes()))
}
