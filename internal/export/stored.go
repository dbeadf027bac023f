package export

import (
	"slices"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// SourcesTable is what is stored of each series and how new it is.
func SourcesTable() Table {
	return Table{"sources", []Column{
		{"series", "series, such as cbr:USDRUB", Plain, ""},
		{"publisher", "who publishes it", Plain, ""},
		{"name", "what it is called", Plain, ""},
		{"kind", "fixing, reference, candle or press", Plain, ""},
		{"unit", "unit of its values", Plain, ""},
		{"values", "values that are stored", Integer, ""},
		{"first", "day of the first value, by the day it was set", Date, ""},
		{"last", "day of the last value, by the day it was set", Date, ""},
		{"last_effective", "day the last rate is in force from; empty for candles and quotes", Date, ""},
		{"newest", "newest value as published", Number, "of the series"},
		{"last_answered", "when the last collection began that ended well", DateTime, ""},
		{"ended", "day on which the publisher ended the series", Date, ""},
		{"gaps", "holes between two stored days, first/last of each, joined by semicolons: a day that must have a fixing, more than two weeks without one, a day of trade without minutes or without its daily candle", Codes, ""},
		{"parts", "days of trade with a part of their minutes, joined by semicolons", Codes, ""},
		{"rule", "how and when it is published", Plain, ""},
		{"terms", "terms of use", Link, ""},
	}, []string{"series"}, "Series and what is stored of each"}
}

// RunsTable is how collecting went.
func RunsTable() Table {
	return Table{"runs", []Column{
		{"run", "number of the run", Integer, ""},
		{"source", "source that was asked", Plain, ""},
		{"started", "when it began", DateTime, ""},
		{"finished", "when it ended; empty where it runs or was killed", DateTime, ""},
		{"status", "ok, partial, failed or running", Plain, ""},
		{"from", "first day that was asked for", Date, ""},
		{"to", "last day that was asked for", Date, ""},
		{"new", "rows that were new", Integer, ""},
		{"same", "rows that were stored already", Integer, ""},
		{"revised", "rows with another value than stored", Integer, ""},
		{"rejected", "rows that were kept out", Integer, ""},
		{"rejections", "the rows that were kept out, each with the reason", Plain, ""},
		{"error", "why it did not end well", Plain, ""},
	}, []string{"run"}, "Attempts to collect"}
}

// StudiesTable is the saved studies.
func StudiesTable() Table {
	return Table{"studies", []Column{
		{"id", "study, as in its address", Plain, ""},
		{"title", "name it was saved under", Plain, ""},
		{"fixed_at", "when its parameters were fixed, before the result was seen", DateTime, ""},
		{"as_of", "figures and events are as they were known then", DateTime, ""},
		{"author", "who fixed it", Plain, ""},
		{"result_sha256", "hash of the first result; empty where it was not recorded", Plain, ""},
		{"parameters", "the whole question as JSON", Plain, ""},
	}, []string{"id"}, "Saved studies"}
}

func (t taker) sources() error {
	out, err := New(t.out, SourcesTable(), t.options)
	if err != nil {
		return err
	}
	covered, err := t.from.Coverage(t.ctx)
	if err != nil {
		return err
	}
	for _, c := range covered {
		var gaps []string
		for _, g := range c.Gaps {
			gaps = append(gaps, g.From.String()+"/"+g.To.String())
		}
		parts, err := t.parts(c.Series.ID)
		if err != nil {
			return err
		}
		s := c.Series
		effective := c.LastEffective
		if !s.Kind.Official() {
			effective = civil.Date{}
		}
		err = out.Row(Text(string(s.ID)), Text(s.Publisher()), Text(s.Name), Text(string(s.Kind)), Text(s.Unit), Int(int64(c.Count)), Day(c.First), Day(c.Last),
			Day(effective), newest(c), Instant(c.LastOK), Day(s.Ends), List(gaps), List(parts), Text(s.Rule), Text(s.TermsURL))
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// parts are the days of a series of minutes that hold some of them; those without any are gaps.
func (t taker) parts(id fx.SeriesID) (days []string, err error) {
	short, err := t.from.ShortDays(t.ctx, id, time.Time{}, time.Time{})
	for _, d := range short {
		if d.Count > 0 {
			days = append(days, d.Day.String())
		}
	}
	return days, err
}

func newest(c fx.Coverage) Cell {
	if c.Count == 0 {
		return Missing()
	}
	return Rate(c.Newest)
}

// runs writes the newest run first. As of an instant those that had ended by then are told.
func (t taker) runs() error {
	out, err := New(t.out, RunsTable(), t.options)
	if err != nil {
		return err
	}
	all, err := t.from.Runs(t.ctx, "", 0)
	if err != nil {
		return err
	}
	told := map[string]int{}
	for _, r := range all {
		if !t.tells(r) || (t.query.Newest > 0 && told[r.Source] >= t.query.Newest) {
			continue
		}
		told[r.Source]++
		err := out.Row(Int(r.ID), Text(r.Source), Instant(r.Started), Instant(r.Finished), Text(string(r.Status)), Day(r.From), Day(r.To), Int(int64(r.Counts.New)),
			Int(int64(r.Counts.Same)), Int(int64(r.Counts.Revised)), Int(int64(r.Counts.Rejected)), Text(rejections(r)), Text(r.Error))
		if err != nil {
			return err
		}
	}
	return out.Close()
}

func (t taker) tells(r runlog.Run) bool {
	f := t.query.Filter
	day := civil.Of(r.Started.UTC())
	if !f.AsOf.IsZero() && (r.Finished.IsZero() || r.Finished.After(f.AsOf)) {
		return false
	}
	return !day.Before(f.From) && (f.To.IsZero() || !day.After(f.To))
}

func rejections(r runlog.Run) string {
	var said []string
	for _, x := range r.Rejected {
		said = append(said, x.Row+": "+x.Reason)
	}
	return strings.Join(said, "\n")
}

// studies writes the study that was fixed first first, those of the time asked for.
func (t taker) studies() error {
	out, err := New(t.out, StudiesTable(), t.options)
	if err != nil {
		return err
	}
	all, err := t.from.Studies(t.ctx)
	if err != nil {
		return err
	}
	slices.Reverse(all)
	for _, s := range all {
		if asOf := t.query.Filter.AsOf; !asOf.IsZero() && s.FixedAt.After(asOf) {
			continue
		}
		err := out.Row(Text(s.ID), Text(s.Title), Instant(s.FixedAt), Instant(s.AsOf), Text(s.Author), Text(s.ResultSHA256), Text(string(s.Parameters)))
		if err != nil {
			return err
		}
	}
	return out.Close()
}
