package analysis

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/stat"
)

// Names of the rows of a study's tests that compare with random dates; the second where windows overlap.
const (
	PlaceboTest   = eventstudy.PlaceboTest
	PlaceboSpaced = eventstudy.PlaceboSpaced
)

// FormatP prints a p-value: "0.24", "0.031", "2.1e-05", "<1e-16"; a missing one is a dash.
func FormatP(p stat.Maybe) string {
	switch {
	case !p.OK:
		return "–"
	case p.Value < 1e-16:
		return "<1e-16"
	case p.Value < 0.001:
		return strconv.FormatFloat(p.Value, 'e', 1, 64)
	case p.Value > 0.0494 && p.Value < 0.0506:
		return fmt.Sprintf("%.4f", p.Value)
	case p.Value < 0.1:
		return fmt.Sprintf("%.3f", p.Value)
	}
	return fmt.Sprintf("%.2f", p.Value)
}

// FormatPCT prints a percentage with its sign and two decimals, without the unit: "+0.42"; a missing one is a dash.
func FormatPCT(v stat.Maybe) string { return signed(v, 2) }

func signed(v stat.Maybe, decimals int) string {
	if !v.OK {
		return "–"
	}
	if math.Abs(v.Value) < math.Pow10(-decimals)/2 {
		return strconv.FormatFloat(0, 'f', decimals, 64)
	}
	return fmt.Sprintf("%+.*f", decimals, v.Value)
}

func plain(v stat.Maybe, decimals int) string {
	if !v.OK {
		return "–"
	}
	return strconv.FormatFloat(v.Value, 'f', decimals, 64)
}

// equalsP prints "p = 0.24", "p < 1e-16" or "no p".
func equalsP(p stat.Maybe) string {
	if !p.OK {
		return "no p"
	}
	text := FormatP(p)
	if strings.HasPrefix(text, "<") {
		return "p < " + text[1:]
	}
	return "p = " + text
}

// FormatStatistic prints the statistic of a test: a count or a sum of ranks as it is ("55", "2707", "13.5"), any other with its sign
// and three decimals.
func FormatStatistic(t TestRow) string {
	if t.Statistic.OK && (t.Name == eventstudy.GeneralizedSignExact || t.Name == eventstudy.WilcoxonExact) {
		return strconv.FormatFloat(t.Statistic.Value, 'f', -1, 64)
	}
	return signed(t.Statistic, 3)
}

// TestLabel is the name of a test in running text.
func TestLabel(name string) string {
	if label, ok := testLabels[name]; ok {
		return label
	}
	return name
}

var testLabels = map[string]string{
	eventstudy.CrossSectionalT:      "Cross-sectional t",
	eventstudy.PatellZ:              "Patell z",
	eventstudy.BMPT:                 "BMP",
	eventstudy.KPT:                  "BMP adjusted for overlap (Kolari-Pynnönen)",
	eventstudy.AdjustedPatellZ:      "Patell z adjusted for overlap",
	eventstudy.TimeSeriesT:          "Time-series t (Brown-Warner)",
	eventstudy.CorradoRankZ:         "Corrado rank",
	eventstudy.CorradoZivneyZ:       "Corrado-Zivney rank",
	eventstudy.GRankT:               "Generalised rank (GRANK-T)",
	eventstudy.GeneralizedSignZ:     "Generalised sign z (Cowan)",
	eventstudy.GeneralizedSignExact: "Generalised sign, exact",
	eventstudy.SignFlipExact:        "Sign-flip",
	eventstudy.WilcoxonExact:        "Wilcoxon signed rank",
	eventstudy.PlaceboTest:          "Placebo dates",
	eventstudy.SignFlipGrouped:      "Sign-flip, overlapping windows together",
	eventstudy.PlaceboSpaced:        "Placebo dates, distances kept",
}

// windowWords prints a window as texts do: [0,+1].
func windowWords(w [2]int) string { return fmt.Sprintf("[%s,%s]", offset(w[0]), offset(w[1])) }

func offset(n int) string {
	if n == 0 {
		return "0"
	}
	return fmt.Sprintf("%+d", n)
}

// count prints "1 episode", "12 episodes".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%s %ss", thousands(n), noun)
}

func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
