package web

import (
	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/tension"
)

// headline is the newest figures in words.
type headline struct {
	Pairs     []headPair
	Tension   gauge
	Diplomacy gauge
	IndexDay  string // the day both gauges are of
	HalfLife  string
	Fresh     string // how new the newest fixing is
	Stale     bool
}

type headPair struct {
	Name, Unit  string
	Value       string // as published; empty where there is none
	Change      string
	ChangeTitle string
	Weaker      bool
	Set         string
	Effective   string
	Record      string
}

// gauge is a level of the tension index and whether it rose since the day before.
type gauge struct {
	Value string
	Arrow string
	Word  string // of the arrow, for those who do not see it
}

// staleAfter is how many days without a new fixing are no longer a weekend or the longest public holidays.
const staleAfter = 5

func newHeadline(h history, index []tension.Day, today civil.Date) headline {
	head := headline{HalfLife: tension.Options{}.Caption()}
	for _, p := range []pair{h.USD, h.EUR} {
		head.Pairs = append(head.Pairs, newHeadPair(p))
	}
	if n := len(index); n > 0 {
		var before tension.Day
		if n > 1 {
			before = index[n-2]
		}
		head.Tension = newGauge(before.Tension, index[n-1].Tension)
		head.Diplomacy = newGauge(before.Diplomacy, index[n-1].Diplomacy)
		head.IndexDay = index[n-1].Date.Words()
	}
	_, last := h.span()
	if last.IsZero() {
		return head
	}
	head.Fresh = "Newest fixing set " + age(last, today)
	if n := today.DaysSince(last); n > staleAfter {
		head.Stale = true
		head.Fresh = "Newest fixing is " + plural(n, "day", "days") + " old"
	}
	return head
}

func newHeadPair(p pair) headPair {
	view := headPair{Name: p.Series.ID.Pair().String(), Unit: p.Series.Unit}
	f, ok := p.last()
	if !ok {
		return view
	}
	view.Value, view.Set, view.Effective = f.Value.String(), f.Set.Words(), f.Effective.Words()
	n := len(p.Fixings)
	if n > 1 {
		before := p.Fixings[n-2]
		view.Change = roubleWords(before.Rate(), f.Rate(), 1)
		view.Weaker = f.Rate() > before.Rate()
		view.ChangeTitle = "since the fixing set on " + before.Set.Words() + ", " + before.Value.String()
	}
	report, err := analysis.Records(analysis.FixingRecord(p.Series, p.Fixings, n-1))
	if err != nil {
		return view // a price that is not above zero is never stored; without a record the headline still stands
	}
	for _, s := range report.Statements {
		if s.Kind == "strongest_since" || s.Kind == "weakest_since" {
			view.Record = s.Text
			break
		}
	}
	return view
}

func newGauge(before, now float64) gauge {
	g := gauge{Value: plain(now, 1)}
	switch {
	case now > before:
		g.Arrow, g.Word = "▲", "higher than the day before"
	case now < before:
		g.Arrow, g.Word = "▼", "lower than the day before"
	}
	return g
}

// indexUntil computes the tension index from the first event to the newest day of data: not to today, since the index
// would fade by the mere lack of new rows.
func indexUntil(timeline event.Timeline, last civil.Date) []tension.Day {
	return tension.Index(timeline, civil.Date{}, last, tension.Options{})
}
