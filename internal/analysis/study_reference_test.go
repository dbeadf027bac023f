package analysis_test

import (
	"fmt"
	"testing"

	"detente/internal/analysis"
	"detente/internal/analysis/eventstudy"
	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/testkit"
)

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

// studyReference is what event_study.json says of one study.
type studyReference struct {
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

// check compares a report with it; signs of events are taken out in a signed study.
func (want studyReference) check(t *testing.T, got analysis.StudyReport, signed bool) {
	t.Helper()
	for i, e := range got.Events {
		sign := 1.0
		if signed {
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
	if want.KP != nil && !signed {
		kp, _ := got.Test(eventstudy.KPT)
		near(t, "kp", kp.P.Value, want.KP.P, 1e-8)
		near(t, "rbar", got.RBar.Value, want.KP.RBar, 1e-10)
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
			var want studyReference
			testkit.Decode(t, testkit.ReferenceCase(t, "event_study.json", tt.id).Expected, &want)
			in := referenceStudy(t)
			in.Question.Signed, in.Question.Clean = tt.signed, tt.clean
			if tt.market {
				in.Question.Model, in.Question.Control = analysis.ModelMarket, "test:EURUSD"
			} else {
				in.Control = nil
			}
			got := study(t, in)
			want.check(t, got, tt.signed)
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
