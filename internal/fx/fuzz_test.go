package fx

import (
	"strconv"
	"testing"
)

// A rate prints exactly as it was published.
func FuzzParseRate(f *testing.F) {
	for _, seed := range []string{"75.6806", "0.000000000001", "9223372036854775807", "9223372036854775808", "1e3", "75,6806", "+1", "007.50", "NaN", "0.0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRate(text)
		if err != nil {
			return
		}
		again, err := ParseRate(r.String())
		if err != nil || again != r || r.Unscaled <= 0 {
			t.Fatalf("%q became %v and then %v (%v)", text, r, again, err)
		}
		want, err := strconv.ParseFloat(text, 64)
		if err != nil || !(r.Float() > want*(1-1e-12) && r.Float() < want*(1+1e-12)) {
			t.Fatalf("%q is read as %g, not %g (%v)", text, r.Float(), want, err)
		}
	})
}

func FuzzParseSeriesID(f *testing.F) {
	for _, seed := range []string{"cbr:USDRUB", "moex:USDRUB:1m", ":USDRUB", "cbr:", "a:b:c:d", "cbr:usdrub", "\x00:USDRUB"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseSeriesID(text)
		if err == nil && (string(id) != text || id.Source() == "" || len(id.Pair()) != 6) {
			t.Fatalf("%q became %q of %q and %q", text, id, id.Source(), id.Pair())
		}
	})
}
