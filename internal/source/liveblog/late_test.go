package liveblog

import (
	"regexp"
	"testing"
)

// A pattern that does not compile would be found by the first reader otherwise.
func TestEveryPatternCompiles(t *testing.T) {
	t.Parallel()
	all := []func() *regexp.Regexp{stated, bare, alone, datePart, afterNumber, ofRoubles, elsewhen, weakest, dearest, notPrice,
		opensWithQuote, goesOn, background, ago, sentenceEnd, abbreviation}
	for _, m := range mentions {
		all = append(all, m.before, m.costs, m.behind)
	}
	for _, pattern := range all {
		if pattern().String() == "" {
			t.Error("an empty pattern")
		}
	}
}
