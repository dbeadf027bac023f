package web

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
)

func asJSON(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// anchors are the ids of the page of methods; each stands once.
func anchors(t *testing.T) []string {
	t.Helper()
	var ids []string
	for _, s := range methods {
		ids = append(ids, s.ID)
		for _, m := range s.Methods {
			ids = append(ids, m.ID)
			if n := strings.Count(m.Text, ". ") + 1; n > 3 || !strings.HasSuffix(m.Text, ".") {
				t.Errorf("%s is explained in %d sentences, want about two", m.ID, n)
			}
		}
	}
	for _, c := range columns {
		ids = append(ids, "col-"+c.Name)
	}
	slices.Sort(ids)
	if n := len(slices.Compact(slices.Clone(ids))); n != len(ids) {
		t.Errorf("%d of %d anchors stand twice", len(ids)-n, len(ids))
	}
	return ids
}

func TestEveryWarningTestAndColumnIsExplained(t *testing.T) {
	t.Parallel()
	known := anchors(t)
	for _, code := range analysis.WarningCodes() {
		if !slices.Contains(known, code) {
			t.Errorf("warning %s is not explained", code)
		}
	}
	for _, name := range []string{"cross_sectional_t", "patell_z", "bmp_t", "kp_t", "adjusted_patell_z", "time_series_t", "corrado_rank_z", "corrado_zivney_z", "grank_t", // DESIGN 7
		"generalized_sign_z", "generalized_sign_exact", "sign_flip_exact", "wilcoxon_exact", "placebo"} {
		if !slices.Contains(known, name) {
			t.Errorf("test %s is not explained", name)
		}
	}
	dayColumn := regexp.MustCompile(`^ar_.+_pct$`)
	for _, table := range slices.Concat(analysis.StudyReport{Window: [2]int{0, 1}}.Tables(), analysis.CorrelateReport{}.Tables()) {
		for _, c := range table.Columns {
			if !slices.Contains(known, "col-"+c) && !dayColumn.MatchString(c) {
				t.Errorf("column %s of table %s is not explained", c, table.Name)
			}
		}
	}
}

func TestTypeset(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"95 % CI -0.19 to +0.39":        "95 % CI \u22120.19 to +0.39",
		"over [-130,-11], p = 5.0e-04.": "over [\u2212130,\u221211], p = 0.00050.",
		"2022-02-07 k = -3":             "2022-02-07 k = \u22123",
		"10:00-16:30 Kolari-Pynnonen":   "10:00-16:30 Kolari-Pynnonen",
		"p < 1e-16":                     "p < 1\u00a0×\u00a010⁻¹⁶",
		"p = 1.2e-03, or 9.9e-05":       "p = 0.0012, or 9.9\u00a0×\u00a010⁻⁵",
		"7,531 dates (2,824), [0,120]":  "7\u202f531 dates (2\u202f824), [0,120]",
		"1,234,567 values":              "1\u202f234\u202f567 values",
	} {
		if got := typeset(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := between(stat.Some(-1), stat.None("no"), 2); got != dash {
		t.Errorf("half an interval is %q", got)
	}
}
