package event

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"detente/internal/civil"
)

// Form is an event as somebody types it: text by the name of the field. The names are FormFields and "zone", the time
// zone of clock times that name none themselves (Europe/Moscow).
type Form map[string]string

// FormFields lists the fields that a Form may hold, in the order in which forms and histories show them.
func FormFields() []string {
	return []string{"title", "occurred_at", "precision", "ended_at", "category", "cameo", "goldstein", "importance", "actors", "location",
		"summary", "status", "source_name", "source_url", "source_tier", "verified", "time_basis", "announced_at"}
}

// FormRules is what a form is checked against.
type FormRules struct {
	Now    time.Time // an event after it is scheduled, not confirmed
	Actors []Actor   // the codes that may be used; nil allows every well-formed one
}

// maxField bounds the text of a field: place, source and the like are short.
const maxField = 2000

// FieldError says what is wrong with one field of a form and what is wanted.
type FieldError struct{ Field, Reason string }

// FormErrors is everything wrong with one form, in the order of FormFields. It wraps ErrInvalid.
type FormErrors []FieldError

// Error puts each field on a line of its own.
func (e FormErrors) Error() string {
	lines := make([]string, len(e))
	for i, f := range e {
		lines[i] = f.Field + ": " + f.Reason
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns ErrInvalid.
func (e FormErrors) Unwrap() error { return ErrInvalid }

// FormOf returns e as a form would show it: times in UTC, a day without a clock as a plain date, actors separated by "; ".
// FormOf(e).Apply(e, rules) gives e back.
func FormOf(e Event) Form {
	f := Form{"title": e.Title, "occurred_at": momentText(e.OccurredAt, e), "precision": string(e.Precision), "ended_at": momentText(e.EndedAt, e),
		"category": string(e.Category), "cameo": e.Cameo, "goldstein": strconv.FormatFloat(e.Goldstein, 'f', -1, 64),
		"importance": strconv.Itoa(e.Importance), "actors": strings.Join(e.Actors, "; "), "location": e.Location, "summary": e.Summary,
		"status": string(e.Status), "source_name": e.SourceName, "source_url": e.SourceURL, "source_tier": e.SourceTier,
		"verified": "no", "time_basis": e.TimeBasis, "announced_at": ""}
	if e.Verified {
		f["verified"] = "yes"
	}
	if !e.AnnouncedAt.IsZero() {
		f["announced_at"] = e.AnnouncedAt.UTC().Format(time.RFC3339)
	}
	return f
}

func momentText(at time.Time, e Event) string {
	switch {
	case at.IsZero():
		return ""
	case e.Timed() || !at.Equal(at.Truncate(24*time.Hour)):
		return at.UTC().Format(time.RFC3339)
	}
	return civil.Of(at.UTC()).String()
}

// Apply returns base with the fields that f holds; a field that f does not hold stays, one that it holds empty is emptied.
// For a new event base is the zero Event, and what is left out becomes: category other, importance 2, status confirmed
// or, after rules.Now, scheduled, precision by the form of the time. The Goldstein value follows the code and the category
// where it is left out, empty or as it was; a market category carries 0. Times may be 2022-02-07, 7 Feb 2022,
// 2022-02-07T14:34 in the form's zone, or RFC 3339. The error is FormErrors with every field that is wrong.
func (f Form) Apply(base Event, rules FormRules) (Event, error) {
	r := &formReader{form: FormOf(base), given: f, rules: rules, base: base}
	if base.ID == "" && base.Title == "" {
		r.form["goldstein"], r.form["importance"] = "", "2"
	}
	r.merge()
	e := base
	r.readWords(&e)
	r.readTimes(&e)
	r.readCoding(&e)
	r.readStatus(&e)
	r.readRest(e)
	if len(r.wrong) > 0 {
		order := slices.Insert(FormFields(), 2, "zone") // it stands behind the time it is of
		slices.SortStableFunc(r.wrong, func(a, b FieldError) int { return slices.Index(order, a.Field) - slices.Index(order, b.Field) })
		return base, r.wrong
	}
	return e, nil
}
