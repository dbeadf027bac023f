package analysis_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/analysis"
	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
	"detente/internal/event"
	"detente/internal/fx"
)

// turned gives each daily move of the fixings a sign at random: their sizes stay, and with them the volatility of every day.
func turned(fixings []fx.Fixing, seed uint64) []fx.Fixing {
	out := slices.Clone(fixings)
	rng := resample.New(seed)
	price := out[0].Rate()
	for i := 1; i < len(out); i++ {
		price *= math.Exp(math.Log(fixings[i].Rate()/fixings[i-1].Rate()) * (2*float64(rng.Uint64()&1) - 1))
		out[i].Value, out[i].Nominal = fx.Rate{Unscaled: int64(math.Round(price * 1e10)), Scale: 10}, 1
	}
	return out
}

// wildYears are the sanctions of 2013 to 2022 on the dollar's own fixings.
func wildYears(t *testing.T) analysis.StudyInput {
	in := embedded(t, event.Filter{From: day("2013-11-01"), To: day("2022-12-31"), Categories: []event.Category{event.Sanctions}})
	in.Fixings = slices.DeleteFunc(slices.Clone(in.Fixings), func(f fx.Fixing) bool { return f.Set.Before(day("2013-01-01")) || f.Set.After(day("2022-12-31")) })
	in.Question.Placebos = 19
	return in
}

// W-SIZE names shares of 400 draws; 60 of them, with fixed seeds, must come near: the standard error of 9 percent is then 3.7 points.
func TestSizesThatWarningsName(t *testing.T) {
	t.Parallel()
	in := wildYears(t)
	fixings := in.Fixings
	const draws = 60
	share := map[string]float64{}
	for seed := range uint64(draws) {
		in.Fixings = turned(fixings, seed)
		got := study(t, in)
		for _, test := range got.Tests {
			if test.P.OK && test.P.Value < 0.05 {
				share[test.Name] += 1.0 / draws
			}
		}
		if slices.ContainsFunc(got.Events, func(e analysis.EventRow) bool { return e.Q.OK && e.Q.Value < 0.05 }) {
			share["some q"] += 1.0 / draws
		}
	}
	for name, bounds := range map[string][2]float64{"kp_t": {0.02, 0.20}, "bmp_t": {0.03, 0.22}, "generalized_sign_exact": {0, 0.15}, "sign_flip_grouped": {0, 0.12},
		"patell_z": {0.5, 0.9}, "time_series_t": {0.35, 0.75}, "some q": {1 - 1e-9, 1 + 1e-9}} {
		if share[name] < bounds[0] || share[name] > bounds[1] {
			t.Errorf("%s: %.0f %% of draws below 0.05, want %.0f to %.0f", name, 100*share[name], 100*bounds[0], 100*bounds[1])
		}
	}
}

// The warning stands where volatility differed before the episodes and a p that it makes too small is below 0.05, and nowhere else.
func TestStudyNamesItsSizes(t *testing.T) {
	t.Parallel()
	in := wildYears(t)
	text := allOf(study(t, in).Warnings, analysis.WarnSize)
	for _, want := range []string{"q of single events", "Patell's tests"} {
		if !strings.Contains(text, want) {
			t.Errorf("W-SIZE lacks %q: %q", want, text)
		}
	}
	if strings.Contains(text, "by BMP") { // KP 0.057, exact sign 0.099, interval holds zero: nothing of them to qualify
		t.Errorf("the headline is qualified though none of it is below 0.05: %q", text)
	}
	moved := in
	moved.Fixings = slices.Clone(in.Fixings)
	price := 1.0
	for i, f := range moved.Fixings { // one percent up on the day of each event: the tests of the average see it
		for _, e := range in.Timeline {
			if e.Day() == f.Set {
				price *= 1.01
			}
		}
		moved.Fixings[i].Value.Unscaled = int64(float64(f.Value.Unscaled) * price)
	}
	if text := allOf(study(t, moved).Warnings, analysis.WarnSize); !strings.Contains(text, "by BMP") {
		t.Errorf("W-SIZE of a headline below 0.05: %q", text)
	}
	// Of February 2022 all windows share one calm history: the days themselves were wild.
	if text := allOf(study(t, embedded(t, event.Filter{From: day("2022-02-01"), To: day("2022-02-28")})).Warnings, analysis.WarnSize); !strings.Contains(text, "q of single events") || !strings.Contains(text, "Patell's tests") {
		t.Errorf("W-SIZE of February 2022: %q", text)
	}
	if got := study(t, calm()); warned(got.Warnings, analysis.WarnSize) {
		t.Error("raised where volatility is the same throughout")
	}
}

// One event has no other to differ from: its p alone decides. 22 February 2022 moved the dollar by 12 percent, 7 February by 1.
func TestOneEventNamesItsSize(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{"20220222-us-uk-and-eu-announce-first-tranche-of-sanctions": true, "20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin": false} {
		text := allOf(study(t, embedded(t, event.Filter{IDs: []string{id}})).Warnings, analysis.WarnSize)
		if want != strings.Contains(text, "22 to 28 of 100 events have p below 0.05") {
			t.Errorf("%s: %q", id, text)
		}
	}
}

// What few episodes make too short or too small is named with the share measured, where it decides: among draws of twelve dates some have a
// bootstrap interval beyond zero beside Student's that holds it, and some a small p of the calendar-time regression.
func TestFewEpisodesNameTheirSizes(t *testing.T) {
	t.Parallel()
	in := wildYears(t)
	all := in.Timeline
	seen := map[string]int{}
	for seed := range uint64(40) {
		rng := resample.New(seed)
		in.Timeline = nil
		for i := range 12 {
			e := all[i]
			e.OccurredAt, e.Precision = in.Fixings[140+rng.Intn(len(in.Fixings)-150)].Set.UTC(), event.PrecisionDay
			in.Timeline = append(in.Timeline, e)
		}
		got := study(t, in)
		text := allOf(got.Warnings, analysis.WarnSize)
		beyond := func(ci [2]stat.Maybe) bool { return ci[0].OK && ci[0].Value*ci[1].Value > 0 }
		boot := beyond(got.Bootstrap) && !beyond(got.CAARCI)
		calendar := got.Calendar.P.OK && got.Calendar.P.Value < 0.05 && got.Calendar.Days < 40
		if boot != strings.Contains(text, "bootstrap interval") || calendar != strings.Contains(text, "calendar-time regression rests on") {
			t.Errorf("seed %d: bootstrap %v, calendar-time %v, W-SIZE %q", seed, boot, calendar, text)
		}
		if boot {
			seen["bootstrap"]++
		}
		if calendar {
			seen["calendar-time"]++
		}
	}
	if seen["bootstrap"] == 0 || seen["calendar-time"] == 0 {
		t.Errorf("forty draws have %v", seen)
	}
}

func allOf(list []analysis.Warning, code string) string {
	var texts []string
	for _, w := range list {
		if w.Code == code {
			texts = append(texts, w.Text)
		}
	}
	return strings.Join(texts, "\n")
}

// A close of the exchange may come before an event of its evening: W-CUTOFF says that and nothing of averages.
func TestAnEveningsEventMayComeAfterTheClose(t *testing.T) {
	t.Parallel()
	for clock, want := range map[int]bool{13: false, 17: true} { // UTC, and three or four hours later in Moscow
		in := calm()
		in.Timeline[0].OccurredAt = in.Timeline[0].Day().At(clock, 0, time.UTC)
		in.Timeline[0].Precision = event.PrecisionMinute
		got := study(t, in)
		text := allOf(got.Warnings, analysis.WarnCutoff)
		if strings.Contains(text, "For 1 event day 0 may hold the news only in part: the market may have closed before it that evening.") != want || got.Events[0].Unsure != want {
			t.Errorf("at %d UTC: %q, unsure %v", clock, text, got.Events[0].Unsure)
		}
	}
}

// With two of five prices as they were the ranks are warned of, with one of five they are not. By hand: 48 of 120 returns of a window are
// zero; of eleven windows the two days of the episode before are taken out, zeros both: (48 + 11*46) / (120 + 11*118) = 0.391.
func TestManyZerosAreNamed(t *testing.T) {
	t.Parallel()
	for still, want := range map[int]string{2: "39 % of the returns in the estimation windows are zero", 1: ""} {
		in := calm()
		for i := 1; i < len(in.Fixings); i++ {
			if i%5 < still {
				in.Fixings[i].Value = in.Fixings[i-1].Value
			}
		}
		if text := allOf(study(t, in).Warnings, analysis.WarnSize); strings.Contains(text, "Read the sign-flip and placebo p") != (want != "") || !strings.Contains(text, want) {
			t.Errorf("%d of five returns zero: %q", still, text)
		}
	}
}

// The p of single events are qualified too where one event is measured in two series, and where two wild days moved alike: by
// TestOneEventNamesItsSize 22 February 2022 alone is.
func TestFewAlikeNameTheSizeOfSingleEvents(t *testing.T) {
	t.Parallel()
	first := "20220222-us-uk-and-eu-announce-first-tranche-of-sanctions"
	alike := []string{"20200309-oil-crashes-rouble-slumps-past-72-per-dollar-offshore", "20220219-separatist-leaders-declare-general-mobilisation"} // 8.2 standard errors each
	for what, tt := range map[string]struct {
		ids  []string
		pool bool
		want string
	}{"one event in two series": {[]string{first}, true, "The t and p of one event compare"}, "two wild days": {alike, false, "The t, p and q of single events compare"}} {
		in := embedded(t, event.Filter{IDs: tt.ids})
		if tt.pool {
			pooled := in.Series
			pooled.ID = "cbr:EURRUB"
			in.Question.Pooled, in.Pooled = pooled.ID, &pooled
			for _, f := range in.Fixings {
				f.Series = pooled.ID
				in.Second = append(in.Second, f)
			}
		}
		if text := allOf(study(t, in).Warnings, analysis.WarnSize); !strings.Contains(text, tt.want) {
			t.Errorf("%s: %q", what, text)
		}
	}
}

// From the sets of rows, in fractions: with 15 episodes two rows apart the mean correlation of their CARs makes the variance of the average
// 1.2476 times that of independent ones, and 2 (1 - Phi(1.96/sqrt(1.2476))) = 0.0793.
func TestCrowdedEpisodesNameTheirSize(t *testing.T) {
	t.Parallel()
	const says = "an error in the mean return of those days is common to all"
	for _, tt := range []struct {
		name string
		step int
		up   float64
		want bool
	}{{"near, with an effect", 2, 1.02, true}, {"near, without", 2, 1, false}, {"far, with an effect", 60, 1.02, false}} {
		in := calm()
		in.Timeline = nil
		price := 1.0
		in.Fixings = slices.Clone(in.Fixings)
		for i := range in.Fixings {
			if k := i - 300; k >= 0 && k < 15*tt.step && k%tt.step == 0 {
				price *= tt.up
				in.Timeline = append(in.Timeline, happening(string(rune('a'+k/tt.step)), in.Fixings[i].Set, -5))
			}
			in.Fixings[i].Value.Unscaled = int64(float64(in.Fixings[i].Value.Unscaled) * price)
		}
		got := study(t, in)
		text := allOf(got.Warnings, analysis.WarnSize)
		if strings.Contains(text, says) != tt.want || got.NDays != 15 || len(got.Overlaps) > 0 {
			t.Errorf("%s: %d episodes, %q", tt.name, got.NDays, text)
		}
		if tt.want && !strings.Contains(text, "is 1.25 times what BMP, the sign tests, the interval and placebo dates drawn one by one allow for; for that alone p is below 0.05 in about 8 of 100") {
			t.Errorf("%s: %q", tt.name, text)
		}
	}
}
