package export

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/inquiry"
)

// WholeReport is the Result that means everything a study or a correlation found, which only JSON can hold.
const WholeReport = "report"

// Answerer answers questions for a Source that keeps results; other sources are asked for the figures.
type Answerer interface {
	AnswerStudy(ctx context.Context, q analysis.StudyQuestion) (analysis.StudyReport, error)
	AnswerCorrelation(ctx context.Context, q analysis.CorrelateQuestion) (analysis.CorrelateReport, error)
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
