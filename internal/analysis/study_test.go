package analysis_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"detente/internal/analysis"
	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/resample"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/testkit"
)

const testSeries fx.SeriesID = "test:USDRUB"

// fromReturns makes prices of returns in percent: the first is 80, set the day before the first date.
func fromReturns(id fx.SeriesID, days []civil.Date, pct []float64) []fx.Fixing {
	price := 80.0
	at := func(set civil.Date) fx.Fixing {
		return fx.Fixing{Series: id, Set: set, Effective: set, Nominal: 1, Value: fx.Rate{Unscaled: int64(math.Round(price * 1e12)), Scale: 12}}
	}
	out := []fx.Fixing{at(days[0].AddDays(-1))}
	for i, r := range pct {
		price *= math.Exp(r / 100)
		out = append(out, at(days[i]))
	}
	return out
}

func number(t testing.TB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// referenceStudy is the synthetic series of the reference with its events, as a study of prices.
func referenceStudy(t testing.TB) analysis.StudyInput {
	t.Helper()
	var days []civil.Date
	var r, c []float64
	for _, row := range testkit.SharedCSV(t, "reference", "data", "es_single_series.csv")[1:] {
		days = append(days, civil.MustParse(row[1]))
		r, c = append(r, number(t, row[2])), append(c, number(t, row[3]))
	}
	q := analysis.DefaultStudy(testSeries)
	q.Window = [2]int{-1, 5}
	in := analysis.StudyInput{Question: q, Series: fx.Series{ID: testSeries, Kind: fx.KindCandle}, Fixings: fromReturns(testSeries, days, r), Control: fromReturns("test:EURUSD", days, c)}
	for _, row := range testkit.SharedCSV(t, "reference", "data", "es_single_events.csv")[1:] {
		in.Timeline = append(in.Timeline, happening(row[0], civil.MustParse(row[2]), -5*number(t, row[3])))
	}
	return in
}

// happening is an event at noon UTC, coded that morning.
func happening(id string, day civil.Date, goldstein float64) event.Event {
	return event.Event{ID: id, OccurredAt: day.UTC().Add(12 * time.Hour), Precision: event.PrecisionMinute, Title: id, Category: event.Sanctions,
		Goldstein: goldstein, Importance: 2, Status: event.StatusConfirmed, CodedAt: day.UTC()}
}

func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// The numbers are those of shared/reference, from NumPy and R; prices carry 12 decimals, so ten digits are asked for.
func TestStudyAgainstReference(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		id                    string
		market, signed, clean bool
	}{
		{"es.single.market", true, false, false}, {"es.single.market.excl", true, false, true}, {"es.single.mean", false, false, false},
		{"es.single.mean.excl", false, false, true}, {"es.single.market.signed", true, true, false},
	} {
		t.Run(tt.id, func(t *testing.T) {
			t.Parallel()
			var want struct {
				CAR, SCAR []float64
				CAARPath  []float64  `json:"CAAR_path"`
				CAAR      float64    `json:"CAAR"`
				CI        [2]float64 `json:"cs_ci95_CAAR"`
				CS        float64    `json:"cs_p_CAAR"`
				Patell    float64    `json:"patell_p_CAAR"`
				BMP       float64    `json:"bmp_p_CAAR"`
				Corrado   float64    `json:"corrado_p_CAAR"`
				CZ        float64    `json:"cz_p_CAAR"`
				Grank     float64    `json:"grank_p"`
				Sign      float64    `json:"gsign_p"`
				SignExact float64    `json:"gsign_p_exact"`
				Brown     float64    `json:"bw_p_CAAR"`
				Flip      struct{ P float64 }
				Wilcoxon  struct {
					PExact float64 `json:"p_exact"`
				}
				KP *struct {
					RBar   float64 `json:"rbar"`
					P      float64 `json:"kp_p"`
					Patell float64 `json:"adj_patell_p"`
				} `json:"kp_overlap"`
			}
			testkit.Decode(t, testkit.ReferenceCase(t, "event_study.json", tt.id).Expected, &want)
			in := referenceStudy(t)
			in.Question.Signed, in.Question.Clean = tt.signed, tt.clean
			if tt.market {
				in.Question.Model, in.Question.Control = analysis.ModelMarket, "test:EURUSD"
			} else {
				in.Control = nil
			}
			got := study(t, in)
			for i, e := range got.Events {
				sign := 1.0
				if tt.signed {
					sign = float64(e.Sign)
				}
				near(t, e.ID+" CAR", sign*e.CAR.Value, want.CAR[i], 1e-9)
				near(t, e.ID+" SCAR", sign*e.T.Value, want.SCAR[i], 1e-9)
			}
			for i, p := range got.Path {
				near(t, fmt.Sprint("path ", p.Tau), p.CAAR.Value, want.CAARPath[i], 1e-9)
			}
			near(t, "CAAR", got.CAAR.Value, want.CAAR, 1e-9)
			near(t, "lo", got.CAARCI[0].Value, want.CI[0], 1e-9)
			near(t, "hi", got.CAARCI[1].Value, want.CI[1], 1e-9)
			for name, p := range map[string]float64{eventstudy.CrossSectionalT: want.CS, eventstudy.PatellZ: want.Patell, eventstudy.BMPT: want.BMP,
				eventstudy.CorradoRankZ: want.Corrado, eventstudy.CorradoZivneyZ: want.CZ, eventstudy.GRankT: want.Grank, eventstudy.GeneralizedSignZ: want.Sign,
				eventstudy.GeneralizedSignExact: want.SignExact, eventstudy.TimeSeriesT: want.Brown, eventstudy.WilcoxonExact: want.Wilcoxon.PExact} {
				test, _ := got.Test(name)
				near(t, name, test.P.Value, p, 1e-8)
			}
			if want.KP != nil && !tt.signed {
				kp, _ := got.Test(eventstudy.KPT)
				near(t, "kp", kp.P.Value, want.KP.P, 1e-8)
				near(t, "rbar", got.RBar.Value, want.KP.RBar, 1e-10)
			}
			if got.Headline[0] != eventstudy.KPT || len(got.Overlaps) != 2 {
				t.Errorf("headline %v with overlaps %v: windows overlap twice", got.Headline, got.Overlaps)
			}
		})
	}
}

// es.calendar_dummy.indicator of the reference, from statsmodels, and es.placebo, from NumPy with the same generator.
func TestCalendarTimeAndPlaceboAgainstReference(t *testing.T) {
	t.Parallel()
	in := referenceStudy(t)
	in.Question.Window, in.Question.Model, in.Question.Control = [2]int{0, 1}, analysis.ModelMarket, "test:EURUSD"
	got := study(t, in)
	near(t, "effect", got.Calendar.Effect.Value, 0.44961744902961603, 1e-8)
	near(t, "se", got.Calendar.SE.Value, 0.1445658511403173, 1e-7)
	if got.Calendar.Days != 27 || got.Calendar.N != 1200 || got.Calendar.Lag != 6 {
		t.Errorf("%d event days, n %d, lag %d", got.Calendar.Days, got.Calendar.N, got.Calendar.Lag)
	}
	in.Question.Window, in.Question.Clean, in.Question.Seed = [2]int{-1, 5}, false, 20220224
	got = study(t, in)
	placebo, _ := got.Test(eventstudy.PlaceboTest)
	// the reference begins at row 131 and counts 904; rows 129 and 130 have full windows too, so the draws differ
	if got.Placebo.Eligible != 906 {
		t.Errorf("%d eligible rows, want 906", got.Placebo.Eligible)
	}
	near(t, "placebo p", placebo.P.Value, 0.20789605197401298, 0.03)
}

func study(t testing.TB, in analysis.StudyInput) analysis.StudyReport {
	t.Helper()
	r, err := analysis.Study(in)
	if err != nil {
		t.Fatal(err)
	}
	checkReport(t, r)
	return r
}

// checkReport asks what every report must hold: statuses add up, JSON can be written, text and tables hold no NaN, a null
// has a reason near it, and warnings are in the fixed order.
func checkReport(t testing.TB, r analysis.StudyReport) {
	t.Helper()
	sum := 0
	for _, n := range r.Statuses {
		sum += n
	}
	if sum != r.NEvents || len(r.Events) != r.NEvents || r.Statuses[analysis.StatusUsed] != r.NUsed {
		t.Errorf("statuses %v do not add up to %d events, %d used", r.Statuses, r.NEvents, r.NUsed)
	}
	for _, e := range r.Events {
		if (e.Status == analysis.StatusUsed) != (e.Reason == "") || (e.Status == analysis.StatusUsed && !e.CAR.OK) {
			t.Errorf("%s is %s with reason %q", e.ID, e.Status, e.Reason)
		}
	}
	for _, test := range r.Tests {
		if !test.P.OK && test.Reason == "" {
			t.Errorf("%s is missing without a reason", test.Name)
		}
	}
	want := 14
	if len(r.Overlaps) > 0 {
		want = 16 // those that keep overlapping windows together
	}
	if len(r.Tests) != want {
		t.Errorf("%d tests, want the %d names of the schema", len(r.Tests), want)
	}
	checkWritten(t, r, r.Text(), r.Tables(), r.Warnings)
}

func checkWritten(t testing.TB, report any, text string, tables []analysis.Table, warnings []analysis.Warning) {
	t.Helper()
	if _, err := json.Marshal(report); err != nil {
		t.Errorf("JSON: %v", err)
	}
	for _, table := range tables {
		text += fmt.Sprint(table.Columns, table.Rows)
		for _, row := range table.Rows {
			if len(row) != len(table.Columns) {
				t.Errorf("%s: a row has %d cells under %d columns", table.Name, len(row), len(table.Columns))
			}
		}
	}
	for _, bad := range []string{"NaN", "Inf", "%!", " because of", " caused", " led to", " due to"} {
		if strings.Contains(text, bad) {
			t.Errorf("the text holds %q", bad)
		}
	}
	last := -1
	for _, w := range warnings {
		at := slices.Index(analysis.WarningCodes(), w.Code)
		if at < last || w.Text == "" {
			t.Errorf("warning %s is unknown, empty or out of order", w.Code)
		}
		last = at
	}
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

func flat(in *analysis.StudyInput) {
	in.Fixings = slices.Clone(in.Fixings)
	for i := range in.Fixings {
		in.Fixings[i].Value = fx.MustRate("75.5")
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
