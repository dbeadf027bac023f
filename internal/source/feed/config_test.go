package feed

import (
	"errors"
	"strings"
	"testing"
)

func TestDefaultsAreValid(t *testing.T) {
	t.Parallel()
	if err := Validate(Defaults()); err != nil {
		t.Error(err)
	}
	for _, c := range Defaults() {
		if len(c.AnyOf) == 0 || c.Title == "" || c.Tier == "" {
			t.Errorf("%s: %+v", c.Name, c)
		}
	}
}

func TestValidateRefuses(t *testing.T) {
	t.Parallel()
	const good = "https://example.org/feed"
	for says, list := range map[string][]Config{
		"name":      {{Name: "Two Words", URL: good}},
		"address":   {{Name: "a", URL: "ftp://example.org"}},
		"user":      {{Name: "a", URL: "https://me:secret@example.org/feed"}},
		"keyword":   {{Name: "a", URL: good, AnyOf: []string{"*"}}},
		"twice":     {{Name: "a", URL: good}, {Name: "a", URL: good + "2"}},
		"\"file://": {{Name: "a", URL: "file:///etc/passwd"}},
	} {
		if err := Validate(list); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want ErrConfig that says %q", err, says)
		}
	}
}

func TestKeywords(t *testing.T) {
	t.Parallel()
	c := Config{AnyOf: []string{"sanction*", "Nord Stream", "ЕС"}, NoneOf: []string{"football"}}
	for text, want := range map[string]bool{
		"New SANCTIONS adopted":         true,
		"Nord-Stream pipeline":          true,
		"A stream in the north":         false,
		"Sanctions for a football club": false,
		"ЕС ответил":                    true,
		"весь день":                     false, // holds the letters of ЕС
		"":                              false,
	} {
		if got := c.wants(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if !(Config{}).wants("anything") {
		t.Error("no keywords must take everything")
	}
}
