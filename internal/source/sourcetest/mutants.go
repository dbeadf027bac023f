package sourcetest

import (
	"hash/fnv"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Mutants is how many spoiled answers a source is given: 10,000, or $DETENTE_MUTANTS.
func Mutants(t testing.TB) int {
	t.Helper()
	text := os.Getenv("DETENTE_MUTANTS")
	if text == "" {
		return 10_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("DETENTE_MUTANTS: %v", err)
	}
	return n
}

// Mutated gives read the body spoiled in many ways, seeded by name. read returns the rows it takes as text, nothing where it refuses
// the body. Each must be one of those it takes of the body itself; in most answers of ten thousand another may stand that
// differs from it in digits alone (see SameForm).
func Mutated(t *testing.T, name string, body []byte, most int, read func(body []byte) []string) {
	t.Helper()
	truth := map[string]bool{}
	for _, row := range read(body) {
		truth[row] = true
	}
	if len(truth) == 0 {
		t.Fatalf("%s: nothing is read of the true answer", name)
	}
	seed := fnv.New64()
	seed.Write([]byte(name))
	random, rounds := rand.New(rand.NewPCG(seed.Sum64(), 1)), Mutants(t)
	taken, digits := 0, 0
	for range rounds {
		spoiled, how := Mutate(random, body)
		rows := read(spoiled)
		taken += len(rows)
		for _, row := range rows {
			if truth[row] {
				continue
			}
			if !SameForm(spoiled, body) {
				t.Errorf("%s: %s: %s is taken of\n%.300q", name, how, row, spoiled)
			}
			digits++
			break
		}
	}
	if digits > most*max(1, rounds/10_000)+rounds/50_000 {
		t.Errorf("%s: %d answers with other digits passed, at most %d are expected", name, digits, most)
	}
	t.Logf("%s: %d answers, %d rows taken, all true but in %d that differ in digits alone", name, rounds, taken, digits)
}
