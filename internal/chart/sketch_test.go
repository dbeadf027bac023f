package chart

import (
	"reflect"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/fx"
)

func TestSketchKeepsEveryExtreme(t *testing.T) {
	t.Parallel()
	in := made(4_000, 1_000)
	in.From, in.To = in.USD.Fixings[0].Set, in.USD.Fixings[3_999].Set
	for i := range in.USD.Fixings {
		in.USD.Fixings[i].Value = fx.MustRate("75")
	}
	in.USD.Fixings[1_234].Value, in.USD.Fixings[2_345].Value = fx.MustRate("100"), fx.MustRate("50")
	s := SketchOf(in)
	if strings.Count(s.USD, " 0.0") != 1 || strings.Count(s.USD, " 100.0") != 1 { // the top of 50 to 100 and its foot
		t.Errorf("%d and %d extremes of one each", strings.Count(s.USD, " 0.0"), strings.Count(s.USD, " 100.0"))
	}
	if s.Events[0].Dots == "" || len(s.USD) > 60_000 || strings.Count(s.USD, "M") != 1 {
		t.Errorf("%d bytes of line, events %.40q", len(s.USD), s.Events[0].Dots)
	}
	if !s.Dense {
		t.Error("4,000 days are drawn with dashes")
	}
	in.From = in.To.AddDays(-365)
	if SketchOf(in).Dense {
		t.Error("the lines of a year are drawn thin")
	}
	in.Rebase = in.From
	if got := SketchOf(in); !reflect.DeepEqual(got, Sketch{}) {
		t.Error("an index is not sketched")
	}
}

func TestSketchOfNothing(t *testing.T) {
	t.Parallel()
	for _, in := range []OverviewInput{{}, {From: civil.New(2022, 1, 1), To: civil.New(2022, 1, 1)}, {From: civil.New(2022, 1, 1), To: civil.New(2022, 3, 1)}} {
		if got := SketchOf(in); !reflect.DeepEqual(got, Sketch{}) {
			t.Errorf("%+v", got)
		}
	}
}

// The ends that ECharts gives these ranges.
func TestNice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ low, high, from, to float64 }{{73.1, 80.9, 72, 82}, {50, 100, 50, 100}, {0, 159.25, 0, 180}, {76.2, 76.9, 76.2, 76.9}} {
		from, to := nice(tt.low, tt.high, rateSteps)
		if from-tt.from > 0.11 || tt.from-from > 0.11 || to-tt.to > 0.11 || tt.to-to > 0.11 {
			t.Errorf("%g to %g: %g to %g, want %g to %g", tt.low, tt.high, from, to, tt.from, tt.to)
		}
	}
}

// The numbers that ECharts 6 put on the axes of these ranges, read from its own drawing of the same window.
func TestSketchHasTheNumbersOfTheChart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		low, high float64
		steps     int
		want      string
	}{
		{28.9, 31.8, rateSteps, "28.5 29.0 29.5 30.0 30.5 31.0 31.5 32.0"},
		{74.7, 75.76, rateSteps, "74.6 74.8 75.0 75.2 75.4 75.6 75.8"},
		{74.2, 120.4, rateSteps, "70 80 90 100 110 120 130"},
		{0, 159.3, indexSteps, "0 100 200"},
		{0, 72, indexSteps, "0 30 60 90"},
		{0, 2_400, rateSteps, "0 500 1\u202f000 1\u202f500 2\u202f000 2\u202f500"},
	} {
		low, high := nice(tt.low, tt.high, tt.steps)
		var got []string
		for _, m := range numbers(low, high, niceStep(tt.low, tt.high, tt.steps)) {
			got = append(got, m.Text)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%g to %g: %q, want %q", tt.low, tt.high, got, tt.want)
		}
	}
}

func TestSketchSaysItsDays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from, to civil.Date
		width    int
		first    DayMark
		n        int
	}{
		{civil.New(2021, 12, 1), civil.New(2022, 3, 16), narrowLabels, DayMark{Day: civil.New(2021, 12, 1), Form: MonthOfYear}, 4},
		{civil.New(2022, 1, 20), civil.New(2022, 2, 19), narrowLabels, DayMark{At: 36.7, Day: civil.New(2022, 1, 31), Form: WholeDay, Strong: true}, 2}, // a week is 55 px, two labels are 59
		{civil.New(2021, 12, 1), civil.New(2022, 3, 16), wideLabels, DayMark{At: 4.8, Day: civil.New(2021, 12, 6), Form: WholeDay, Strong: true}, 8},    // a Monday
		{civil.New(2022, 2, 5), civil.New(2022, 2, 12), wideLabels, DayMark{Day: civil.New(2022, 2, 5), Form: WholeDay, Strong: true}, 7},
		{civil.New(1992, 6, 30), civil.New(2026, 9, 10), wideLabels, DayMark{At: 7.3, Day: civil.New(1995, 1, 1), Form: YearAlone, Strong: true}, 7},
	} {
		box := sketchBox{from: tt.from.Unix(), span: float64(tt.to.Unix() - tt.from.Unix())}
		got := box.dayMarks(tt.from, tt.to, tt.width)
		if len(got) != tt.n || got[0] != tt.first {
			t.Errorf("%s to %s on %d px: %d marks, %+v first; want %d, %+v", tt.from, tt.to, tt.width, len(got), got[0], tt.n, tt.first)
		}
	}
}

func TestSketchNamesItsLinesApart(t *testing.T) {
	t.Parallel()
	s := Sketch{USD: "M0.0 10.0L1.0 50.0", EUR: "M0.0 10.0L1.0 48.0"}
	s.nameLines()
	if want := []LineEnd{{Mark{46, "EUR"}, "eur"}, {Mark{52, "USD"}, "usd"}}; !reflect.DeepEqual(s.Ends, want) {
		t.Errorf("%+v, want %+v", s.Ends, want)
	}
}
