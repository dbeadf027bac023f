package eventstudy

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"detente/internal/analysis/stat"
	"detente/internal/testkit"
)

// table is a CSV whose empty and NA cells are NaN.
type table struct {
	header []string
	rows   [][]string
}

func readTable(t *testing.T, name string) table {
	t.Helper()
	rows := testkit.SharedCSV(t, "reference", "data", name)
	return table{rows[0], rows[1:]}
}

func readShared(t *testing.T, id string) testkit.Case {
	t.Helper()
	return testkit.ReferenceCase(t, "event_study.json", id)
}

// The copies in testdata are tested where the whole reference is not at hand.
func copiedTable(t *testing.T, name string) table {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return table{rows[0], rows[1:]}
}

func copiedCase(t *testing.T, id string) testkit.Case {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []testkit.Case }
	testkit.Decode(t, raw, &file)
	for _, c := range file.Cases {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("testdata has no case %s", id)
	return testkit.Case{}
}

func (b table) text(name string) []string {
	at := slices.Index(b.header, name)
	var out []string
	for _, row := range b.rows {
		out = append(out, row[at])
	}
	return out
}

func (b table) numbers(t *testing.T, name string) []float64 {
	t.Helper()
	var out []float64
	for _, cell := range b.text(name) {
		v, err := strconv.ParseFloat(cell, 64)
		if cell == "" || cell == "NA" {
			v, err = math.NaN(), nil
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

type fields map[string]json.RawMessage

// compare checks that got agrees with the field to tolerance A, element by element; both may be missing.
func (f fields) compare(t *testing.T, name string, got ...stat.Maybe) {
	t.Helper()
	f.within(t, 1e-10, name, got...)
}

func (f fields) within(t *testing.T, relative float64, name string, got ...stat.Maybe) {
	t.Helper()
	raw, ok := f[name]
	if !ok {
		t.Errorf("the case has no field %s", name)
		return
	}
	var want []*float64
	if json.Unmarshal(raw, &want) != nil {
		var one *float64
		testkit.Decode(t, raw, &one)
		want = []*float64{one}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d values, want %d", name, len(got), len(want))
		return
	}
	for i, w := range want {
		switch {
		case w == nil && got[i].OK:
			t.Errorf("%s[%d] = %g, want nothing", name, i, got[i].Value)
		case w != nil && !got[i].OK:
			t.Errorf("%s[%d] is missing (%s), want %g", name, i, got[i].Reason, *w)
		case w != nil && !(math.Abs(got[i].Value-*w) <= 1e-12+relative*math.Abs(*w)):
			t.Errorf("%s[%d] = %.17g, want %.17g", name, i, got[i].Value, *w)
		}
	}
}

func (f fields) sub(t *testing.T, name string) fields {
	t.Helper()
	var out fields
	testkit.Decode(t, f[name], &out)
	return out
}

func whole(n int) stat.Maybe { return stat.Some(float64(n)) }

// testsOf returns one quantity of one test over the days of the path.
func testsOf(t *testing.T, path []PathDay, name string, pick func(Test) stat.Maybe) []stat.Maybe {
	t.Helper()
	var out []stat.Maybe
	for _, d := range path {
		test, ok := d.Test(name)
		if !ok {
			t.Fatalf("no test %s on a day", name)
		}
		out = append(out, pick(test))
	}
	return out
}

func statistic(t Test) stat.Maybe { return t.Statistic }
func pValue(t Test) stat.Maybe    { return t.P }

type reference struct {
	want      fields
	series    []Series
	places    []Place
	spec      Spec
	perSeries bool // models are listed with L and VL, one a series
}

func panelCase(t *testing.T, c testkit.Case, read func(*testing.T, string) table) reference {
	t.Helper()
	var in struct {
		CSV        string
		Units      []string
		Control    *string
		EventIndex int    `json:"event_index"`
		EventDate  string `json:"event_date"`
		Est, Win   [2]int
		EstDates   [2]string `json:"est_dates"`
		WinDates   [2]string `json:"win_dates"`
	}
	testkit.Decode(t, c.Inputs, &in)
	csv := read(t, in.CSV)
	if in.EventDate != "" {
		row := func(date string) int { return slices.Index(csv.text("date"), date) }
		in.EventIndex = row(in.EventDate)
		in.Est = [2]int{row(in.EstDates[0]) - in.EventIndex, row(in.EstDates[1]) - in.EventIndex}
		in.Win = [2]int{row(in.WinDates[0]) - in.EventIndex, row(in.WinDates[1]) - in.EventIndex}
	}
	ref := reference{spec: Spec{Estimation: in.Est, Window: in.Win, KeepPartial: true}, perSeries: true}
	testkit.Decode(t, c.Expected, &ref.want)
	for i, unit := range in.Units {
		one := Series{R: csv.numbers(t, unit)}
		if in.Control != nil {
			one.C = csv.numbers(t, *in.Control)
		}
		ref.series = append(ref.series, one)
		ref.places = append(ref.places, Place{Series: i, T0: in.EventIndex, Sign: 1})
	}
	return ref
}

type singleInput struct {
	CSV, Events, Series string
	Control             *string
	Est, Win            [2]int
	T0                  int
	Clean               bool `json:"exclude_other_event_windows_from_estimation"`
	Signed              bool `json:"sign_adjust"`
	Seed                uint64
	B                   int
}

func (in singleInput) load(t *testing.T) Series {
	t.Helper()
	csv := readTable(t, in.CSV)
	s := Series{R: csv.numbers(t, in.Series)}
	if in.Control != nil {
		s.C = csv.numbers(t, *in.Control)
	}
	return s
}

func (in singleInput) places(t *testing.T) []Place {
	t.Helper()
	events := readTable(t, in.Events)
	days, signs := events.numbers(t, "t"), events.numbers(t, "sign")
	var out []Place
	for i := range days {
		out = append(out, Place{T0: int(days[i]), Sign: int(signs[i])})
	}
	return out
}

func singleCase(t *testing.T, c testkit.Case) reference {
	t.Helper()
	var in singleInput
	testkit.Decode(t, c.Inputs, &in)
	ref := reference{
		series: []Series{in.load(t)}, places: in.places(t),
		spec: Spec{Estimation: in.Est, Window: in.Win, Clean: in.Clean, Signed: in.Signed},
	}
	testkit.Decode(t, c.Expected, &ref.want)
	return ref
}
