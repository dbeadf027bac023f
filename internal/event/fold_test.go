package event

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "  ": "", "«…» -- '": "", "Détente": "detente", "DE\u0301TENTE": "detente",
		"Mr Macron's 5-hour talks; RUS-FRA": "mr macron s 5 hour talks rus fra",
		"ПОЛЁТ в Київ":                      "полет в киів", "Łódź Straße Øre": "lodz strasse ore", "NEAR\x00(a OR b)*": "near a or b",
		"\xff\xfebroken": "broken",
	} {
		if got := Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}

// The table of letters must agree with Unicode's own decomposition, for every letter that events in Europe are written with.
func TestFoldTakesOffTheAccentsThatUnicodeKnows(t *testing.T) {
	t.Parallel()
	for _, block := range [][2]rune{{0xC0, 0x24F}, {0x386, 0x3CE}, {0x400, 0x52F}} {
		for r := block[0]; r <= block[1]; r++ {
			if !unicode.IsLetter(r) || strings.ContainsRune("ǮǯѶѷӚӛӪӫ", r) {
				continue
			}
			whole, apart := Fold(string(r)), Fold(norm.NFD.String(string(r)))
			if whole != apart {
				t.Errorf("%c: composed %q, decomposed %q", r, whole, apart)
			}
		}
	}
}

func TestFilterTextMeansBeginningsOfWords(t *testing.T) {
	t.Parallel()
	e := Event{Title: "Macron arrives in Moscow", Summary: "Five hours at a long table.", Location: "Кремль", Actors: []string{"FRA", "RUS"}}
	for text, want := range map[string]bool{
		"": true, "  ": true, "mac mosc": true, "TABLE five": true, "кремл": true, "fra": true, "fra-rus": true,
		"cron": false, "macron paris": false, "-- \"*": false, "macron OR paris": false, "title:macron": false,
	} {
		if got := (Filter{Text: text}).matchText(e); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
