package analysis_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"detente/internal/analysis"
	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/resample"
	"detente/internal/event"
	"detente/internal/fx"
)

func study(t testing.TB, in analysis.StudyInput) analysis.StudyReport {
	t.Helper()
	r, err := analysis.Study(in)
	if err != nil {
		t.Fatal(err)
	}
	checkReport(t, r)
	return r
}

// edge.* of shared/reference/expected/distributions_edge.json, at the level of dates.
func TestStudyEdges(t *testing.T) {
	t.Parallel()
	fixings := history(400, 3)
	at := func(i int) event.Event { return happening(fmt.Sprint("at-", i), fixings[i].Set, -5) }
	for _, tt := range []struct {
		name   string
		events event.Timeline
		change func(*analysis.StudyInput)
		status analysis.EventStatus
		used   int
		warned string
	}{
		{"one event", event.Timeline{at(200)}, nil, analysis.StatusUsed, 1, analysis.WarnN},
		{"two events", event.Timeline{at(200), at(250)}, nil, analysis.StatusUsed, 2, analysis.WarnN},
		{"estimation too short", event.Timeline{at(29)}, nil, analysis.StatusTooFew, 0, ""},
		{"estimation short", event.Timeline{at(56)}, nil, analysis.StatusUsed, 1, analysis.WarnEst},
		{"before the series", event.Timeline{happening("early", fixings[0].Set.AddDays(-90), -5)}, nil, analysis.StatusOutsideSeries, 0, ""},
		{"after the series", event.Timeline{happening("late", fixings[399].Set.AddDays(3), -5)}, nil, analysis.StatusNoDay0, 0, ""},
		{"window runs off the end", event.Timeline{at(398)}, nil, analysis.StatusOutsideSeries, 0, analysis.WarnPartial},
		{"zero variance", event.Timeline{at(200)}, flat, analysis.StatusTooFew, 0, ""},
		{"same day", event.Timeline{at(200), happening("again", fixings[200].Set, -5)}, nil, analysis.StatusMerged, 1, ""},
		{"mixed signs", event.Timeline{at(200), happening("talks", fixings[200].Set, 5)}, signedStudy, analysis.StatusMixedSigns, 0, ""},
		{"overlap kept", event.Timeline{at(200), at(201)}, nil, analysis.StatusUsed, 2, analysis.WarnOverlap},
		{"overlap left out", event.Timeline{at(200), at(201)}, func(in *analysis.StudyInput) { in.Question.NonOverlapping = true }, analysis.StatusOverlap, 1, ""},
		{"no event", nil, nil, "", 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := rouble(fixings, tt.events)
			if tt.change != nil {
				tt.change(&in)
			}
			got := study(t, in)
			if got.NUsed != tt.used || (tt.status != "" && got.Statuses[tt.status] == 0) {
				t.Errorf("%d used, statuses %v, want %d and %s", got.NUsed, got.Statuses, tt.used, tt.status)
			}
			if tt.warned != "" && !warned(got.Warnings, tt.warned) {
				t.Errorf("warnings %s lack %s", analysis.Codes(got.Warnings), tt.warned)
			}
			if (got.NUsed > 0) != got.CAAR.OK || (got.NUsed < 2 && got.Tests[0].P.OK) {
				t.Errorf("CAAR %v, first test %v with %d used", got.CAAR, got.Tests[0], got.NUsed)
			}
		})
	}
}

func signedStudy(in *analysis.StudyInput) { in.Question.Signed = true }

func warned(list []analysis.Warning, code string) bool {
	return slices.ContainsFunc(list, func(w analysis.Warning) bool { return w.Code == code })
}

func TestTenThousandEventsOnOneDay(t *testing.T) {
	t.Parallel()
	fixings := history(400, 3)
	var timeline event.Timeline
	for i := range 10_000 {
		timeline = append(timeline, happening(fmt.Sprintf("e%05d", i), fixings[200].Set, -5))
	}
	got := study(t, rouble(fixings, timeline))
	if got.NEvents != 10_000 || got.NEpisodes != 1 || got.NUsed != 1 || got.Statuses[analysis.StatusMerged] != 9999 {
		t.Errorf("%d events, %d episodes, %v", got.NEvents, got.NEpisodes, got.Statuses)
	}
}

func TestStudyDoesNotDependOnTheOrderOfEvents(t *testing.T) {
	t.Parallel()
	fixings := history(800, 5)
	in := rouble(fixings, happenings(fixings, 100, 60, 7))
	want, err := study(t, in).Hash()
	if err != nil {
		t.Fatal(err)
	}
	rng := resample.New(9)
	in.Timeline = slices.Clone(in.Timeline)
	for i := len(in.Timeline) - 1; i > 0; i-- {
		j := rng.Intn(i + 1)
		in.Timeline[i], in.Timeline[j] = in.Timeline[j], in.Timeline[i]
	}
	if got, err := study(t, in).Hash(); err != nil || got != want {
		t.Errorf("another order gives another result: %v", err)
	}
	in.Question.Seed++
	if got, err := study(t, in).Hash(); err != nil || got == want {
		t.Errorf("another seed gives the same result: %v", err)
	}
}

func TestStatusesAddUp(t *testing.T) {
	t.Parallel()
	fixings := history(300, 11)
	rapid.Check(t, func(rt *rapid.T) {
		var timeline event.Timeline
		for i := range rapid.IntRange(0, 40).Draw(rt, "events") {
			day := fixings[0].Set.AddDays(rapid.IntRange(-20, 450).Draw(rt, "day"))
			timeline = append(timeline, happening(fmt.Sprint("e", i), day, float64(rapid.IntRange(-10, 10).Draw(rt, "goldstein"))))
		}
		in := rouble(fixings, timeline)
		first := rapid.IntRange(-5, 5).Draw(rt, "first")
		in.Question.Window = [2]int{first, first + rapid.IntRange(0, 8).Draw(rt, "length")}
		in.Question.Signed, in.Question.NonOverlapping, in.Question.Placebos = rapid.Bool().Draw(rt, "signed"), rapid.Bool().Draw(rt, "apart"), 50
		got, err := analysis.Study(in)
		if err != nil {
			rt.Fatal(err)
		}
		sum, used := 0, 0
		for status, n := range got.Statuses {
			if sum += n; status == analysis.StatusUsed {
				used = n
			}
		}
		if sum != len(timeline) || got.NEvents != sum || got.NUsed != used {
			rt.Fatalf("statuses %v for %d events, %d used", got.Statuses, len(timeline), got.NUsed)
		}
		if n := got.Path[0].N; n != got.NUsed {
			rt.Fatalf("%d used and %d averaged", got.NUsed, n)
		}
	})
}

func TestControlWithHoles(t *testing.T) {
	t.Parallel()
	in := referenceStudy(t)
	in.Question.Model, in.Question.Control = analysis.ModelMarket, "test:EURUSD"
	whole := study(t, in)
	first := in.Timeline[0]
	hole := first.Day().AddDays(-60)
	in.Control = slices.DeleteFunc(slices.Clone(in.Control), func(f fx.Fixing) bool {
		return !f.Set.Before(hole) && f.Set.Before(hole.AddDays(30))
	})
	got := study(t, in)
	if got.Unpaired == 0 || !warned(got.Warnings, analysis.WarnPartial) || *got.Events[0].M >= *whole.Events[0].M {
		t.Errorf("%d unpaired, M %d of %d", got.Unpaired, *got.Events[0].M, *whole.Events[0].M)
	}
}

func TestStudyRefusesParametersOutOfRange(t *testing.T) {
	t.Parallel()
	fixings := history(300, 3)
	for name, change := range map[string]func(*analysis.StudyInput){
		"estimation 5":      func(in *analysis.StudyInput) { in.Question.Estimation = [2]int{5, -3} },
		"must end before":   func(in *analysis.StudyInput) { in.Question.Window = [2]int{-20, 5} },
		"window 3:1":        func(in *analysis.StudyInput) { in.Question.Window = [2]int{3, 1} },
		"window 0:9999":     func(in *analysis.StudyInput) { in.Question.Window = [2]int{0, 9999} },
		"fewer than 20":     func(in *analysis.StudyInput) { in.Question.Estimation = [2]int{-20, -11} },
		"placebo -1":        func(in *analysis.StudyInput) { in.Question.Placebos = -1 },
		"placebo 999999999": func(in *analysis.StudyInput) { in.Question.Placebos = 999999999 },
		"model \"x\"":       func(in *analysis.StudyInput) { in.Question.Model = "x" },
		"needs a control":   func(in *analysis.StudyInput) { in.Question.Model = analysis.ModelMarket },
		"series \"x\"":      func(in *analysis.StudyInput) { in.Question.Series = "x" },
		"holds no values":   func(in *analysis.StudyInput) { in.Fixings = nil },
		"values must ascend": func(in *analysis.StudyInput) {
			in.Fixings = append(slices.Clone(in.Fixings), in.Fixings[0])
		},
		"is scheduled": func(in *analysis.StudyInput) {
			e := happening("later", fixings[200].Set, -5)
			e.Status = event.StatusScheduled
			in.Timeline = event.Timeline{e}
		},
	} {
		in := rouble(fixings, nil)
		change(&in)
		_, err := analysis.Study(in)
		if !errors.Is(err, analysis.ErrInvalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTwoSeriesCountEachEventOnceASeries(t *testing.T) {
	t.Parallel()
	usd := history(500, 3)
	eur := slices.Clone(history(500, 3))
	for i := range eur {
		eur[i].Series = fx.CBREUR
	}
	in := rouble(usd, happenings(usd, 150, 12, 1))
	one := study(t, in)
	second, _ := fx.Known(fx.CBREUR)
	in.Question.Pooled, in.Pooled, in.Second = fx.CBREUR, &second, eur
	got := study(t, in)
	if got.NEvents != 2*one.NEvents || got.NUsed != 2*one.NUsed || got.Headline[0] != eventstudy.KPT {
		t.Errorf("%d events, %d used, headline %v", got.NEvents, got.NUsed, got.Headline)
	}
	near(t, "CAAR of two equal series", got.CAAR.Value, one.CAAR.Value, 1e-12)
}
