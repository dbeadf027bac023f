package main

import (
	"errors"
	"testing"
)

// A configuration is taken whole, with feeds that can be asked, or refused as a misuse.
func FuzzConfig(f *testing.F) {
	f.Add([]byte("default-feeds = false\n[[feed]]\nname = \"a\"\nurl = \"https://example.org/a\"\nany-of = [\"Russia\"]\n[gdelt]\npartners = [\"UKR\"]\n"))
	f.Add([]byte("allow = [\"10.0.0.0/8\"]\n[[feed]]\nname = \"a\"\noff = true\n"))
	f.Add([]byte("[gdelt]\nmin-sources = -1\ndrafts = 99999999999999\n"))
	f.Add([]byte("[[feed]]\nname = \"\\u0000\"\nurl = \"file:///etc/passwd\"\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := parseConfig("detente.toml", text)
		if wrong := (misuse{}); err != nil && !errors.As(err, &wrong) {
			t.Fatalf("%q: %v is no misuse", text, err)
		}
		names := map[string]bool{}
		for _, one := range c.Feeds {
			if err == nil && (one.Name == "" || names[one.Name]) {
				t.Fatalf("%q: feeds %+v", text, c.Feeds)
			}
			names[one.Name] = true
		}
	})
}
