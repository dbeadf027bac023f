package analysis

import (
	"strconv"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/testkit"
)

type recordRow struct {
	Basis     string
	Date      *civil.Date
	Value     float64
	Strongest *civil.Date `json:"strongest_since"`
	MonthsS   *int        `json:"months_since_stronger"`
	Weakest   *civil.Date `json:"weakest_since"`
	MonthsW   *int        `json:"months_since_weaker"`
}

func TestRecordsAgainstReference(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		id, file string
		columns  [3]int // low, high, close
	}{
		{"record.moex_real", "moex_usdrub_2019-06_2022-06.csv", [3]int{3, 2, 4}},
		{"record.cbr_real", "cbr_2019-06_2022-12.csv", [3]int{1, 1, 1}},
	} {
		t.Run(tt.id, func(t *testing.T) {
			var want struct{ Rows []recordRow }
			testkit.Decode(t, testkit.ReferenceCase(t, "alignment_records_intraday.json", tt.id).Expected, &want)
			all := observations(t, tt.file, tt.columns)
			for _, row := range want.Rows {
				if row.Date != nil {
					checkSince(t, all, row)
				}
			}
		})
	}
}

func observations(t *testing.T, file string, columns [3]int) []Observation {
	var out []Observation
	for _, row := range testkit.SharedCSV(t, "reference", "data", file)[1:] {
		var v [3]float64
		for i, c := range columns {
			v[i], _ = strconv.ParseFloat(row[c], 64)
		}
		out = append(out, Observation{civil.MustParse(row[0]), civil.Date{}, v[0], v[1], v[2]})
	}
	return out
}

func checkSince(t *testing.T, all []Observation, row recordRow) {
	t.Helper()
	n := Since(all, func(o Observation) bool { return o.On.Before(*row.Date) }) + 1
	earlier := append([]Observation(nil), all[:n]...)
	if strings.HasPrefix(row.Basis, "close") {
		for i := range earlier {
			earlier[i].Low, earlier[i].High = earlier[i].Value, earlier[i].Value
		}
	}
	check := func(word string, i int, want *civil.Date, months *int) {
		switch {
		case want == nil && i >= 0:
			t.Errorf("%s %v: %s since %s, want none", row.Date, row.Value, word, earlier[i].On)
		case want != nil && (i < 0 || earlier[i].On != *want || wholeMonths(earlier[i].On, *row.Date) != *months):
			t.Errorf("%s %v: %s since index %d, want %s", row.Date, row.Value, word, i, want)
		}
	}
	check("strongest", Since(earlier, func(o Observation) bool { return o.Low <= row.Value }), row.Strongest, row.MonthsS)
	check("weakest", Since(earlier, func(o Observation) bool { return o.High >= row.Value }), row.Weakest, row.MonthsW)
}

// The two anchors are sentences of Reuters and Al Jazeera on 26 January and 7 February 2022.
func TestRecordsSayWhatThePressSaid(t *testing.T) {
	t.Parallel()
	all := observations(t, "moex_usdrub_2019-06_2022-06.csv", [3]int{3, 2, 4})
	for _, tt := range []struct {
		date  string
		value float64
		text  string
	}{
		{"2022-01-26", 80.4125, "near 15-month low (intraday, Moscow Exchange)"},
		{"2022-01-26", 80.4125, "weakest since 2 November 2020 (intraday, Moscow Exchange)"},
		{"2022-02-07", 75.44, "strongest since 13 January 2022 (intraday, Moscow Exchange)"},
		{"2022-02-07", 75.44, "rouble gained 0.5 percent against the dollar since the previous close"},
	} {
		on := civil.MustParse(tt.date)
		n := Since(all, func(o Observation) bool { return o.On.Before(on) }) + 1
		report, err := Records(RecordInput{Series: fx.MOEXUSDD, Basis: "intraday", Venue: "Moscow Exchange", On: on,
			Value: tt.value, Previous: all[n-1].Value, Earlier: all[:n]})
		if err != nil || !hasText(report, tt.text) {
			t.Errorf("%s: %v, %v; want %q", tt.date, report.Statements, err, tt.text)
		}
	}
}

func hasText(r RecordReport, text string) bool {
	for _, s := range r.Statements {
		if s.Text == text {
			return true
		}
	}
	return false
}

func TestRecordsStaySilentWithoutHistory(t *testing.T) {
	t.Parallel()
	in := RecordInput{Series: fx.CBRUSD, Basis: "fixing", On: civil.New(2022, 1, 20), Value: 70, Previous: 71}
	for i := range 10 {
		in.Earlier = append(in.Earlier, Observation{civil.New(2022, 1, 1+i), civil.Date{}, 71, 71, 71})
	}
	report, err := Records(in)
	if err != nil || len(report.Statements) != 1 || report.Statements[0].Kind != "change" {
		t.Fatalf("%v, %v", report.Statements, err)
	}
	if _, err := Records(RecordInput{Value: -1}); err == nil {
		t.Fatal("a negative price was taken")
	}
}
