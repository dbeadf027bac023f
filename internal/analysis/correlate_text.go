package analysis

import (
	"fmt"

	"detente/internal/analysis/stat"
)

// Tables returns the report as tables: summary, ccf, rolling, ols, granger, local_projection, periods and scatter. The
// last column of each repeats the codes of the warnings, so that no number travels without them.
func (r CorrelateReport) Tables() []Table {
	ccf := Table{Name: "ccf", Columns: []string{"lag", "r", "white_bound", "bartlett_bound"}}
	for _, l := range r.CCF {
		ccf.Rows = append(ccf.Rows, cells(l.Lag, l.R, r.Bounds.White, r.Bounds.Bartlett))
	}
	rolling := Table{Name: "rolling", Columns: []string{"date", "r", "lo", "hi", "reason"}}
	for _, w := range r.Rolling {
		rolling.Rows = append(rolling.Rows, cells(w.Date, w.R, w.Lo, w.Hi, w.Reason))
	}
	scatter := Table{Name: "scatter", Columns: []string{"set_date", "tension", "target"}}
	for i, d := range r.Scatter.Dates {
		scatter.Rows = append(scatter.Rows, cells(d, r.Scatter.Tension[i], r.Scatter.Target[i]))
	}
	return withCodes(Codes(r.Warnings), r.summaryTable(), ccf, rolling, r.olsTable(), r.grangerTable(), r.projectionTable(), r.periodTable(), scatter)
}

// Table returns the table of that name; the error lists the names.
func (r CorrelateReport) Table(name string) (Table, error) { return find(r.Tables(), name) }

func (r CorrelateReport) summaryTable() Table {
	t := Table{Name: "summary", Columns: []string{"measure", "value", "lo", "hi", "p_naive", "p_neff", "p_shift", "p_newey_west", "n", "n_eff", "reason"}}
	p, s, k := r.Pearson, r.Spearman, r.Kendall
	t.Rows = append(t.Rows, cells("pearson", p.R, p.CIEff[0], p.CIEff[1], p.P, p.PEff, p.PShift, p.PHAC, r.N, p.NEff, p.Reason),
		cells("spearman", s.Rho, s.CIEff[0], s.CIEff[1], s.P, s.PEff, s.PShift, onlyPearson, r.N, s.NEff, s.Reason),
		cells("kendall", k.Tau, k.CIEff[0], k.CIEff[1], k.P, k.PEff, k.PShift, onlyPearson, r.N, k.NEff, k.Reason))
	return t
}

// onlyPearson stands where Newey-West is not computed: ranks have none here.
var onlyPearson = stat.None("of Pearson's correlation only")

func (r CorrelateReport) olsTable() Table {
	t := Table{Name: "ols", Columns: []string{"name", "coef", "se", "t", "p", "lo", "hi"}}
	for _, k := range r.OLS.Terms {
		t.Rows = append(t.Rows, cells(k.Name, k.Coef, k.SE, k.T, k.P, k.CI[0], k.CI[1]))
	}
	return t
}

func (r CorrelateReport) grangerTable() Table {
	t := Table{Name: "granger", Columns: []string{"direction", "lag", "f", "df1", "df2", "p", "p_robust", "reason"}}
	a, b := r.Granger.TensionToRate, r.Granger.RateToTension
	t.Rows = append(t.Rows, cells("tension_to_rate", a.Lag, a.F, a.DF1, a.DF2, a.P, a.Robust, a.Reason), cells("rate_to_tension", b.Lag, b.F, b.DF1, b.DF2, b.P, b.Robust, b.Reason))
	return t
}

func (r CorrelateReport) projectionTable() Table {
	t := Table{Name: "local_projection", Columns: []string{"h", "beta", "se", "lo90", "hi90", "lo95", "hi95", "n"}}
	for _, h := range r.Projection {
		t.Rows = append(t.Rows, cells(h.H, h.Beta, h.SE, h.Lo90, h.Hi90, h.Lo95, h.Hi95, h.N))
	}
	return t
}

func (r CorrelateReport) periodTable() Table {
	t := Table{Name: "periods", Columns: []string{"from", "to", "since", "n", "r", "lo", "hi", "p_naive", "p_neff", "p_shift", "p_newey_west", "q", "q_robust", "n_eff", "reason"}}
	for _, q := range r.Periods {
		p := q.Pearson
		t.Rows = append(t.Rows, cells(q.From, q.To, q.Since, q.N, p.R, p.CIEff[0], p.CIEff[1], p.P, p.PEff, p.PShift, p.PHAC, q.Q, q.QRobust, p.NEff, q.Reason))
	}
	return t
}

// Text returns the report to be read: warnings, the conclusion, then the robust numbers beside the naive ones.
func (r CorrelateReport) Text() string {
	var p page
	p.line("Correlation of ", string(r.Series), " (", r.Target, ") with tension (", r.Tension, ")")
	p.paragraph(r.setting(), "")
	p.line()
	p.warn(r.Warnings)
	p.line()
	p.paragraph(r.Conclusion, "")
	if r.Reason == "" {
		r.textSameDay(&p)
		r.textLags(&p)
		r.textRegression(&p)
		r.textPeriods(&p)
	}
	r.textSeries(&p)
	return p.String()
}

func (r CorrelateReport) setting() string {
	asOf := ""
	if r.AsOf != nil {
		asOf = " As known at " + r.AsOf.Format("2006-01-02 15:04 UTC") + "."
	}
	half := ""
	if r.HalfLife.OK {
		half = fmt.Sprintf(" Half-life of the stock %g fixings.", r.HalfLife.Value)
	}
	if r.Control != "" {
		half += " Control " + string(r.Control) + controlLagWords(r.ControlLag) + "."
	}
	sample := count(r.N, "pair")
	if r.N > 0 {
		sample += fmt.Sprintf(" of %s to %s (set dates)", r.From, r.To)
	}
	return fmt.Sprintf("%s, %s on %s; %s.%s Lags: %s. %s random orders, seed %d.%s",
		sample, count(r.NEvents, "event"), count(r.NEventDays, "day"), r.Direction, half, r.LagMeaning, thousands(r.Draws), r.Seed, asOf)
}

func ratio(ci [2]stat.Maybe) string {
	if !ci[0].OK {
		return "–"
	}
	return signed(ci[0], 2) + " to " + signed(ci[1], 2)
}

func (r CorrelateReport) textSameDay(p *page) {
	p.heading("Same fixing")
	q := r.Pearson
	p.columns([][]string{
		{"", "r", "95 % interval", "p"},
		{"Pearson, effective days", signed(q.R, 3), ratio(q.CIEff), FormatP(q.PEff)},
		{"Pearson, circular shift", signed(q.R, 3), "", FormatP(q.PShift)},
		{"Pearson, Newey-West", signed(q.R, 3), "", FormatP(q.PHAC)},
		{"Pearson, stationary bootstrap", signed(q.R, 3), ratio(q.Boot), ""},
		{"Spearman, effective days", signed(r.Spearman.Rho, 3), ratio(r.Spearman.CIEff), FormatP(r.Spearman.PEff)},
		{"Spearman, circular shift", signed(r.Spearman.Rho, 3), "", FormatP(r.Spearman.PShift)},
		{"Kendall tau-b, effective days", signed(r.Kendall.Tau, 3), ratio(r.Kendall.CIEff), FormatP(r.Kendall.PEff)},
		{fmt.Sprintf("Kendall tau-b, %s", count(r.Kendall.Shifts, "circular shift")), signed(r.Kendall.Tau, 3), "", FormatP(r.Kendall.PShift)},
		{"(as if days were independent)", "", "", ""},
		{"Pearson", signed(q.R, 3), ratio(q.CI), FormatP(q.P)},
		{"Spearman", signed(r.Spearman.Rho, 3), ratio(r.Spearman.CI), FormatP(r.Spearman.P)},
		{"Kendall tau-b", signed(r.Kendall.Tau, 3), ratio(r.Kendall.CI), FormatP(r.Kendall.P)},
	})
}

func (r CorrelateReport) textLags(p *page) {
	if len(r.CCF) == 0 {
		return
	}
	p.heading("Leads and lags")
	p.paragraph(fmt.Sprintf("Largest of %d lags: r = %s at k = %s; %s over all lags by random orders, %s by rotation, %s by Newey-West, which allows for changing volatility. Bounds for one lag: ±%s (white noise), ±%s (Bartlett); %d lags beyond, %s expected by chance.",
		len(r.CCF), signed(r.CCFMax.R, 3), offset(*r.CCFMax.Lag), equalsP(r.CCFMax.PPermutation), equalsP(r.CCFMax.PShift), equalsP(r.CCFMax.PHAC), plain(r.Bounds.White, 3), plain(r.Bounds.Bartlett, 3),
		r.Bounds.Beyond, plain(r.Bounds.Expected, 1)), "")
	rows := [][]string{{"k", "r", "pre-whitened", ""}}
	for i, l := range r.CCF {
		if l.Lag < -5 || l.Lag > 10 {
			continue
		}
		white := "–"
		if i < len(r.Whitened.CCF) {
			white = signed(stat.Some(r.Whitened.CCF[i].R), 3)
		}
		rows = append(rows, []string{offset(l.Lag), signed(stat.Some(l.R), 3), white, ""})
	}
	p.columns(rows)
	for _, g := range []struct {
		words string
		row   GrangerRow
	}{{"Tension helps predict the rate", r.Granger.TensionToRate}, {"The rate helps predict tension", r.Granger.RateToTension}} {
		if g.row.P.OK {
			p.line(fmt.Sprintf("%s? Granger F(%d, %d) = %s, %s, %s by AIC; %s with errors that allow for changing volatility (HC3).",
				g.words, g.row.DF1, g.row.DF2, plain(g.row.F, 2), equalsP(g.row.P), count(g.row.Lag, "lag"), equalsP(g.row.Robust)))
		}
	}
}

func (r CorrelateReport) textRegression(p *page) {
	if len(r.OLS.Terms) > 0 {
		p.heading(fmt.Sprintf("Regression of the same fixing (n = %d, R2 = %s, Newey-West lag %d, %s)", r.OLS.N, plain(r.OLS.R2, 4), r.OLS.Lag, lagWords[r.OLS.LagBy]))
		rows := [][]string{{"", "coefficient", "se", "t", "p", fmt.Sprintf("fixed-b, lag %d", r.OLS.FixedBLag)}}
		for _, k := range r.OLS.Terms {
			verdict := "not rejected at 5 %"
			if *k.FixedB {
				verdict = "rejected at 5 %"
			}
			rows = append(rows, []string{k.Name, fmt.Sprintf("%+.5f", k.Coef), fmt.Sprintf("%.5f", k.SE), signed(k.T, 2), FormatP(k.P), verdict})
		}
		p.columns(rows)
	}
	if len(r.Projection) == 0 {
		return
	}
	p.heading("Response to one unit of tension, by fixings after (pointwise bands)")
	rows := [][]string{{"h", "response", "90 % band", "95 % band", "n"}}
	for _, h := range r.Projection {
		rows = append(rows, []string{fmt.Sprint(h.H), fmt.Sprintf("%+.4f", h.Beta), band(h.Lo90, h.Hi90), band(h.Lo95, h.Hi95), fmt.Sprint(h.N)})
	}
	p.columns(rows)
}

// lagWords say where a Newey-West lag is from.
var lagWords = map[string]string{"rule": "by the rule 4(n/100)^(2/9)", "asked": "as asked"}

func band(lo, hi stat.Maybe) string {
	if !lo.OK {
		return "–"
	}
	return fmt.Sprintf("%+.4f to %+.4f", lo.Value, hi.Value)
}

func (r CorrelateReport) textPeriods(p *page) {
	if len(r.Periods) < 2 {
		return
	}
	p.heading("By period")
	rows := [][]string{{"from", "to", "n", "r", "95 % interval", "p eff.", "p shift", "p N-W", "q of the largest p"}}
	for _, q := range r.Periods {
		rows = append(rows, []string{q.From.String(), q.To.String(), fmt.Sprint(q.N), signed(q.Pearson.R, 2), ratio(q.Pearson.CIEff), FormatP(q.Pearson.PEff), FormatP(q.Pearson.PShift), FormatP(q.Pearson.PHAC), FormatP(q.QRobust)})
	}
	p.columns(rows)
}

func (r CorrelateReport) textSeries(p *page) {
	p.heading("The series themselves")
	s := r.Stationary
	p.columns([][]string{{"", "ADF p", "KPSS p"}, {"target", FormatP(s.Target.ADFP), s.Target.KPSSText()}, {"tension", FormatP(s.Tension.ADFP), s.Tension.KPSSText()}})
	v := r.Volatility
	p.line(fmt.Sprintf("Volatility a year, %%: realised over the last 20 returns %s, exponentially weighted %s, GARCH(1,1) %s (persistence %s).",
		plain(v.Realised, 1), plain(v.EWMA, 1), plain(v.GARCHNext, 1), plain(v.Persistence, 3)))
	b := r.Breaks
	if b.Chow.P.OK {
		p.line(fmt.Sprintf("Chow test at %s: F(%d, %d) = %s, %s.", b.Chow.Date, b.Chow.DF1, b.Chow.DF2, plain(b.Chow.F, 2), equalsP(b.Chow.P)))
	}
	if b.CUSUM.P.OK {
		p.line(fmt.Sprintf("OLS-CUSUM: %s, %s, farthest on %s.", plain(b.CUSUM.Stat, 3), equalsP(b.CUSUM.P), b.CUSUM.At))
	}
	if b.BaiPerron.Reason == "" {
		p.line(fmt.Sprintf("Bai-Perron, breaks in the mean of the target by least BIC (segments of at least %d fixings, to within %d): %s.", b.BaiPerron.MinSegment, b.BaiPerron.Block, breakDates(b.BaiPerron)))
	}
}

func breakDates(b BaiPerronRow) string {
	if len(b.Dates) == 0 {
		return "none"
	}
	return dates(b.Dates)
}
