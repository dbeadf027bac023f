package liveblog

import (
	"strings"
	"testing"
	"time"
)

// Go's expressions take time in proportion to the text, so that no text makes them hang; the largest that is taken, of what
// comes nearest to a match, is read in seconds also on a busy machine.
func TestNoTextHangsThePatterns(t *testing.T) {
	t.Parallel()
	for _, near := range []string{"12:", "75.4 ", "rouble rouble to the ", "1 Jan 2022 - ", "at 11:34 GM ", strings.Repeat("a", 50) + "!"} {
		began := time.Now()
		_, _ = Parse(strings.Repeat(near, 200_000/len(near)), monday, time.UTC) // most are refused
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%q: %s", near, took)
		}
	}
}
