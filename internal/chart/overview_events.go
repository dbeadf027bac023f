package chart

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/internal/event"
)

// appendEvents writes the events as columns, each by its position: half the bytes of an object an event, where thousands are in view.
func (in OverviewInput) appendEvents(dst []byte) []byte {
	events := in.Events
	dst = appendEach(append(dst, `{"id":`...), events, appendID)
	dst = appendEach(append(dst, `,"title":`...), events, func(dst []byte, e *event.Event) []byte { return appendString(dst, e.Title) })
	var at stepper
	dst = appendEach(append(dst, `,"at":`...), events, func(dst []byte, e *event.Event) []byte { return at.append(dst, e.OccurredAt.UnixMilli()) })
	dst = appendEach(append(dst, `,"dir":`...), events, func(dst []byte, e *event.Event) []byte {
		return strconv.AppendInt(dst, int64(sign(e.Direction())), 10)
	})
	dst = appendEach(append(dst, `,"imp":`...), events, func(dst []byte, e *event.Event) []byte { return strconv.AppendInt(dst, int64(e.Importance), 10) })
	dst = appendCategories(dst, events)
	dst = appendWhere(append(dst, `,"timed":`...), events, (*event.Event).Timed)
	if slices.ContainsFunc(events, hourly) {
		dst = appendWhere(append(dst, `,"hourly":`...), events, func(e *event.Event) bool { return hourly(*e) })
	}
	dst = appendWhere(append(dst, `,"scheduled":`...), events, func(e *event.Event) bool { return e.Status == event.StatusScheduled })
	return append(appendEnds(append(dst, `,"end":`...), events), '}')
}

// appendID writes the id of an event; zero where it is the slug of its day and title, which the browser makes of these: of a curated
// table that is half the bytes of the events.
func appendID(dst []byte, e *event.Event) []byte {
	var space [96]byte
	foreign := strings.ContainsFunc(e.Title, func(r rune) bool { return r >= utf8.RuneSelf }) // two languages may lower it in two ways
	named := strings.ContainsFunc(e.Title, func(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) })
	if !foreign && named && string(event.AppendSlug(space[:0], e.Day(), e.Title)) == e.ID {
		return append(dst, '0')
	}
	return appendString(dst, e.ID)
}

func hourly(e event.Event) bool { return e.Precision == event.PrecisionHour }

// appendCategories writes the categories that occur, in the order of their first event, and the position of each event's among them.
func appendCategories(dst []byte, events []event.Event) []byte {
	var known []event.Category
	dst = appendEach(append(dst, `,"cat":`...), events, func(dst []byte, e *event.Event) []byte {
		i := slices.Index(known, e.Category)
		if i < 0 {
			i, known = len(known), append(known, e.Category)
		}
		return strconv.AppendInt(dst, int64(i), 10)
	})
	return appendColumn(append(dst, `,"cats":`...), known, func(dst []byte, c event.Category) []byte { return appendString(dst, string(c)) })
}

// appendEnds writes the position and the last instant of each event that lasted.
func appendEnds(dst []byte, events []event.Event) []byte {
	n := 0
	dst = append(dst, '[')
	for i := range events {
		if end := events[i].EndedAt; !end.IsZero() {
			dst = strconv.AppendInt(append(comma(dst, n), '['), int64(i), 10)
			dst = append(strconv.AppendInt(append(dst, ','), end.UnixMilli(), 10), ']')
			n++
		}
	}
	return append(dst, ']')
}

// appendWhere writes the positions of the events of which it holds.
func appendWhere(dst []byte, events []event.Event, holds func(*event.Event) bool) []byte {
	n := 0
	dst = append(dst, '[')
	for i := range events {
		if holds(&events[i]) {
			dst = strconv.AppendInt(comma(dst, n), int64(i), 10)
			n++
		}
	}
	return append(dst, ']')
}

// appendEach is appendColumn without a copy of each row.
func appendEach[T any](dst []byte, rows []T, cell func([]byte, *T) []byte) []byte {
	dst = append(dst, '[')
	for i := range rows {
		dst = cell(comma(dst, i), &rows[i])
	}
	return append(dst, ']')
}

// sign is the direction as the lane draws it: that of the Goldstein value.
func sign(d event.Direction) int {
	switch d {
	case event.Escalation:
		return -1
	case event.DeEscalation:
		return 1
	}
	return 0
}
