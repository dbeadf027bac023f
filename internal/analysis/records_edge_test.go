package analysis

import (
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

// flat are n observations at 75, one a day, the last on the day before 31 March 2022; edit changes some, counted back from the last.
func flat(n int, edit map[int]Observation) RecordInput {
	in := RecordInput{Series: fx.CBRUSD, Basis: "fixing", Venue: "Bank of Russia", On: civil.New(2022, 3, 31), At: "2022-03-31", Value: 75, Previous: 75}
	for i := n; i >= 1; i-- {
		o := Observation{Low: 75, High: 75, Value: 75}
		if e, ok := edit[i]; ok {
			o = e
		}
		o.On = in.On.AddDays(-i)
		in.Earlier = append(in.Earlier, o)
	}
	return in
}

func level(v float64) Observation { return Observation{Low: v, High: v, Value: v} }

// told is the statement of a kind: its text, since and months, or "".
func told(t *testing.T, in RecordInput, kind string) string {
	t.Helper()
	report, err := Records(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range report.Statements {
		if s.Kind == kind {
			text := s.Text
			if s.Since != nil {
				text += " | " + s.Since.String()
			}
			if s.Months != nil {
				text += " | " + string(rune('0'+*s.Months))
			}
			return text
		}
	}
	return ""
}

// A price equal to an earlier one is where "since" ends; the reach is 15 observations, the history 20. Days counted by hand from 31
// March: 15 before it is the 16th, 31 before it the last of February.
func TestSinceReachesToTheFirstEqual(t *testing.T) {
	t.Parallel()
	above, below := map[int]Observation{}, map[int]Observation{}
	for i := 1; i <= 60; i++ {
		above[i], below[i] = level(76), level(74)
	}
	with := func(base map[int]Observation, at int, o Observation) map[int]Observation {
		out := map[int]Observation{at: o}
		for i, v := range base {
			if i != at {
				out[i] = v
			}
		}
		return out
	}
	for name, tt := range map[string]struct {
		in         RecordInput
		kind, want string
	}{
		"an equal low ends it":     {flat(60, with(above, 31, level(75))), "strongest_since", "strongest since 28 February 2022 (fixing, Bank of Russia) | 2022-02-28 | 1"},
		"a lower one does":         {flat(60, with(above, 31, level(74.9))), "strongest_since", "strongest since 28 February 2022 (fixing, Bank of Russia) | 2022-02-28 | 1"},
		"the low decides":          {flat(60, with(above, 31, Observation{Low: 74, High: 77, Value: 77})), "strongest_since", "strongest since 28 February 2022 (fixing, Bank of Russia) | 2022-02-28 | 1"},
		"an equal high ends it":    {flat(60, with(below, 31, level(75))), "weakest_since", "weakest since 28 February 2022 (fixing, Bank of Russia) | 2022-02-28 | 1"},
		"the high decides":         {flat(60, with(below, 31, Observation{Low: 73, High: 76, Value: 73})), "weakest_since", "weakest since 28 February 2022 (fixing, Bank of Russia) | 2022-02-28 | 1"},
		"none is lower":            {flat(60, above), "strongest_since", "strongest since the series begins on 30 January 2022 (fixing, Bank of Russia)"},
		"the first of all":         {flat(60, with(above, 60, level(75))), "strongest_since", "strongest since 30 January 2022 (fixing, Bank of Russia) | 2022-01-30 | 2"},
		"fifteen observations ago": {flat(60, with(above, 15, level(75))), "strongest_since", "strongest since 16 March 2022 (fixing, Bank of Russia) | 2022-03-16 | 0"},
		"fourteen":                 {flat(60, with(above, 14, level(75))), "strongest_since", ""},
		"twenty in all":            {flat(20, above), "strongest_since", "strongest since the series begins on 11 March 2022 (fixing, Bank of Russia)"},
		"nineteen in all":          {flat(19, above), "strongest_since", ""},
		"not the weakest too":      {flat(60, above), "weakest_since", ""},
	} {
		if got := told(t, tt.in, tt.kind); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// Near is within one percent of the extreme of so many months: 75 against 75.75 is one percent.
func TestNearAnExtreme(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		at         int
		o          Observation
		kind, want string
	}{
		"a percent under a high":     {58, level(75.74), "near_low", "near 2-month low (fixing, Bank of Russia) | 2022-02-01 | 2"},
		"more than a percent":        {58, level(75.76), "near_low", ""},
		"reached, not near":          {58, level(75), "near_low", ""},
		"a percent above a low":      {58, level(74.26), "near_high", "near 2-month high (fixing, Bank of Russia) | 2022-02-01 | 2"},
		"more than a percent above":  {58, level(74.24), "near_high", ""},
		"just before the two months": {61, level(75.74), "near_low", ""}, // the months hold nothing above 75: it is their low
		"less than fifteen days ago": {14, level(75.7), "near_low", ""},
		"half a month ago":           {16, level(75.7), "near_low", "near 1-month low (fixing, Bank of Russia) | 2022-03-15 | 1"},
		"not yet half a month":       {15, level(75.7), "near_low", ""},
	} {
		in := flat(90, nil)
		for i := range in.Earlier {
			in.Earlier[i].Low, in.Earlier[i].High, in.Earlier[i].Value = 74.5, 74.5, 74.5
			if strings.HasSuffix(tt.kind, "high") {
				in.Earlier[i].Low, in.Earlier[i].High, in.Earlier[i].Value = 75.5, 75.5, 75.5
			}
		}
		day := in.On.AddDays(-tt.at)
		for i := range in.Earlier {
			if in.Earlier[i].On == day {
				tt.o.On = day
				in.Earlier[i] = tt.o
			}
		}
		if got := told(t, in, tt.kind); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// 100 (previous/now - 1): 75.6/75 is 0.8 percent up for the rouble, 74.4/75 as much down, 75.03/75 less than half a tenth.
func TestChangeSinceThePrevious(t *testing.T) {
	t.Parallel()
	for previous, want := range map[float64]string{
		75.6:  "rouble gained 0.8 percent against the dollar since the previous fixing | 2022-03-30",
		74.4:  "rouble lost 0.8 percent against the dollar since the previous fixing | 2022-03-30",
		75.03: "rouble little changed against the dollar since the previous fixing | 2022-03-30",
		75.04: "rouble gained 0.1 percent against the dollar since the previous fixing | 2022-03-30",
		0:     "",
	} {
		in := flat(1, nil)
		in.Previous = previous
		if got := told(t, in, "change"); got != want {
			t.Errorf("%v: %q, want %q", previous, got, want)
		}
	}
	in := flat(1, nil)
	in.Basis, in.Previous = "close", 75.6
	if got := told(t, in, "change"); !strings.HasSuffix(got, "since the previous close | 2022-03-30") {
		t.Errorf("a close: %q", got)
	}
}

func TestWholeMonths(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from, to string
		want     int
	}{
		{"2022-01-31", "2022-02-28", 0}, {"2022-01-31", "2022-03-31", 2}, {"2022-01-31", "2022-03-30", 1},
		{"2020-11-15", "2022-02-15", 15}, {"2020-11-16", "2022-02-15", 14}, {"2021-12-31", "2022-01-01", 0},
	} {
		if got := wholeMonths(civil.MustParse(tt.from), civil.MustParse(tt.to)); got != tt.want {
			t.Errorf("%s to %s: %d, want %d", tt.from, tt.to, got, tt.want)
		}
	}
}

// A live price is compared with the days before its own, by the exchange's calendar; a close with closes alone.
func TestPricesAreComparedWithEarlierDays(t *testing.T) {
	t.Parallel()
	series, _ := fx.Known(fx.MOEXUSDD)
	zone := fx.CalendarOf(fx.MOEXUSDD).Zone
	var days []fx.Candle
	for d := range 3 {
		days = append(days, fx.Candle{Series: fx.MOEXUSDD, Start: civil.New(2022, 2, 7+d).At(0, 0, zone), Open: fx.MustRate("75"), High: fx.MustRate("77"),
			Low: fx.MustRate("74"), Close: fx.MustRate([]string{"75.5", "76.5", "75.20"}[d])})
	}
	at := time.Date(2022, 2, 8, 21, 30, 0, 0, time.UTC) // half past midnight of the 9th in Moscow
	in := PriceRecord(series, days, at, 75.1)
	if len(in.Earlier) != 2 || in.Previous != 76.5 || in.On != civil.New(2022, 2, 9) || in.Earlier[0] != (Observation{civil.New(2022, 2, 7), civil.Date{}, 74, 77, 75.5}) {
		t.Errorf("%+v", in)
	}
	in, err := CloseRecord(series, days, at)
	if err != nil || in.Value != 75.2 || in.Printed != "75.20" || in.At != "2022-02-09" || in.Earlier[1] != (Observation{civil.New(2022, 2, 8), civil.Date{}, 76.5, 76.5, 76.5}) {
		t.Errorf("%+v, %v", in, err)
	}
	if _, err := CloseRecord(series, days, at.AddDate(0, 0, 1)); err == nil || !strings.Contains(err.Error(), "no trading on 2022-02-10") {
		t.Error(err)
	}
	if _, err := CloseRecord(series, days[:1], at); err == nil {
		t.Error("a day without a candle has a close")
	}
}
