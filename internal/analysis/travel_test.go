package analysis_test

import (
	"encoding/json"
	"strings"
	"testing"

	"detente/internal/analysis"
	"detente/internal/event"
)

// No number travels without its warnings: every code stands in the text, in the JSON and in each row of each table.
func TestWarningsTravelWithTheNumbers(t *testing.T) {
	t.Parallel()
	study := study(t, embedded(t, event.Filter{Categories: []event.Category{event.Sanctions}}))
	in := tense(embedded(t, event.Filter{}))
	in.Question.Draws, in.Question.Target, in.Question.Tension = 9, analysis.TargetVolatility, analysis.TensionStock
	correlation := correlated(t, in)
	if !warned(correlation.Warnings, analysis.WarnLevel) || !warned(study.Warnings, analysis.WarnOverlap) {
		t.Fatalf("%s; %s", analysis.Codes(study.Warnings), analysis.Codes(correlation.Warnings))
	}
	for name, r := range map[string]struct {
		report   any
		text     string
		tables   []analysis.Table
		warnings []analysis.Warning
	}{
		"study":       {study, study.Text(), study.Tables(), study.Warnings},
		"correlation": {correlation, correlation.Text(), correlation.Tables(), correlation.Warnings},
	} {
		raw, err := json.Marshal(r.report)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range r.warnings {
			if !strings.Contains(r.text, "! "+w.Code+": ") || !strings.Contains(string(raw), `"code":"`+w.Code+`"`) {
				t.Errorf("%s: %s is missing from the text or the JSON", name, w.Code)
			}
		}
		for _, table := range r.tables {
			for _, row := range table.Rows {
				if row[len(row)-1] != analysis.Codes(r.warnings) || table.Columns[len(row)-1] != "warnings" {
					t.Errorf("%s: a row of %s ends with %q", name, table.Name, row[len(row)-1])
					break
				}
			}
		}
	}
}
