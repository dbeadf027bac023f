package export

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"detente/internal/analysis"
	"detente/internal/fx"
	"detente/internal/inquiry"
)

// StudyQuery asks for a table of the answer to q. An empty table is the usual one of the format.
func StudyQuery(q analysis.StudyQuestion, table string, f Format) Query {
	out := Query{Result: usual(table, inquiry.StudyTable, f)}
	out.Filter.AsOf, q.AsOf = q.AsOf, time.Time{}
	out.Study = &q
	return out
}

// CorrelationQuery asks for a table of the answer to q. An empty table is the usual one of the format.
func CorrelationQuery(q analysis.CorrelateQuestion, table string, f Format) Query {
	out := Query{Result: usual(table, inquiry.CorrelationTable, f)}
	out.Filter.AsOf, q.AsOf = q.AsOf, time.Time{}
	out.Correlation = &q
	return out
}

func usual(table, first string, f Format) string {
	switch {
	case table != "":
		return table
	case f == JSON:
		return WholeReport
	}
	return first
}

// fitsResult refuses a question that the table study or correlation cannot answer, and a question on any other table.
func (q Query) fitsResult(name string) error {
	switch {
	case name != "study" && name != "correlation":
		if q.Study != nil || q.Correlation != nil {
			return fmt.Errorf("export: %w: a question is for the tables study and correlation: %s has none", ErrInvalid, name)
		}
		return nil
	case name == "study" && q.Study != nil:
		return invalid(q.Study.Validate())
	case name == "correlation" && q.Correlation != nil:
		return invalid(q.Correlation.Validate())
	}
	return fmt.Errorf("export: %w: the table %s needs its question", ErrInvalid, name)
}

// invalid marks an error of a question as one of the table that asks it.
func invalid(err error) error {
	if !errors.Is(err, analysis.ErrInvalid) {
		return err
	}
	_, text, _ := strings.Cut(err.Error(), analysis.ErrInvalid.Error()+": ")
	return fmt.Errorf("export: %w: %s", ErrInvalid, text)
}

// Measured are the series that a question is about; none without one.
func (q Query) Measured() []fx.SeriesID {
	var ids []fx.SeriesID
	add := func(id fx.SeriesID) {
		if id != "" {
			ids = append(ids, id)
		}
	}
	if q.Study != nil {
		add(q.Study.Series)
		add(q.Study.Pooled)
		add(q.Study.Control)
	}
	if q.Correlation != nil {
		add(q.Correlation.Series)
		add(q.Correlation.Control)
	}
	return ids
}

// selection is the rule by which a question chooses events; ok is false where there is no question.
func (q Query) selection() (rule analysis.Selection, ok bool) {
	switch {
	case q.Study != nil:
		return q.Study.Selection, true
	case q.Correlation != nil:
		return q.Correlation.Selection, true
	}
	return rule, false
}

// measuring says in words what was computed.
func (q Query) measuring() string {
	if s := q.Study; s != nil {
		said := fmt.Sprintf("event study, model %s, estimation %d:%d, window %d:%d, seed %d, %d placebo dates", s.Model, s.Estimation[0], s.Estimation[1], s.Window[0], s.Window[1], s.Seed, s.Placebos)
		for _, option := range []struct {
			on   bool
			said string
		}{{s.Signed, ", signed by direction"}, {s.NonOverlapping, ", episodes without overlap"}, {!s.Clean, ", estimation with other events"}} {
			if option.on {
				said += option.said
			}
		}
		return said
	}
	c := q.Correlation
	return fmt.Sprintf("correlation of %s with the %s of tension, half-life %v, seed %d, %d random orders", c.Target, c.Tension, c.HalfLife, c.Seed, c.Draws)
}
