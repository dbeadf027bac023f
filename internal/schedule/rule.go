// Package schedule says when a source is due, by the wall clock of its publisher, and runs the loop that asks it then.
//
// Times of day are typed and belong to a zone: summer time and Moscow's years at UTC+4 move the instants, never the
// clock. The package knows no source's format, opens nothing and reads no clock but the one it is given.
package schedule

import (
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/runlog"
)

// clock is a time of day in minutes after midnight; 24:25 is 25 minutes into the next day and belongs to the day before.
type clock int

func at(hour, minute int) clock { return clock(hour*60 + minute) }

// window is the times of some weekdays: from From to To, both included, every so many minutes.
type window struct {
	days     []time.Weekday
	from, to clock
	every    clock
}

// Rule is when one source is asked.
type Rule struct {
	zone    *time.Location
	windows []window
	lead    int  // a day is satisfied where rows are stored through that day plus lead
	endless bool // nothing satisfies a day: trading goes on
	patient bool // what a run missed is the publisher's to post: only one that failed is asked again before the rule's next time
}

var (
	weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	saturday = []time.Weekday{time.Saturday}
	always   = append([]time.Weekday{time.Saturday, time.Sunday}, weekdays...)
)

func once(days []time.Weekday, c clock) window { return window{days: days, from: c, to: c, every: 1} }

// RuleOf returns the rule of a source; ok is false for a name that has none.
//
//	cbr   weekdays 12:00-19:00 Moscow, every 25 minutes until tomorrow's rate is stored; 21:00 and 23:00 once more;
//	      Saturdays 18:00, for a Saturday that is a working day
//	ecb   weekdays 16:15-19:15 Central European time, every 20 minutes until today's rate is stored; 21:00 once more
//	gdelt every day at 12:00 UTC, when the day before is posted, and at 18:00 for what came late
//	feed:NAME  every hour
//	moex  weekdays 07:00-24:00 Moscow, every hour; 24:25 for the bars that the delayed feed then shows whole;
//	      Saturdays 12:00, 18:00 and 24:25, for a Saturday on which is traded
func RuleOf(source string) (r Rule, ok bool) {
	if strings.HasPrefix(source, "feed:") {
		return Rule{zone: time.UTC, endless: true, windows: []window{{always, at(0, 0), at(23, 0), 60}}}, true
	}
	switch source {
	case "gdelt":
		return Rule{zone: time.UTC, endless: true, patient: true, windows: []window{once(always, at(12, 0)), once(always, at(18, 0))}}, true
	case "cbr":
		return Rule{zone: zone("Europe/Moscow"), lead: 1,
			windows: []window{{weekdays, at(12, 0), at(19, 0), 25}, once(weekdays, at(21, 0)), once(weekdays, at(23, 0)), once(saturday, at(18, 0))}}, true
	case "ecb":
		return Rule{zone: zone("Europe/Berlin"),
			windows: []window{{weekdays, at(16, 15), at(19, 15), 20}, once(weekdays, at(21, 0))}}, true
	case "moex":
		return Rule{zone: zone("Europe/Moscow"), endless: true,
			windows: []window{{weekdays, at(7, 0), at(24, 0), 60}, once(weekdays, at(24, 25)),
				once(saturday, at(12, 0)), once(saturday, at(18, 0)), once(saturday, at(24, 25))}}, true
	}
	return Rule{}, false
}

func zone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic("schedule: zone " + name + ": " + err.Error())
	}
	return loc
}

// State is where a source stands: what collect.Standing says, field by field, so that one converts to the other.
type State struct {
	Last     runlog.Run // the newest run; zero where it never ran
	Failures int        // runs in a row, the newest first, that did not end ok
	Newest   civil.Date // the day through which every series that goes on is stored
}

const (
	firstRetry   = 5 * time.Minute // after a run that did not end ok, then doubled
	longestRetry = 2 * time.Hour
	lease        = 30 * time.Minute // a run that another program has going is looked at again then; a dead program's is closed before anybody asks
	ahead        = 15               // days looked ahead for a time; every rule has one in a week
)

// NextDue returns when a source is due; an instant that is not after now means at once. ok is false for a source
// without a rule.
func NextDue(source string, now time.Time, s State) (due time.Time, ok bool) {
	r, ok := RuleOf(source)
	if !ok {
		return time.Time{}, false
	}
	return r.NextDue(now, s), true
}

// NextDue returns when the rule wants the source asked next. A source that never ran is due at now. After a run that
// ended ok it is due at the first time after that whose day is not satisfied yet: in the past where the program was off.
// After one that did not, it is due 5 minutes after its end, then 10, 20 and so on to 2 hours, whatever the time of day,
// or at the rule's next time where that is sooner. A patient rule waits for that time unless the run failed.
func (r Rule) NextDue(now time.Time, s State) time.Time {
	switch {
	case s.Last.Started.IsZero():
		return now
	case s.Last.Status == runlog.Running:
		return s.Last.Started.Add(lease)
	case s.Failures > 0 && !(r.patient && s.Last.Status == runlog.Partial):
		ended := s.Last.Started.Add(s.Last.Duration())
		again, next := ended.Add(retry(s.Failures)), r.after(ended, s.Newest)
		if next.Before(again) {
			return next
		}
		return again
	}
	return r.after(s.Last.Started, s.Newest)
}

func retry(failures int) time.Duration {
	wait := firstRetry
	for range min(failures-1, 10) {
		wait *= 2
	}
	return min(wait, longestRetry)
}

// after returns the first time strictly after t on a day that the stored rows do not satisfy.
func (r Rule) after(t time.Time, newest civil.Date) time.Time {
	day := civil.Of(t.In(r.zone)).AddDays(-1) // 24:25 of the day before may still come
	if satisfied := newest.AddDays(-r.lead); !r.endless && !newest.IsZero() && !day.After(satisfied) {
		day = satisfied.AddDays(1)
	}
	for range ahead {
		if due, ok := r.firstOn(day, t); ok {
			return due
		}
		day = day.AddDays(1)
	}
	return t.Add(24 * time.Hour) // no rule comes here: each has a time in every week
}

// firstOn returns the earliest time of a day that lies strictly after t.
func (r Rule) firstOn(day civil.Date, t time.Time) (due time.Time, ok bool) {
	for _, w := range r.windows {
		for c := w.from; w.on(day) && c <= w.to; c += w.every {
			instant := day.At(int(c)/60, int(c)%60, r.zone).UTC()
			if instant.After(t) && (!ok || instant.Before(due)) {
				due, ok = instant, true
			}
		}
	}
	return due, ok
}

func (w window) on(day civil.Date) bool {
	for _, d := range w.days {
		if d == day.Weekday() {
			return true
		}
	}
	return false
}
