package fx

import (
	"errors"
	"math"
	"testing"

	"detente/internal/civil"
)

func observations(days ...any) []Observation {
	var out []Observation
	for i := 0; i < len(days); i += 2 {
		out = append(out, Observation{civil.MustParse(days[i].(string)), days[i+1].(float64)})
	}
	return out
}

func TestUnits(t *testing.T) {
	t.Parallel()
	// Bank of Russia, USD/RUB in force from these days; results: Python 3.11, math.log and **, 6 decimals.
	obs := observations("2021-02-05", 75.7293, "2022-02-05", 76.0509, "2022-02-08", 75.6806)
	for _, tt := range []struct {
		units Units
		want  map[string]float64
	}{
		{Levels, map[string]float64{"2021-02-05": 75.7293, "2022-02-05": 76.0509, "2022-02-08": 75.6806}},
		{Change, map[string]float64{"2022-02-05": 0.3216, "2022-02-08": -0.3703}},
		{YearChange, map[string]float64{"2022-02-05": 0.3216, "2022-02-08": -0.0487}},
		{PctChange, map[string]float64{"2022-02-05": 0.424671, "2022-02-08": -0.486911}},
		{YearPctChange, map[string]float64{"2022-02-05": 0.424671, "2022-02-08": -0.064308}},
		{LogChange, map[string]float64{"2022-02-05": 0.423771, "2022-02-08": -0.488100}},
		{LogAnnualRate, map[string]float64{"2022-02-05": 110.180544, "2022-02-08": -126.906003}},
		{AnnualRate, map[string]float64{"2022-02-05": 200.959477, "2022-02-08": -71.890428}},
		{Logarithm, map[string]float64{"2021-02-05": 4.327165, "2022-02-05": 4.331403, "2022-02-08": 4.326522}},
	} {
		got := tt.units.Of(obs, Daily)
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v, want %v", tt.units, got, tt.want)
		}
		for _, o := range got {
			if want, ok := tt.want[o.Date.String()]; !ok || math.Abs(o.Value-want) > 6e-7 {
				t.Errorf("%s on %s: %.6f, want %.6f", tt.units, o.Date, o.Value, want)
			}
		}
	}
}

// Bank of Russia, USD/RUB set on these days, in force from the next. Percent change from a year before, by Python 3.11: the rate in
// force from 1 March 2017 against that of 1 March 2016, 100 (57.9627/75.8994 - 1). Counted by set dates it was set against that of
// 27 February 2016, since the last day of February is not always the 28th.
func TestFixingsAreComparedByTheDayTheyAreInForceFrom(t *testing.T) {
	t.Parallel()
	set := func(day, value string) Fixing {
		d := civil.MustParse(day)
		return Fixing{Series: CBRUSD, Set: d, Effective: d.AddDays(1), Value: MustRate(value), Nominal: 1}
	}
	rates := []Fixing{set("2016-02-26", "75.0903"), set("2016-02-29", "75.8994"), set("2017-02-28", "57.9627")}
	got := YearPctChange.OfFixings(rates)
	if v, ok := got[civil.MustParse("2017-02-28")]; len(got) != 1 || !ok || math.Abs(v - -23.632203) > 6e-7 {
		t.Errorf("%v, want -23.632203 on 2017-02-28", got)
	}
	for day, want := range map[string]float64{"2016-02-28": 77.1907, "2016-02-29": 76.3678, "2017-01-01": 76.3678, "2015-01-01": 77.1907} { // 100 x 57.9627/75.0903 and /75.8994
		if v := Index(rates, civil.MustParse(day))[civil.MustParse("2017-02-28")]; math.Abs(v-want) > 6e-5 {
			t.Errorf("index of 100 on %s: %.4f, want %.4f", day, v, want)
		}
	}
	if _, ok := BaseOf(nil, civil.MustParse("2016-02-28")); ok {
		t.Error("no rates have a base")
	}
}

func TestAPeriodIsComparedWithItsNeighbourOnly(t *testing.T) {
	t.Parallel()
	// March is missing: April has no month before it.
	obs := observations("2022-01-01", 76.0, "2022-02-01", 77.0, "2022-04-01", 80.0, "2023-02-01", 73.15)
	got := PctChange.Of(obs, Monthly)
	if len(got) != 1 || got[0].Date != civil.New(2022, 2, 1) {
		t.Errorf("pch of months: %v, want February 2022 alone", got)
	}
	got = YearPctChange.Of(obs, Monthly)
	if len(got) != 1 || math.Abs(got[0].Value+5) > 1e-9 { // 73.15/77 = 0.95
		t.Errorf("pc1 of months: %v, want -5 for February 2023", got)
	}
}

// 1% a period compounds to 100 (1.01^n - 1) a year, and 100 n ln 1.01 = 0.995033 n: Python 3.11.
func TestAPeriodsRateOfAYear(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		f              Frequency
		first, second  string
		compound, logs float64
	}{
		{Daily, "2022-02-04", "2022-02-07", 1229.098548, 258.708602},
		{Weekly, "2022-01-31", "2022-02-07", 67.768892, 51.741720},
		{Monthly, "2022-02-01", "2022-03-01", 12.682503, 11.940397},
		{Quarterly, "2021-10-01", "2022-01-01", 4.060401, 3.980132},
		{Yearly, "2021-01-01", "2022-01-01", 1, 0.995033},
	} {
		obs := observations(tt.first, 100.0, tt.second, 101.0)
		for units, want := range map[Units]float64{AnnualRate: tt.compound, LogAnnualRate: tt.logs, PctChange: 1} {
			got := units.Of(obs, tt.f)
			if len(got) != 1 || got[0].Date.String() != tt.second || math.Abs(got[0].Value-want) > 6e-7 {
				t.Errorf("%s of a %s: %v, want %f", units, tt.f, got, want)
			}
		}
	}
}

func TestAYearBefore(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		f     Frequency
		early string
		found bool
	}{
		{"the same day", Daily, "2021-02-07", true},
		{"thirteen days earlier", Daily, "2021-01-25", true},
		{"two weeks earlier", Daily, "2021-01-24", false},
		{"a day later", Daily, "2021-02-08", false},
		{"the same week", Weekly, "2021-02-08", true}, // 52 weeks before
		{"the week before that", Weekly, "2021-02-01", false},
		{"the day of the year before, which is of another week", Weekly, "2021-02-07", false},
	} {
		got := YearChange.Of(observations(tt.early, 100.0, "2022-02-07", 101.0), tt.f)
		if (len(got) == 1) != tt.found || tt.found && math.Abs(got[0].Value-1) > 1e-9 {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestWhatIsNoNumberIsLeftOut(t *testing.T) {
	t.Parallel()
	obs := observations("2022-02-04", 0.0, "2022-02-07", 1.0) // a change from nothing, a logarithm of nothing
	for units, want := range map[Units]int{Levels: 2, Change: 1, PctChange: 0, LogChange: 0, Logarithm: 1, AnnualRate: 0} {
		if got := units.Of(obs, Daily); len(got) != want {
			t.Errorf("%s: %v, want %d values", units, got, want)
		}
	}
	if got := PctChange.Of(observations("2022-02-04", 0.0, "2022-02-07", 0.0), Daily); got != nil {
		t.Errorf("0/0: %v", got)
	}
}

func TestAggregationNeedsAPeriod(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		f    Frequency
		a    Aggregation
		good bool
	}{
		{Daily, "", true}, {"", "", true}, {Daily, Average, false}, {"", Sum, false}, {Weekly, "", true}, {Monthly, EndOfPeriod, true},
	} {
		if err := tt.f.Takes(tt.a); (err == nil) != tt.good {
			t.Errorf("%q of %q: %v", tt.a, tt.f, err)
		}
	}
}

func TestAggregate(t *testing.T) {
	t.Parallel()
	// Saturday 5 February 2022 is a rate of the week that began on Monday 31 January.
	obs := observations("2022-01-29", 77.8174, "2022-02-01", 77.4702, "2022-02-05", 76.0509, "2022-02-08", 75.6806, "2022-03-01", 93.5589, "2022-04-01", 83.4097)
	for _, tt := range []struct {
		f    Frequency
		a    Aggregation
		want []Period
	}{
		{Weekly, EndOfPeriod, []Period{{observations("2022-01-24", 77.8174)[0], 1}, {observations("2022-01-31", 76.0509)[0], 2},
			{observations("2022-02-07", 75.6806)[0], 1}, {observations("2022-02-28", 93.5589)[0], 1}, {observations("2022-03-28", 83.4097)[0], 1}}},
		{Monthly, Average, []Period{{observations("2022-01-01", 77.8174)[0], 1}, {observations("2022-02-01", 229.2017/3)[0], 3},
			{observations("2022-03-01", 93.5589)[0], 1}, {observations("2022-04-01", 83.4097)[0], 1}}},
		{Quarterly, Sum, []Period{{observations("2022-01-01", 400.5780)[0], 5}, {observations("2022-04-01", 83.4097)[0], 1}}},
		{Yearly, EndOfPeriod, []Period{{observations("2022-01-01", 83.4097)[0], 6}}},
	} {
		got := Aggregate(obs, tt.f, tt.a)
		if len(got) != len(tt.want) {
			t.Errorf("%s %s: %v, want %v", tt.f, tt.a, got, tt.want)
			continue
		}
		for i, p := range got {
			if w := tt.want[i]; p.Date != w.Date || p.N != w.N || math.Abs(p.Value-w.Value) > 1e-9 {
				t.Errorf("%s %s: row %d is %v, want %v", tt.f, tt.a, i, p, w)
			}
		}
	}
	twice := observations("2022-02-05", 76.15, "2022-02-05", 77.0) // stays two, whatever is asked
	for _, f := range []Frequency{Daily, ""} {
		if got := Aggregate(twice, f, ""); len(got) != 2 || got[0].Observation != twice[0] || got[1].Observation != twice[1] {
			t.Errorf("%q: %v", f, got)
		}
	}
	if got := Aggregate(observations("2022-02-05", 76.0, "2022-02-08", 77.0), Monthly, ""); len(got) != 1 || got[0].Value != 76.5 {
		t.Errorf("the mean is the default: %v", got)
	}
	if Aggregate(nil, Monthly, Average) != nil {
		t.Error("nothing aggregates to nothing")
	}
}

func TestWrongCodesAreNamed(t *testing.T) {
	t.Parallel()
	_, a := ParseUnits("yoy")
	_, b := ParseFrequency("hour")
	_, c := ParseAggregation("median")
	want := `"yoy": want one of lin, chg, ch1, pch, pc1, pca, cch, cca, log
"hour": want one of day, week, month, quarter, year
"median": want one of avg, sum, eop`
	if err := errors.Join(a, b, c); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if f, err := ParseFrequency("q"); f != Quarterly || err != nil {
		t.Errorf("q: %v, %v", f, err)
	}
}
