package analysis

import (
	"fmt"
)

// Tables returns the report as tables: events, tests, path, regimes and unexplained. The last column of each repeats the
// codes of the warnings, so that no number travels without them.
func (r StudyReport) Tables() []Table {
	codes := Codes(r.Warnings)
	events := Table{Name: "events", Columns: []string{"id", "occurred_at", "title", "category", "series", "episode", "day0", "set_date", "effective_date", "status", "reason", "sign",
		"m", "l", "s_pct", "car_pct", "car_lo_pct", "car_hi_pct", "t", "p", "q", "placebo_percentile"}}
	for tau := r.Window[0]; tau <= r.Window[1]; tau++ {
		events.Columns = append(events.Columns, fmt.Sprintf("ar_%s_pct", offset(tau)))
	}
	for _, e := range r.Events {
		row := cells(e.ID, e.OccurredAt.Format("2006-01-02T15:04:05Z"), e.Title, string(e.Category), string(e.Series), e.Episode, e.Day0, e.SetDate, e.EffectiveDate,
			string(e.Status), e.Reason, e.Sign, e.M, e.L, e.S, e.CAR, e.CI[0], e.CI[1], e.T, e.P, e.Q, e.Percentile)
		for i := range r.Window[1] - r.Window[0] + 1 {
			ar := ""
			if i < len(e.AR) {
				ar = cell(e.AR[i])
			}
			row = append(row, ar)
		}
		events.Rows = append(events.Rows, row)
	}
	tests := Table{Name: "tests", Columns: []string{"name", "statistic", "df", "p", "reason"}}
	for _, t := range r.Tests {
		tests.Rows = append(tests.Rows, cells(t.Name, t.Statistic, t.DF, t.P, t.Reason))
	}
	path := Table{Name: "path", Columns: []string{"tau", "aar_pct", "caar_pct", "lo_pct", "hi_pct", "n"}}
	for _, d := range r.Path {
		path.Rows = append(path.Rows, cells(d.Tau, d.AAR, d.CAAR, d.Lo, d.Hi, d.N))
	}
	return withCodes(codes, events, tests, path, r.regimeTable(), r.moveTable())
}

func (r StudyReport) regimeTable() Table {
	t := Table{Name: "regimes", Columns: []string{"from", "to", "since", "n", "caar_pct", "lo_pct", "hi_pct", "bmp_p", "overlap_adjusted", "sign_flip_p", "reason"}}
	for _, g := range r.Regimes {
		t.Rows = append(t.Rows, cells(g.From, g.To, g.Since, g.N, g.CAAR, g.CI[0], g.CI[1], g.BMP, g.Adjusted, g.SignFlip, g.Reason))
	}
	return t
}

func (r StudyReport) moveTable() Table {
	t := Table{Name: "unexplained", Columns: []string{"series", "set_date", "effective_date", "return_pct", "ar_pct", "t", "p", "q", "n_searched"}}
	for _, m := range r.Unexplained {
		t.Rows = append(t.Rows, cells(string(m.Series), m.SetDate, m.EffectiveDate, m.Return, m.AR, m.T, m.P, m.Q, m.Searched))
	}
	return t
}

func withCodes(codes string, tables ...Table) []Table {
	for i := range tables {
		tables[i].Columns = append(tables[i].Columns, "warnings")
		for j := range tables[i].Rows {
			tables[i].Rows[j] = append(tables[i].Rows[j], codes)
		}
	}
	return tables
}

// Table returns the table of that name; the error lists the names.
func (r StudyReport) Table(name string) (Table, error) { return find(r.Tables(), name) }
