package web

import (
	"fmt"

	"detente/internal/analysis"
)

func (v *correlationView) tests(r analysis.CorrelateReport) {
	rate := "the rate"
	if r.Series.Pair().Quote() == "RUB" {
		rate = "the rouble"
	}
	for _, g := range []struct {
		question string
		row      analysis.GrangerRow
	}{{"Does tension help predict " + rate + "?", r.Granger.TensionToRate}, {capital(rate) + ": does it help predict tension?", r.Granger.RateToTension}} {
		v.Granger = append(v.Granger, grangerView{g.question, fmt.Sprintf("F(%d, %d) = %s", g.row.DF1, g.row.DF2, unsigned(g.row.F, 2)), pText(g.row.P), pText(g.row.Robust),
			plural(g.row.Lag, "lag", "lags"), typeset(g.row.Reason)})
	}
	vol := r.Volatility
	v.Volatility = fmt.Sprintf("realised over the last 20 returns %s %% a year, exponentially weighted %s %%", unsigned(vol.Realised, 1), unsigned(vol.EWMA, 1))
	if vol.GARCHNext.OK {
		v.Volatility += fmt.Sprintf(", GARCH(1,1) %s %% (persistence %s, from %s).", unsigned(vol.GARCHNext, 1), unsigned(vol.Persistence, 3), plural(vol.NGARCH, "return", "returns"))
	} else {
		v.Volatility += ". " + typeset(vol.GARCHNext.Reason) + "."
	}
	v.breaks(r)
}

func (v *correlationView) breaks(r analysis.CorrelateReport) {
	b := r.Breaks
	chow := fact{Name: "Chow, at " + b.Chow.Date.Words(), Value: typeset(b.Chow.Reason), Why: "chow"}
	if b.Chow.P.OK {
		chow.Value = fmt.Sprintf("F(%d, %d) = %s, p = %s", b.Chow.DF1, b.Chow.DF2, unsigned(b.Chow.F, 2), pText(b.Chow.P))
	}
	cusum := fact{Name: "OLS-CUSUM", Value: typeset(b.CUSUM.Reason), Why: "cusum"}
	if b.CUSUM.P.OK {
		cusum.Value = fmt.Sprintf("%s, p = %s, farthest on %s", unsigned(b.CUSUM.Stat, 3), pText(b.CUSUM.P), b.CUSUM.At.Words())
	}
	search := fact{Name: "Bai-Perron", Value: typeset(b.BaiPerron.Reason), Why: "bai_perron"}
	if b.BaiPerron.Reason == "" {
		search.Value = "none"
		for i, d := range b.BaiPerron.Dates {
			if i == 0 {
				search.Value = ""
			} else {
				search.Value += ", "
			}
			search.Value += d.Words()
		}
		search.Note = fmt.Sprintf("breaks in the mean of the target, to within %s", plural(b.BaiPerron.Block, "fixing", "fixings"))
	}
	v.Breaks = []fact{chow, cusum, search}
}

func (v *correlationView) stationary(r analysis.CorrelateReport) {
	for _, s := range []struct {
		name string
		row  analysis.StationarityRow
	}{{targetLabels[r.Target], r.Stationary.Target}, {"tension", r.Stationary.Tension}} {
		v.Stationary = append(v.Stationary, stationView{s.name, figure(s.row.ADF, 2), pText(s.row.ADFP), unsigned(s.row.KPSS, 2), typeset(s.row.KPSSText()), typeset(s.row.Reason)})
	}
}
