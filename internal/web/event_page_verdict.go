package web

import (
	"detente/internal/analysis"
	"detente/internal/analysis/stat"
)

// verdictOn says of the pairs' p-values together what a study says of its tests.
func verdictOn(ps []stat.Maybe) string {
	small, large := 0, 0
	for _, p := range ps {
		switch {
		case p.OK && p.Value < 0.05:
			small++
		case p.OK:
			large++
		}
	}
	switch {
	case small+large == 0:
		return ""
	case small == 0:
		return "Not distinguishable from chance."
	case large == 0:
		return "Larger than chance alone lets expect at the 5 % level."
	}
	return "Larger than chance alone lets expect at the 5 % level in one pair, not in the other."
}

// verdictOf weighs an event's move in each pair, against the days before and among other dates. Where the two comparisons say
// different things of a pair, it says so and decides nothing.
func verdictOf(rows []analysis.EventRow) string {
	var ps []stat.Maybe
	measured, days, dates := 0, 0, 0
	for _, row := range rows {
		ps = append(ps, row.P)
		c := row.Comparisons()
		switch {
		case c.Differ() && c.Days:
			days++
		case c.Differ():
			dates++
		}
		if row.P.OK {
			measured++
		}
	}
	switch {
	case days+dates == 0:
		return verdictOn(ps)
	case days > 0 && dates > 0:
		return openEither
	case days == measured:
		return openDays
	case dates == measured:
		return openDates
	case days > 0:
		return openDaysOnce
	}
	return openDatesOnce
}

// Verdicts where the comparisons disagree at the 5 percent level: in both pairs, or the only one, and in one of two.
const (
	openDays      = "The two comparisons disagree, so the question stays open: larger than the days before let expect at the 5 % level, but on 5 % or more of other dates the rate moved further."
	openDates     = "The two comparisons disagree, so the question stays open: not distinguishable from chance against the days before, but on fewer than 5 % of other dates the rate moved further."
	openDaysOnce  = "In one pair the two comparisons disagree, so the question stays open: larger than the days before let expect at the 5 % level, but on 5 % or more of other dates the rate moved further."
	openDatesOnce = "In one pair the two comparisons disagree, so the question stays open: not distinguishable from chance against the days before, but on fewer than 5 % of other dates the rate moved further."
	openEither    = "The two comparisons disagree, in the two pairs in opposite ways, so the question stays open."
)
