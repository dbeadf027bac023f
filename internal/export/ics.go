package export

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"detente/internal/event"
)

// ICSContentType is the media type of ICS, for HTTP.
const ICSContentType = "text/calendar; charset=utf-8"

// ICS writes the events as an iCalendar for subscribers, in the order given. site is the address of the pages, such as
// http://127.0.0.1:8080. A UID is made of the event's id alone, so that a calendar knows an event again when its day, its
// title or the site changes; DTSTAMP and LAST-MODIFIED are when the version became known, so that the same events give
// the same bytes. Events block no time; a rejected event is written as cancelled, a draft as tentative.
//
// Reference: RFC 5545, RFC 7986.
func ICS(w io.Writer, events []event.Event, site string) error {
	cal := ics.NewCalendarFor("Detente")
	cal.SetProductId("-//Detente//Events//EN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName("Détente: events")
	cal.SetXWRCalName("Détente: events")
	cal.SetRefreshInterval("PT1H") // the library writes VALUE=DURATION itself
	cal.SetXPublishedTTL("PT1H")
	for i := range events {
		addICS(cal, &events[i], strings.TrimRight(site, "/"))
	}
	if err := cal.SerializeTo(w, ics.WithNewLine("\r\n")); err != nil {
		return fmt.Errorf("export: calendar: %w", err)
	}
	return nil
}

func addICS(cal *ics.Calendar, e *event.Event, site string) {
	out := cal.AddEvent(e.ID + "@detente")
	known := e.KnownFrom
	if known.IsZero() {
		known = e.OccurredAt
	}
	out.SetDtStampTime(known)
	out.SetLastModifiedAt(known)
	out.SetSequence(sequence(known))
	setICSTimes(out, e)
	out.SetSummary(legible(e.Title))
	out.SetDescription(legible(aboutEvent(e)))
	if e.Location != "" {
		out.SetLocation(legible(e.Location))
	}
	out.SetURL(site + "/events/" + e.ID)
	out.AddCategory(e.Category.Label())
	out.SetStatus(statusICS(e.Status))
	out.SetTimeTransparency(ics.TransparencyTransparent)
}

// revised is before any version here became known.
var revised = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// sequence grows with every version of an event, as a subscriber's calendar expects: the seconds since 2000 at which the
// version became known, which is before 2068 fewer than 2^31.
func sequence(known time.Time) int { return int(max(known.Sub(revised)/time.Second, 0)) }

// setICSTimes writes whole days where only the day is known; the end of an iCalendar day is the day after.
func setICSTimes(out *ics.VEvent, e *event.Event) {
	if e.Timed() {
		out.SetStartAt(e.OccurredAt)
		if e.EndedAt.After(e.OccurredAt) {
			out.SetEndAt(e.EndedAt)
		}
		return
	}
	out.SetAllDayStartAt(e.OccurredAt.UTC())
	out.SetAllDayEndAt(e.LastDay().AddDays(1).UTC())
}

func statusICS(s event.Status) ics.ObjectStatus {
	switch s {
	case event.StatusRejected:
		return ics.ObjectStatusCancelled
	case event.StatusDraft:
		return ics.ObjectStatusTentative
	}
	return ics.ObjectStatusConfirmed
}

// aboutEvent says in words what the calendar's own fields cannot.
func aboutEvent(e *event.Event) string {
	var lines []string
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, label+text)
		}
	}
	add("", e.Summary)
	if e.Precision == event.PrecisionHour {
		add("", "The time is known to the hour only.")
	}
	add("Actors: ", strings.Join(e.Actors, ", "))
	add("Source: ", strings.TrimSpace(e.SourceName+" "+e.SourceURL))
	return strings.Join(lines, "\n")
}

// legible takes out control characters, which neither a calendar nor a feed may hold; line breaks stay.
func legible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', unicode.IsControl(r) && r != '\t':
			return -1
		}
		return r
	}, text)
}
