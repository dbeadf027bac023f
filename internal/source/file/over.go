package file

import (
	"slices"
	"time"

	"detente/internal/event"
)

// plainFields are the fields of an event that a column gives as it is.
var plainFields = map[string]func(to, from *event.Event){
	"ended_at":     func(to, from *event.Event) { to.EndedAt = from.EndedAt },
	"summary":      func(to, from *event.Event) { to.Summary = from.Summary },
	"category":     func(to, from *event.Event) { to.Category = from.Category },
	"actors":       func(to, from *event.Event) { to.Actors = from.Actors },
	"location":     func(to, from *event.Event) { to.Location = from.Location },
	"cameo":        func(to, from *event.Event) { to.Cameo = from.Cameo },
	"importance":   func(to, from *event.Event) { to.Importance = from.Importance },
	"source_name":  func(to, from *event.Event) { to.SourceName = from.SourceName },
	"source_url":   func(to, from *event.Event) { to.SourceURL = from.SourceURL },
	"origin":       func(to, from *event.Event) { to.Origin = from.Origin },
	"verified":     func(to, from *event.Event) { to.Verified = from.Verified },
	"source_tier":  func(to, from *event.Event) { to.SourceTier = from.SourceTier },
	"time_basis":   func(to, from *event.Event) { to.TimeBasis = from.TimeBasis },
	"announced_at": func(to, from *event.Event) { to.AnnouncedAt = from.AnnouncedAt },
}

// Over returns e, which was read from the file, with what the file does not say taken from stored, the same event as it is
// stored: a table leaves alone the columns that it does not have, and a calendar that is read again moves a meeting and
// leaves alone how a person has coded it, and what a person has rejected. A calendar's word that an event is cancelled holds.
func (f *File) Over(e, stored event.Event) event.Event {
	for column, keep := range plainFields {
		if !f.says(column) {
			keep(&e, &stored)
		}
	}
	if !f.says("precision") && e.OccurredAt.Equal(stored.OccurredAt) {
		e.Precision = stored.Precision
	}
	if !f.says("goldstein") && !f.says("cameo") {
		e.Goldstein = stored.Goldstein
	}
	if !f.says("ended_at") && e.Timed() && !stored.Timed() && stored.EndedAt.After(stored.OccurredAt) {
		e.EndedAt = stored.LastDay().AddDays(1).UTC() // the last day belongs to it whole
	}
	if e.EndedAt.Before(e.OccurredAt) {
		e.EndedAt = time.Time{} // of the day from which it was moved
	}
	if c, is := f.rows.(*calendar); is {
		f.overCalendar(&e, stored)
		if c.own[e.ID] && e.Status != event.StatusRejected {
			e.Status = stored.Status // scheduled and confirmed are one word there
		}
	}
	if !f.says("status") && (stored.Status == event.StatusDraft || stored.Status == event.StatusRejected) {
		e.Status = stored.Status
	}
	if !f.says("coded_by") && sameCoding(e, stored) {
		e.CodedBy, e.CodedAt = stored.CodedBy, stored.CodedAt
	}
	return e
}

// overCalendar keeps what an event of a calendar names seldom, and never with a person's care.
func (f *File) overCalendar(e *event.Event, stored event.Event) {
	if e.Category == f.options.usualCategory() {
		e.Category = stored.Category
	}
	if len(stored.Actors) > 0 && slices.Equal(e.Actors, f.options.Actors) {
		e.Actors = stored.Actors
	}
	if e.Status == event.StatusDraft || e.Status != event.StatusRejected && (stored.Status == event.StatusDraft || stored.Status == event.StatusRejected) {
		e.Status = stored.Status
	}
	for _, field := range []struct{ to, from *string }{{&e.SourceName, &stored.SourceName}, {&e.SourceURL, &stored.SourceURL}, {&e.Summary, &stored.Summary}, {&e.Location, &stored.Location}} {
		if *field.to == "" {
			*field.to = *field.from
		}
	}
}

func (f *File) says(column string) bool {
	_, has := f.layout.index[column]
	return has
}

func sameCoding(a, b event.Event) bool {
	return a.Category == b.Category && a.Cameo == b.Cameo && a.Goldstein == b.Goldstein && a.Importance == b.Importance
}
