package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// span is a value that reads text itself, and may begin with a dash.
type span [2]int

func (s *span) UnmarshalText(text []byte) error {
	if _, err := fmt.Sscanf(string(text), "%d:%d", &s[0], &s[1]); err != nil {
		return fmt.Errorf("%q is not a span", text)
	}
	return nil
}

type filters struct {
	Category []string `help:"Categories." placeholder:"C,.."`
	ID       []string `name:"id" aliases:"event" help:"Ids."`
	MinDays  int      `help:"Least days."`
}

type measure struct {
	filters
	Window span              `help:"Window." default:"0:1" placeholder:"A:B"`
	Model  string            `help:"Model." enum:"mean,market," default:""`
	Format *string           `help:"Format." enum:"csv,json"`
	Clean  bool              `help:"Clean." default:"true" negatable:""`
	Seed   uint64            `help:"Seed." default:"7"`
	Half   *float64          `help:"Half-life."`
	Spans  []span            `help:"Spans."`
	Base   map[string]string `name:"base-url" placeholder:"SOURCE=URL,.." help:"Bases."`
	Save   string            `xor:"kept" help:"Save."`
	List   bool              `xor:"kept" help:"List."`
	//lint:ignore U1000 a field that is not exported is no flag
	left string
}

func (measure) Help() string {
	return "It measures.\nMore of it.\n\nExample:\n  prog measure --window -1:1"
}

func (m *measure) Validate() error {
	if m.Seed == 13 {
		return errors.New("--seed 13 is unlucky")
	}
	return nil
}

type take struct {
	Dry    bool     `help:"Dry." short:"n"`
	Into   string   `required:"" placeholder:"ID" help:"Into."`
	Output string   `short:"o" type:"path" help:"Output."`
	First  string   `arg:"" help:"The first."`
	Files  []string `arg:"" name:"file" help:"Files."`
}

type grammar struct {
	DB      string  `name:"db" default:"data/x.db" env:"X_DB" type:"path" placeholder:"PATH" help:"Database."`
	Log     string  `enum:"text,json" default:"text" env:"X_LOG,Y_LOG" help:"Log."`
	Measure measure `cmd:"" help:"Measure it."`
	Group   struct {
		Take take `cmd:"" help:"Take it."`
		Read struct {
			File string `arg:"" type:"existingfile" help:"File."`
		} `cmd:"" name:"read-it" help:"Read it."`
	} `cmd:"" help:"A group."`
}

func parse(env map[string]string, line string) (*grammar, *Command, error) {
	g := &grammar{}
	c, err := Program{Name: "prog", About: "A program.", Grammar: g, LookupEnv: func(name string) (string, bool) {
		text, ok := env[name]
		return text, ok
	}}.Parse(words(line))
	return g, c, err
}

// words are those of a line; ” stands for an empty one.
func words(line string) []string {
	out := strings.Fields(line)
	for i, word := range out {
		out[i] = strings.ReplaceAll(word, "''", "")
	}
	return out
}

func TestLinesAreReadIntoTheGrammar(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		line string
		get  func(*grammar) any
		want any
	}{
		{"measure", func(g *grammar) any { return g.Measure.Window }, span{0, 1}},
		{"measure --window -130:-11", func(g *grammar) any { return g.Measure.Window }, span{-130, -11}},
		{"measure --window=-1:1", func(g *grammar) any { return g.Measure.Window }, span{-1, 1}},
		{"measure --category a,b --category c", func(g *grammar) any { return g.Measure.Category }, []string{"a", "b", "c"}},
		{`measure --category a\,b,,c,`, func(g *grammar) any { return g.Measure.Category }, []string{"a,b", "", "c"}},
		{"measure --event x --id y", func(g *grammar) any { return g.Measure.ID }, []string{"x", "y"}},
		{"measure --spans 1:2,-3:4", func(g *grammar) any { return g.Measure.Spans }, []span{{1, 2}, {-3, 4}}},
		{"measure --min-days 0x10", func(g *grammar) any { return g.Measure.MinDays }, 16},
		{"measure", func(g *grammar) any { return g.Measure.Clean }, true},
		{"measure --clean=no", func(g *grammar) any { return g.Measure.Clean }, false},
		{"measure --no-clean", func(g *grammar) any { return g.Measure.Clean }, false},
		{"measure --no-clean=false", func(g *grammar) any { return g.Measure.Clean }, true},
		{"measure --seed 3 --seed 4", func(g *grammar) any { return g.Measure.Seed }, uint64(4)},
		{"measure --half -0.5", func(g *grammar) any { return *g.Measure.Half }, -0.5},
		{"measure", func(g *grammar) any { return g.Measure.Half == nil && g.Measure.Format == nil }, true},
		{"measure --format json", func(g *grammar) any { return *g.Measure.Format }, "json"},
		{"measure --base-url a=http://x?b=c,d=e", func(g *grammar) any { return g.Measure.Base }, map[string]string{"a": "http://x?b=c", "d": "e"}},
		{"--db /a/b measure", func(g *grammar) any { return g.DB }, "/a/b"},
		{"measure --db /a/b", func(g *grammar) any { return g.DB }, "/a/b"},
		{"group --db /a/b take --into i -no- - b", func(g *grammar) any { return []any{g.DB, g.Group.Take} },
			[]any{"/a/b", take{Dry: true, Into: "i", Output: "-", First: "-", Files: []string{"b"}}}},
		{"group take a,b --into=i c d", func(g *grammar) any { return g.Group.Take.Files }, []string{"c", "d"}},
		{"group take --into i -- -a --b", func(g *grammar) any { return g.Group.Take.Files }, []string{"--b"}},
	} {
		g, _, err := parse(nil, tt.line)
		if got := tt.get(g); err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %v, %v; want %v", tt.line, got, err, tt.want)
		}
	}
}

func TestWrongLinesSayWhatIsWanted(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ line, want string }{
		{"", "a command is missing behind prog: want one of measure, group"},
		{"mesure", `unexpected argument "mesure", did you mean measure?`},
		{"zzz", `unexpected argument "zzz": want one of measure, group`},
		{"group raed-it", `unexpected argument "raed-it", did you mean read-it?`},
		{"measure extra", `unexpected argument "extra": want prog measure [flags]`},
		{"measure --catgory x", "unknown flag --catgory, did you mean --category?"},
		{"measure --zzzzzz", "unknown flag --zzzzzz: prog measure --help lists those there are"},
		{"measure -x", "unknown flag -x: prog measure --help lists those there are"},
		{"measure ---db", "---db is not a flag"},
		{"measure --category", "--category: its value is missing: want --category C,.."},
		{"measure --save --list", "--save: its value is missing before --list; write --save=--list if that is the value"},
		{"measure --save -- x", "--save: its value is missing before --; write --save=-- if that is the value"},
		{"measure --model foo", `--model: want one of mean, market, not "foo"`},
		{"measure --window x", `--window: "x" is not a span`},
		{"measure --seed -1", `--seed: "-1" is not a whole number from 0`},
		{"measure --min-days 99999999999999999999", "--min-days: 99999999999999999999 is out of range"},
		{"measure --half x", `--half: "x" is not a number`},
		{"measure --clean=maybe", `--clean: want true or false, not "maybe"`},
		{"measure --base-url x", `--base-url: "x": want SOURCE=URL`},
		{"measure --save a --list", "--save and --list cannot be used together: leave one out"},
		{"measure --seed 13", "--seed 13 is unlucky"},
		{"group take a b", "missing flags: --into=ID"},
		{"group take --into i", "<first> is missing: want prog group take <first> <file> ... [flags]"},
		{"group take --into i a", "<file> is missing: want prog group take <first> <file> ... [flags]"},
		{"group read-it /", "<file>: / is a directory: want a file"},
		{"group read-it /nowhere/x", "<file>: stat /nowhere/x: no such file or directory"},
		{"measure --log=''", `--log: want one of text, json, not ""`},
	} {
		if _, _, err := parse(nil, tt.line); err == nil || err.Error() != tt.want {
			t.Errorf("%s:\n got %v\nwant %s", tt.line, err, tt.want)
		}
	}
}

func TestVariablesStandInForFlags(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		env      map[string]string
		line, db string
		log      string
	}{
		{nil, "measure", "data/x.db", "text"},
		{map[string]string{"X_DB": "/e", "Y_LOG": "json"}, "measure", "/e", "json"},
		{map[string]string{"X_DB": "/e", "X_LOG": "text", "Y_LOG": "json"}, "measure --db /f", "/f", "text"},
		{map[string]string{"X_LOG": "bad"}, "measure --log json", "data/x.db", "json"},
	} {
		g, _, err := parse(tt.env, tt.line)
		if want, _ := filepath.Abs(tt.db); err != nil || g.DB != want || g.Log != tt.log {
			t.Errorf("%v %s: %s, %s, %v", tt.env, tt.line, g.DB, g.Log, err)
		}
	}
	if _, _, err := parse(map[string]string{"X_LOG": ""}, "measure"); err == nil || err.Error() != `--log, from the variable X_LOG: want one of text, json, not ""` {
		t.Error(err)
	}
}

func TestGivenIsWhatTheLineHolds(t *testing.T) {
	t.Parallel()
	_, c, err := parse(map[string]string{"X_LOG": "json"}, "--db /x measure --event '' --no-clean")
	var names []string
	for name, value := range c.Given {
		names = append(names, name)
		if name == "id" && value.Len() != 0 {
			t.Error(value)
		}
	}
	if want := []string{"db", "id", "no-clean"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("%v, %v; want %v", names, err, want)
	}
	if m, ok := c.Target().(*measure); !ok || c.Name() != "measure" || m.Clean {
		t.Errorf("%T %s", c.Target(), c.Name())
	}
}

func TestHomeIsFound(t *testing.T) {
	t.Setenv("HOME", "/home/anna")
	g, _, err := parse(nil, "group take --into i -o ~/x a b")
	if err != nil || g.Group.Take.Output != "/home/anna/x" {
		t.Error(g.Group.Take.Output, err)
	}
}

const measureHelp = `Usage: prog measure [flags]

Measure it.

It measures. More of it.

Example:
  prog measure --window -1:1

Flags:
      --category C,..            Categories.
      --id ID                    Ids.
      --min-days N               Least days.
      --window A:B               Window. (default 0:1)
      --model MODEL              Model.
      --format FORMAT            Format.
      --clean                    Clean. --no-clean
                                 turns it off.
                                 (default true)
      --seed N                   Seed. (default 7)
      --half HALF                Half-life.
      --spans SPANS              Spans.
      --base-url SOURCE=URL,..   Bases.
      --save SAVE                Save.
      --list                     List.

Flags of every command:
  -h, --help      Show this help.
      --db PATH   Database. [$X_DB] (default data/x.db)
      --log LOG   Log. [$X_LOG, $Y_LOG] (default text)
`

const programHelp = `Usage: prog <command> [flags]

A program.

Commands:
  measure        Measure it.
  group take     Take it.
  group read-it  Read it.

Flags:
  -h, --help      Show this help.
      --db PATH   Database. [$X_DB] (default data/x.db)
      --log LOG   Log. [$X_LOG, $Y_LOG] (default text)

prog COMMAND --help says more of a command.
`

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ line, want string }{
		{"measure --help", measureHelp}, {"--help measure", measureHelp}, {"measure -h --seed 13", measureHelp}, {"--help", programHelp},
	} {
		_, c, err := parse(nil, tt.line)
		if !errors.Is(err, ErrHelp) {
			t.Errorf("%s: %v", tt.line, err)
			continue
		}
		var out strings.Builder
		if err := c.WriteHelp(&out, 60); err != nil || out.String() != tt.want {
			t.Errorf("%s: %v\n%s", tt.line, err, out.String())
		}
	}
	for _, line := range []string{"--help zzz", "measure --help zzz", "measure --zzz --help", "measure --help --zzz"} {
		if _, _, err := parse(nil, line); err == nil || errors.Is(err, ErrHelp) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestExistingFileIsMadeAbsolute(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	near, err := filepath.Rel(here, path)
	if err != nil {
		t.Fatal(err)
	}
	if g, _, err := parse(nil, "group read-it "+near); err != nil || g.Group.Read.File != path {
		t.Error(g.Group.Read.File, err)
	}
}
