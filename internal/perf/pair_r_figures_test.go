package perf

import (
	"fmt"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
)

// studyFigures are the numbers of a study under the names that study.R prints.
func studyFigures(r analysis.StudyReport) map[string]float64 {
	out := map[string]float64{"n": float64(r.NUsed), "caar": r.CAAR.Value, "caar_lo": r.CAARCI[0].Value, "caar_hi": r.CAARCI[1].Value, "caar_adjusted_lo": r.Adjusted[0].Value,
		"eligible": float64(r.Placebo.Eligible), "span_p": r.Placebo.SpanP.Value, "calendar_se": r.Calendar.SE.Value, "calendar_effect": r.Calendar.Effect.Value}
	least, sum, percentiles := 1.0, 0.0, 0.0
	for _, e := range r.Events {
		if e.Status == analysis.StatusUsed {
			least, sum, percentiles = min(least, e.Q.Value), sum+e.P.Value, percentiles+e.Percentile.Value
		}
	}
	out["least_q"], out["sum_p"], out["percentiles"] = least, sum, percentiles
	for _, name := range []string{"cross_sectional_t", "patell_z", "bmp_t", "kp_t", "adjusted_patell_z", "time_series_t", "corrado_rank_z", "corrado_zivney_z", "grank_t", "generalized_sign_z"} {
		t, _ := r.Test(name)
		out[name] = t.Statistic.Value
	}
	for name, test := range map[string]string{"kp_p": "kp_t", "generalized_sign_exact_p": "generalized_sign_exact", "wilcoxon_exact_p": "wilcoxon_exact",
		"sign_flip_p": "sign_flip_exact", "placebo_p": "placebo"} {
		t, _ := r.Test(test)
		out[name] = t.P.Value
	}
	return out
}

// correlateFigures are the numbers of a correlation under the names that correlate.R prints.
func correlateFigures(r analysis.CorrelateReport) map[string]float64 {
	slope := r.OLS.Terms[1]
	out := map[string]float64{"n": float64(r.N), "r": r.Pearson.R.Value, "p": r.Pearson.P.Value, "rho": r.Spearman.Rho.Value, "tau": r.Kendall.Tau.Value,
		"n_eff": r.Pearson.NEff.Value, "p_neff": r.Pearson.PEff.Value, "p_shift": r.Pearson.PShift.Value, "p_permutation": r.CCFMax.PPermutation.Value,
		"ccf_0": r.CCF[r.MaxLag].R, "ccf_max": r.CCFMax.R.Value, "bartlett": r.Bounds.Bartlett.Value, "white_order": float64(r.Whitened.Order),
		"ols_coef": slope.Coef, "ols_se": slope.SE, "r2": r.OLS.R2.Value, "durbin_watson": r.OLS.DW.Value, "breusch_godfrey_p": r.OLS.BreuschGPG.Value,
		"breusch_pagan_p": r.OLS.BreuschPagan.Value, "arch_p": r.OLS.ARCH.Value, "granger_lag": float64(r.Granger.TensionToRate.Lag),
		"granger_tension_f": r.Granger.TensionToRate.F.Value, "granger_rate_f": r.Granger.RateToTension.F.Value,
		"kpss": r.Stationary.Target.KPSS.Value, "cusum": r.Breaks.CUSUM.Stat.Value}
	out["ccf_sum"], out["white_sum"] = sumOf(r.CCF), sumOf(r.Whitened.CCF)
	last := stat.Maybe{}
	for _, w := range r.Rolling {
		out["rolling_sum"] += w.R.Value // 0 where it is missing
		last = w.R
	}
	if last.OK {
		out["rolling_last"] = last.Value
	}
	for _, h := range r.Projection {
		out[fmt.Sprintf("lp_%d", h.H)], out[fmt.Sprintf("lp_se_%d", h.H)] = h.Beta, h.SE
	}
	return out
}

func sumOf(rows []analysis.LagRow) (sum float64) {
	for _, l := range rows {
		sum += l.R
	}
	return sum
}
