package analysis

import (
	"fmt"
	"slices"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// EventStatus says what became of an event in a study.
type EventStatus string

// Statuses of events. Their counts add up to the number of events asked for.
const (
	StatusUsed          EventStatus = "used"
	StatusMerged        EventStatus = "merged"               // same day 0 as an earlier event: one episode
	StatusOverlap       EventStatus = "overlap"              // window meets an earlier episode's, non-overlapping only was asked
	StatusTooFew        EventStatus = "too_few_observations" // fewer than 20 estimation observations
	StatusOutsideSeries EventStatus = "outside_series"       // before the first return, or window past the last fixing
	StatusNoDay0        EventStatus = "no_day0"              // no fixing with a later cut-off is stored
	StatusMixedSigns    EventStatus = "mixed_signs"          // no single direction, signed study only
)

// Aligned is one event and the fixing it belongs to.
type Aligned struct {
	Event   event.Event
	Day0    int // index of the fixing; -1 without one
	Set     civil.Date
	Sign    int // +1 escalation, -1 de-escalation, 0 neutral
	Episode int // index into Alignment.Episodes; -1 without one
	Status  EventStatus
	Reason  string // why it is not used; empty where it is
	InPart  bool   // the fixing's averaging window holds the event, or its clock time is unknown
	Unsure  bool   // within two days of a cut-off date that is inferred, or Late
	Late    bool   // of an evening on which the market may have closed before it
}

// Episode is all events of one day 0.
type Episode struct {
	Day0   int
	Set    civil.Date
	Sign   int  // common sign; 0 where all are neutral or signs differ
	Mixed  bool // both signs occur
	Events []int
}

// Alignment assigns events to fixings. Episodes are in ascending order of Day0.
type Alignment struct {
	Events   []Aligned
	Episodes []Episode
}

// Align assigns each event of the timeline to the first fixing whose cut-off lies strictly after it and merges events of
// one day 0 into an episode. sets are the set dates of the series, ascending. The first fixing has no return, so events
// that fall to it, or that wait more than 14 days for their fixing, are outside the series.
// Reference: METHODS 2.2 and 2.6.
func Align(timeline event.Timeline, sets []civil.Date, calendar fx.Calendar) Alignment {
	a := Alignment{Events: make([]Aligned, len(timeline))}
	byDay := map[int]int{}
	for i, e := range timeline {
		a.Events[i] = alignOne(e, sets, calendar)
		if a.Events[i].Status != StatusUsed {
			continue
		}
		a.join(i, byDay)
	}
	a.sortEpisodes()
	return a
}

func alignOne(e event.Event, sets []civil.Date, calendar fx.Calendar) Aligned {
	out := Aligned{Event: e, Day0: -1, Episode: -1, Sign: Sign(e), Status: StatusUsed}
	day0, ok := calendar.Day0(sets, e.OccurredAt)
	switch {
	case !ok:
		out.Status, out.Reason = StatusNoDay0, "no fixing set after the event is stored"
		return out
	case day0 == 0:
		out.Status, out.Reason = StatusOutsideSeries, "before the first return of the series, which begins on "+sets[0].String()
		return out
	}
	out.Day0, out.Set = day0, sets[day0]
	if gap := sets[day0].DaysSince(e.Day()); gap > maxWait {
		out.Status, out.Reason = StatusOutsideSeries, fmt.Sprintf("the next fixing was set %d days later, on %s: the series has a hole there", gap, sets[day0])
		return out
	}
	out.InPart = inWindow(e, sets[day0], calendar)
	out.Late = e.Timed() && calendar.MayHaveClosed(sets[day0], e.OccurredAt)
	out.Unsure = out.Late || nearInferred(sets[day0], calendar)
	return out
}

// maxWait is the longest wait for a fixing that holidays explain (the holes of January reach 13 days).
const maxWait = 14

// Sign is +1 for an escalation, -1 for a de-escalation and 0 for a neutral event.
func Sign(e event.Event) int {
	switch e.Direction() {
	case event.Escalation:
		return 1
	case event.DeEscalation:
		return -1
	}
	return 0
}

// inWindow tells whether the fixing holds the event only in part: it happened while the average was being taken, or its
// clock time is not known and it happened on the day of the fixing.
func inWindow(e event.Event, set civil.Date, calendar fx.Calendar) bool {
	if !e.Timed() {
		return e.Day() == set
	}
	rule := calendar.RuleOn(set)
	if rule.WindowStart == 0 {
		return false // a close, not an average
	}
	return !e.OccurredAt.Before(set.At(rule.WindowStart, 0, calendar.Zone))
}

func nearInferred(set civil.Date, calendar fx.Calendar) bool {
	return slices.ContainsFunc(calendar.CutOffs, func(c fx.CutOff) bool {
		days := set.DaysSince(c.From)
		return c.Inferred && c.From.After(civil.New(2003, time.January, 1)) && days >= -2 && days <= 2
	})
}

func (a *Alignment) join(i int, byDay map[int]int) {
	e := &a.Events[i]
	at, known := byDay[e.Day0]
	if !known {
		at = len(a.Episodes)
		byDay[e.Day0] = at
		a.Episodes = append(a.Episodes, Episode{Day0: e.Day0, Set: e.Set})
	} else {
		e.Status, e.Reason = StatusMerged, "same day 0 as "+a.Events[a.Episodes[at].Events[0]].Event.ID
	}
	episode := &a.Episodes[at]
	episode.Events = append(episode.Events, i)
	e.Episode = at
	episode.Mixed = episode.Mixed || e.Sign*a.signOf(episode) < 0
	episode.Sign = a.signOf(episode)
	if episode.Mixed {
		episode.Sign = 0
	}
}

// signOf is the first sign among the episode's events.
func (a *Alignment) signOf(episode *Episode) int {
	for _, i := range episode.Events {
		if a.Events[i].Sign != 0 {
			return a.Events[i].Sign
		}
	}
	return 0
}

// sortEpisodes puts episodes in order of day 0; a timeline is in order of time already unless its events were hand-picked.
func (a *Alignment) sortEpisodes() {
	slices.SortFunc(a.Episodes, func(x, y Episode) int { return x.Day0 - y.Day0 })
	for at, episode := range a.Episodes {
		for _, i := range episode.Events {
			a.Events[i].Episode = at
		}
	}
}
