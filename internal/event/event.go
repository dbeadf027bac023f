// Package event holds the words of diplomacy: event, precision, status, category, actor, filter, timeline and the CAMEO
// and Goldstein tables.
//
// It never reads a file, a network, a database or a clock, and it knows nothing of rates.
package event

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"
	"unicode"

	"detente/internal/civil"
)

// ErrInvalid is wrapped by every error that says an event breaks a rule of its fields.
var ErrInvalid = errors.New("invalid event")

// Event is one timestamped diplomatic, military or market occurrence.
type Event struct {
	ID          string // slug: letters, digits and hyphens, unique and lasting
	OccurredAt  time.Time
	Precision   Precision
	EndedAt     time.Time // zero where the event is a point in time
	Title       string
	Summary     string
	Category    Category
	Goldstein   float64 // -10..+10, negative is escalation
	Cameo       string  // event code, text since it may begin with 0
	Importance  int     // 1 routine .. 5 systemic, a judgement made with hindsight
	Location    string
	Actors      []string // ISO 3166 alpha-3, or an organisation's code; in the order of the source
	Status      Status
	Origin      string // how it came in: curated, seed, file, manual, feed:..., gdelt, liveblog
	SourceName  string
	SourceURL   string // empty where the source may not be linked
	SourceTier  string // official, wikipedia, press, specialist, secondary or empty
	Verified    bool   // the date was confirmed in a second source
	TimeBasis   string // where the clock time comes from; empty for precision day
	CodedBy     string
	CodedAt     time.Time
	AnnouncedAt time.Time // when it was announced, where that was before it took place
	KnownFrom   time.Time // when this version became known; zero in an event that was not read from a store
}

// Precision is how exactly OccurredAt is known.
type Precision string

// Precisions. With PrecisionDay the clock time of OccurredAt is midnight UTC and is neither shown nor meant.
const (
	PrecisionMinute Precision = "minute"
	PrecisionHour   Precision = "hour"
	PrecisionDay    Precision = "day"
)

// Status is where an event stands in review.
type Status string

// Statuses. Only confirmed and scheduled events are drawn; only confirmed ones count in the tension index and in statistics.
const (
	StatusConfirmed Status = "confirmed"
	StatusScheduled Status = "scheduled"
	StatusDraft     Status = "draft"
	StatusRejected  Status = "rejected"
)

// Direction is the sign of an event for the dyad of Russia with Ukraine and the West.
type Direction string

// Directions, by the Goldstein value: under 0.5 in size is neutral.
const (
	Escalation   Direction = "escalation"
	DeEscalation Direction = "de-escalation"
	Neutral      Direction = "neutral"
)

// Direction returns the sign of the event's Goldstein value.
func (e Event) Direction() Direction {
	switch {
	case math.Abs(e.Goldstein) < 0.5:
		return Neutral
	case e.Goldstein < 0:
		return Escalation
	}
	return DeEscalation
}

// Day returns the UTC calendar day of the event.
func (e Event) Day() civil.Date { return civil.Of(e.OccurredAt.UTC()) }

// LastDay returns the last UTC calendar day on which the event goes on: that of EndedAt, or the day before it where the
// clock time it ends at is midnight; Day where the event is a point in time.
func (e *Event) LastDay() civil.Date {
	if !e.EndedAt.After(e.OccurredAt) {
		return e.Day()
	}
	last := e.EndedAt.UTC()
	if e.Timed() {
		last = last.Add(-time.Nanosecond)
	}
	return civil.Of(last)
}

// GoesOn tells whether the event has a part on one of the UTC days from first to last, both included.
func (e *Event) GoesOn(first, last civil.Date) bool {
	return !e.Day().After(last) && !e.LastDay().Before(first)
}

// Timed tells whether the clock time of OccurredAt means anything.
func (e Event) Timed() bool { return e.Precision != PrecisionDay }

// When is the event's time as pages print it, in UTC: "7 Feb 2022, 11:34 UTC", or the day alone.
func (e Event) When() string {
	switch e.Precision {
	case PrecisionMinute:
		return e.OccurredAt.UTC().Format("2 Jan 2006, 15:04 UTC")
	case PrecisionHour:
		return e.OccurredAt.UTC().Format("2 Jan 2006, about 15:00 UTC")
	}
	return e.Day().Words()
}

// Lasting is When and, of an event that is no point in time, until when: "3 Mar 2026 – 5 Mar 2026".
func (e Event) Lasting() string {
	if !e.EndedAt.After(e.OccurredAt) {
		return e.When()
	}
	end := e
	end.OccurredAt = e.EndedAt
	return e.When() + " – " + end.When()
}

const (
	maxTitle   = 16 << 10
	maxSummary = 20_000
)

var (
	slug      = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,119}$`)
	actorCode = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,11}$`)
	cameoCode = regexp.MustCompile(`^[0-9]{2,4}$`)
)

// Validate says which field of e breaks which rule, wrapping ErrInvalid, or nil.
func (e Event) Validate() error {
	for _, rule := range []struct {
		broken bool
		text   string
	}{
		{!slug.MatchString(e.ID), fmt.Sprintf("id %q: want lower-case letters, digits and hyphens, at most 120", e.ID)},
		{e.OccurredAt.IsZero(), "occurred_at is missing"},
		{strings.TrimSpace(e.Title) == "", "title is missing"},
		{len(e.Title) > maxTitle, fmt.Sprintf("title is longer than %d bytes", maxTitle)},
		{len(e.Summary) > maxSummary, fmt.Sprintf("summary is longer than %d bytes", maxSummary)},
		{!known(Precisions(), e.Precision), fmt.Sprintf("precision %q: want one of %s", e.Precision, list(Precisions()))},
		{!known(Statuses(), e.Status), fmt.Sprintf("status %q: want one of %s", e.Status, list(Statuses()))},
		{!known(Categories(), e.Category), fmt.Sprintf("category %q: want one of %s", e.Category, list(Categories()))},
		{!(e.Goldstein >= -10 && e.Goldstein <= 10), fmt.Sprintf("goldstein %v: want -10 to 10", e.Goldstein)},
		{e.Goldstein != 0 && e.Category.Market(), fmt.Sprintf("goldstein %v: a %s event carries 0, or the tension index would hold what it is compared with", e.Goldstein, e.Category.Label())},
		{e.Importance < 1 || e.Importance > 5, fmt.Sprintf("importance %d: want 1 to 5", e.Importance)},
		{e.Cameo != "" && !cameoCode.MatchString(e.Cameo), fmt.Sprintf("cameo %q: want 2 to 4 digits such as 046", e.Cameo)},
		{!e.EndedAt.IsZero() && e.EndedAt.Before(e.OccurredAt), "ended_at is before occurred_at"},
		{hasControl(e.Title + e.Summary + e.Location + e.SourceName), "title, summary, location or source_name holds a control character other than a line's end: take it out"},
		{e.SourceURL != "" && !webAddress(e.SourceURL), fmt.Sprintf("source_url %q: want an http or https address", e.SourceURL)},
	} {
		if rule.broken {
			return fmt.Errorf("event: %w: %s", ErrInvalid, rule.text)
		}
	}
	for _, a := range e.Actors {
		if !actorCode.MatchString(a) {
			return fmt.Errorf("event: %w: actor %q: want an ISO 3166 code of three letters, or an organisation's code such as NATO", ErrInvalid, a)
		}
	}
	return nil
}

// hasControl tells of characters that no page, feed or terminal can show, and some obey.
func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' })
}
