package eventstudy

import (
	"math"
	"testing"

	"detente/internal/analysis/stat"
	"detente/internal/testkit"
)

func TestSingleEventsAgreeWithTheReference(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"es.single_event.E01", "es.single_event.truncated_estimation"} {
		c := testkit.ReferenceCase(t, "event_study.json", id)
		var in singleInput
		var want fields
		testkit.Decode(t, c.Inputs, &in)
		testkit.Decode(t, c.Expected, &want)
		study, err := New([]Series{in.load(t)}, []Place{{T0: in.T0}}, Spec{Estimation: in.Est, Window: in.Win})
		if err != nil {
			t.Fatal(err)
		}
		e := study.Events()[0]
		var rel, ar, factor, tAR, pAR []stat.Maybe
		for _, d := range e.Days {
			rel, ar, factor = append(rel, whole(d.Tau)), append(ar, stat.Some(d.AR)), append(factor, stat.Some(d.C))
			tAR, pAR = append(tAR, d.T), append(pAR, d.P)
		}
		beta := []stat.Maybe{stat.Some(e.Alpha), stat.Some(e.Beta)}
		want.compare(t, "beta", beta[:e.K]...)
		want.compare(t, "M", whole(e.M))
		want.compare(t, "K", whole(e.K))
		want.compare(t, "df", whole(e.M-e.K))
		want.compare(t, "s", e.S)
		want.compare(t, "r2", e.R2)
		want.compare(t, "rel", rel...)
		want.compare(t, "AR", ar...)
		want.compare(t, "C", factor...)
		want.compare(t, "t_AR", tAR...)
		want.compare(t, "p_AR", pAR...)
		want.compare(t, "CAR", e.CAR)
		want.compare(t, "L", whole(e.L))
		want.compare(t, "VL", stat.Some(e.SE.Value*e.SE.Value/(e.S.Value*e.S.Value)))
		want.compare(t, "se_CAR", e.SE)
		want.compare(t, "t_CAR", e.SCAR)
		want.compare(t, "p_CAR", e.P)
		want.compare(t, "ci95_CAR", e.Lo, e.Hi)
	}
}

func TestSmallSampleAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	checkSmall(t, readShared(t, "es.small_exact"), readTable(t, "es_small_car.csv").numbers(t, "car"))
}

func TestCopiedSmallSampleAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	checkSmall(t, copiedCase(t, "es.small_exact"), []float64{1.2, 0.4, -0.3, 0.9, 0.4})
}

// The figures the authors of the R package estudy2 publish for its example, where their conventions are ours: cross-sectional t, the
// time-series t and Wilcoxon's W+ of each day.
func TestPublishedVignetteIsReproduced(t *testing.T) {
	t.Parallel()
	ref := panelCase(t, readShared(t, "es.vignette"), readTable)
	var published struct {
		T, BW85, Wil []float64
	}
	testkit.Decode(t, ref.want["published_estudy2"], &published)
	study, err := New(ref.series, ref.places, ref.spec)
	if err != nil {
		t.Fatal(err)
	}
	for d, day := range study.Aggregate(Options{}).Path {
		cross, _ := day.Test(CrossSectionalT)
		series, _ := day.Test(TimeSeriesT)
		ar, _, _ := study.pool().day(d)
		wPlus, _, _ := Wilcoxon(ar)
		if math.Abs(cross.Statistic.Value-published.T[d]) > 5e-7 || math.Abs(series.Statistic.Value-published.BW85[d]) > 5e-6 || wPlus != published.Wil[d] {
			t.Errorf("day %d: t %.7f, time-series t %.6f, W+ %g; published %.7f, %.6f, %g",
				d, cross.Statistic.Value, series.Statistic.Value, wPlus, published.T[d], published.BW85[d], published.Wil[d])
		}
	}
}

func checkSmall(t *testing.T, c testkit.Case, car []float64) {
	t.Helper()
	var want fields
	testkit.Decode(t, c.Expected, &want)
	test := student(CrossSectionalT, car)
	flips := SignFlip(car, Options{})
	wPlus, n, p := Wilcoxon(car)
	want.compare(t, "n", whole(len(car)))
	want.compare(t, "CAAR", stat.Some(stat.Mean(car)))
	want.compare(t, "t", test.Statistic)
	want.compare(t, "p_t", test.P)
	want.compare(t, "min_attainable_signflip_p", flips.SmallestP)
	want.compare(t, "sign_p", stat.Some(stat.BinomialTwoSided(signs{}.positive(car), len(car), 0.5)))
	exact, ranks := want.sub(t, "signflip"), want.sub(t, "wilcoxon")
	exact.compare(t, "count", whole(flips.Count))
	exact.compare(t, "total", whole(flips.Total))
	exact.compare(t, "p", flips.P)
	ranks.compare(t, "n", whole(n))
	ranks.compare(t, "W_plus", stat.Some(wPlus))
	ranks.compare(t, "p_exact", p)
}
