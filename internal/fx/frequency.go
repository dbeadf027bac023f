package fx

import (
	"fmt"
	"strings"
	"time"

	"detente/internal/civil"
)

// Frequency is how long the period of an observation is.
type Frequency string

// Frequencies. The zero Frequency is Daily. Weeks begin on Monday.
const (
	Daily     Frequency = "day"
	Weekly    Frequency = "week"
	Monthly   Frequency = "month"
	Quarterly Frequency = "quarter"
	Yearly    Frequency = "year"
)

// Frequencies lists the vocabulary.
func Frequencies() []Frequency { return []Frequency{Daily, Weekly, Monthly, Quarterly, Yearly} }

// Aggregation is how the observations of a period become one.
type Aggregation string

// Aggregations. The zero Aggregation is Average.
const (
	Average     Aggregation = "avg"
	Sum         Aggregation = "sum"
	EndOfPeriod Aggregation = "eop" // the last one of the period
)

// Aggregations lists the vocabulary.
func Aggregations() []Aggregation { return []Aggregation{Average, Sum, EndOfPeriod} }

// Begins returns the first day of the period that d lies in.
func (f Frequency) Begins(d civil.Date) civil.Date {
	u := d.UTC()
	switch f {
	case Weekly:
		return d.AddDays(-int(d.Weekday()+6) % 7)
	case Monthly:
		return civil.New(u.Year(), u.Month(), 1)
	case Quarterly:
		return civil.New(u.Year(), (u.Month()-1)/3*3+1, 1)
	case Yearly:
		return civil.New(u.Year(), time.January, 1)
	}
	return d
}

// step is the beginning n periods after the period that begins on d.
func (f Frequency) step(d civil.Date, n int) civil.Date {
	switch f {
	case Weekly:
		return d.AddDays(7 * n)
	case Monthly:
		return d.AddMonths(n)
	case Quarterly:
		return d.AddMonths(3 * n)
	case Yearly:
		return d.AddMonths(12 * n)
	}
	return d.AddDays(n)
}

func (f Frequency) perYear() float64 {
	switch f {
	case Weekly:
		return 52
	case Monthly:
		return 12
	case Quarterly:
		return 4
	case Yearly:
		return 1
	}
	return tradingDaysOfAYear
}

// Period is the observations of one period as one number.
type Period struct {
	Observation     // dated by the first day of the period
	N           int // observations it was made from: a period that has only begun has few
}

// Aggregate puts ascending daily observations together by period, ascending. Only published observations count, each
// once: nothing is filled in, and a period without any has no row. Daily returns them as they are.
func Aggregate(obs []Observation, f Frequency, a Aggregation) []Period {
	var out []Period
	for _, o := range obs {
		begins := f.Begins(o.Date)
		if n := len(out); n == 0 || out[n-1].Date != begins || f == Daily || f == "" {
			out = append(out, Period{Observation{Date: begins}, 0})
		}
		p := &out[len(out)-1]
		p.N++
		if a == EndOfPeriod {
			p.Value = o.Value
		} else {
			p.Value += o.Value
		}
	}
	if a == Average || a == "" {
		for i := range out {
			out[i].Value /= float64(out[i].N)
		}
	}
	return out
}

// ParseFrequency reads a word, or the first letter of one as the Federal Reserve's service has it (d, w, m, q, a); empty
// is Daily.
func ParseFrequency(s string) (Frequency, error) {
	switch s {
	case "", "d":
		return Daily, nil
	case "w":
		return Weekly, nil
	case "m":
		return Monthly, nil
	case "q":
		return Quarterly, nil
	case "a":
		return Yearly, nil
	}
	for _, f := range Frequencies() {
		if string(f) == s {
			return f, nil
		}
	}
	return "", fmt.Errorf("%q: want one of %s", s, words(Frequencies()))
}

// ParseAggregation reads a code; an empty one is Average.
func ParseAggregation(s string) (Aggregation, error) {
	if s == "" {
		return Average, nil
	}
	for _, a := range Aggregations() {
		if string(a) == s {
			return a, nil
		}
	}
	return "", fmt.Errorf("%q: want one of %s", s, words(Aggregations()))
}

// Takes refuses an aggregation of days that are not put together: it would change nothing. An empty one is none asked for.
func (f Frequency) Takes(a Aggregation) error {
	if a != "" && (f == "" || f == Daily) {
		return fmt.Errorf("aggregation %s puts the days of a period together, and none is asked for: give a frequency of week, month, quarter or year, or leave it out", a)
	}
	return nil
}

func words[T ~string](vocabulary []T) string {
	all := make([]string, len(vocabulary))
	for i, w := range vocabulary {
		all[i] = string(w)
	}
	return strings.Join(all, ", ")
}
