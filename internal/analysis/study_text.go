package analysis

import (
	"fmt"
	"strings"

	"detente/internal/analysis/stat"
)

// Text returns the report to be read: warnings, the conclusion, then numbers in the order of METHODS 4.11.
func (r StudyReport) Text() string {
	var p page
	p.line("Event study of ", r.name())
	p.paragraph(r.setting(), "")
	p.line()
	p.warn(r.Warnings)
	p.line()
	p.paragraph(r.Conclusion, "")
	r.textTests(&p)
	r.textPath(&p)
	r.textEvents(&p)
	r.textRegimes(&p)
	r.textMoves(&p)
	return p.String()
}

func (r StudyReport) name() string {
	if r.Pooled != "" {
		return string(r.Series) + " with " + string(r.Pooled)
	}
	return string(r.Series)
}

func controlLagWords(lag int) string {
	if lag == 0 {
		return ""
	}
	return " of the day before"
}

// noun is what the rows of Events are: in a study of two series each event is measured twice.
func (r StudyReport) noun() string {
	if r.Pooled != "" {
		return "measurement"
	}
	return "event"
}

// setting says on what everything below rests.
func (r StudyReport) setting() string {
	normal := "constant mean"
	if r.Model == ModelMarket {
		normal = "market model with " + string(r.Control) + controlLagWords(r.ControlLag)
	}
	clean := ""
	if r.Clean {
		clean = ", without the windows of other events"
	}
	asOf := ""
	if r.AsOf != nil {
		asOf = " As known at " + r.AsOf.Format("2006-01-02 15:04 UTC") + "."
	}
	text := fmt.Sprintf("Window %s, %s over %s%s; %s of %s to %s (set dates), log returns in percent, %s. Placebo dates %s, seed %d.%s",
		windowWords(r.Window), normal, windowWords(r.Estimation), clean, count(r.NFixings, "value"), r.SeriesFrom, r.SeriesTo, r.Direction, thousands(r.Placebos), r.Seed, asOf)
	events := fmt.Sprintf(" %s: %s used", count(r.NEvents, r.noun()), thousands(r.NUsed))
	if left := r.exclusions(); left != "" {
		events += ", " + left
	}
	return text + events + "."
}

func (r StudyReport) textTests(p *page) {
	if r.NUsed == 0 {
		return
	}
	p.heading("Average and tests")
	rows := [][]string{
		{"Episodes used", fmt.Sprint(r.NDays)},
		{"Overlapping pairs", fmt.Sprint(len(r.OverlappingPairs()))},
		{"CAAR, %", FormatPCT(r.CAAR)},
		{"95 % CI", interval(r.Interval())},
	}
	if len(r.Overlaps) > 0 {
		rows[3][0] = "95 % CI, widened for overlap"
	}
	if r.Bootstrap[0].OK {
		rows = append(rows, []string{"bootstrap 95 % CI", interval(r.Bootstrap)})
	}
	if r.Pooled != "" {
		rows[0] = []string{"Episodes used", fmt.Sprintf("%d (%s)", r.NDays, count(r.NUsed, "measurement"))}
	}
	p.columns(rows)
	p.line()
	p.columns(r.testRows())
	if text := r.Placebo.Words(); text != "" {
		p.paragraph(text, "")
	}
	if c := r.Calendar; c.P.OK {
		p.paragraph(fmt.Sprintf("Calendar-time regression on %d returns, %d of them inside a window: %s %% a day (95 %% CI %s, Newey-West lag %d %s), %s.",
			c.N, c.Days, FormatPCT(c.Effect), interval(c.CI), c.Lag, lagWords[c.LagBy], equalsP(c.P)), "")
	}
}

// testRows are the tests in reading order, the headline ones first.
func (r StudyReport) testRows() [][]string {
	table := [][]string{{"Test", "statistic", "df", "p"}}
	for i, t := range r.Tests {
		if i == len(r.Headline) {
			table = append(table, []string{"(the rest)", "", "", ""})
		}
		table = append(table, []string{TestLabel(t.Name), FormatStatistic(t), plain(t.DF, 0), FormatP(t.P)})
		if i < len(r.Headline) && isPlacebo(t.Name) && r.Placebo.SpanP.OK {
			table = append(table, []string{TestLabel(t.Name) + ", first to last episode", signed(r.CAAR, 3), "–", FormatP(r.Placebo.SpanP)})
		}
	}
	return table
}

func interval(ci [2]stat.Maybe) string {
	if !ci[0].OK {
		return "–"
	}
	return FormatPCT(ci[0]) + " to " + FormatPCT(ci[1])
}

func (r StudyReport) textPath(p *page) {
	if r.NUsed == 0 {
		return
	}
	p.heading("Average path, %")
	rows := [][]string{{"tau", "AAR", "CAAR", "95 % band", "n"}}
	for _, d := range r.Path {
		rows = append(rows, []string{offset(d.Tau), FormatPCT(d.AAR), FormatPCT(d.CAAR), interval([2]stat.Maybe{d.Lo, d.Hi}), fmt.Sprint(d.N)})
	}
	p.columns(rows)
}

func (r StudyReport) textEvents(p *page) {
	if r.NEvents == 0 {
		return
	}
	p.heading("Episodes (CAR in %, dates are set dates)")
	rows := [][]string{{"set date", "CAR", "95 % CI", "t", "p", "q", "percentile", "M", "event"}}
	for _, e := range r.Events {
		if e.Status != StatusUsed {
			continue
		}
		rows = append(rows, []string{e.SetDate.String(), FormatPCT(e.CAR), interval(e.CI), signed(e.T, 2), FormatP(e.P), FormatP(e.Q), FormatPercentile(e.Percentile), cell(e.M), r.label(e)})
	}
	p.columns(rows)
	r.textLeft(p)
}

// leftShown is how many events of one reason the text names; the tables have all.
const leftShown = 20

// textLeft lists what was merged or left out, by reason.
func (r StudyReport) textLeft(p *page) {
	ids := map[string][]string{}
	var order []string
	for _, e := range r.Events {
		if e.Status == StatusUsed {
			continue
		}
		why := fmt.Sprintf("%s, %s", e.Status, e.Reason)
		if len(ids[why]) == 0 {
			order = append(order, why)
		}
		ids[why] = append(ids[why], r.label(e))
	}
	if len(order) > 0 {
		p.heading("Merged or left out")
	}
	for _, why := range order {
		list := ids[why]
		text := strings.Join(list[:min(leftShown, len(list))], " ")
		if more := len(list) - leftShown; more > 0 {
			text += fmt.Sprintf(" and %s more", thousands(more))
		}
		p.paragraph("  "+why+": "+text, "    ")
	}
}

func (r StudyReport) label(e EventRow) string {
	if r.Pooled != "" {
		return string(e.Series) + " " + e.ID
	}
	return e.ID
}

func (r StudyReport) textRegimes(p *page) {
	if len(r.Regimes) < 2 {
		return
	}
	p.heading("By period")
	rows := [][]string{{"from", "to", "n", "CAAR, %", "95 % CI", "BMP p", "sign-flip p", "what changed"}}
	adjusted, few := false, false
	for _, g := range r.Regimes {
		n, bmp := fmt.Sprint(g.N), FormatP(g.BMP)
		if g.Few {
			n, few = n+"*", true
		}
		if g.Adjusted && g.BMP.OK {
			bmp, adjusted = bmp+" a", true
		}
		rows = append(rows, []string{g.From.String(), g.To.String(), n, FormatPCT(g.CAAR), interval(g.CI), bmp, FormatP(g.SignFlip), g.Since})
	}
	p.columns(rows)
	if few {
		p.paragraph(fmt.Sprintf("  * fewer than %d episodes: a description. Below three there is no interval and no parametric p.", fewEnough), "    ")
	}
	if adjusted {
		p.paragraph("  a: windows overlap; p and interval are adjusted for it (Kolari-Pynnönen), and sign-flip keeps overlapping windows together.", "    ")
	}
}

func (r StudyReport) textMoves(p *page) {
	if len(r.Unexplained) == 0 {
		return
	}
	p.heading("Largest abnormal days with no known event in the window")
	rows := [][]string{{"set date", "return, %", "AR, %", "t", "q"}}
	for _, m := range r.Unexplained {
		rows = append(rows, []string{m.SetDate.String(), FormatPCT(stat.Some(m.Return)), FormatPCT(stat.Some(m.AR)), fmt.Sprintf("%+.1f", m.T), FormatP(m.Q)})
	}
	p.columns(rows)
	p.paragraph(fmt.Sprintf("Picked as the largest of %s days: large by selection. The timeline holds what somebody wrote down, not everything that happened.", thousands(r.Unexplained[0].Searched)), "")
}
