package words

import (
	"strings"
	"testing"
	"time"
)

// The bound is generous: without one these texts took minutes.
func TestTextMadeToBeSplitEndsSoon(t *testing.T) {
	for _, part := range []string{"of the, and 5. of; x · y ", "Windows overlap in the study of days. ", "a, b and c of 3, "} {
		for _, times := range []int{10, 60, 900} {
			begun := time.Now()
			Russian.word(strings.Repeat(part, times))
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("%d × %q: %v", times, part, took)
			} else {
				t.Logf("%d × %q: %v", times, part, took)
			}
		}
	}
}
