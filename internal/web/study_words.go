package web

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
	"detente/internal/fx"
	"detente/internal/words"
)

// dash stands where a number is missing; the reason stands beside it.
const dash = "–"

func pct(v stat.Maybe) string { return figure(v, 2) }

// figure prints a number with its sign, a missing one as a dash.
func figure(v stat.Maybe, decimals int) string {
	if !v.OK {
		return dash
	}
	return signed(v.Value, decimals)
}

// unsigned prints a number without a plus.
func unsigned(v stat.Maybe, decimals int) string { return strings.TrimPrefix(figure(v, decimals), "+") }

// whole prints a count that a formula gave, such as an effective number of days.
func whole(v stat.Maybe) string {
	if !v.OK {
		return dash
	}
	return count(int(math.Round(v.Value)))
}

// between prints an interval, or a dash where either end is missing.
func between(lo, hi stat.Maybe, decimals int) string {
	if !lo.OK || !hi.OK {
		return dash
	}
	return figure(lo, decimals) + " to " + figure(hi, decimals)
}

var (
	hyphenMinus = regexp.MustCompile(`(^|[\s(\[,:±=])-(\d)`)
	exponent    = regexp.MustCompile(`\d(?:\.\d)?e-\d+`)
	thousands   = regexp.MustCompile(`(^|[\s(])(\d{1,3}(?:,\d{3})+)($|[\s).;:])`)
)

var superscripts = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// typeset gives a sentence of package analysis real minus signs, thin spaces between thousands, and decimals down to 0.0001 or powers
// of ten, which no line ends inside of: it is written for terminals too.
func typeset(s string) string {
	s = strings.ReplaceAll(s, "'", "’")
	s = hyphenMinus.ReplaceAllString(hyphenMinus.ReplaceAllString(s, "$1"+minus+"$2"), "$1"+minus+"$2") // twice: matches may share a sign
	s = thousands.ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, ",", thinSpace) })
	return exponent.ReplaceAllStringFunc(s, func(m string) string {
		digits, power, _ := strings.Cut(m, "e-")
		switch power = strings.TrimLeft(power, "0"); power {
		case "3", "4":
			return "0." + strings.Repeat("0", int(power[0]-'1')) + strings.Replace(digits, ".", "", 1)
		}
		return digits + noBreak + "×" + noBreak + "10⁻" + superscripts.Replace(power)
	})
}

// weighed is a conclusion in two parts: what it says, and the p-values of the tests that it rests on, which are read after it.
type weighed struct{ Said, Tests string }

// weigh says a conclusion in a language and parts it at the colon before its tests; one of a single test stays whole.
func weigh(l words.Language, conclusion string) weighed {
	text, _ := l.Spell(conclusion).(string)
	at := strings.LastIndex(text, ": ")
	if at < 0 || strings.Count(text[at:], noBreak+"=") < 2 {
		return weighed{Said: text}
	}
	return weighed{text[:at+1], text[at+2:]}
}

// pText prints a p-value as analysis does.
func pText(p stat.Maybe) string { return typeset(analysis.FormatP(p)) }

// windowText prints a closed range of fixings as papers do: [0,+1].
func windowText(w [2]int) string { return "[" + tauText(w[0]) + "," + tauText(w[1]) + "]" }

// tauText prints an offset in fixings: −1, 0, +1.
func tauText(n int) string {
	switch {
	case n > 0:
		return "+" + count(n)
	case n < 0:
		return minus + count(-n)
	}
	return "0"
}

// pairText is a series in words: "USD/RUB, Bank of Russia".
func pairText(id fx.SeriesID) string {
	series, ok := fx.Known(id)
	if !ok {
		series = fx.Series{ID: id}
	}
	return id.Pair().String() + ", " + series.Publisher()
}

// warningView is a warning with the place that explains it.
type warningView struct{ Code, Text string }

// clauseEnds are where the first clause of a warning may end; the shortest head is briefest bytes long.
var clauseEnds = []string{": ", "; ", ". ", ", so ", ", by ", " on ", " ("}

const briefest = 10

// inBrief cuts a warning after its first clause.
func inBrief(text string) (head, rest string) {
	at := len(text)
	for _, end := range clauseEnds {
		if i := strings.Index(text, end); i >= briefest && i < at && !counted.MatchString(text[i:]) {
			at = i
		}
	}
	if at == len(text) {
		return text, ""
	}
	return text[:at] + ".", capital(strings.TrimLeft(text[at:], ":;., "))
}

// counted is a colon before a number that ends its clause; a day goes on.
var counted = regexp.MustCompile(`^: \d+[,.;]`)

// firstWarnings are in sight on a narrow screen, so that the number is too; the order of warnings puts what undoes a result first.
const firstWarnings = 1

// foldedWarnings is warnings as a page shows them: the rest is folded away where there is little room.
type foldedWarnings struct{ First, Rest []foldedWarning }

// foldedWarning is a line, with the rest of the warning folded away under it.
type foldedWarning struct{ Code, Head, Rest string }

// fold says the warnings in a language and folds them.
func fold(l words.Language, list []warningView) foldedWarnings {
	all := make([]foldedWarning, len(list))
	for i, w := range list {
		head, rest := inBrief(fmt.Sprint(l.Spell(w.Text)))
		all[i] = foldedWarning{w.Code, head, rest}
	}
	n := min(firstWarnings, len(all))
	return foldedWarnings{all[:n], all[n:]}
}

// subjectID is a series that a warning begins with: a reader knows it by its pair.
var subjectID = regexp.MustCompile(`^[a-z]+:([A-Z]{3})([A-Z]{3}) is a`)

func warningViews(list []analysis.Warning) []warningView {
	views := make([]warningView, len(list))
	for i, w := range list {
		views[i] = warningView{w.Code, typeset(subjectID.ReplaceAllString(w.Text, "$1/$2 is a"))}
	}
	return views
}
