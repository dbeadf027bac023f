package chart

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// holes returns what fills the overview's option.
func (in OverviewInput) holes(bases struct{ usd, eur base }) map[hole][]byte {
	first, last := in.extent()
	from, to := in.window()
	return map[hole][]byte{
		holeTitle:     appendString(nil, in.title()),
		holeMin:       midnight(first),
		holeMax:       midnight(dayAfter(last)),
		holeFrom:      midnight(from),
		holeTo:        endOf(to),
		holeIndex:     appendString(nil, in.indexName(bases)),
		holeTension:   appendString(nil, indexName(in.TensionOptions)),
		holeGauge:     appendString(nil, in.Gauge.axisName()),
		holeBreaks:    in.breakLines(),
		holeHairlines: in.hairlines(),
	}
}

// endOf is the last millisecond of a day: at the midnight after it stands the fixing of the next one.
func endOf(d civil.Date) []byte {
	if d.IsZero() {
		return nil
	}
	return strconv.AppendInt(nil, dayAfter(d).Unix()*1000-1, 10)
}

// extent returns the first and the last day of everything drawn; both are zero where nothing is.
func (in OverviewInput) extent() (first, last civil.Date) {
	take := func(d civil.Date) {
		if d.IsZero() {
			return
		}
		if first.IsZero() || d.Before(first) {
			first = d
		}
		if d.After(last) {
			last = d
		}
	}
	take(in.From)
	take(in.To)
	for _, r := range []Rates{in.USD, in.EUR} {
		if n := len(r.Fixings); n > 0 && r.drawn() {
			take(r.Fixings[0].Set)
			take(r.Fixings[n-1].Set)
		}
	}
	if len(in.Events) > 0 {
		earliest, latest := in.eventsExtent()
		take(civil.Of(earliest.UTC()))
		take(civil.Of(latest.UTC()))
	}
	if n := len(in.Tension); n > 0 {
		take(in.Tension[0].Date)
		take(in.Tension[n-1].Date)
	}
	for _, q := range in.Quotes {
		if in.draws(q) {
			take(civil.Of(q.At.UTC()))
		}
	}
	return first, last
}

// eventsExtent returns the instants of the earliest and the latest event, whatever their order; there is at least one.
func (in OverviewInput) eventsExtent() (earliest, latest time.Time) {
	earliest, latest = in.Events[0].OccurredAt, in.Events[0].OccurredAt
	for i := range in.Events {
		if at := in.Events[i].OccurredAt; at.Before(earliest) {
			earliest = at
		} else if at.After(latest) {
			latest = at
		}
	}
	return earliest, latest
}

// window returns the days the zoom begins with.
func (in OverviewInput) window() (from, to civil.Date) {
	first, last := in.extent()
	if from = in.From; from.IsZero() {
		from = first
	}
	if to = in.To; to.IsZero() {
		to = last
	}
	return from, to
}

func dayAfter(d civil.Date) civil.Date {
	if d.IsZero() {
		return d
	}
	return d.AddDays(1)
}

// midnight is the JSON of the instant d begins in UTC, nothing for no day.
func midnight(d civil.Date) []byte {
	if d.IsZero() {
		return nil
	}
	return strconv.AppendInt(nil, d.Unix()*1000, 10)
}

// breakLines are one mark line a day, named by all that changed on it: [{"xAxis":ms,"name":"..."},...].
func (in OverviewInput) breakLines() []byte {
	out := []byte{'['}
	for i, b := range mergeBreaks(in.Breaks) {
		out = comma(out, i)
		out = append(append(out, `{"xAxis":`...), midnight(b.Date)...)
		out = append(appendString(append(out, `,"name":`...), b.What), '}')
	}
	return append(out, ']')
}

// mergeBreaks returns one break a day, ascending; different texts of a day are joined by semicolons, equal ones said once.
func mergeBreaks(breaks []fx.Break) []fx.Break {
	sorted := slices.Clone(breaks)
	slices.SortStableFunc(sorted, func(a, b fx.Break) int { return a.Date.Compare(b.Date) })
	var days []fx.Break
	var said []string
	for _, b := range sorted {
		if n := len(days); n == 0 || days[n-1].Date != b.Date {
			days, said = append(days, b), []string{b.What}
			continue
		}
		last := &days[len(days)-1]
		if !slices.Contains(said, b.What) {
			last.What, said = last.What+"; "+b.What, append(said, b.What)
		}
	}
	return days
}

// selectedLine is what makes the line of the selected event stronger than the others.
const selectedLine = `,"lineStyle":{"color":"` + ink + `","width":2}`

// hairlines are the vertical lines of the important events and, last and stronger, of the selected one.
func (in OverviewInput) hairlines() []byte {
	out := []byte{'['}
	n := 0
	add := func(e event.Event, style string) {
		out = comma(out, n)
		out = strconv.AppendInt(append(out, `{"xAxis":`...), standsAt(e).UnixMilli(), 10)
		out = append(appendString(append(out, `,"name":`...), e.ID), style...)
		out = append(out, '}')
		n++
	}
	for _, i := range in.important() {
		if in.Events[i].ID != in.Selected {
			add(in.Events[i], "")
		}
	}
	if i := in.selected(); i >= 0 {
		add(in.Events[i], selectedLine)
	}
	return append(out, ']')
}

// standsAt returns the instant an event is drawn at: noon, UTC, of its day where the clock time is not known.
func standsAt(e event.Event) time.Time {
	if e.Timed() {
		return e.OccurredAt
	}
	return e.Day().At(12, 0, time.UTC)
}

// important returns the positions in Events of the important ones, ascending.
func (in OverviewInput) important() []int {
	var positions []int
	if len(in.Important) == 0 {
		return nil
	}
	for i := range in.Events {
		if slices.Contains(in.Important, in.Events[i].ID) {
			positions = append(positions, i)
		}
	}
	return positions
}

// selected returns the position in Events of the selected one, or -1.
func (in OverviewInput) selected() int {
	if in.Selected == "" {
		return -1
	}
	return slices.IndexFunc(in.Events, func(e event.Event) bool { return e.ID == in.Selected })
}

// MostImportant returns the ids of at most n confirmed events of [from, to], zero days being open: by importance, then
// by the size of the Goldstein value, then the earlier. It is what an overview's Important usually is; n of 3 to 6 stays readable.
func MostImportant(timeline event.Timeline, from, to civil.Date, n int) []string {
	window := event.Filter{From: from, To: to, Statuses: []event.Status{event.StatusConfirmed}}
	events := timeline.Where(window)
	slices.SortStableFunc(events, func(a, b event.Event) int {
		return cmp.Or(
			cmp.Compare(b.Importance, a.Importance),
			cmp.Compare(abs(b.Goldstein), abs(a.Goldstein)),
			a.OccurredAt.Compare(b.OccurredAt),
			cmp.Compare(a.ID, b.ID))
	})
	ids := make([]string, 0, n)
	for _, e := range events[:min(n, len(events))] {
		ids = append(ids, e.ID)
	}
	return ids
}

func abs(x float64) float64 { return max(x, -x) }

func comma(dst []byte, i int) []byte {
	if i == 0 {
		return dst
	}
	return append(dst, ',')
}
