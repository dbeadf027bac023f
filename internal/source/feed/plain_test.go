package feed

import "testing"

// A control character in a headline costs the character, not the draft.
func TestPlainDropsControlCharacters(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"Talks\x1b[31m in\x07 Geneva": "Talks [31m in Geneva", "Talks&#0;&#8;": "Talks\ufffd", "a\u0085b<br>c": "a b\nc"} {
		if got := plain(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}
