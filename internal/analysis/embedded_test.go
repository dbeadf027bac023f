package analysis_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"detente/data"
	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
)

// embeddedSeries are the series of the embedded files with their values.
func embeddedSeries(t *testing.T) (data.Dataset, map[fx.SeriesID][]fx.Fixing) {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	by := map[fx.SeriesID][]fx.Fixing{}
	for _, f := range set.Fixings {
		by[f.Series] = append(by[f.Series], f)
	}
	return set, by
}

// Whatever the binary knows by itself can be asked about: pairs with the rouble and without, alone and pooled.
func TestEveryEmbeddedSeriesCanBeAskedAbout(t *testing.T) {
	t.Parallel()
	set, by := embeddedSeries(t)
	if len(by) < 4 {
		t.Fatalf("%d embedded series, want those of the Bank of Russia and of the ECB", len(by))
	}
	confirmed := event.Timeline(set.Events).Where(event.Filter{Statuses: []event.Status{event.StatusConfirmed}})
	timeline := confirmed.Where(event.Filter{Categories: []event.Category{event.Sanctions}})
	for id, fixings := range by {
		t.Run(string(id), func(t *testing.T) {
			t.Parallel()
			series, ok := fx.Known(id)
			if !ok {
				t.Fatal("not in the catalogue")
			}
			q := analysis.DefaultStudy(id)
			q.Placebos = 99
			in := analysis.StudyInput{Question: q, Series: series, Fixings: fixings, Timeline: timeline, Known: confirmed, Breaks: set.Breaks}
			if got := study(t, in); got.NUsed < 10 {
				t.Errorf("%d episodes used: %s", got.NUsed, got.Conclusion)
			} else if rouble := id.Pair().Quote() == "RUB"; rouble != (len(got.Regimes) > 1) {
				t.Errorf("%d periods: only what concerns the series cuts its sample", len(got.Regimes))
			}
			ask := tense(in)
			ask.Question.Draws = 99
			correlated(t, ask)
			if got, err := analysis.Records(analysis.FixingRecord(series, fixings, len(fixings)-1)); err != nil || len(got.Statements) == 0 {
				t.Errorf("records: %v, %v", got, err)
			}
		})
	}
}

// 24 to 27 February 2022 is two episodes whose windows share all but a day: no interval, no parametric p, and marked.
func TestPeriodsAllowForOverlap(t *testing.T) {
	t.Parallel()
	in := embedded(t, event.Filter{Categories: []event.Category{event.Sanctions}})
	in.Question.Window, in.Question.Signed = [2]int{-5, 10}, true
	got := study(t, in)
	seen := 0
	for _, g := range got.Regimes {
		if g.Few != (g.N < 10) || (g.N < 10 && g.Reason == "") {
			t.Errorf("%s: n %d, few %v, reason %q", g.From, g.N, g.Few, g.Reason)
		}
		if g.N < 3 && (g.CI[0].OK || g.BMP.OK) {
			t.Errorf("%s: n %d with interval %v and p %v", g.From, g.N, g.CI, g.BMP)
		}
		if g.From.String() == "2022-02-24" {
			seen++
			if g.N != 2 || !g.Adjusted || g.SignFlip.OK || g.SmallestP.OK { // one chain: nothing to flip
				t.Errorf("24 to 27 February 2022: %+v", g)
			}
		}
		if g.N > 20 && !g.Adjusted {
			t.Errorf("%s: %d episodes with windows of 16 days, not adjusted", g.From, g.N)
		}
	}
	if seen != 1 {
		t.Errorf("no period from 24 February 2022 in %v", got.Regimes)
	}
}

// The sign-flip of a period flips overlapping windows together, as the headline does: of the same episodes it is the same p but for the
// error of 99,999 draws (0.0012); one by one it is 0.80. With the signs of the embedded returns drawn at random p of one by one was below
// 0.05 in 12 of 100 periods.
func TestPeriodsFlipOverlappingWindowsTogether(t *testing.T) {
	t.Parallel()
	got := study(t, embedded(t, event.Filter{From: day("2022-04-26"), To: day("2024-06-01")}))
	grouped, ok := got.Test("sign_flip_grouped")
	if !ok || len(got.Regimes) != 1 || !got.Regimes[0].Adjusted {
		t.Fatalf("grouped %v, periods %+v", ok, got.Regimes)
	}
	if p := got.Regimes[0].SignFlip; !p.OK || math.Abs(p.Value-grouped.P.Value) > 0.006 {
		t.Errorf("the one period has p %v, the headline %v", p, grouped.P)
	}
}

// In the second half of 2021 two episodes of importance 3 have five dates to be compared with: ten pairs, of which no p of 0.002 comes.
// In the whole table 393 episodes have 2,167.
func TestPlaceboOfTooFewDatesIsMissing(t *testing.T) {
	t.Parallel()
	got := study(t, embedded(t, event.Filter{From: day("2021-07-01"), To: day("2021-12-31"), MinImportance: 3})).Placebo
	if got.SpanEligible != 5 || got.SpanP.OK || got.SpanReason != "fewer than five eligible dates for each episode" {
		t.Errorf("%d dates, p %v, reason %q", got.SpanEligible, got.SpanP, got.SpanReason)
	}
	in := embedded(t, event.Filter{From: day("2022-01-01"), To: day("2022-02-23"), Categories: []event.Category{event.Talks}})
	in.Fixings = slices.DeleteFunc(slices.Clone(in.Fixings), func(f fx.Fixing) bool { return f.Set.Before(day("2021-05-15")) || f.Set.After(day("2022-03-01")) })
	short := study(t, in)
	if p, ok := short.Test("placebo"); !ok || p.P.OK || p.Reason != "fewer than five eligible dates for each episode" || short.Placebo.Eligible >= 5*short.NDays {
		t.Errorf("%d episodes, %d dates of a short series: %+v", short.NDays, short.Placebo.Eligible, p)
	}
	if all := study(t, embedded(t, event.Filter{})).Placebo; !all.SpanP.OK {
		t.Errorf("%d dates have no p: %s", all.SpanEligible, all.SpanReason)
	}
}

// One episode in two series is one: of the spread between dollar and euro BMP made t = -429 with one degree of freedom.
func TestOnePooledEpisodeHasNoSpread(t *testing.T) {
	t.Parallel()
	in := embedded(t, event.Filter{IDs: []string{"20140417-geneva-statement-on-ukraine-agreed"}})
	_, by := embeddedSeries(t)
	second, _ := fx.Known(fx.CBREUR)
	in.Question.Pooled, in.Pooled, in.Second = fx.CBREUR, &second, by[fx.CBREUR]
	got := study(t, in)
	if got.NDays != 1 || got.NUsed != 2 {
		t.Fatalf("%d episodes, %d measurements", got.NDays, got.NUsed)
	}
	for _, name := range []string{"cross_sectional_t", "bmp_t", "kp_t", "corrado_zivney_z", "grank_t"} {
		if one, ok := got.Test(name); !ok || one.P.OK || one.Reason == "" {
			t.Errorf("%s has p %v from one episode", name, one.P)
		}
	}
	if !strings.HasSuffix(got.Conclusion, "One episode says nothing about episodes in general.") {
		t.Error(got.Conclusion)
	}
}

// The dollar and the euro on one day are one episode: pooling them must not halve the p of the exact tests.
func TestPooledOfficialRatesCountDays(t *testing.T) {
	t.Parallel()
	in := embedded(t, event.Filter{From: day("2022-01-01"), To: day("2022-02-23"), Categories: []event.Category{event.Sanctions}})
	one := study(t, in)
	_, by := embeddedSeries(t)
	second, _ := fx.Known(fx.CBREUR)
	in.Question.Pooled, in.Pooled, in.Second = fx.CBREUR, &second, by[fx.CBREUR]
	got := study(t, in)
	if len(one.Overlaps) == 0 || len(got.OverlappingPairs()) != len(one.Overlaps) || len(got.Overlaps) != 2*len(one.Overlaps) {
		t.Errorf("%d pairs of episodes overlap in two series (%d rows), %d in one", len(got.OverlappingPairs()), len(got.Overlaps), len(one.Overlaps))
	}
	a, _ := one.Test("sign_flip_exact")
	b, _ := got.Test("sign_flip_exact")
	if got.NDays != one.NUsed || got.NUsed != 2*one.NUsed || b.P.Value < a.P.Value/2 {
		t.Errorf("%d episodes, %d measurements; alone %d; sign-flip %v, alone %v", got.NDays, got.NUsed, one.NUsed, b.P, a.P)
	}
	for _, want := range []string{fmt.Sprintf("%d episodes (%d measurements in two series)", got.NDays, got.NUsed)} {
		if !strings.Contains(got.Conclusion, want) {
			t.Errorf("%q lacks %q", got.Conclusion, want)
		}
	}
	if !warned(got.Warnings, analysis.WarnOverlap) {
		t.Error("no W-OVERLAP")
	}
	// The embedded events were coded in 2026: each of them after its rate was set, and once, however many series.
	if alone, both := textOf(one.Warnings, analysis.WarnLook), textOf(got.Warnings, analysis.WarnLook); alone == "" || both != alone {
		t.Errorf("%q, alone %q", both, alone)
	}
}

// Where windows of an escalation and a de-escalation share a day, neither is later by right: the day has no sign. Expected from R 4.2
// on the exported fixings: lm(return ~ sign) with sandwich 3.0 NeweyWest(lag = 10, prewhite = FALSE, adjust = TRUE).
func TestSignedCalendarTimeOfSharedDays(t *testing.T) {
	t.Parallel()
	in := embedded(t, event.Filter{})
	in.Question.Signed = true
	got := study(t, in).Calendar
	near(t, "effect", got.Effect.Value, 0.047665543056, 1e-9)
	near(t, "se", got.SE.Value, 0.0986869316144, 1e-9)
	near(t, "p", got.P.Value, 0.629110860664, 1e-9)
	if got.Days != 492 || got.Lag != 10 {
		t.Errorf("%d days, lag %d", got.Days, got.Lag)
	}
}

// The fixing of 7 February 2022 is 75.6806; the last before it that is no higher is 74.5686, set on 13 January and in force on the 14th
// (data/rates/cbr.csv), and that set on 14 January is 75.7668: a date alone would be read off the chart, whose days are set dates.
func TestRecordsNameTheDayARateWasSet(t *testing.T) {
	t.Parallel()
	_, by := embeddedSeries(t)
	series, _ := fx.Known(fx.CBRUSD)
	fixings := by[fx.CBRUSD]
	i := slices.IndexFunc(fixings, func(f fx.Fixing) bool { return f.Set == day("2022-02-07") })
	got, err := analysis.Records(analysis.FixingRecord(series, fixings, i))
	if err != nil || got.At != "2022-02-08" || got.Set == nil || *got.Set != day("2022-02-07") {
		t.Fatalf("%+v, %v", got, err)
	}
	s := got.Statements[0]
	if want := "strongest since 13 January 2022, in force 14 January 2022 (fixing, Bank of Russia)"; s.Text != want {
		t.Errorf("%q, want %q", s.Text, want)
	}
	if s.Since == nil || *s.Since != day("2022-01-14") || s.Set == nil || *s.Set != day("2022-01-13") {
		t.Errorf("since %v, set %v", s.Since, s.Set)
	}
	ecb, _ := fx.Known(fx.ECBUSD)
	same, err := analysis.Records(analysis.FixingRecord(ecb, by[fx.ECBUSD], len(by[fx.ECBUSD])-1))
	if err != nil || same.Set != nil || slices.ContainsFunc(same.Statements, func(s analysis.Statement) bool { return s.Set != nil }) {
		t.Errorf("a rate of one date has two: %+v, %v", same, err)
	}
}
