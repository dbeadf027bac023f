package analysis

import (
	"fmt"
	"math"
	"strings"

	"detente/internal/analysis/stat"
	"detente/internal/fx"
)

// conclusion says in plain words what the correlation found. It never says why.
func (c *correlate) conclusion() string {
	r := &c.report
	if r.Reason != "" {
		return "Nothing was computed: " + r.Reason + "."
	}
	p := r.Pearson
	if !p.R.OK {
		return fmt.Sprintf("Over %s the correlation of %s with %s is not defined: %s.", count(r.N, "fixing"), c.regressor(), targetWords(r.Target, r.Series.Pair()), p.R.Reason)
	}
	text := fmt.Sprintf("Over %s from %s to %s the correlation of %s with %s was %s", count(r.N, "fixing"), r.From.Words(), r.To.Words(),
		c.regressor(), targetWords(r.Target, r.Series.Pair()), signed(p.R, 2))
	if p.CIEff[0].OK {
		text += fmt.Sprintf(" (95 %% CI %s to %s, worth %s independent days)", signed(p.CIEff[0], 2), signed(p.CIEff[1], 2), thousands(int(math.Round(p.NEff.Value))))
		if beyondZero(p.CIEff) && p.Boot[0].OK && !beyondZero(p.Boot) {
			text = strings.TrimSuffix(text, ")") + fmt.Sprintf("; %s to %s by stationary bootstrap)", signed(p.Boot[0], 2), signed(p.Boot[1], 2))
		}
	}
	return text + ". " + p.verdict(c.drifting())
}

// beyondZero tells that an interval leaves zero out.
func beyondZero(ci [2]stat.Maybe) bool { return ci[0].Value*ci[1].Value > 0 }

func (c *correlate) regressor() string {
	if c.report.Tension == TensionStock {
		return fmt.Sprintf("the stock of tension (half-life %g fixings)", c.report.HalfLife.Value)
	}
	return "the flow of tension"
}

func targetWords(target string, pair fx.Pair) string {
	owner := subject(pair)
	switch target {
	case TargetAbsReturn:
		return owner + " absolute daily move"
	case TargetVolatility:
		return fmt.Sprintf("%s realised volatility over %d fixings", owner, volatilityWidth)
	case TargetLevel:
		return owner + " level"
	}
	if pair.Quote() == "RUB" {
		return "the rouble's daily move (+ = rouble weaker)"
	}
	return "the rate's daily move (+ = higher price)"
}

// verdict reads the p-values that allow for autocorrelation and the one that allows for volatility that changes with
// tension; all must be small, and one side at least must not drift.
func (p PearsonRow) verdict(drifting bool) string {
	list := fmt.Sprintf("%s with the effective number of days, %s by circular shift, %s by Newey-West, which allows for changing volatility",
		equalsP(p.PEff), equalsP(p.PShift), equalsP(p.PHAC))
	if p.P.OK {
		list += fmt.Sprintf("; the naive %s ignores all of that", equalsP(p.P))
	}
	small, large := p.split()
	switch {
	case small+large == 0:
		return "No robust p-value exists: " + firstReason(p.PEff, p.PShift, p.PHAC) + "."
	case large == 0 && drifting:
		return "Both sides drift, which may make p-values too small, so the question stays open: " + list + "."
	case large == 0:
		return "Larger than chance alone lets expect at the 5 % level: " + list + "."
	case small == 0:
		return "Not distinguishable from chance: " + list + "."
	}
	return "The tests disagree, so the question stays open: " + list + "."
}

// split counts the robust p-values below 0.05 and the others.
func (p PearsonRow) split() (small, large int) {
	for _, one := range []stat.Maybe{p.PEff, p.PShift, p.PHAC} {
		switch {
		case below(one):
			small++
		case one.OK:
			large++
		}
	}
	return small, large
}

func below(p stat.Maybe) bool { return p.OK && p.Value < 0.05 }

// warnings are those of METHODS 13 that this correlation triggers, in the fixed order.
func (c *correlate) warnings() []Warning {
	var w warnings
	r := &c.report
	w.fixed(c.in.Series)
	w.add(true, WarnCause, "Predictive association, not causation: oil, interest rates and moves of the dollar at large are not all controlled for.")
	w.add(c.in.Question.Target == TargetLevel && r.N > 0 && !c.levelAllowed(), WarnLevel,
		"Levels were asked for and the level is not stationary (ADF %s for a unit root, KPSS %s against): correlation of trending levels is spurious, so it is not shown. Take returns.",
		equalsP(r.Stationary.Target.ADFP), r.Stationary.Target.equalsKPSS())
	w.add(c.drifting(), WarnLevel, "Neither side is shown to be stationary (KPSS against it: the rate %s, tension %s). Series that drift correlate easily, and the p-values may be too small for them. Take the flow of tension and daily moves.",
		r.Stationary.Target.equalsKPSS(), r.Stationary.Tension.equalsKPSS())
	p := r.Pearson
	w.add(below(p.P) && (notBelow(p.PEff) || notBelow(p.PShift)), WarnAC, "Significance disappears once autocorrelation is allowed for: naive %s, but %s with %s independent days and %s by circular shift.",
		equalsP(p.P), equalsP(p.PEff), plain(p.NEff, 0), equalsP(p.PShift))
	c.warnVolatility(&w)
	c.warnSize(&w)
	small, large := p.split()
	w.add(small > 0 && large > 0, WarnDisagree, "The robust tests disagree at 5 %%: %s with the effective number of days, %s by circular shift, %s by Newey-West. Treat the result as open.",
		equalsP(p.PEff), equalsP(p.PShift), equalsP(p.PHAC))
	w.add(r.N > 0 && r.NEventDays < 10, WarnN, "%s with tension in the sample. Read the estimates as a description.", count(r.NEventDays, "day"))
	c.warnPeriods(&w)
	w.add(len(r.CCF) > 1, WarnMT, "%d lags are shown; about %.3g outside the bounds are expected by chance, and %d are. Read the p-values of the largest of all lags, of which Newey-West's allows for changing volatility.", len(r.CCF), 0.05*float64(len(r.CCF)), r.Bounds.Beyond)
	w.add(c.in.Question.Selection.HandPicked(), WarnSel, "The events were picked by hand. Events chosen after seeing prices bias the result: state the rule of selection.")
	w.awaiting(c.in.Awaiting, c.in.Fixings)
	c.warnEvents(&w)
	w.younger(c.in.Series.ID, c.in.Question.Control, c.in.Question.ControlLag)
	if r.N > 0 {
		w.regimes(breaksOf(c.in.Breaks, c.in.Question.Series), r.From, r.To)
		w.dual(c.in.Series, c.in.Fixings, c.in.Market, r.From, r.To)
		c.warnThin(&w)
	}
	c.warnEnded(&w)
	w.add(r.NDropped+c.unpaired() > 0, WarnPartial, "%s left out because a value is missing.", count(r.NDropped+c.unpaired(), "day"))
	bare := c.bare()
	w.add(10*bare > r.N, WarnPartial, "%s of the sample before the first event that was chosen, or after the last: they count as days without tension, whether or not anybody recorded events then.", count(bare, "day"))
	return w.done()
}

// warnEnded speaks of events after the last day of a series that ended.
func (c *correlate) warnEnded(w *warnings) {
	gone := c.in.Series.Ends
	if gone.IsZero() {
		return
	}
	late := !c.report.To.IsZero() && c.in.Question.Selection.To.After(gone)
	for _, e := range c.in.Timeline {
		late = late || e.Day().After(gone)
	}
	w.add(late, WarnECB, "%s ended on %s; no later value is made up.", c.in.Series.ID, gone.Words())
}

// bare counts the rows of the sample that lie outside the events' own range. Where they are many, the zeros are of the table of events
// and not of the world.
func (c *correlate) bare() int {
	first, end := c.rangeOfEvents()
	n := 0
	for _, set := range c.sets {
		if row := c.rowOf(set); row < first || row >= end {
			n++
		}
	}
	return n
}

func (c *correlate) warnPeriods(w *warnings) {
	m := 0
	for _, p := range c.report.Periods {
		if p.QRobust.OK {
			m++
		}
	}
	w.add(m > 1, WarnMT, "%d periods are tested; about %.3g below 0.05 are expected by chance alone. Read the q-values.", m, 0.05*float64(m))
	for _, p := range c.report.Periods {
		w.add((below(p.Pearson.PEff) || below(p.Pearson.PShift)) && notBelow(p.Pearson.PHAC), WarnAC,
			"Significance in the period from %s disappears once changing volatility is allowed for: %s with the effective number of days and %s by circular shift, but %s by Newey-West.",
			p.From.Words(), equalsP(p.Pearson.PEff), equalsP(p.Pearson.PShift), equalsP(p.Pearson.PHAC))
	}
}

// warnVolatility names what is significant only if the rate's moves had one size throughout. Where wild stretches are those with
// events, random orders, rotations and Granger's F reject far too often; so do the break tests where errors depend on one another.
func (c *correlate) warnVolatility(w *warnings) {
	m, g := c.report.CCFMax, c.report.Granger
	w.add(below(m.PPermutation) && notBelow(m.PHAC), WarnAC, "Significance of the largest of all lags disappears once changing volatility is allowed for: %s by random orders, but %s by Newey-West.",
		equalsP(m.PPermutation), equalsP(m.PHAC))
	for _, one := range []struct {
		words string
		row   GrangerRow
	}{{"tension helps predict the rate", g.TensionToRate}, {"the rate helps predict tension", g.RateToTension}} {
		w.add(below(one.row.P) && notBelow(one.row.Robust), WarnAC, "Significance of Granger's test that %s disappears once changing volatility is allowed for: %s, but %s with HC3 errors.",
			one.words, equalsP(one.row.P), equalsP(one.row.Robust))
	}
	b, o := c.report.Breaks, c.report.OLS
	w.add((below(b.Chow.P) || below(b.CUSUM.P)) && (below(o.BreuschGPG) || below(o.ARCH)), WarnAC,
		"The Chow and CUSUM tests suppose independent errors of one size, and the residuals speak against it (Breusch-Godfrey %s, ARCH %s): their p-values are too small.",
		equalsP(o.BreuschGPG), equalsP(o.ARCH))
}

func notBelow(p stat.Maybe) bool { return p.OK && p.Value >= 0.05 }

func (c *correlate) unpaired() int { return len(c.x) - len(c.complete().x) }

func (c *correlate) warnEvents(w *warnings) {
	var cut partly
	after := 0
	for _, e := range c.aligned.Events {
		if e.Day0 < c.first || e.Day0 >= c.end {
			continue
		}
		cut.see(e.Event.ID, e.InPart, e.Unsure, e.Late, e.Event.Timed())
		if e.Event.CodedAt.IsZero() || e.Event.CodedAt.After(c.calendar.CutOffOn(e.Set)) {
			after++
		}
	}
	inPart := cut.n()
	w.add(inPart > 0, WarnCutoff, "For %s the same day may hold the news only in part: %s. Look at lag 1 too.", count(inPart, "event"), cut.words())
	w.add(inPart+after > 0, WarnLook, "Uses information from after the fixing: same-day pairs hold news that came while the rate was made, and severities were judged ex post (%s). A claim to predict needs lag 1 or more.", count(max(inPart, after), "event"))
}

func (c *correlate) warnThin(w *warnings) {
	days := thin(c.in.Fixings, c.in.Volumes, c.inSample)
	w.add(len(days) > 0, WarnThin, "Thin market (a weekend, or less than a quarter of the usual volume) on %s: %s.", count(len(days), "day"), dates(days))
}
