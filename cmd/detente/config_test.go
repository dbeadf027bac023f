package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"detente/internal/source/feed"
	"detente/internal/source/gdelt"
)

func TestConfigWithoutAFileIsTheProgramsOwn(t *testing.T) {
	t.Parallel()
	p := &program{cli: &everywhere{DB: filepath.Join(t.TempDir(), "detente.db")}}
	c, err := p.configuration()
	if err != nil || len(c.Feeds) != len(feed.Defaults()) || !slices.Equal(c.GDELT.Filter.Partners, gdelt.DefaultFilter().Partners) || c.GDELT.Filter.MinSources != 2 {
		t.Errorf("%+v %v", c, err)
	}
	if err := feed.Validate(c.Feeds); err != nil {
		t.Error(err)
	}
	p.cli.Config = filepath.Join(t.TempDir(), "absent.toml")
	var wrong misuse
	if _, err := p.configuration(); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "absent.toml") {
		t.Errorf("a file that was asked for: %v", err)
	}
}

func TestConfigIsReadBesideTheDatabase(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	text := `
allow = ["10.1.0.0/16"]

# one that moved, one that is not wanted, one of our own
[[feed]]
name = "kremlin"
url = "https://example.org/kremlin.rss"

[[feed]]
name = "bbc"
off = true

[[feed]]
name = "ministry"
url = "http://10.1.2.3/feed"
tier = "official"
any-of = ["sanction*"]
none-of = []

[gdelt]
partners = ["UKR", "FRA", "CHN"]
min-sources = 3
edition = "gdelt2"
translation = true
drafts = 20
`
	if err := os.WriteFile(filepath.Join(folder, "detente.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{cli: &everywhere{DB: filepath.Join(folder, "detente.db")}}
	c, err := p.configuration()
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]feed.Config{}
	for _, f := range c.Feeds {
		named[f.Name] = f
	}
	if len(c.Feeds) != len(feed.Defaults()) || named["kremlin"].URL != "https://example.org/kremlin.rss" || named["kremlin"].Title != "Kremlin" || len(named["kremlin"].AnyOf) == 0 {
		t.Errorf("kremlin: %+v of %d", named["kremlin"], len(c.Feeds))
	}
	if _, ok := named["bbc"]; ok || named["ministry"].Tier != "official" || !slices.Equal(named["ministry"].AnyOf, []string{"sanction*"}) {
		t.Errorf("bbc or ministry: %+v", named)
	}
	g := c.GDELT
	if g.Filter.MinSources != 3 || !slices.Equal(g.Filter.West, []string{"FRA"}) || !slices.Equal(g.Filter.Home, []string{"RUS"}) || g.Edition != gdelt.Slots || !g.Translation || g.Drafts != 20 {
		t.Errorf("gdelt: %+v", g)
	}
	if len(c.Allow) != 1 || c.Allow[0].String() != "10.1.0.0/16" {
		t.Errorf("allow: %v", c.Allow)
	}
}

func TestConfigWithoutTheDefaultFeeds(t *testing.T) {
	t.Parallel()
	c, err := parseConfig("detente.toml", []byte("default-feeds = false\n[[feed]]\nname = \"one\"\nurl = \"https://example.org/\"\n"))
	if err != nil || len(c.Feeds) != 1 || c.Feeds[0].Name != "one" {
		t.Errorf("%+v %v", c.Feeds, err)
	}
}

func TestConfigErrorsNameLineAndKey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"allow = [", "line 1"},
		{"\nallow = 3", `line 2`},
		{"\nallow = [\"home\"]", `line 2, key "allow": "home": want a network`},
		{"colour = \"red\"", `line 1, key "colour": there is no such key`},
		{"[[feed]]\nname = \"a\"\nurl = \"https://example.org/\"\n\n[[feed]]\nname = \"b\"\nurl = \"https://example.org/\"\nkeywords = [\"x\"]", `line 8, key "feed.keywords": there is no such key`},
		{"[[feed]]\nname = \"a\"\nurl = \"https://example.org/\"\n[[feed]]\nname = \"b\"\nurl = \"ftp://example.org/\"", `line 6, key "feed.url"`},
		{"[[feed]]\nname = \"Not A Name\"\nurl = \"https://example.org/\"", `line 2, key "feed.name"`},
		{"[[feed]]\nname = \"a\"", `line 1, key "feed.url"`},
		{"[[feed]]\nname = \"a\"\nurl = \"https://example.org/\"\ntier = \"rumour\"", `line 4, key "feed.tier": "rumour": want official or press`},
		{"[[feed]]\nname = \"a\"\nurl = \"https://example.org/\"\nany-of = [\"*\"]", `line 4, key "feed.any-of"`},
		{"[[feed]]\nname = \"bbc\"\n[[feed]]\nname = \"bbc\"", `line 4, key "feed.name": "bbc" stands twice`},
		{"[gdelt]\nmin-sources = \"two\"", `line 2`},
		{"[gdelt]\nmin-sources = 0", `line 2, key "gdelt.min-sources": 0: want 1 to 1000`},
		{"[gdelt]\nhome = [\"Russia\"]", `line 2, key "gdelt.home": "Russia"`},
		{"[gdelt]\nhome = []", `line 2, key "gdelt.home"`},
		{"[gdelt]\nwest = [\"CHN\"]", `line 2, key "gdelt.west": "CHN" is not one of the partners`},
		{"[gdelt]\nedition = \"weekly\"", `line 2, key "gdelt.edition"`},
		{"[gdelt]\ndrafts = -1", `line 2, key "gdelt.drafts"`},
		{"\x00", "line 1"},
		{"[gdelt]\nhome = [\"RUS\"]\nhome = [\"UKR\"]", "line 3"},
	} {
		_, err := parseConfig("detente.toml", []byte(tt.text))
		var wrong misuse
		if !errors.As(err, &wrong) || !strings.HasPrefix(err.Error(), "detente.toml: line") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %q", tt.text, err, tt.want)
		}
	}
}
