package eventstudy

import (
	"fmt"
	"slices"
	"testing"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
	"detente/internal/testkit"
)

func TestStudiesAgreeWithTheReference(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"es.es_panel.market", "es.es_panel.mean", "es.es_panel_missing.market", "es.es_panel_missing.mean", "es.vignette"} {
		t.Run(id, func(t *testing.T) { panelCase(t, readShared(t, id), readTable).check(t) })
	}
	for _, id := range []string{"es.single.market", "es.single.market.signed", "es.single.market.excl", "es.single.mean", "es.single.mean.excl"} {
		t.Run(id, func(t *testing.T) { singleCase(t, readShared(t, id)).check(t) })
	}
}

func TestCopiedStudyAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	panelCase(t, copiedCase(t, "es.es_panel_missing.market"), copiedTable).check(t)
}

func (ref reference) check(t *testing.T) {
	t.Helper()
	want := ref.want
	study, err := New(ref.series, ref.places, ref.spec)
	if err != nil {
		t.Fatal(err)
	}
	got := study.Aggregate(Options{})
	checkEvents(t, want, study, ref.perSeries)
	checkAverages(t, want, got)
	checkParametric(t, want, got)
	checkRanks(t, want, got)
	checkSigns(t, want, got, study)
	checkAdjusted(t, want, got)
}

func checkEvents(t *testing.T, want fields, study *Study, perSeries bool) {
	t.Helper()
	var car, scar []stat.Maybe
	for _, e := range study.Events() {
		if e.Status != Used {
			t.Fatalf("an event is %s: %s", e.Status, e.Reason)
		}
		sign := 1.0
		if study.spec.Signed {
			sign = float64(e.Sign)
		}
		car, scar = append(car, stat.Some(sign*e.CAR.Value)), append(scar, stat.Some(sign*e.SCAR.Value))
	}
	want.compare(t, "CAR", car...)
	want.compare(t, "SCAR", scar...)
	raw, ok := want["models"]
	if !ok {
		return
	}
	var models []fields
	testkit.Decode(t, raw, &models)
	for i, m := range models {
		e := study.Events()[i]
		m.compare(t, "s", e.S)
		m.compare(t, "M", whole(e.M))
		if _, published := m["ticker"]; published {
			m.compare(t, "alpha", stat.Some(e.Alpha))
			m.compare(t, "beta", stat.Some(e.Beta))
			continue
		}
		beta := []stat.Maybe{stat.Some(e.Alpha), stat.Some(e.Beta)}
		m.compare(t, "beta", beta[:e.K]...)
		m.compare(t, "K", whole(e.K))
		m.compare(t, "se_CAR", e.SE)
		if perSeries {
			m.compare(t, "L", whole(e.L))
			m.compare(t, "VL", stat.Some(e.SE.Value*e.SE.Value/(e.S.Value*e.S.Value)))
			continue
		}
		m.compare(t, "CAR", e.CAR)
		m.compare(t, "t", e.SCAR)
		m.compare(t, "p", e.P)
	}
}

func checkAverages(t *testing.T, want fields, got Result) {
	t.Helper()
	var rel, n, aar, path []stat.Maybe
	for _, d := range got.Path {
		rel, n, aar, path = append(rel, whole(d.Tau)), append(n, whole(d.N)), append(aar, d.AAR), append(path, d.CAAR)
	}
	want.compare(t, "N", whole(got.N))
	want.compare(t, "rel", rel...)
	want.compare(t, "n_day", n...)
	want.compare(t, "AAR", aar...)
	want.compare(t, "CAAR_path", path...)
	want.compare(t, "CAAR", got.CAAR)
	want.compare(t, "cs_se_CAAR", got.SE)
	// The reference took the quantile for 7 degrees of freedom from scipy 1.10, which is 2.5e-10 off (2.36462425101 for
	// 2.36462425159278534 at 40 digits), so tolerance B; TestIntervalOfTheAverage holds the exact one.
	want.within(t, 1e-8, "cs_ci95_CAAR", got.Lo, got.Hi)
}

func checkParametric(t *testing.T, want fields, got Result) {
	t.Helper()
	for field, name := range map[string]string{"cs_%s": CrossSectionalT, "patell_%s": PatellZ, "bmp_%s": BMPT, "bw_%s": TimeSeriesT} {
		letter := "t"
		if name == PatellZ {
			letter = "z"
		}
		test, _ := got.Test(name)
		want.compare(t, fmt.Sprintf(field, letter)+"_AAR", testsOf(t, got.Path, name, statistic)...)
		want.compare(t, fmt.Sprintf(field, letter)+"_CAAR", test.Statistic)
		want.compare(t, fmt.Sprintf(field, "p")+"_CAAR", test.P)
		if name != TimeSeriesT {
			want.compare(t, fmt.Sprintf(field, "p")+"_AAR", testsOf(t, got.Path, name, pValue)...)
		}
	}
	bmp, _ := got.Test(BMPT)
	want.compare(t, "bmp_p_CAAR_normal", stat.Some(stat.NormalTwoSided(bmp.Statistic.Value)))
	series, _ := got.Test(TimeSeriesT)
	want.compare(t, "bw_s", got.TimeSeriesSD)
	want.compare(t, "bw_df", series.DF)
}

func checkRanks(t *testing.T, want fields, got Result) {
	t.Helper()
	for field, name := range map[string]string{"corrado": CorradoRankZ, "cz": CorradoZivneyZ} {
		test, _ := got.Test(name)
		want.compare(t, field+"_z_AAR", testsOf(t, got.Path, name, statistic)...)
		want.compare(t, field+"_p_AAR", testsOf(t, got.Path, name, pValue)...)
		want.compare(t, field+"_z_CAAR", test.Statistic)
		want.compare(t, field+"_p_CAAR", test.P)
	}
	want.compare(t, "corrado_S", got.RankDispersion)
	want.compare(t, "corrado_T", whole(got.Rows))
	grank, _ := got.Test(GRankT)
	want.compare(t, "grank_Z", got.GRankZ)
	want.compare(t, "grank_t", grank.Statistic)
	want.compare(t, "grank_df", grank.DF)
	want.compare(t, "grank_p", grank.P)
}

func checkSigns(t *testing.T, want fields, got Result, study *Study) {
	t.Helper()
	z, _ := got.Test(GeneralizedSignZ)
	exact, _ := got.Test(GeneralizedSignExact)
	wilcoxon, _ := got.Test(WilcoxonExact)
	flip, _ := got.Test(SignFlipExact)
	want.compare(t, "gsign_phat", got.ExpectedSigns)
	want.compare(t, "gsign_w", exact.Statistic)
	want.compare(t, "gsign_z", z.Statistic)
	want.compare(t, "gsign_p", z.P)
	want.compare(t, "gsign_p_exact", exact.P)
	want.compare(t, "gsign_z_AAR", testsOf(t, got.Path, GeneralizedSignZ, statistic)...)
	want.compare(t, "sign_pos", whole(got.Positive))
	want.compare(t, "sign_n", whole(got.N))
	want.compare(t, "sign_p_exact", stat.Some(stat.BinomialTwoSided(got.Positive, got.N, 0.5)))
	signedRanks := want.sub(t, "wilcoxon")
	_, n, _ := Wilcoxon(study.pool().car)
	signedRanks.compare(t, "n", whole(n))
	signedRanks.compare(t, "W_plus", wilcoxon.Statistic)
	signedRanks.compare(t, "p_exact", wilcoxon.P)
	flips := want.sub(t, "signflip")
	flips.compare(t, "count", whole(got.SignFlips.Count))
	flips.compare(t, "total", whole(got.SignFlips.Total))
	flips.compare(t, "p", flip.P)
}

func checkAdjusted(t *testing.T, want fields, got Result) {
	t.Helper()
	name := "kp"
	if _, ok := want[name]; !ok {
		name = "kp_overlap"
	}
	if _, ok := want[name]; !ok {
		return
	}
	kp := want.sub(t, name)
	adjusted, _ := got.Test(KPT)
	patell, _ := got.Test(AdjustedPatellZ)
	bmp, _ := got.Test(BMPT)
	kp.compare(t, "rbar", got.RBar)
	kp.compare(t, "factor", stat.Some(adjusted.Statistic.Value/bmp.Statistic.Value))
	kp.compare(t, "kp_t", adjusted.Statistic)
	kp.compare(t, "kp_p", adjusted.P)
	kp.compare(t, "kp_p_normal", stat.Some(stat.NormalTwoSided(adjusted.Statistic.Value)))
	kp.compare(t, "adj_patell_z", patell.Statistic)
	kp.compare(t, "adj_patell_p", patell.P)
	if _, ok := want["kp_AAR_t"]; ok {
		want.compare(t, "kp_AAR_t", testsOf(t, got.Path, KPT, statistic)...)
	}
	if raw, ok := want["overlap_pairs"]; ok {
		var pairs [][2]string
		testkit.Decode(t, raw, &pairs)
		var named [][2]string
		for _, p := range got.Overlaps {
			named = append(named, [2]string{fmt.Sprintf("E%02d", p[0]+1), fmt.Sprintf("E%02d", p[1]+1)})
		}
		if !slices.Equal(named, pairs) {
			t.Errorf("overlaps %v, want %v", named, pairs)
		}
	}
}

func TestPlaceboAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	c := testkit.ReferenceCase(t, "event_study.json", "es.placebo")
	var in singleInput
	var want fields
	testkit.Decode(t, c.Inputs, &in)
	testkit.Decode(t, c.Expected, &want)
	study, err := New([]Series{in.load(t)}, in.places(t), Spec{Estimation: in.Est, Window: in.Win})
	if err != nil {
		t.Fatal(err)
	}
	candidates := study.Eligible()
	if candidates[0] != 130 {
		t.Fatalf("the first eligible row is %d, want 130: the first with 130 rows before it", candidates[0])
	}
	// The reference starts at row 131, as if row 0 had no return.
	got := study.Placebo(candidates[1:], in.B, resample.New(in.Seed))
	want.compare(t, "n_eligible", whole(got.Eligible))
	want.compare(t, "CAAR", got.CAAR)
	want.compare(t, "count", whole(got.Count))
	want.compare(t, "B", whole(got.Draws))
	want.compare(t, "p", got.P)
	want.compare(t, "placebo_sd", got.SD)
	var first []stat.Maybe
	for _, m := range got.means[:5] {
		first = append(first, stat.Some(m))
	}
	want.compare(t, "first5_means", first...)
}
