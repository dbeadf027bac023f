package cbr

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
)

func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/cbr_*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		w := march(fx.CBRUSD)
		var a source.Answer
		if err := decode(fetch.Reply{Body: body}, w, &a); err != nil {
			return
		}
		for i, x := range a.Fixings {
			if err := x.Validate(); err != nil || !w.Contains(x.Effective) || x.Series != w.Series || (i > 0 && !a.Fixings[i-1].Effective.Before(x.Effective)) {
				t.Errorf("row %d: %+v, %v", i, x, err)
			}
		}
	})
}

// TestMutationsAreReported changes one byte of the recorded answer at a time: a rate that differs from the recorded one
// of its day, or a day that is gone, must not pass without an error or a rejection.
func TestMutationsAreReported(t *testing.T) {
	t.Parallel()
	body := recorded(t, "cbr_XML_dynamic_R01235_2026-03-01_05.xml")
	w := march(fx.CBRUSD)
	want := map[string]string{"2026-03-03": "77.1734", "2026-03-04": "77.6093", "2026-03-05": "77.8009"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		at, to := random.IntN(len(body)), byte(random.IntN(96)+32)
		if random.IntN(2) == 0 {
			to = "0123456789,.<>/\""[random.IntN(16)]
		}
		mutated := append([]byte(nil), body...)
		mutated[at] = to
		var a source.Answer
		if err := decode(fetch.Reply{Body: mutated}, w, &a); err != nil || len(a.Rejected) > 0 {
			continue
		}
		good := len(a.Fixings) == len(want)
		for _, f := range a.Fixings {
			good = good && want[f.Effective.String()] == f.Value.String() && f.Nominal == 1
		}
		if !good && !dated(body, at) {
			t.Errorf("byte %d %q -> %q passed: %+v", at, body[at], to, a.Fixings)
		}
	}
}

// dated tells whether the byte stands in a row's date. A date that moves to a neighbouring free day inside the range
// cannot be told from a true one by the answer alone; the collector reports the stored day that is then missing.
func dated(body []byte, at int) bool {
	const mark = `Date="`
	for i := max(0, at-len(mark)-10); i <= at; i++ {
		if i+len(mark) <= len(body) && string(body[i:i+len(mark)]) == mark && at >= i+len(mark) && at < i+len(mark)+10 {
			return true
		}
	}
	return false
}
