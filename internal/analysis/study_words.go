package analysis

import (
	"fmt"
	"strings"

	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/stat"
	"detente/internal/fx"
)

// conclusion says in plain words what the study found. It never says why.
func (s *study) conclusion() string {
	r := &s.report
	switch {
	case r.NEvents == 0:
		return "No event was selected, so there is nothing to measure."
	case r.NUsed == 0:
		return "No episode could be measured: " + r.exclusions() + "."
	case r.NUsed == 1:
		return s.oneEpisode()
	}
	who := count(r.NUsed, "episode")
	if s.in.Pooled != nil {
		who = fmt.Sprintf("%s (%s in two series)", count(r.NDays, "episode"), count(r.NUsed, "measurement"))
	}
	text := fmt.Sprintf("Over %s %s average abnormal move in %s was %s %% (%s%s).", who, subject(r.Series.Pair()), windowWords(r.Window),
		FormatPCT(r.CAAR), r.Direction, interval95(r.Interval()))
	text += " " + s.verdict()
	if r.NDays == 1 {
		text += " " + oneSays
	}
	return text
}

const oneSays = "One episode says nothing about episodes in general."

func subject(pair fx.Pair) string {
	if pair.Quote() == "RUB" {
		return "the rouble's"
	}
	return "the rate's"
}

func interval95(ci [2]stat.Maybe) string {
	if !ci[0].OK {
		return "; no confidence interval: " + ci[0].Reason
	}
	return fmt.Sprintf("; 95 %% CI %s to %s", FormatPCT(ci[0]), FormatPCT(ci[1]))
}

func (s *study) oneEpisode() string {
	r := &s.report
	for _, e := range r.Events {
		if e.Status != StatusUsed {
			continue
		}
		ranked := ""
		if e.Percentile.OK {
			ranked = fmt.Sprintf(" and larger than on %s %% of other dates", FormatPercentile(e.Percentile))
		}
		if e.Comparisons().Differ() {
			ranked += ". The two comparisons disagree at 5 %, so the question stays open"
		}
		return fmt.Sprintf("In one episode %s abnormal move in %s was %s %% (+ = %s%s): %s against the days before%s. "+oneSays,
			subject(r.Series.Pair()), windowWords(r.Window), FormatPCT(e.CAR), strings.TrimPrefix(direction(r.Series.Pair(), false), "+ = "), interval95(e.CI), equalsP(e.P), ranked)
	}
	return ""
}

// verdict weighs the headline tests.
func (s *study) verdict() string {
	var parts []string
	small, large := 0, 0
	for _, e := range s.evidence() {
		parts = append(parts, e.words)
		if e.p < 0.05 {
			small++
		} else {
			large++
		}
	}
	list := strings.Join(parts, ", ")
	switch {
	case small+large == 0:
		return "No headline test can be computed: " + s.report.Tests[0].Reason + "."
	case small == 0:
		return "Not distinguishable from chance: " + list + "."
	case large == 0:
		return "Larger than chance alone lets expect at the 5 % level: " + list + "."
	}
	return "The tests disagree, so the question stays open: " + list + "."
}

// headline lists the headline tests that have a p.
func (s *study) headline() []TestRow {
	var out []TestRow
	for _, name := range s.report.Headline {
		if t, ok := s.report.Test(name); ok && t.P.OK {
			out = append(out, t)
		}
	}
	return out
}

// finding is one p that the verdict weighs.
type finding struct {
	words string
	p     float64
}

// evidence lists the headline tests that have a p; beside the placebo p of the whole series stands that of the events' own time.
func (s *study) evidence() []finding {
	var out []finding
	span := s.report.Placebo.SpanP
	for _, t := range s.headline() {
		one := finding{s.testWords(t), t.P.Value}
		if isPlacebo(t.Name) && span.OK {
			one.words += " over the whole series"
			out = append(out, one, finding{shortLabels[t.Name] + " " + equalsP(span) + " from the first to the last episode", span.Value})
			continue
		}
		out = append(out, one)
	}
	return out
}

var shortLabels = map[string]string{eventstudy.BMPT: "BMP", eventstudy.KPT: "overlap-adjusted BMP", eventstudy.SignFlipExact: "sign-flip",
	eventstudy.SignFlipGrouped: "sign-flip with overlapping windows together", eventstudy.PlaceboSpaced: "placebo with distances kept",
	eventstudy.PlaceboTest: "placebo", eventstudy.GeneralizedSignExact: "exact sign"}

func (s *study) testWords(t TestRow) string {
	text := shortLabels[t.Name] + " " + equalsP(t.P)
	least, units := s.result.SignFlips.SmallestP, count(s.report.NDays, "episode")
	if t.Name == eventstudy.SignFlipGrouped {
		least, units = s.result.GroupFlips.SmallestP, count(s.result.Groups, "group")
	}
	if isSignFlip(t.Name) && least.OK && least.Value >= 0.05 {
		text += fmt.Sprintf(" (%s allow none below %s)", units, FormatP(least))
	}
	return text
}

func isPlacebo(name string) bool {
	return name == eventstudy.PlaceboTest || name == eventstudy.PlaceboSpaced
}

func isSignFlip(name string) bool {
	return name == eventstudy.SignFlipExact || name == eventstudy.SignFlipGrouped
}

// exclusions counts the events that are not used, by status.
func (r StudyReport) exclusions() string {
	var parts []string
	for _, status := range Statuses() {
		if n := r.Statuses[status]; n > 0 && status != StatusUsed {
			parts = append(parts, fmt.Sprintf("%s %s", thousands(n), StatusWords(status)))
		}
	}
	return strings.Join(parts, ", ")
}

// Statuses lists what can become of an event, in the order of reading.
func Statuses() []EventStatus {
	return []EventStatus{StatusUsed, StatusMerged, StatusOverlap, StatusMixedSigns, StatusTooFew, StatusOutsideSeries, StatusNoDay0}
}

// StatusWords is a status in running text.
func StatusWords(s EventStatus) string {
	switch s {
	case StatusMerged:
		return "merged into an episode of the same day"
	case StatusOverlap:
		return "left out for overlap"
	case StatusMixedSigns:
		return "without one direction"
	case StatusTooFew:
		return "with too few observations before"
	case StatusOutsideSeries:
		return "outside the series"
	case StatusNoDay0:
		return "after the last fixing"
	}
	return string(s)
}

// Words say from which dates the placebo tests draw, and how widely their averages spread; empty where none was drawn.
func (p PlaceboRows) Words() string {
	if !p.SD.OK {
		return ""
	}
	text := fmt.Sprintf("%s of the series can stand for an event (full windows, no selected event within a window's length): their averages have standard deviation %s %%.",
		count(p.Eligible, "date"), plain(p.SD, 2))
	if s := p.Spaced; s.SD.OK {
		text += fmt.Sprintf(" With the distances between episodes kept it is %s %% (%s).", plain(s.SD, 2), s.how())
	}
	if p.SpanP.OK {
		text += fmt.Sprintf(" Between the first and the last episode it is %s %% (%s).", plain(p.SpanSD, 2), count(p.SpanEligible, "date"))
	}
	return text
}

func (s SpacedRows) how() string {
	if s.Moved == movedWhole {
		return fmt.Sprintf("all episodes moved as one, to %s of the %s where they fit", thousands(s.Draws), count(s.Places, "place"))
	}
	return fmt.Sprintf("%s of overlapping windows, each moved on its own, %s", count(s.Groups, "group"), count(s.Draws, "draw"))
}
