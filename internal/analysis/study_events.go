package analysis

import (
	"fmt"

	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// eventRows lists every event with what became of it; the q-values are over all rows that have a p.
func (s *study) eventRows() {
	r := &s.report
	r.Statuses = map[EventStatus]int{}
	r.Events = []EventRow{}
	n := len(s.panel.rates)
	r.NEpisodes = n * len(s.aligned.Episodes)
	s.rows = make([]int, r.NEpisodes)
	for _, a := range s.aligned.Events {
		for k, c := range s.panel.rates {
			row := s.eventRow(a, c)
			if a.Status == StatusUsed {
				place := a.Episode*n + k
				s.rows[place] = len(r.Events)
				s.fill(&row, s.measured.Events()[place])
			}
			r.Statuses[row.Status]++
			r.Events = append(r.Events, row)
		}
	}
	r.NEvents, r.NUsed, r.NDays = len(r.Events), r.Statuses[StatusUsed], s.result.Episodes
	s.multiplicity()
}

// eventRow is a row before anything is measured.
func (s *study) eventRow(a Aligned, c column) EventRow {
	gone := stat.None(a.Reason)
	row := EventRow{ID: a.Event.ID, Title: a.Event.Title, When: a.Event.When(), OccurredAt: a.Event.OccurredAt.UTC(), Category: a.Event.Category,
		Series: c.id, Sign: a.Sign, Status: a.Status, Reason: a.Reason, InPart: a.InPart, Unsure: a.Unsure,
		S: gone, CAR: gone, CI: [2]stat.Maybe{gone, gone}, T: gone, P: gone, Q: gone, Percentile: gone, AR: []stat.Maybe{}, Timed: a.Event.Timed(), precision: a.Event.Precision, coded: a.Event.CodedAt, late: a.Late}
	if a.Event.EndedAt.After(a.Event.OccurredAt) {
		end := a.Event.EndedAt.UTC()
		row.EndedAt = &end
	}
	if row.Series == "" {
		row.Series = s.in.Series.ID
	}
	if a.Day0 < 0 {
		return row
	}
	row.Day0, row.SetDate, row.EffectiveDate = &a.Day0, a.Set, s.panel.effective[a.Day0]
	row.GapDays = s.panel.gapDays(c, a.Day0)
	if a.Episode >= 0 {
		episode := s.aligned.Episodes[a.Episode]
		row.Episode, row.Sign = &a.Episode, episode.Sign
	}
	return row
}

// fill takes over what was measured at the row's episode.
func (s *study) fill(row *EventRow, e eventstudy.Event) {
	l := e.L
	row.M, row.L = &e.M, &l
	row.S, row.CAR, row.CI, row.T, row.P = e.S, e.CAR, [2]stat.Maybe{e.Lo, e.Hi}, e.SCAR, e.P
	row.Percentile = s.placebo.Percentile(e)
	for _, d := range e.Days {
		ar := stat.None("no observation on this day")
		if d.OK {
			ar = stat.Some(d.AR)
		}
		row.AR = append(row.AR, ar)
	}
	row.Status, row.Reason = s.status(row, e)
	if row.Status == StatusOutsideSeries || row.Status == StatusTooFew {
		row.Percentile = stat.None(row.Reason)
	}
}

func (s *study) status(row *EventRow, e eventstudy.Event) (EventStatus, string) {
	episode := s.aligned.Episodes[*row.Episode]
	switch {
	case e.Status == eventstudy.TooFewObservations && !e.CAR.OK:
		return StatusTooFew, fmt.Sprintf("%s: %d of at least %d", e.Reason, e.M, eventstudy.MinObservations)
	case e.Status == eventstudy.TooFewObservations:
		return StatusTooFew, e.Reason
	case e.Status == eventstudy.OutsideSeries:
		return StatusOutsideSeries, e.Reason
	case e.Partial():
		return StatusOutsideSeries, fmt.Sprintf("window incomplete: %d of %d days observed; left out of the average", e.L, len(e.Days))
	case s.in.Question.Signed && episode.Mixed:
		return StatusMixedSigns, "escalation and de-escalation on one day 0; left out of the signed average"
	case s.in.Question.Signed && episode.Sign == 0:
		return StatusMixedSigns, "neither escalation nor de-escalation; left out of the signed average"
	case e.Status == eventstudy.Overlap:
		return StatusOverlap, "its window overlaps that of an earlier episode; only non-overlapping ones were asked for"
	}
	return StatusUsed, ""
}

func (s *study) multiplicity() {
	rows := s.report.Events
	p := make([]stat.Maybe, len(rows))
	for i := range rows {
		p[i] = rows[i].P
	}
	for i, q := range resample.BenjaminiHochberg(p) {
		rows[i].Q = q
	}
}
