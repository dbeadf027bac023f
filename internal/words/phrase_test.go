package words

import "testing"

// Patterns are compiled as sentences need them; none may fail then.
func TestEveryPatternCompiles(t *testing.T) {
	t.Parallel()
	for _, p := range patterns() {
		if n := p.shape().NumSubexp(); n != len(p.verbatim) {
			t.Errorf("%s: %d arguments of %d", p.text, n, len(p.verbatim))
		}
	}
}
