package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
	"detente/internal/event"
	"detente/internal/fx"
)

// bases say where a time of day comes from.
var bases = map[string]string{"source": "as the source has it", "general_knowledge": "as is generally known", "release_convention": "by the usual hour of release"}

// codedBy says who coded the row, when and from what.
func codedBy(e event.Event) []fact {
	verified := "in one source only"
	if e.Verified {
		verified = "in a second source"
	}
	facts := []fact{{Name: "Date confirmed", Value: verified}, {Name: "Came in by", Value: e.Origin}, {Name: "Coded by", Value: orUsual(e.CodedBy, "nobody has said")}}
	coded := fact{Name: "Coded on", Value: "not recorded", Note: "taken as after the fact", Why: "W-LOOK"}
	if !e.CodedAt.IsZero() {
		coded = fact{Name: "Coded on", Value: clock(e.CodedAt)}
	}
	facts = append(facts, coded, fact{Name: "Time", Value: map[event.Precision]string{event.PrecisionMinute: "to the minute", event.PrecisionHour: "to the hour",
		event.PrecisionDay: "day only"}[e.Precision], Note: orUsual(bases[e.TimeBasis], e.TimeBasis)})
	if e.SourceTier != "" {
		facts = append(facts, fact{Name: "Kind of source", Value: e.SourceTier})
	}
	if !e.AnnouncedAt.IsZero() {
		facts = append(facts, fact{Name: "Announced", Value: clock(e.AnnouncedAt)})
	}
	if !e.KnownFrom.IsZero() {
		facts = append(facts, fact{Name: "Known here since", Value: clock(e.KnownFrom)})
	}
	return facts
}

// revisions lists the versions of an event known by then, the newest first; one that never changed has none.
func (s *Server) revisions(ctx context.Context, id string, asOf time.Time) ([]revisionView, error) {
	all, err := s.Store.EventHistory(ctx, id)
	if err != nil {
		return nil, err
	}
	if !asOf.IsZero() {
		all = slices.DeleteFunc(all, func(r event.Revision) bool { return r.KnownFrom.After(asOf) })
	}
	slices.SortStableFunc(all, func(a, b event.Revision) int { return b.KnownFrom.Compare(a.KnownFrom) })
	if len(all) < 2 {
		return nil, nil
	}
	var views []revisionView
	for i, r := range all {
		what := "first version"
		if i+1 < len(all) {
			what = strings.Join(differences(all[i+1].Event, r.Event), "; ")
		}
		views = append(views, revisionView{clock(r.KnownFrom), r.Author, what})
	}
	return views, nil
}

// differences says in words which fields of an event changed.
func differences(before, after event.Event) []string {
	var out []string
	say := func(name, a, b string) {
		if a != b {
			out = append(out, fmt.Sprintf("%s: %s → %s", name, orUsual(clip(a), "empty"), orUsual(clip(b), "empty")))
		}
	}
	say("title", before.Title, after.Title)
	say("time", before.When(), after.When())
	say("status", string(before.Status), string(after.Status))
	say("category", before.Category.Label(), after.Category.Label())
	say("Goldstein", signed(before.Goldstein, 1), signed(after.Goldstein, 1))
	say("importance", count(before.Importance), count(after.Importance))
	say("actors", strings.Join(before.Actors, ", "), strings.Join(after.Actors, ", "))
	say("place", before.Location, after.Location)
	say("source", before.SourceName+" "+before.SourceURL, after.SourceName+" "+after.SourceURL)
	say("summary", before.Summary, after.Summary)
	if len(out) == 0 {
		return []string{"provenance only"}
	}
	return out
}

// measure studies this event alone, in both pairs.
func (s *Server) measure(ctx context.Context, page *eventPage, e event.Event, q query) error {
	var measured []analysis.EventRow
	for _, id := range []fx.SeriesID{fx.CBRUSD, fx.CBREUR} {
		question := analysis.DefaultStudy(id)
		question.Selection, question.AsOf = analysis.SelectionOf(event.Filter{IDs: []string{e.ID}}), q.AsOf
		view := measuredView{Pair: id.Pair().String(), URL: studyOf(question).at("/study")}
		report, err := s.study(ctx, question)
		if _, asked := err.(*badQuery); asked {
			view.Reason = "No value of this pair is stored."
			page.Measured = append(page.Measured, view)
			continue
		}
		if err != nil {
			return err
		}
		measured = append(measured, view.fill(report)...)
		page.Measured = append(page.Measured, view)
		if len(page.Warnings) == 0 {
			page.Warnings = warningViews(report.Warnings)
		}
	}
	page.Verdict = verdictOf(measured)
	return nil
}

func negative(v stat.Maybe) stat.Maybe {
	v.Value = -v.Value
	return v
}

// fill returns what was measured.
func (v *measuredView) fill(r analysis.StudyReport) []analysis.EventRow {
	for _, row := range r.Events {
		if row.CAR.OK && row.CI[0].OK {
			gain, ci := row.RoubleChange()
			v.Stronger = gain.Value > 0
			v.Size, v.SizeCI = unsigned(gain, 2), between(ci[0], ci[1], 2)
			if !v.Stronger {
				v.Size, v.SizeCI = unsigned(negative(gain), 2), between(negative(ci[1]), negative(ci[0]), 2)
			}
		}
		v.CAR, v.CI, v.T, v.P, v.Percentile = pct(row.CAR), between(row.CI[0], row.CI[1], 2), figure(row.T, 2), pText(row.P), analysis.FormatPercentile(row.Percentile)
		v.Set, v.Effective, v.Reason = row.SetDate.Words(), row.EffectiveDate.Words(), typeset(row.Reason)
	}
	return r.Events
}
