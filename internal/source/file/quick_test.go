package file

import (
	"math/rand/v2"
	"testing"
	"time"

	"detente/internal/fx"
)

// What the quick reading takes is what the patient one says of it.
func TestPlainNumberIsParseNumber(t *testing.T) {
	t.Parallel()
	random, taken := rand.New(rand.NewPCG(1, 1)), 0
	for range 200_000 {
		cell := make([]byte, random.IntN(20))
		for i := range cell {
			cell[i] = "0123456789.0123456789.-e "[random.IntN(25)]
		}
		got, ok := plainNumber(cell)
		if !ok {
			continue
		}
		taken++
		if want, err := fx.ParseNumber(string(cell)); err != nil || got != want {
			t.Fatalf("%q: %v, want %v (%v)", cell, got, want, err)
		}
	}
	if taken < 10_000 {
		t.Errorf("only %d numbers were plain", taken)
	}
}

func TestQuickStartIsRFC3339(t *testing.T) {
	t.Parallel()
	random, taken := rand.New(rand.NewPCG(2, 2)), 0
	q := &quick{}
	for range 200_000 {
		cell := []byte("2022-02-28T23:59:59Z")
		for range random.IntN(3) {
			cell[random.IntN(len(cell))] = "0123456789:-TZ+"[random.IntN(15)]
		}
		got, ok := q.start(cell)
		if !ok {
			continue
		}
		taken++
		if want, err := time.Parse(time.RFC3339, string(cell)); err != nil || !got.Equal(want) {
			t.Fatalf("%q: %v, want %v (%v)", cell, got, want, err)
		}
	}
	if taken < 10_000 {
		t.Errorf("only %d instants were plain", taken)
	}
}
