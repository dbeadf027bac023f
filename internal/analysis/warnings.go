package analysis

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// Warning is what a reader must know before the number it stands above. Codes are those of METHODS 13, and W-SIZE, which says how
// often a printed p-value is below 0.05 though nothing happened.
type Warning struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Codes of warnings.
const (
	WarnN        = "W-N"
	WarnOverlap  = "W-OVERLAP"
	WarnEst      = "W-EST"
	WarnCutoff   = "W-CUTOFF"
	WarnFix      = "W-FIX"
	WarnRegime   = "W-REGIME"
	WarnThin     = "W-THIN"
	WarnDual     = "W-DUAL"
	WarnMT       = "W-MT"
	WarnAC       = "W-AC"
	WarnLevel    = "W-LEVEL"
	WarnLook     = "W-LOOK"
	WarnStamp    = "W-STAMP"
	WarnStale    = "W-STALE"
	WarnECB      = "W-ECB"
	WarnSel      = "W-SEL"
	WarnCause    = "W-CAUSE"
	WarnPartial  = "W-PARTIAL"
	WarnDisagree = "W-DISAGREE"
	WarnSize     = "W-SIZE"
)

// WarningCodes lists every code in the order in which warnings are printed: first what undoes the result, then what
// qualifies it, then what it is.
func WarningCodes() []string {
	return []string{WarnLevel, WarnAC, WarnDisagree, WarnSize, WarnN, WarnOverlap, WarnMT, WarnSel, WarnLook, WarnStamp, WarnStale, WarnCutoff,
		WarnPartial, WarnEst, WarnRegime, WarnDual, WarnThin, WarnECB, WarnFix, WarnCause}
}

// warnings collects warnings; done returns them in the fixed order, never nil.
type warnings []Warning

func (w *warnings) add(when bool, code, format string, args ...any) {
	if when {
		*w = append(*w, Warning{code, fmt.Sprintf(format, args...)})
	}
}

func (w warnings) done() []Warning {
	order := WarningCodes()
	slices.SortStableFunc(w, func(a, b Warning) int { return slices.Index(order, a.Code) - slices.Index(order, b.Code) })
	if w == nil {
		return []Warning{}
	}
	return w
}

// Codes joins the codes of warnings for a cell of a table, each once: "W-N;W-FIX".
func Codes(list []Warning) string {
	codes := make([]string, len(list))
	for i, w := range list {
		codes[i] = w.Code
	}
	return strings.Join(slices.Compact(codes), ";")
}

func warnStale(seconds float64) Warning {
	return Warning{WarnStale, fmt.Sprintf("Last trade %.0f minutes before the event: the price it is compared with is old.", (time.Duration(seconds) * time.Second).Minutes())}
}

func warnStamp() Warning {
	return Warning{WarnStamp, "News may have been out before this time: the price had already moved, or the stamp is uncertain by more than the shortest horizon."}
}

// fixed says what an official rate is.
func (w *warnings) fixed(series ...fx.Series) {
	for _, s := range series {
		if !s.Kind.Official() {
			continue
		}
		switch s.ID.Source() {
		case "cbr":
			w.add(true, WarnFix, "%s is a Bank of Russia fixing: a mean over a window, set the day before it takes effect; not a traded price.", s.ID)
		case "ecb":
			w.add(true, WarnFix, "%s is an ECB reference rate: taken once a day at 14:15 Central European time; not a traded price.", s.ID)
		default:
			w.add(true, WarnFix, "%s is an official rate, published once a day; not a traded price.", s.ID)
		}
	}
}

// younger says that the ECB's rate of a set date is taken after the Bank of Russia's: METHODS 2.5.
func (w *warnings) younger(series, control fx.SeriesID, lag int) {
	w.add(control.Source() == "ecb" && series.Source() == "cbr" && lag == 0, WarnLook, "The control is younger than the rate: the ECB takes %s at 14:15 Central European time, up to five hours after the Bank of Russia's fixing of that day, so the coefficient on it is too small. A control lag of 1 takes the day before's.", control)
}

// awaiting says which events of the selection are left out because nobody has decided on them. An event is past when its last day is no
// later than that of the series' last value: a report depends on the figures alone, not on the clock.
func (w *warnings) awaiting(list event.Timeline, rates []fx.Fixing) {
	scheduled, drafts := 0, 0
	for _, e := range list {
		switch {
		case e.LastDay().After(rates[len(rates)-1].Set):
		case e.Status == event.StatusScheduled:
			scheduled++
		case e.Status == event.StatusDraft:
			drafts++
		}
	}
	w.add(scheduled > 0, WarnSel, "Left out: %s of this selection whose day has passed, neither confirmed nor rejected.", count(scheduled, "scheduled event"))
	w.add(drafts > 0, WarnSel, "Left out: %s of this selection, neither confirmed nor rejected.", count(drafts, "draft"))
}

// regimes names the dates of changes of market or method strictly inside [from, to].
func (w *warnings) regimes(breaks []fx.Break, from, to civil.Date) {
	var days []string
	for _, b := range breaks {
		if b.Date.After(from) && !b.Date.After(to) {
			days = append(days, b.Date.Words())
		}
	}
	days = slices.Compact(days)
	w.add(len(days) > 0, WarnRegime, "The market or the way the rate is made changed on %s: results by period are shown separately.", listed(days, "and"))
}

// listed joins words as a sentence does: "a, b and c".
func listed(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// partly collects the events that day 0 may hold only in part, each once, and why.
type partly struct {
	ids                       map[string]bool
	averaged, untimed, unsure bool
	late                      bool
}

func (p *partly) see(id string, inPart, unsure, late, timed bool) {
	if !inPart && !unsure {
		return
	}
	if p.ids == nil {
		p.ids = map[string]bool{}
	}
	p.ids[id] = true
	p.averaged = p.averaged || (inPart && timed)
	p.untimed = p.untimed || (inPart && !timed)
	p.unsure = p.unsure || (unsure && !late)
	p.late = p.late || late
}

func (p *partly) n() int { return len(p.ids) }

// words name only the reasons that occur: a close is no average.
func (p *partly) words() string {
	var why []string
	if p.averaged {
		why = append(why, "it came while the rate was being averaged")
	}
	if p.untimed {
		why = append(why, "it has no clock time")
	}
	if p.late {
		why = append(why, "the market may have closed before it that evening")
	}
	if p.unsure {
		why = append(why, "it is near an uncertain change of the cut-off")
	}
	return listed(why, "or")
}

var capitalControls = civil.New(2022, time.February, 28)

// dual compares an official rate with the market's on the days from..to. The dual market of 2022 is known without market
// values, and is said where none are stored of it.
func (w *warnings) dual(series fx.Series, rates, market []fx.Fixing, from, to civil.Date) {
	if !series.Kind.Official() || series.ID.Pair().Quote() != "RUB" {
		return
	}
	day, apart, _ := widest(rates, market, from, to)
	w.add(apart > 2, WarnDual, "Official and market rates were up to %.1f %% apart (widest on %s): they are different prices.", apart, day.Words())
	first := slices.MaxFunc([]civil.Date{from, dualFrom}, civil.Date.Compare)
	last := slices.MinFunc([]civil.Date{to, dualTo}, civil.Date.Compare)
	_, _, compared := widest(rates, market, first, last)
	w.add(!first.After(last) && compared == 0, WarnDual, "Official and market rates diverged from late March to early April 2022, by up to 6 %%: they are different prices.")
}

// The dual market of 2022: METHODS 13.
var dualFrom, dualTo = civil.New(2022, time.March, 28), civil.New(2022, time.April, 7)

// widest returns the largest distance in percent between two series on days both have, its day, and how many days that are.
func widest(a, b []fx.Fixing, from, to civil.Date) (day civil.Date, apart float64, compared int) {
	j := 0
	for _, f := range a {
		for j < len(b) && b[j].Set.Before(f.Set) {
			j++
		}
		if j == len(b) || b[j].Set != f.Set || f.Set.Before(from) || f.Set.After(to) {
			continue
		}
		compared++
		if d := 100 * max(f.Rate()/b[j].Rate()-1, b[j].Rate()/f.Rate()-1); d > apart {
			day, apart = f.Set, d
		}
	}
	return day, apart, compared
}

// breaksOf returns the breaks that concern any of the series, ascending, each date and text once; the empty id, of a
// second series that was not asked for, is none.
func breaksOf(all []fx.Break, series ...fx.SeriesID) []fx.Break {
	series = slices.DeleteFunc(series, func(id fx.SeriesID) bool { return id == "" })
	var out []fx.Break
	for _, b := range all {
		rouble := b.Series == "" && slices.ContainsFunc(series, func(id fx.SeriesID) bool { return id.Pair().Quote() == "RUB" })
		if rouble || slices.Contains(series, b.Series) {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b fx.Break) int { return a.Date.Compare(b.Date) })
	return slices.CompactFunc(out, func(a, b fx.Break) bool { return a.Date == b.Date && a.What == b.What })
}

// thin names days of market with little trading: volume under a quarter of its median, or a weekend.
func thin(rates []fx.Fixing, volumes []float64, wanted func(civil.Date) bool) []civil.Date {
	floor := 0.0
	if len(volumes) == len(rates) && len(volumes) > 0 {
		sorted := slices.Sorted(slices.Values(volumes))
		floor = sorted[len(sorted)/2] / 4
	}
	var out []civil.Date
	for i, f := range rates {
		weekend := f.Set.Weekday() == time.Saturday || f.Set.Weekday() == time.Sunday
		if wanted(f.Set) && (weekend || (floor > 0 && volumes[i] < floor)) {
			out = append(out, f.Set)
		}
	}
	return out
}

// dates prints at most five days and the number of the rest.
func dates(days []civil.Date) string {
	var words []string
	for _, d := range days[:min(5, len(days))] {
		words = append(words, d.Words())
	}
	text := strings.Join(words, ", ")
	if more := len(days) - 5; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
