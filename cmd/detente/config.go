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
	path, asked := p.configPath(), p.cli.Config != ""
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !asked {
		return parseConfig(path, nil)
	}
	if err != nil {
		return config{}, misuse{fmt.Errorf("--config: %w", err)}
	}
	return parseConfig(path, text)
}

func (p *program) configPath() string {
	if p.cli.Config != "" {
		return p.cli.Config
	}
	return filepath.Join(filepath.Dir(p.cli.DB), "detente.toml")
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
