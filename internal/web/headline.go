package web

import (
	"slices"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
)

// headline is the figures of the viewed day in words: of the newest one, unless the page looks at the past.
type headline struct {
	On        string // the viewed day; empty where it is the newest
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

// viewed is the day the headline speaks of: the fixing that the selected event belongs to, else the last day of a window
// in the past, else the newest day of data.
func (h history) viewed(q query, w window) civil.Date {
	_, newest := h.span()
	i := slices.IndexFunc(h.Events, func(e event.Event) bool { return q.Event != "" && e.ID == q.Event })
	if i >= 0 {
		if day0, ok := fx.CalendarOf(h.USD.Series.ID).Day0(h.USD.Sets, h.Events[i].OccurredAt); ok {
			return h.USD.Sets[day0]
		}
	}
	if w.To.Before(newest) {
		return w.To
	}
	return w.Last
}

// until is the pair without the fixings set after a day.
func (p pair) until(day civil.Date) pair {
	n, _ := slices.BinarySearchFunc(p.Sets, day.AddDays(1), civil.Date.Compare)
	p.Sets, p.Fixings = p.Sets[:n], p.Fixings[:n]
	return p
}

func newHeadline(h history, on, today civil.Date) headline {
	head := headline{HalfLife: tension.Options{}.Caption()}
	for _, p := range []pair{h.USD, h.EUR} {
		head.Pairs = append(head.Pairs, newHeadPair(p.until(on)))
	}
	index := indexUntil(h.Events, on)
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
	if on.Before(last) {
		head.On = on.Words()
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

// indexUntil computes the tension index from the first event to a day, at most the newest day of data: not to today, since
// the index would fade by the mere lack of new rows.
func indexUntil(timeline event.Timeline, last civil.Date) []tension.Day {
	return tension.Index(timeline, civil.Date{}, last, tension.Options{})
}
