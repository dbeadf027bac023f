// Package near finds the words that somebody may have meant who wrote another one: codes, ids and names that are stored.
//
// It knows nothing of what the words stand for.
package near

import (
	"cmp"
	"slices"
	"strings"
)

// Hint names the words in brackets, for an error; nothing without words.
func Hint(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return " (near it: " + strings.Join(words, ", ") + ")"
}

const (
	longest  = 200 // bytes of a word: comparing takes their number times farthest, for each of what may be a hundred thousand others
	farthest = 8   // bytes that may differ
	mostHits = 3
)

type hit struct {
	word string
	away int
}

// Words returns the words that resemble one that is not among them, at most three, the likest first.
func Words(word string, among []string) []string {
	if len(word) > longest {
		return nil
	}
	var hits []hit // the likest first
	most := min(max(1, len(word)/3), farthest)
	for _, other := range among {
		away := distance(word, other, most)
		if len(word) > 2 && strings.HasPrefix(other, word) {
			away = min(away, 1)
		}
		if away > most {
			continue
		}
		at, _ := slices.BinarySearchFunc(hits, away+1, func(h hit, n int) int { return cmp.Compare(h.away, n) })
		hits = slices.Insert(hits, at, hit{other, away})
		if len(hits) > mostHits {
			hits = hits[:mostHits]
		}
		if len(hits) == mostHits {
			most = hits[mostHits-1].away - 1 // one that is as far comes after those that are found
		}
	}
	var out []string
	for _, h := range hits {
		out = append(out, h.word)
	}
	return out
}

// distance is how many bytes must be put in, taken out or changed to make a of b; a number above most where there are more than that.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		// Only near the diagonal can fewer than most have been put in or taken out.
		first, last := max(0, i-most), min(len(b)-1, i+most)
		corner := row[first]
		row[first] = min(i+1, most+1)
		least := row[first]
		for j := first; j <= last; j++ {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, corner+1)
			least = min(least, row[j+1])
		}
		if least > most {
			return least
		}
	}
	return row[len(b)]
}
