package event

import (
	"errors"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the zones' rules must be there on a machine that has none

	"detente/internal/civil"
)

func (r *formReader) readTimes(e *Event) {
	e.Precision = Precision(r.form["precision"])
	if e.Precision != "" && !known(Precisions(), e.Precision) {
		r.reject("precision", "%q: want one of %s", e.Precision, list(Precisions()))
		return
	}
	if r.form["occurred_at"] == "" {
		r.reject("occurred_at", "is missing: want 2022-02-07, or 2022-02-07T14:34 with a zone")
		return
	}
	at, dateOnly, ok := r.moment("occurred_at")
	if !ok {
		return
	}
	e.OccurredAt = at.UTC()
	switch {
	case dateOnly && e.Precision == "", e.Precision == PrecisionDay:
		e.OccurredAt, e.Precision = civil.Of(at).UTC(), PrecisionDay // the day that was written, which may not be that of UTC
	case dateOnly:
		r.reject("precision", "%s needs a clock time: give one, or choose day", e.Precision)
	case e.Precision == "":
		e.Precision = PrecisionMinute
	}
	r.readEnd(e)
	if announced, day, ok := r.moment("announced_at"); ok && day {
		e.AnnouncedAt = announced.Add(24*time.Hour - time.Second) // so that nothing counts as known too early
	} else {
		e.AnnouncedAt = announced.UTC()
	}
}

func (r *formReader) readEnd(e *Event) {
	end, dateOnly, ok := r.moment("ended_at")
	e.EndedAt = end.UTC()
	switch {
	case !ok || end.IsZero():
	case dateOnly && e.Timed():
		r.reject("ended_at", "the beginning has a clock time: give the end one too")
	case end.Before(e.OccurredAt):
		r.reject("ended_at", "lies before the beginning, %s", e.When())
	}
}

// moment reads one time, in the zone it was written in; zero and ok where the field is empty.
func (r *formReader) moment(field string) (at time.Time, dateOnly, ok bool) {
	text := r.form[field]
	if text == "" {
		return time.Time{}, false, true
	}
	at, dateOnly, err := ParseMoment(text, r.form["zone"])
	var zone zoneError
	switch {
	case errors.As(err, &zone):
		r.reject("zone", "%v", err)
	case err != nil:
		r.reject(field, "%v", err)
	case at.Before(civil.New(1900, 1, 1).UTC()) || !at.Before(civil.New(2200, 1, 1).UTC()): // 1022 is a slip for 2022, and no chart reaches so far
		r.reject(field, "%s is outside 1900 to 2199", civil.Of(at))
		return time.Time{}, false, false
	}
	return at, dateOnly, err == nil
}

// zoneError is what is wrong with the zone of a clock time, not with the time.
type zoneError string

func (e zoneError) Error() string { return string(e) }

var dateLayouts = []string{"2006-01-02", "2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006"}

var clockLayouts = clocksOf(dateLayouts)

// clocksOf lists each way of writing a day with the ways of writing a clock time behind it.
func clocksOf(days []string) (layouts []string) {
	for _, day := range days {
		for _, clock := range []string{"T15:04", "T15:04:05", " 15:04", " 15:04:05", ", 15:04"} {
			layouts = append(layouts, day+clock)
		}
	}
	return layouts
}

// offsetLayouts are times that say how far they are from UTC.
var offsetLayouts = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04Z07:00", "2006-01-02 15:04:05Z07:00"}

// ParseMoment reads a time as people type it: a plain date (2022-02-07, 7 Feb 2022, Feb 7, 2022; dateOnly, its midnight in UTC,
// whatever the zone), a time with its offset (RFC 3339, also without seconds), or a clock time in zone, an IANA name such as
// Europe/Moscow. The time stays in its zone, so that its day is the one that was written. A clock time without a zone, one that a
// change of the clocks skips, and one that it repeats are errors that say what to write.
func ParseMoment(text, zone string) (at time.Time, dateOnly bool, err error) {
	text = strings.Join(strings.Fields(text), " ")
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true, nil
		}
	}
	for _, layout := range offsetLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, false, nil
		}
	}
	for _, layout := range clockLayouts {
		if t, err := time.Parse(layout, strings.TrimSuffix(text, " UTC")); err == nil {
			if strings.HasSuffix(text, " UTC") {
				return t, false, nil
			}
			at, err := inZone(t, zone)
			return at, false, err
		}
	}
	if unclear := civil.Unclear(text); unclear != "" {
		return time.Time{}, false, errors.New(unclear)
	}
	return time.Time{}, false, fmt.Errorf("%q is not a time: want 2022-02-07, 2022-02-07T14:34 with a zone, or 2022-02-07T11:34:00Z", text)
}

// inZone returns the instant at which clocks of the zone show what wall shows.
func inZone(wall time.Time, zone string) (time.Time, error) {
	if zone == "" || zone == "Local" {
		return time.Time{}, zoneError(fmt.Sprintf("%s has no time zone: name one such as Europe/Moscow, or write %sZ for UTC", wall.Format("2006-01-02T15:04"), wall.Format("2006-01-02T15:04:05")))
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}, zoneError(fmt.Sprintf("zone %q is not known: want a name such as Europe/Moscow or UTC", zone))
	}
	var found []time.Time
	for _, offset := range offsets(wall, loc) {
		at := wall.Add(-time.Duration(offset) * time.Second)
		if _, is := at.In(loc).Zone(); is == offset {
			found = append(found, at.In(loc))
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return time.Time{}, fmt.Errorf("%s did not exist in %s: the clocks went forward over it", wall.Format("2006-01-02T15:04"), zone)
	}
	return time.Time{}, fmt.Errorf("%s came twice in %s, since the clocks went back: write %s or %s", wall.Format("2006-01-02T15:04"), zone,
		found[0].Format(time.RFC3339), found[1].Format(time.RFC3339))
}

// offsets lists the zone's offsets from UTC about a wall-clock time, each once, the one in force earlier first.
func offsets(wall time.Time, loc *time.Location) []int {
	_, before := wall.Add(-24 * time.Hour).In(loc).Zone()
	_, after := wall.Add(24 * time.Hour).In(loc).Zone()
	if before == after {
		return []int{before}
	}
	return []int{before, after}
}
