package export

import (
	"io"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
)

// EventsTable is the table of events: first the columns of an import, then where a row comes from, which imports take too.
func EventsTable() Table {
	return Table{"events", []Column{
		{"id", "lasting name of the event", Plain, ""},
		{"occurred_at", "plain date for precision day, else RFC 3339 in UTC", Moment, ""},
		{"precision", "minute, hour or day: how exactly occurred_at is known", Plain, ""},
		{"title", "what happened, in one line", Plain, ""},
		{"summary", "what happened, in a few sentences", Plain, ""},
		{"category", "kind of event", Plain, ""},
		{"actors", "ISO 3166 alpha-3 or organisations' codes, separated by semicolons", Codes, ""},
		{"location", "place in words", Plain, ""},
		{"goldstein", "-10 to 10, negative is escalation", Number, "Goldstein scale, -10 to 10"},
		{"cameo", "CAMEO event code", Plain, ""},
		{"importance", "1 routine to 5 systemic, judged afterwards", Integer, ""},
		{"status", "confirmed, scheduled, draft or rejected", Plain, ""},
		{"source_name", "who reports it", Plain, ""},
		{"source_url", "where", Link, ""},
		{"ended_at", "end, where the event is not a point in time", Moment, ""},
		{"origin", "how the row came in", Plain, ""},
		{"verified", "whether the date was found in a second source", Boolean, ""},
		{"source_tier", "official, wikipedia, press, specialist or secondary", Plain, ""},
		{"time_basis", "where the clock time comes from", Plain, ""},
		{"announced_at", "when it was announced, where that was before it took place", DateTime, ""},
		{"coded_by", "who gave category, code and importance", Plain, ""},
		{"coded_at", "when", DateTime, ""},
	}, []string{"id"}, "Diplomatic, military and market events"}
}

// Events writes the events in the order given.
func Events(w io.Writer, o Options, events []event.Event) error {
	out, err := New(w, EventsTable(), o)
	if err != nil {
		return err
	}
	var cells []Cell
	for i := range events {
		cells = appendEventCells(cells[:0], &events[i])
		if err := out.Row(cells...); err != nil {
			return err
		}
	}
	return out.Close()
}

func appendEventCells(dst []Cell, e *event.Event) []Cell {
	return append(dst,
		Text(e.ID), moment(e.OccurredAt, e.Precision), Text(string(e.Precision)), Text(e.Title), Text(e.Summary),
		Text(string(e.Category)), List(e.Actors), Text(e.Location), Shortest(e.Goldstein), Text(e.Cameo),
		Int(int64(e.Importance)), Text(string(e.Status)), Text(e.SourceName), Text(e.SourceURL),
		moment(e.EndedAt, e.Precision), Text(e.Origin), YesNo(e.Verified), Text(e.SourceTier), Text(e.TimeBasis),
		Instant(e.AnnouncedAt), Text(e.CodedBy), Instant(e.CodedAt),
	)
}

// moment is a plain date where only the day is known: its midnight is not to be shown.
func moment(at time.Time, p event.Precision) Cell {
	if p != event.PrecisionDay || at.IsZero() || !at.Equal(at.Truncate(24*time.Hour)) {
		return Instant(at)
	}
	return Day(civil.Of(at.UTC()))
}
