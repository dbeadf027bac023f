package file

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"detente/internal/fx"
)

// layout is the columns of a file in their order, and what they make it.
type layout struct {
	kind    Kind
	columns []string
	index   map[string]int
	candle  [7]int             // where candleColumns stand, -1 where one is left out
	pairs   map[string]fx.Pair // of the columns of wide rates: usd_rub is USDRUB
}

// The columns that each kind knows, in the order in which exports write them.
var (
	longColumns   = []string{"series", "date", "value", "nominal"}
	candleColumns = []string{"series", "start", "open", "high", "low", "close", "volume"}
	eventColumns  = []string{"id", "occurred_at", "precision", "title", "summary", "category", "actors", "location",
		"goldstein", "cameo", "importance", "status", "source_name", "source_url",
		"ended_at", "origin", "verified", "source_tier", "time_basis", "announced_at", "coded_by", "coded_at"}
	// wideColumns are those a JSON object of wide rates may leave out.
	wideColumns = []string{"date", "usd_rub", "eur_rub", "eur_usd"}
)

// required are the columns without which a file of that shape cannot be read.
var required = map[string][]string{
	"long":    longColumns[:3],
	"candles": candleColumns[:6],
	"events":  {"occurred_at", "title"},
	"wide":    {"date"},
}

var pairColumn = regexp.MustCompile(`^[a-z]{3}_[a-z]{3}$`)

// EventColumns lists the columns of an event file in the order of the exports. The slice is the caller's own.
func EventColumns() []string { return slices.Clone(eventColumns) }

// layoutOf tells a file's kind by its columns; one that none of them tells is taken for the usual kind. The error is an
// *Error with a Problem for each wrong column, or with one where no column is known.
func layoutOf(columns []string, usual Kind) (layout, error) {
	l := layout{columns: columns, index: map[string]int{}, pairs: map[string]fx.Pair{}}
	shape, known := shapeOf(columns, usual)
	l.kind = shape.kind()
	if !slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(known, c) || pairColumn.MatchString(c) }) {
		return l, &Error{Problems: []Problem{{Line: 1, Value: strings.Join(columns, ", "),
			Reason: "no column has a known name: the first line names the columns, so a title above it has to go: want " + shape.wanted(known)}}}
	}
	var problems []Problem
	for i, c := range columns {
		_, twice := l.index[c]
		l.index[c] = i
		switch {
		case c == "":
			problems = append(problems, Problem{Line: 1, Reason: fmt.Sprintf("column %d has no name: name it, or delete it", i+1)})
		case twice:
			problems = append(problems, Problem{Line: 1, Column: c, Reason: "the column is named twice: keep one"})
		case slices.Contains(known, c) && (shape != "wide" || c == "date"):
		case shape == "wide" && pairColumn.MatchString(c):
			l.pairs[c] = fx.Pair(strings.ToUpper(strings.ReplaceAll(c, "_", "")))
		default:
			problems = append(problems, Problem{Line: 1, Value: c, Reason: "unknown column: want " + shape.wanted(known)})
		}
	}
	for i, c := range candleColumns {
		l.candle[i] = -1
		if at, ok := l.index[c]; ok {
			l.candle[i] = at
		}
	}
	for _, c := range required[string(shape)] {
		if _, ok := l.index[c]; !ok {
			problems = append(problems, Problem{Line: 1, Column: c, Reason: "the column is missing: want " + shape.wanted(known)})
		}
	}
	if shape == "wide" && len(l.pairs) == 0 && len(problems) == 0 {
		problems = append(problems, Problem{Line: 1, Reason: "no column holds rates: want " + shape.wanted(known)})
	}
	if len(problems) > 0 {
		return l, &Error{Problems: problems[:min(len(problems), maxProblems)]}
	}
	return l, nil
}

type shape string

// shapeOf takes the shape that the columns are nearest to, so that a misspelt column is named and not the whole file.
func shapeOf(columns []string, usual Kind) (shape, []string) {
	has := func(names ...string) bool {
		return slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(names, c) })
	}
	switch {
	case has("occurred_at", "title"):
		return "events", eventColumns
	case has("open", "close", "high", "low", "start"):
		return "candles", candleColumns
	case has("series", "value"):
		return "long", longColumns
	case usual == KindEvents && !has("date") && !slices.ContainsFunc(columns, pairColumn.MatchString):
		return "events", eventColumns
	}
	return "wide", wideColumns
}

func (s shape) kind() Kind {
	switch s {
	case "events":
		return KindEvents
	case "candles":
		return KindCandles
	}
	return KindRates
}

// wanted lists the columns, those that may be left out in brackets.
func (s shape) wanted(known []string) string {
	if s == "wide" {
		return "date and pairs such as usd_rub, eur_rub; or series, date, value, [nominal]"
	}
	words := make([]string, len(known))
	for i, c := range known {
		words[i] = c
		if !slices.Contains(required[string(s)], c) {
			words[i] = "[" + c + "]"
		}
	}
	return strings.Join(words, ", ")
}
