package web

import (
	"fmt"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
	"detente/internal/civil"
)

// correlationView is a report as the page prints it.
type correlationView struct {
	Refused    string // why nothing was computed; empty otherwise
	Conclusion string
	Brief      string // the setting in a line
	Setting    []fact
	Warnings   []warningView
	Same       []sameView
	Views      []link // the same question of another target
	Scatter    *figureView
	CCF        *figureView
	Rolling    *figureView
	Projection *figureView
	Lags       []lagView
	LagNote    string
	Whitened   string
	Years      []rollingView
	Horizons   []horizonView
	Unit       string // of the projection
	Periods    []correlationPeriod
	Terms      []termView
	Regression string
	Granger    []grangerView
	Stationary []stationView
	Volatility string
	Breaks     []fact
}

// sameView is one measure of the same fixing: robust p-values first, the naive one last.
type sameView struct{ ID, Name, Value, CI, NEff, PEff, PShift, PHAC, PNaive string }

type lagView struct {
	Lag, Leads, R, White string
	Beyond               bool
}

type rollingView struct{ Date, R, CI string }

type horizonView struct {
	H                      string
	Beta, SE, Inner, Wider string
	N                      int
}

type correlationPeriod struct {
	From, To, Since                                    string
	N                                                  int
	R, CI, NEff, PEff, PShift, PHAC, Q, PNaive, Reason string
}

type termView struct{ Name, Coef, SE, T, P, CI, FixedB string }

type grangerView struct{ Question, F, P, Robust, Lag, Reason string }

type stationView struct{ Name, ADF, ADFP, KPSS, KPSSP, Reason string }

func newCorrelationView(r analysis.CorrelateReport, st correlationState) (correlationView, error) {
	v := correlationView{Conclusion: typeset(r.Conclusion), Brief: correlationBrief(r), Setting: correlationSetting(r), Warnings: warningViews(r.Warnings), Refused: typeset(r.Reason)}
	for _, t := range []string{analysis.TargetReturn, analysis.TargetAbsReturn, analysis.TargetVolatility} {
		if t != r.Target {
			v.Views = append(v.Views, link{Label: targetLabels[t], URL: st.with(func(s *correlationState) { s.Question.Target = t }).at("/correlation")})
		}
	}
	v.stationary(r)
	if r.Reason != "" {
		return v, nil
	}
	v.same(r)
	v.lags(r)
	v.tables(r)
	v.tests(r)
	return v, v.figures(r)
}

func correlationSetting(r analysis.CorrelateReport) []fact {
	tension := fact{Name: "Tension", Value: "flow: the day’s events, + is escalation", Why: "flow"}
	if r.HalfLife.OK {
		tension.Value = fmt.Sprintf("stock, half-life %s fixings, + is escalation", numberText(r.HalfLife.Value))
	}
	facts := []fact{
		{Name: "Series", Value: pairText(r.Series), Note: targetLabels[r.Target] + "; " + typeset(r.Direction)},
		tension,
		{Name: "Sample", Value: plural(r.N, "fixing", "fixings"), Note: sampleSpan(r)},
		{Name: "Events", Value: plural(r.NEvents, "event", "events"), Note: fmt.Sprintf("on %s", plural(r.NEventDays, "fixing", "fixings"))},
		{Name: "Chance", Value: plural(r.Draws, "random order", "random orders"), Note: fmt.Sprintf("seed %d", r.Seed), Why: "ccf_max"},
	}
	if r.Control != "" {
		facts = append(facts, fact{Name: "Control", Value: pairText(r.Control), Note: "in the regression and the projections" + controlNote(r.ControlLag)})
	}
	if r.AsOf != nil {
		facts = append(facts, fact{Name: "As known", Value: clock(*r.AsOf)})
	}
	return facts
}

// correlationBrief is what the result rests on, in a line.
func correlationBrief(r analysis.CorrelateReport) string {
	return fmt.Sprintf("%s · %s · %s of tension · %s, %s · %s", pairText(r.Series), targetLabels[r.Target], r.Tension, plural(r.N, "fixing", "fixings"), sampleSpan(r), plural(r.NEvents, "event", "events"))
}

func sampleSpan(r analysis.CorrelateReport) string {
	if r.From.IsZero() {
		return "none"
	}
	return "set " + r.From.Words() + " to " + r.To.Words()
}

func (v *correlationView) same(r analysis.CorrelateReport) {
	p, s, k := r.Pearson, r.Spearman, r.Kendall
	v.Same = []sameView{
		{"pearson", "Pearson r", figure(p.R, 3), between(p.CIEff[0], p.CIEff[1], 2), whole(p.NEff), pText(p.PEff), pText(p.PShift), pText(p.PHAC), pText(p.P)},
		{"spearman", "Spearman ρ", figure(s.Rho, 3), between(s.CIEff[0], s.CIEff[1], 2), whole(s.NEff), pText(s.PEff), pText(s.PShift), "", pText(s.P)},
		{"kendall", "Kendall τ-b", figure(k.Tau, 3), between(k.CIEff[0], k.CIEff[1], 2), whole(k.NEff), pText(k.PEff), pText(k.PShift), "", pText(k.P)},
	}
}

// mostLags on either side of zero are in the table; the CSV has all.
const mostLags = 10

func (v *correlationView) lags(r analysis.CorrelateReport) {
	for i, l := range r.CCF {
		if l.Lag < -mostLags || l.Lag > mostLags {
			continue
		}
		row := lagView{Lag: tauText(l.Lag), Leads: leads(l.Lag, r), R: figure(stat.Some(l.R), 3), White: dash,
			Beyond: r.Bounds.White.OK && (l.R > r.Bounds.White.Value || l.R < -r.Bounds.White.Value)}
		if i < len(r.Whitened.CCF) {
			row.White = figure(stat.Some(r.Whitened.CCF[i].R), 3)
		}
		v.Lags = append(v.Lags, row)
	}
	if len(r.CCF) == 0 {
		v.LagNote = "Not computed: " + typeset(r.Bounds.Reason) + "."
		return
	}
	m := r.CCFMax
	v.LagNote = fmt.Sprintf("The largest of %d lags is r = %s at k = %s (%s): %s as the largest of all%s. Single lags of unrelated series stay within ±%s 95 times in 100 (±%s by Bartlett); %d lie beyond, about %s would by chance.",
		len(r.CCF), figure(m.R, 3), tauText(*m.Lag), leads(*m.Lag, r), "p = "+pText(m.PPermutation), rotated(m), unsigned(r.Bounds.White, 3), unsigned(r.Bounds.Bartlett, 3), r.Bounds.Beyond, unsigned(r.Bounds.Expected, 1))
	if r.Whitened.Bound.OK {
		v.Whitened = fmt.Sprintf("Pre-whitened by an autoregression of order %d: bound ±%s.", r.Whitened.Order, unsigned(r.Whitened.Bound, 3))
	}
}

// rotated adds the p-value by rotation, where the sample is long enough for one, and that by Newey-West.
func rotated(m analysis.CCFMax) string {
	robust := ", " + pText(m.PHAC) + " by Newey-West, which allows for changing volatility"
	if !m.PShift.OK {
		return " by random orders" + robust
	}
	return " by random orders, " + pText(m.PShift) + " by rotation" + robust
}

// leads says in words what a lag means.
func leads(lag int, r analysis.CorrelateReport) string {
	rate := "rate"
	if r.Series.Pair().Quote() == "RUB" {
		rate = "rouble"
	}
	switch {
	case lag > 0:
		return "tension leads"
	case lag < 0:
		return rate + " leads"
	}
	return "same fixing"
}

func (v *correlationView) tables(r analysis.CorrelateReport) {
	v.Years = yearEnds(r.Rolling)
	for _, h := range r.Projection {
		v.Horizons = append(v.Horizons, horizonView{count(h.H), figure(stat.Some(h.Beta), 4), unsigned(stat.Some(h.SE), 4), between(h.Lo90, h.Hi90, 4), between(h.Lo95, h.Hi95, 4), h.N})
	}
	v.Unit = "one point of tension"
	if len(r.Periods) < 2 {
		r.Periods = nil // the whole sample again
	}
	for _, q := range r.Periods {
		p := q.Pearson
		v.Periods = append(v.Periods, correlationPeriod{q.From.Words(), q.To.Words(), q.Since, q.N, figure(p.R, 2), between(p.CIEff[0], p.CIEff[1], 2),
			whole(p.NEff), pText(p.PEff), pText(p.PShift), pText(p.PHAC), pText(q.QRobust), pText(p.P), typeset(q.Reason)})
	}
	for _, t := range r.OLS.Terms {
		row := termView{Name: t.Name, Coef: figure(stat.Some(t.Coef), 5), SE: unsigned(stat.Some(t.SE), 5), T: figure(t.T, 2), P: pText(t.P), CI: between(t.CI[0], t.CI[1], 4), FixedB: "not rejected"}
		if t.FixedB != nil && *t.FixedB {
			row.FixedB = "rejected"
		}
		v.Terms = append(v.Terms, row)
	}
	o := r.OLS
	v.Regression = fmt.Sprintf("n = %s, R² = %s, Newey-West lag %d, %s; fixed-b with lag %d, critical |t| %s. p of the checks: Breusch-Godfrey %s, Breusch-Pagan %s, Jarque-Bera %s, ARCH %s; Durbin-Watson %s.",
		count(o.N), unsigned(o.R2, 4), o.Lag, lagBy(o.LagBy), o.FixedBLag, unsigned(o.FixedBCV, 2), pText(o.BreuschGPG), pText(o.BreuschPagan), pText(o.JarqueBera), pText(o.ARCH), unsigned(o.DW, 2))
	if len(o.Terms) == 0 {
		v.Regression = "Not computed: " + typeset(o.Reason) + "."
	}
}

// lagBy says where a Newey-West lag is from.
func lagBy(by string) string {
	if by == "asked" {
		return "as asked"
	}
	return "by the rule"
}

// yearEnds are the last window of every year and the newest one: neighbours share nearly all their fixings.
func yearEnds(all []analysis.RollingRow) []rollingView {
	var out []rollingView
	for i, w := range all {
		if !w.R.OK || (i+1 < len(all) && sameYear(w.Date, all[i+1].Date)) {
			continue
		}
		out = append(out, rollingView{w.Date.Words(), figure(w.R, 2), between(w.Lo, w.Hi, 2)})
	}
	return out
}

func sameYear(a, b civil.Date) bool { return a.String()[:4] == b.String()[:4] }
