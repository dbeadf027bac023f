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

const longest = 200 // bytes

// Words returns the words that resemble one that is not among them, at most three, the likest first.
func Words(word string, among []string) []string {
	if len(word) > longest { // comparing takes the product of the lengths
		return nil
	}
	distances := map[string]int{}
	var out []string
	for _, other := range among {
		d := distance(word, other)
		if len(word) > 2 && strings.HasPrefix(other, word) {
			d = min(d, 1)
		}
		if d <= max(1, len(word)/3) {
			distances[other] = d
			out = append(out, other)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(distances[a], distances[b]) })
	return out[:min(3, len(out))]
}

// distance is how many bytes must be put in, taken out or changed to make a of b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}
