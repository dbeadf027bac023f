package near

import (
	"slices"
	"testing"
)

func TestWordsAreTheLikestThree(t *testing.T) {
	t.Parallel()
	among := []string{"UKR", "UZB", "UKRAINE", "USA", "cbr:USDRUB", "cbr:EURRUB", "20220207-macron-in-moscow"}
	for _, tt := range []struct {
		word string
		want []string
	}{
		{"UKRA", []string{"UKR", "UKRAINE"}}, {"XXXX", nil}, {"cbr:USDRUP", []string{"cbr:USDRUB"}},
		{"20220207-macron-in-mosco", []string{"20220207-macron-in-moscow"}}, {"", nil},
	} {
		got := Words(tt.word, among)
		if tt.word == "" {
			got = slices.DeleteFunc(got, func(w string) bool { return len(w) > 1 })
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestHint(t *testing.T) {
	t.Parallel()
	if got := Hint(nil) + Hint([]string{"a", "b"}); got != " (near it: a, b)" {
		t.Error(got)
	}
}

// What is counted near the diagonal alone is the whole count, as far as it is asked for.
func TestDistanceIsExactUpToTheMost(t *testing.T) {
	t.Parallel()
	words := []string{"", "a", "b", "ab", "ba", "summit", "sumit", "summits", "mutiny", "kitten", "sitting", "20220207-macron", "2022-02-07-macron", "macron-20220207"}
	for _, a := range words {
		for _, b := range words {
			whole := edits(a, b)
			for most := range 12 {
				if got := distance(a, b, most); got != whole && (got <= most || whole <= most) {
					t.Errorf("%q to %q at most %d: %d, want %d", a, b, most, got, whole)
				}
			}
		}
	}
}

// edits counts by the whole table.
func edits(a, b string) int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
		for j := range table[i] {
			switch {
			case i == 0 || j == 0:
				table[i][j] = i + j
			case a[i-1] == b[j-1]:
				table[i][j] = table[i-1][j-1]
			default:
				table[i][j] = 1 + min(table[i-1][j-1], table[i-1][j], table[i][j-1])
			}
		}
	}
	return table[len(a)][len(b)]
}
