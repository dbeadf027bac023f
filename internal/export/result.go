package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/inquiry"
)

// WholeReport is the Result that means everything a study or a correlation found, which only JSON can hold.
const WholeReport = "report"

// Answerer answers questions for a Source that keeps results; other sources are asked for the figures.
type Answerer interface {
	AnswerStudy(ctx context.Context, q analysis.StudyQuestion) (analysis.StudyReport, error)
	AnswerCorrelation(ctx context.Context, q analysis.CorrelateQuestion) (analysis.CorrelateReport, error)
}

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

// resultTable is the table of a question before it is answered.
func (q Query) resultTable(name string) (Table, error) {
	if err := q.fitsResult(name); err != nil {
		return Table{}, err
	}
	title := map[string]string{"study": "Event study: ", "correlation": "Correlation: "}[name]
	if q.Result == WholeReport {
		return Table{Name: name, Title: title + "everything found"}, nil
	}
	var empty analysis.Table
	var err error
	if name == "study" {
		empty, err = analysis.StudyReport{Window: q.Study.Window}.Table(q.Result)
	} else {
		empty, err = analysis.CorrelateReport{}.Table(q.Result)
	}
	return Table{Name: name, Columns: columnsOf(empty), Key: resultKeys[q.Result], Title: title + strings.ReplaceAll(q.Result, "_", " ")}, invalid(err)
}

// resultKeys tell the rows of each result apart.
var resultKeys = map[string][]string{
	"events": {"id", "series"}, "tests": {"name"}, "path": {"tau"}, "regimes": {"from"}, "unexplained": {"series", "set_date"},
	"summary": {"measure"}, "ccf": {"lag"}, "rolling": {"date"}, "ols": {"name"}, "granger": {"direction"}, "local_projection": {"h"},
	"periods": {"from"}, "scatter": {"set_date"},
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

// answer asks the question.
func (t taker) answer() (inquiry.Report, error) {
	answerer, kept := t.from.(Answerer)
	if t.query.Study != nil {
		q := *t.query.Study
		q.AsOf = t.query.Filter.AsOf
		if kept {
			return answerer.AnswerStudy(t.ctx, q)
		}
		in, err := inquiry.Study(t.ctx, t.from, q)
		if err != nil {
			return nil, invalid(err)
		}
		report, err := analysis.Study(in)
		return report, invalid(err)
	}
	q := *t.query.Correlation
	q.AsOf = t.query.Filter.AsOf
	if kept {
		return answerer.AnswerCorrelation(t.ctx, q)
	}
	in, err := inquiry.Correlation(t.ctx, t.from, q)
	if err != nil {
		return nil, invalid(err)
	}
	report, err := analysis.Correlate(in)
	return report, invalid(err)
}

// result writes a table of the answer, or all of it.
func (t taker) result(name string) error {
	if t.query.Result == WholeReport {
		return t.report(name)
	}
	if _, err := t.query.resultTable(name); err != nil {
		return err // before the work
	}
	report, err := t.answer()
	if err != nil {
		return err
	}
	return Result(t.out, t.options, name, t.query, report)
}

// Result writes the table of a report that q names, as the table name, study or correlation.
func Result(w io.Writer, o Options, name string, q Query, report inquiry.Report) error {
	table, err := q.resultTable(name)
	if err != nil {
		return err
	}
	rows, err := report.Table(q.Result)
	if err != nil {
		return invalid(err)
	}
	out, err := New(w, table, o)
	if err != nil {
		return err
	}
	cells := make([]Cell, len(table.Columns))
	for _, row := range rows.Rows {
		for i, said := range row {
			cells[i] = resultCell(table.Columns[i].Type, said)
		}
		if err := out.Row(cells...); err != nil {
			return err
		}
	}
	return out.Close()
}

func (t taker) report(name string) error {
	if t.options.Format != JSON {
		return fmt.Errorf("export: %w: everything a %s found is JSON: name a table for another format", ErrInvalid, name)
	}
	report, err := t.answer()
	if err != nil {
		return err
	}
	if t.options.receipt != nil {
		t.options.receipt.Rows = 1
	}
	return inquiry.WriteJSON(t.out, report)
}

// resultCell is a cell of a result, which stands in it as analysis prints it.
func resultCell(of Type, said string) Cell {
	switch {
	case said == "":
		return Missing()
	case of == Boolean:
		return YesNo(said == "true")
	case of == Number, of == Integer:
		return computed(said)
	case of == Date:
		if d, err := civil.Parse(said); err == nil {
			return Day(d)
		}
	case of == DateTime:
		if at, err := time.Parse(time.RFC3339, said); err == nil {
			return Instant(at)
		}
	}
	return Text(said)
}
