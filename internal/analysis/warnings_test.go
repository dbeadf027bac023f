package analysis_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/analysis"
	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/stat"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// calm is a study that raises nothing: a market series, ten episodes far apart, each coded before it came, one window of
// one day, no break.
func calm() analysis.StudyInput {
	days := history(1400, 4)
	for i := range days {
		days[i].Series, days[i].Effective = "test:USDRUB", days[i].Set
	}
	q := analysis.DefaultStudy("test:USDRUB")
	in := analysis.StudyInput{Question: q, Series: fx.Series{ID: q.Series, Kind: fx.KindCandle}, Fixings: days}
	for i := range 12 {
		in.Timeline = append(in.Timeline, happening(string(rune('a'+i)), days[150+100*i].Set, -5))
	}
	return in
}

func TestStudyWarnings(t *testing.T) {
	t.Parallel()
	for code, raise := range map[string]func(*analysis.StudyInput){
		analysis.WarnN:       func(in *analysis.StudyInput) { in.Timeline = in.Timeline[:9] },
		analysis.WarnOverlap: func(in *analysis.StudyInput) { in.Timeline[1].OccurredAt = in.Timeline[0].OccurredAt.AddDate(0, 0, 1) },
		analysis.WarnEst:     func(in *analysis.StudyInput) { in.Question.Estimation = [2]int{-69, -11} },
		analysis.WarnCutoff:  func(in *analysis.StudyInput) { in.Timeline[0].Precision = event.PrecisionDay },
		analysis.WarnFix:     func(in *analysis.StudyInput) { in.Series.Kind = fx.KindReference },
		analysis.WarnRegime: func(in *analysis.StudyInput) {
			in.Breaks = []fx.Break{{Date: in.Fixings[200].Set, What: "another rule"}}
		},
		analysis.WarnThin: func(in *analysis.StudyInput) {
			in.Volumes = slices.Repeat([]float64{100}, len(in.Fixings))
			in.Volumes[150] = 20
		},
		analysis.WarnDual: func(in *analysis.StudyInput) {
			in.Series.Kind = fx.KindFixing
			in.Market = slices.Clone(in.Fixings)
			in.Market[151].Value.Unscaled = in.Market[151].Value.Unscaled * 103 / 100
		},
		analysis.WarnMT:   nil,
		analysis.WarnLook: func(in *analysis.StudyInput) { in.Timeline[0].CodedAt = in.Timeline[0].OccurredAt.AddDate(1, 0, 0) },
		analysis.WarnECB:  func(in *analysis.StudyInput) { in.Series.Ends = in.Timeline[10].Day() },
		analysis.WarnSel:  func(in *analysis.StudyInput) { in.Question.Selection.IDs = []string{"a"} },
		analysis.WarnPartial: func(in *analysis.StudyInput) {
			in.Timeline = append(in.Timeline, happening("z", in.Fixings[len(in.Fixings)-1].Set, -5))
		},
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			in := calm()
			if without := study(t, in); warned(without.Warnings, code) != (code == analysis.WarnMT) {
				t.Errorf("raised without cause: %v", without.Warnings)
			}
			if raise == nil {
				in.Timeline = in.Timeline[:1]
				if one := study(t, in); warned(one.Warnings, code) {
					t.Error("raised for a single test")
				}
				return
			}
			raise(&in)
			if with := study(t, in); !warned(with.Warnings, code) {
				t.Errorf("not raised: %s", analysis.Codes(with.Warnings))
			}
		})
	}
}

// A market event was chosen for the move itself; days on a weekend are thin; the dual market is known without a market rate.
func TestStudyWarningsByOtherTriggers(t *testing.T) {
	t.Parallel()
	in := calm()
	in.Timeline[3].Category = event.Market
	if got := study(t, in); !warned(got.Warnings, analysis.WarnSel) {
		t.Error("a market event raised no W-SEL")
	}
	in = rouble(history(6200, 1), nil)
	in.Timeline = event.Timeline{happening("dual", civil.New(2022, time.March, 29), -5)}
	if got := study(t, in); !warned(got.Warnings, analysis.WarnDual) {
		t.Error("the dual market of 2022 raised no W-DUAL")
	}
	for _, f := range in.Fixings { // market closes that begin later say nothing of it
		if f.Set.After(civil.New(2022, time.May, 1)) {
			in.Market = append(in.Market, f)
		}
	}
	if got := study(t, in); len(in.Market) == 0 || !warned(got.Warnings, analysis.WarnDual) {
		t.Errorf("%d market closes of later months silenced W-DUAL of 2022", len(in.Market))
	}
	in.Market = in.Fixings // the market at the official rate all the time
	if got := study(t, in); warned(got.Warnings, analysis.WarnDual) {
		t.Error("W-DUAL although the market's closes are the official rates")
	}
	in.Market = nil
	in.Timeline = event.Timeline{happening("before", civil.New(2021, time.March, 29), -5)}
	if got := study(t, in); warned(got.Warnings, analysis.WarnDual) {
		t.Error("W-DUAL outside the dual market")
	}
}

// Ten equal jumps and one huge one the other way: sign-flip and rank tests see something, the mean test does not.
func TestDisagreeingTestsAreSaid(t *testing.T) {
	t.Parallel()
	in := calm()
	price := 1.0
	for i := range in.Fixings {
		for k, e := range in.Timeline {
			if in.Fixings[i].Set == e.Day() {
				price *= map[bool]float64{true: 1.03, false: 0.72}[k > 0]
			}
		}
		in.Fixings[i].Value.Unscaled = int64(float64(in.Fixings[i].Value.Unscaled) * price)
	}
	if got := study(t, in); !warned(got.Warnings, analysis.WarnDisagree) {
		t.Errorf("tests %+v raised only %s", got.Tests[:4], analysis.Codes(got.Warnings))
	}
	if got := study(t, calm()); warned(got.Warnings, analysis.WarnDisagree) {
		t.Errorf("raised where they agree: %+v", got.Tests[:4])
	}
}

// The warning names the dates; what changed stands in the table of periods.
func TestRegimeWarningNamesDatesOnly(t *testing.T) {
	t.Parallel()
	got := study(t, embedded(t, event.Filter{From: civil.New(2022, time.February, 1), To: civil.New(2022, time.June, 1)}))
	want := "The market or the way the rate is made changed on 24 Feb 2022, 28 Feb 2022, 14 Mar 2022 and 25 Apr 2022: results by period are shown separately."
	if text := textOf(got.Warnings, analysis.WarnRegime); text != want {
		t.Errorf("%q, want %q", text, want)
	}
	if !strings.Contains(got.Text(), "Capital controls") {
		t.Error("the table of periods does not say what changed")
	}
}

func textOf(list []analysis.Warning, code string) string {
	for _, w := range list {
		if w.Code == code {
			return w.Text
		}
	}
	return ""
}

func TestCountsPrintWithoutSign(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		value float64
		want  string
	}{{eventstudy.GeneralizedSignExact, 55, "55"}, {eventstudy.WilcoxonExact, 2707, "2707"}, {eventstudy.WilcoxonExact, 13.5, "13.5"}, {eventstudy.BMPT, 2, "+2.000"}} {
		if got := analysis.FormatStatistic(analysis.TestRow{Name: tt.name, Statistic: stat.Some(tt.value)}); got != tt.want {
			t.Errorf("%s %v prints as %s, want %s", tt.name, tt.value, got, tt.want)
		}
	}
}

// In the first quarter of 2022 events came nearly every day: the result rests on the tests that keep overlapping windows together.
func TestOverlappingWindowsAreReadTogether(t *testing.T) {
	t.Parallel()
	got := study(t, embedded(t, event.Filter{From: day("2022-01-01"), To: day("2022-03-31")}))
	want := []string{eventstudy.KPT, eventstudy.SignFlipGrouped, eventstudy.PlaceboSpaced, eventstudy.GeneralizedSignExact}
	if !slices.Equal(got.Headline, want) {
		t.Errorf("headline %v, want %v", got.Headline, want)
	}
	plain, _ := got.Test(eventstudy.PlaceboTest)
	kept, _ := got.Test(eventstudy.PlaceboSpaced)
	if rows := got.Placebo.Spaced; !(kept.P.Value > 1.5*plain.P.Value) || rows.Moved != "pattern" || rows.Draws < 1900 || rows.Groups >= got.NDays ||
		!(rows.SD.Value > 1.3*got.Placebo.SD.Value) {
		t.Errorf("placebo %v, with distances kept %v: %+v", plain.P, kept.P, got.Placebo)
	}
	if strings.Contains(got.Conclusion, "placebo p") || !strings.Contains(got.Conclusion, "placebo with distances kept p") {
		t.Error(got.Conclusion)
	}
	text := got.Text()
	for _, part := range []string{"W-OVERLAP", "Placebo dates, distances kept", "dates of the series can stand for an event", "all episodes moved as one"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), part) {
			t.Errorf("the text lacks %q", part)
		}
	}
	apart := study(t, calm())
	if _, there := apart.Test(eventstudy.PlaceboSpaced); there || apart.Headline[2] != eventstudy.PlaceboTest || apart.Placebo.Spaced.Reason == "" {
		t.Errorf("windows apart: headline %v, %+v", apart.Headline, apart.Placebo)
	}
}

// Both placebo p stand in the conclusion, and where they straddle 5 percent the tests disagree. A calm decade before the events
// makes dates of the whole series calmer than those of the events' time.
func TestPlaceboOfTheEventsTimeCounts(t *testing.T) {
	t.Parallel()
	straddled := 0
	for _, category := range event.Categories() {
		got := study(t, embedded(t, event.Filter{Categories: []event.Category{category}}))
		whole, _ := got.Test(got.Headline[2])
		if got.NUsed < 2 || !whole.P.OK || !got.Placebo.SpanP.OK {
			continue
		}
		for _, part := range []string{"placebo", "over the whole series", "from the first to the last episode"} {
			if !strings.Contains(got.Conclusion, part) {
				t.Errorf("%s: %q lacks %q", category, got.Conclusion, part)
			}
		}
		if (whole.P.Value < 0.05) != (got.Placebo.SpanP.Value < 0.05) {
			straddled++
			if !warned(got.Warnings, analysis.WarnDisagree) || strings.Contains(got.Conclusion, "Larger than chance") {
				t.Errorf("%s: placebo p %v and %v raised no W-DISAGREE", category, whole.P, got.Placebo.SpanP)
			}
		}
	}
	if straddled == 0 {
		t.Error("no category straddles 5 percent: nothing was tested")
	}
}

// The interval of the sanctions' average reaches 0.90 percent to either side, recomputed in R from the exported fixings; averages at
// placebo dates stay within 0.35 (0.33 with plain 120-day means). Where no placebo p is small, nothing is said.
func TestPlaceboOfWilderEpisodesIsQualified(t *testing.T) {
	t.Parallel()
	const said = "they vary more than those dates do"
	says := func(r analysis.StudyReport) bool {
		return slices.ContainsFunc(r.Warnings, func(w analysis.Warning) bool {
			return w.Code == analysis.WarnDisagree && strings.Contains(w.Text, said)
		})
	}
	if got := study(t, embedded(t, event.Filter{Categories: []event.Category{event.Sanctions}})); !says(got) {
		t.Errorf("sanctions: %v", got.Warnings)
	}
	if got := study(t, embedded(t, event.Filter{})); says(got) {
		t.Errorf("all events, placebo p %v: %v", got.Placebo.SpanP, got.Warnings)
	}
}

// What nobody has decided on and lies within the figures is counted; what lies ahead of the last of them is not.
func TestUndecidedEventsAreCounted(t *testing.T) {
	t.Parallel()
	in := calm()
	last := in.Fixings[len(in.Fixings)-1].Set
	for id, day := range map[string]civil.Date{"past": in.Fixings[300].Set, "today": last, "ahead": last.AddDays(1)} {
		e := happening(id, day, -5)
		e.Status = event.StatusScheduled
		in.Awaiting = append(in.Awaiting, e)
	}
	draft := happening("draft", in.Fixings[700].Set, -5)
	draft.Status = event.StatusDraft
	in.Awaiting = append(in.Awaiting, draft)
	correlated := calmCorrelation()
	correlated.Awaiting = in.Awaiting
	got, err := analysis.Correlate(correlated)
	if err != nil {
		t.Fatal(err)
	}
	for what, list := range map[string][]analysis.Warning{"study": study(t, in).Warnings, "correlation": got.Warnings} {
		text := allOf(list, analysis.WarnSel)
		for _, want := range []string{"Left out: 2 scheduled events of this selection whose day has passed", "Left out: 1 draft of this selection, neither"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q lacks %q", what, text, want)
			}
		}
	}
}
