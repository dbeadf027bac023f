// Package tension turns a timeline of events into the tension index: what is drawn under the rates, by calendar day, and
// the regressor of the statistics, by fixing.
//
// The index comes from the event table alone. It is deterministic and never rescaled: an event that is added later
// changes no day before its own. Only confirmed events count. The package never looks at a rate (a Calendar tells it
// when fixings are made, not what they are), never filters a timeline (that is event.Filter's work) and never reads a
// clock.
package tension

import (
	"math"
	"slices"
	"strings"

	"detente/internal/civil"
	"detente/internal/event"
)

// Day is the index on one UTC calendar day.
type Day struct {
	Date          civil.Date
	FlowTension   float64 // sum of max(0, -goldstein) over the day's events, weighted
	FlowDiplomacy float64 // sum of max(0, goldstein), weighted
	Tension       float64 // stock: yesterday's times 2^(-1/half-life), plus today's flow
	Diplomacy     float64
	Events        int // confirmed events of the day, also those of Goldstein 0
}

// Index returns one Day for every calendar day of [from, to], ascending, without gaps.
//
//	T[t] = 2^(-1/H) T[t-1] + S[t],   S[t] = sum of the tension points of day t;   D alike
//
// The stock starts at zero before the first confirmed event of the timeline and is carried into from: the value of a
// day does not depend on the range that is asked for. A zero from is the day of the first confirmed event, a zero to
// that of the last. Without events, the days of a closed range are zero and an open one is empty. The order of the
// timeline does not matter, to the last bit. Panics where o does not pass Validate.
// Reference: DESIGN 5.
func Index(timeline event.Timeline, from, to civil.Date, o Options) []Day {
	mustBeValid(o)
	events := confirmed(timeline)
	if len(events) > 0 && from.IsZero() {
		from = events[0].Day()
	}
	if len(events) > 0 && to.IsZero() {
		to = events[len(events)-1].Day()
	}
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return nil
	}
	start := from
	if len(events) > 0 && events[0].Day().Before(from) {
		start = events[0].Day()
	}
	return walk(events, start, o).until(from, to)
}

// Until leaves out the days after last: of days that lie ahead it is not known that nothing happens. A zero last leaves out none.
func Until(days []Day, last civil.Date) []Day {
	if last.IsZero() {
		return days
	}
	return slices.DeleteFunc(days, func(d Day) bool { return d.Date.After(last) })
}

// walker accumulates the stock day by day; its events are ascending and none is before its first day.
type walker struct {
	events event.Timeline
	o      Options
	lambda float64
	day    Day
}

func walk(events event.Timeline, start civil.Date, o Options) *walker {
	return &walker{events: events, o: o, lambda: Decay(o.halfLife()), day: Day{Date: start.AddDays(-1)}}
}

func (w *walker) until(from, to civil.Date) []Day {
	days := make([]Day, 0, to.DaysSince(from)+1)
	for w.day.Date.Before(to) {
		w.step()
		if !w.day.Date.Before(from) {
			days = append(days, w.day)
		}
	}
	return days
}

func (w *walker) step() {
	next := Day{Date: w.day.Date.AddDays(1)}
	for len(w.events) > 0 && w.events[0].Day() == next.Date {
		s, c := w.o.points(w.events[0])
		next.FlowTension += s
		next.FlowDiplomacy += c
		next.Events++
		w.events = w.events[1:]
	}
	next.Tension = w.lambda*w.day.Tension + next.FlowTension
	next.Diplomacy = w.lambda*w.day.Diplomacy + next.FlowDiplomacy
	w.day = next
}

// Decay returns 2^(-1/halfLife): what is left of a stock after one step.
func Decay(halfLife float64) float64 { return math.Exp2(-1 / halfLife) }

// confirmed returns the events that count, in the order of a Timeline, whatever the order they came in.
func confirmed(timeline event.Timeline) event.Timeline {
	events := make(event.Timeline, 0, len(timeline))
	for _, e := range timeline {
		if e.Status == event.StatusConfirmed {
			events = append(events, e)
		}
	}
	if !slices.IsSortedFunc(events, inTime) {
		events.Sort()
	}
	return events
}

func inTime(a, b event.Event) int {
	if c := a.OccurredAt.Compare(b.OccurredAt); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

func mustBeValid(o Options) {
	if err := o.Validate(); err != nil {
		panic(err)
	}
}
