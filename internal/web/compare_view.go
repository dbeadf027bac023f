package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// compareView is what the page says about two windows.
type compareView struct {
	Figure   *figureView
	Names    [2]string // of the windows: their days 0
	Warnings []string
	Summary  []compareSum
	Rows     []compareRow
	Events   [2]compareEvents
}

// compareSum is one pair in one window in a few figures.
type compareSum struct {
	Pair, From            string
	Start, End            string // rates, as published
	EndTau, EndIndex      string
	High, HighOn, HighTau string
	Low, LowOn, LowTau    string
}

// compareRow is one offset in both windows.
type compareRow struct {
	Tau   string
	Day0  bool
	Sides [2]compareSide
}

type compareSide struct{ Set, Effective, USD, USDIndex, EUR, EURIndex string }

// compareEvents are the events of a window that weigh most, in order of time.
type compareEvents struct {
	Name, All string // All is the address of the window on the overview
	Total     int
	Events    []eventView
}

// newCompare lays two windows side by side; nil where neither has a fixing.
func newCompare(h history, st compareState) (*compareView, error) {
	both := h.stretches(st)
	v := &compareView{Warnings: h.compareWarnings(st, both)}
	var err error
	if v.Figure, err = compareFigure(both, st); err != nil || v.Figure == nil {
		return v, err
	}
	for i, s := range both {
		v.Names[i] = s.Zero.Words()
		v.Summary = append(v.Summary, sumUp(fx.USDRUB, s.USD)...)
		v.Summary = append(v.Summary, sumUp(fx.EURRUB, s.EUR)...)
		v.Events[i] = h.eventsOf(s, st)
	}
	slices.SortStableFunc(v.Summary, func(a, b compareSum) int { return cmp.Compare(b.Pair, a.Pair) })
	v.Rows = compareRows(both, st)
	return v, nil
}

func compareFigure(both [2]stretch, st compareState) (*figureView, error) {
	a, b := both[0], both[1]
	in := chart.CompareInput{Caption: chart.Caption{Title: "USD/RUB and EUR/RUB (Bank of Russia) counted " + countedFrom(both),
		Note: "index, 100 on day 0, fixings " + windowText(st.Window), X: "fixings from day 0"}}
	for _, p := range []struct {
		pair fx.Pair
		a, b []fx.Aligned
	}{{fx.USDRUB, a.USD, b.USD}, {fx.EURRUB, a.EUR, b.EUR}} {
		if len(p.a)+len(p.b) > 0 {
			in.Panels = append(in.Panels, chart.ComparePanel{Pair: p.pair, A: chart.CompareLine{Name: a.Zero.Words(), Points: p.a},
				B: chart.CompareLine{Name: b.Zero.Words(), Points: p.b}})
		}
	}
	if len(in.Panels) == 0 {
		return nil, nil
	}
	return newFigure(chartOf(chart.Compare(in)), "Official rates as an index, 100 on day 0: the first fixing set on the day that is named or after it. The axis counts fixings, not days. Source: Bank of Russia.")
}

// countedFrom names the days that are counted from: a window without a fixing is not drawn.
func countedFrom(both [2]stretch) string {
	var from []string
	for _, s := range both {
		if _, ok := s.ends(); ok {
			from = append(from, "from "+s.Day.Words())
		}
	}
	return strings.Join(from, " and ")
}

func sumUp(pair fx.Pair, list []fx.Aligned) []compareSum {
	if len(list) == 0 {
		return nil
	}
	byIndex := func(a, b fx.Aligned) int { return cmp.Compare(a.Index, b.Index) }
	high, low, last := slices.MaxFunc(list, byIndex), slices.MinFunc(list, byIndex), list[len(list)-1]
	zero := list[slices.IndexFunc(list, func(a fx.Aligned) bool { return a.Tau == 0 })]
	return []compareSum{{Pair: pair.String(), From: zero.Set.Words(), Start: zero.Value.String(), End: last.Value.String(),
		EndTau: tauText(last.Tau), EndIndex: plain(last.Index, 1),
		High: plain(high.Index, 1), HighOn: high.Set.Words(), HighTau: tauText(high.Tau),
		Low: plain(low.Index, 1), LowOn: low.Set.Words(), LowTau: tauText(low.Tau)}}
}

// compareRows has a row for every offset that either window has a fixing at.
func compareRows(both [2]stretch, st compareState) []compareRow {
	rows := make([]compareRow, st.Window[1]-st.Window[0]+1)
	for i := range rows {
		tau := st.Window[0] + i
		rows[i] = compareRow{Tau: tauText(tau), Day0: tau == 0}
	}
	for side, s := range both {
		for _, p := range s.USD {
			at := &rows[p.Tau-st.Window[0]].Sides[side]
			at.Set, at.Effective, at.USD, at.USDIndex = p.Set.Words(), p.Effective.Words(), p.Value.String(), plain(p.Index, 1)
		}
		for _, p := range s.EUR {
			at := &rows[p.Tau-st.Window[0]].Sides[side]
			at.Set, at.Effective, at.EUR, at.EURIndex = p.Set.Words(), p.Effective.Words(), p.Value.String(), plain(p.Index, 1)
		}
	}
	return slices.DeleteFunc(rows, func(r compareRow) bool { return r.Sides[0].Set == "" && r.Sides[1].Set == "" })
}

// compareWarnings say what has to be known before the lines are laid over one another.
func (h history) compareWarnings(st compareState, both [2]stretch) []string {
	var all []string
	var inside []breakView
	for _, s := range both {
		w, ok := s.ends()
		if !ok {
			all = append(all, h.noDayZero(s))
			continue
		}
		if s.Zero != s.Day {
			all = append(all, "No fixing was set on "+s.Day.Words()+": day 0 is the next one, set "+s.Zero.Words()+".")
		}
		for _, pair := range []struct {
			name string
			list []fx.Aligned
		}{{"USD/RUB", s.USD}, {"EUR/RUB", s.EUR}} {
			if len(pair.list) == 0 {
				all = append(all, pair.name+" had no fixing on "+s.Zero.Words()+" and is not drawn from that day.")
			}
		}
		inside = append(inside, breaksIn(h.Breaks, w)...)
	}
	if text := breakWords(inside); text != "" {
		all = append(all, text)
	}
	a, okA := both[0].ends()
	b, okB := both[1].ends()
	if shared := len(h.between(later(a.From, b.From), earlier(a.To, b.To))); okA && okB && shared > 0 {
		all = append(all, fmt.Sprintf("The windows share %s: over these the two lines show the same days.", plural(shared, "fixing", "fixings")))
	}
	return all
}

// breakWords names the breaks of both windows, each once; empty where there is none.
func breakWords(inside []breakView) string {
	var days []string
	for _, b := range inside {
		if day := b.Day + ": " + b.What; !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	if len(days) == 0 {
		return ""
	}
	return "Figures before and after a break are not like with like. " + strings.Join(days, ". ") + "."
}

// noDayZero says why a window is empty.
func (h history) noDayZero(s stretch) string {
	first, last := h.span()
	if s.Day.Before(first) {
		return "The official rates begin with the fixing set " + first.Words() + ": there is nothing to count from " + s.Day.Words() + "."
	}
	return "No fixing has been set on " + s.Day.Words() + " or later: the newest was set " + last.Words() + "."
}

// mostCompareEvents is how many events of a window are listed.
const mostCompareEvents = 8

func (h history) eventsOf(s stretch, st compareState) compareEvents {
	w, ok := s.ends()
	if !ok {
		return compareEvents{}
	}
	all := h.Events.Where(confirmed).Where(event.Filter{From: w.From, To: w.To})
	out := compareEvents{Name: s.Zero.Words(), Total: len(all), All: query{From: w.From, To: w.To, AsOf: st.AsOf, AsOfDay: st.AsOfDay}.at("/")}
	for _, id := range chart.MostImportant(all, w.From, w.To, mostCompareEvents) {
		i := slices.IndexFunc(all, func(e event.Event) bool { return e.ID == id })
		out.Events = append(out.Events, h.view(all[i], eventAddress(id, st.query)))
	}
	slices.SortStableFunc(out.Events, func(a, b eventView) int { return cmp.Compare(a.Day, b.Day) })
	return out
}

// compareChoices are days to compare with, each as the second window: those of the page as it opens and, of every year, the
// most important event's.
func (h history) compareChoices(st compareState) []link {
	links := []link{st.against(compareB, ""), st.against(compareA, "")}
	all := h.Events.Where(confirmed)
	first, last := h.span()
	for year := last.UTC().Year(); year >= first.UTC().Year(); year-- {
		from, to := civil.New(year, 1, 1), civil.New(year, 12, 31)
		for _, id := range chart.MostImportant(all, from, earlier(to, last), 1) {
			i := slices.IndexFunc(all, func(e event.Event) bool { return e.ID == id })
			links = append(links, st.against(all[i].Day(), all[i].Title))
		}
	}
	return slices.DeleteFunc(links, func(l link) bool { return l.URL == st.at("/compare") })
}

// against is the state with another second day.
func (s compareState) against(day civil.Date, title string) link {
	s.B = day
	return link{Label: day.Words(), Title: title, URL: s.at("/compare")}
}
