package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"detente/internal/source/feed"
	"detente/internal/source/gdelt"
)

// config is what detente.toml says of the sources of events, the program's own choices where it says nothing.
type config struct {
	Feeds []feed.Config
	Allow []netip.Prefix // networks that feeds may lie in although they are not public
	GDELT gdelt.Source   // without client and store
}

// configFile is the layout of detente.toml. A pointer is nil where the key is absent.
type configFile struct {
	DefaultFeeds *bool      `toml:"default-feeds"`
	Allow        []string   `toml:"allow"`
	Feeds        []feedFile `toml:"feed"`
	GDELT        gdeltFile  `toml:"gdelt"`
}

type feedFile struct {
	Name   string   `toml:"name"`
	Off    bool     `toml:"off"`
	URL    *string  `toml:"url"`
	Title  *string  `toml:"title"`
	Tier   *string  `toml:"tier"`
	AnyOf  []string `toml:"any-of"`
	NoneOf []string `toml:"none-of"`
}

type gdeltFile struct {
	Home        []string `toml:"home"`
	Partners    []string `toml:"partners"`
	West        []string `toml:"west"`
	MinSources  *int     `toml:"min-sources"`
	Minor       bool     `toml:"minor"`
	Edition     *string  `toml:"edition"`
	Translation bool     `toml:"translation"`
	Drafts      int      `toml:"drafts"`
}

// configuration reads --config, or detente.toml beside the database; without either the program's own choices hold.
func (p *program) configuration() (config, error) {
	path, asked := p.cli.Config, p.cli.Config != ""
	if !asked {
		path = filepath.Join(filepath.Dir(p.cli.DB), "detente.toml")
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !asked {
		return parseConfig(path, nil)
	}
	if err != nil {
		return config{}, misuse{fmt.Errorf("--config: %w", err)}
	}
	return parseConfig(path, text)
}

// parseConfig reads a configuration; every error names the file, the line and the key.
func parseConfig(path string, text []byte) (config, error) {
	c := configReader{path: path, lines: strings.Split(string(text), "\n")}
	var file configFile
	seen, err := toml.NewDecoder(bytes.NewReader(text)).Decode(&file)
	var parse toml.ParseError
	switch {
	case errors.As(err, &parse):
		return config{}, misuse{fmt.Errorf("%s: line %d, key %q: %s", path, parse.Position.Line, parse.LastKey, parse.Message)}
	case err != nil:
		return config{}, misuse{fmt.Errorf("%s: %s", path, strings.TrimPrefix(err.Error(), "toml: "))} // it names line and key
	}
	if unknown := seen.Undecoded(); len(unknown) > 0 {
		return config{}, c.unknown(unknown[0])
	}
	out := config{GDELT: gdelt.Source{Filter: gdelt.DefaultFilter(), Translation: file.GDELT.Translation}}
	if file.DefaultFeeds == nil || *file.DefaultFeeds {
		out.Feeds = feed.Defaults()
	}
	return out, errors.Join(c.readFeeds(file, &out), c.readAllow(file, &out), c.readGDELT(file.GDELT, &out.GDELT))
}

// configReader turns a read file into a config and knows where its keys stand.
type configReader struct {
	path  string
	lines []string
}

// reject is an error at a key of the n-th table of a name, from 0; a name that is empty means the top of the file.
func (c configReader) reject(table string, n int, key, reason string) error {
	place := key
	if table != "" {
		place = table + "." + key
	}
	if line := c.line(table, n, key); line > 0 {
		return misuse{fmt.Errorf("%s: line %d, key %q: %s", c.path, line, place, reason)}
	}
	return misuse{fmt.Errorf("%s: key %q: %s", c.path, place, reason)}
}

func (c configReader) unknown(key toml.Key) error {
	table, last := strings.Join(key[:len(key)-1], "."), key[len(key)-1]
	for n := 0; n < max(1, c.count(table)); n++ {
		if at := c.line(table, n, last); at > 0 && at != c.line(table, n, "") {
			return c.reject(table, n, last, noSuchKey(table))
		}
	}
	return c.reject(table, 0, last, noSuchKey(table))
}

// noSuchKey lists the keys that a table of the file has.
func noSuchKey(table string) string {
	of := map[string]any{"": configFile{}, "feed": feedFile{}, "gdelt": gdeltFile{}}[table]
	if of == nil {
		return "there is no such table: want [[feed]] or [gdelt]"
	}
	var keys []string
	for i := range reflect.TypeOf(of).NumField() {
		keys = append(keys, reflect.TypeOf(of).Field(i).Tag.Get("toml"))
	}
	return "there is no such key: want one of " + strings.Join(keys, ", ")
}

var (
	tableHeader = regexp.MustCompile(`^\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?`)
	keyOfLine   = regexp.MustCompile(`^\s*"?([A-Za-z0-9_.-]+)"?\s*=`)
)

// line is the number of the line on which a key stands, or else its table's header; 0 where neither is found.
func (c configReader) line(table string, n int, key string) (at int) {
	current, seen := "", -1
	for i, text := range c.lines {
		if header := tableHeader.FindStringSubmatch(text); header != nil && !strings.Contains(text, "=") {
			current = header[1]
			if current == table {
				seen++
			}
			if current == table && seen == n {
				at = i + 1
			}
			continue
		}
		if k := keyOfLine.FindStringSubmatch(text); k != nil && k[1] == key && current == table && (table == "" || seen == n) {
			return i + 1
		}
	}
	return at
}

func (c configReader) count(table string) (n int) {
	for _, text := range c.lines {
		if header := tableHeader.FindStringSubmatch(text); header != nil && header[1] == table {
			n++
		}
	}
	return n
}

// readFeeds lays each feed of the file over the one of its name, or adds it.
func (c configReader) readFeeds(file configFile, out *config) error {
	named := map[string]bool{}
	for n, f := range file.Feeds {
		if named[f.Name] {
			return c.reject("feed", n, "name", fmt.Sprintf("%q stands twice", f.Name))
		}
		named[f.Name] = true
		i := slices.IndexFunc(out.Feeds, func(d feed.Config) bool { return d.Name == f.Name })
		if f.Off {
			if i >= 0 {
				out.Feeds = slices.Delete(out.Feeds, i, i+1)
			}
			continue
		}
		if i < 0 {
			out.Feeds, i = append(out.Feeds, feed.Config{Name: f.Name}), len(out.Feeds)
		}
		f.over(&out.Feeds[i])
		if err := out.Feeds[i].Validate(); err != nil {
			return c.reject("feed", n, c.wrongKey(out.Feeds[i]), err.Error())
		}
		if tier := out.Feeds[i].Tier; tier != "" && tier != "official" && tier != "press" {
			return c.reject("feed", n, "tier", fmt.Sprintf("%q: want official or press", tier))
		}
	}
	return nil
}

func (f feedFile) over(out *feed.Config) {
	for _, field := range []struct {
		to   *string
		from *string
	}{{&out.URL, f.URL}, {&out.Title, f.Title}, {&out.Tier, f.Tier}} {
		if field.from != nil {
			*field.to = *field.from
		}
	}
	if f.AnyOf != nil {
		out.AnyOf = f.AnyOf
	}
	if f.NoneOf != nil {
		out.NoneOf = f.NoneOf
	}
}

// wrongKey finds the key that a feed's own check refuses, by trying it with the others set right.
func (c configReader) wrongKey(f feed.Config) string {
	for key, alone := range map[string]feed.Config{
		"name":    {Name: f.Name, URL: "https://example.org/"},
		"url":     {Name: "x", URL: f.URL},
		"any-of":  {Name: "x", URL: "https://example.org/", AnyOf: f.AnyOf},
		"none-of": {Name: "x", URL: "https://example.org/", NoneOf: f.NoneOf},
	} {
		if alone.Validate() != nil {
			return key
		}
	}
	return "name"
}

func (c configReader) readAllow(file configFile, out *config) error {
	for _, text := range file.Allow {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return c.reject("", 0, "allow", fmt.Sprintf("%q: want a network such as 10.1.0.0/16", text))
		}
		out.Allow = append(out.Allow, prefix)
	}
	return nil
}

var gdeltActor = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,11}$`)

func (c configReader) readGDELT(file gdeltFile, out *gdelt.Source) error {
	for _, set := range []struct {
		key  string
		from []string
		to   *[]string
	}{{"home", file.Home, &out.Filter.Home}, {"partners", file.Partners, &out.Filter.Partners}, {"west", file.West, &out.Filter.West}} {
		if set.from == nil {
			continue
		}
		for _, code := range set.from {
			if !gdeltActor.MatchString(code) {
				return c.reject("gdelt", 0, set.key, fmt.Sprintf("%q: want ISO 3166 codes of three letters, or EU, NATO, UN", code))
			}
		}
		*set.to = set.from
	}
	switch {
	case len(out.Filter.Home) == 0:
		return c.reject("gdelt", 0, "home", "want at least one actor")
	case len(out.Filter.Partners) == 0:
		return c.reject("gdelt", 0, "partners", "want at least one actor")
	case file.MinSources != nil && (*file.MinSources < 1 || *file.MinSources > 1000):
		return c.reject("gdelt", 0, "min-sources", fmt.Sprintf("%d: want 1 to 1000", *file.MinSources))
	case file.Edition != nil && *file.Edition != string(gdelt.Daily) && *file.Edition != string(gdelt.Slots):
		return c.reject("gdelt", 0, "edition", fmt.Sprintf("%q: want %s or %s", *file.Edition, gdelt.Daily, gdelt.Slots))
	case file.Drafts < 0 || file.Drafts > 1000:
		return c.reject("gdelt", 0, "drafts", fmt.Sprintf("%d: want 0 to 1000", file.Drafts))
	}
	out.Filter.Minor, out.Drafts = file.Minor, file.Drafts
	if file.MinSources != nil {
		out.Filter.MinSources = *file.MinSources
	}
	if file.Edition != nil {
		out.Edition = gdelt.Edition(*file.Edition)
	}
	return c.checkWest(file, &out.Filter)
}

// checkWest keeps the partners that are added up as the West among the partners.
func (c configReader) checkWest(file gdeltFile, f *gdelt.Filter) error {
	stray := func(code string) bool { return !slices.Contains(f.Partners, code) }
	if file.West == nil {
		f.West = slices.DeleteFunc(f.West, stray)
		return nil
	}
	if i := slices.IndexFunc(f.West, stray); i >= 0 {
		return c.reject("gdelt", 0, "west", fmt.Sprintf("%q is not one of the partners", f.West[i]))
	}
	return nil
}
