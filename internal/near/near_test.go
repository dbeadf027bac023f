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
