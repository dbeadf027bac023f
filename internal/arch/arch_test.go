// Package arch tests that imports go down only, as the design lays the packages out. It holds no code.
package arch

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed says what each package may import of this module, tests aside. A name with /... means the tree below.
var allowed = map[string][]string{
	"assets":                 {},
	"data":                   {"civil", "fx", "event", "source/file"},
	"cmd/detente":            {"*"},
	"civil":                  {},
	"fx":                     {"civil"},
	"event":                  {"civil", "near"},
	"near":                   {},
	"cli":                    {"near"},
	"runlog":                 {"civil", "fx"},
	"words":                  {"civil"},
	"exposition":             {},
	"markup":                 {},
	"sheet":                  {},
	"pagegen":                {"sheet"},
	"saved":                  {},
	"access":                 {},
	"fetch":                  {"runlog"},
	"schedule":               {"civil", "fx", "runlog"},
	"source":                 {"civil", "fx", "event", "runlog"},
	"collect":                {"civil", "fx", "event", "runlog", "source"},
	"store":                  {"civil", "fx", "event", "runlog", "saved", "access"},
	"source/cbr":             {"civil", "fx", "runlog", "source", "fetch", "collect"},
	"source/ecb":             {"civil", "fx", "runlog", "source", "fetch", "collect"},
	"source/moex":            {"civil", "fx", "runlog", "source", "fetch", "collect"},
	"source/file":            {"civil", "fx", "event"},
	"source/sourcetest":      {"civil", "fx", "event", "runlog", "source", "fetch", "collect"},
	"suggest":                {"event"},
	"source/gdelt":           {"civil", "event", "fetch", "fx", "source", "runlog"},
	"source/feed":            {"civil", "event", "fetch", "fx", "source", "suggest", "runlog"},
	"source/gpr":             {"civil", "event", "fx"},
	"source/liveblog":        {"civil", "event", "fx", "suggest"},
	"tension":                {"civil", "fx", "event"},
	"analysis":               {"civil", "fx", "event", "tension", "analysis/..."},
	"analysis/stat":          {},
	"analysis/stat/stattest": {"analysis/stat"},
	"analysis/returns":       {"analysis/stat"},
	"analysis/eventstudy":    {"analysis/stat"},
	"analysis/correlation":   {"analysis/stat"},
	"analysis/regression":    {"analysis/stat"},
	"analysis/resample":      {"analysis/stat"},
	"analysis/breaks":        {"analysis/stat"},
	"analysis/volatility":    {"analysis/stat"},
	"inquiry":                {"fx", "event", "analysis"},
	"chart":                  {"civil", "fx", "event", "tension", "analysis"},
	"export":                 {"civil", "fx", "event", "runlog", "tension", "analysis", "analysis/returns", "inquiry", "saved"},
	"raster":                 {},
	"render":                 {"chart", "raster"},
	"report":                 {"civil", "fx", "event", "tension", "analysis", "analysis/stat", "chart", "export", "render", "markup"},
	"provenance":             {"data", "civil", "fx", "runlog", "source", "source/cbr", "source/ecb", "source/moex", "collect", "fetch", "store"},
	"web":                    {"provenance", "assets", "access", "exposition", "civil", "fx", "near", "event", "runlog", "saved", "tension", "analysis", "analysis/stat", "inquiry", "chart", "export", "render", "schedule", "words", "markup"},
	"testkit":                {"*"},
	"testkit/browser":        {},
	"testkit/embedded":       {"data", "store"},
	"perf":                   {"*"},
	"arch":                   {},
}

// only says which single package may import a library.
var only = map[string][]string{
	"github.com/labstack/echo":         {"web"},
	"github.com/go-echarts/go-echarts": {"chart"},
	"modernc.org/sqlite":               {"store"},
	"github.com/chromedp":              {"testkit/browser"},
	"modernc.org/quickjs":              {"render"},
	"golang.org/x/image":               {"raster"},
	"github.com/xuri/excelize":         {"export"},
	"github.com/tiendc/go-deepcopy":    {}, // internal/deepcopy, for excelize alone
	"github.com/prometheus":            {}, // its parser reads what internal/exposition writes, in tests
	"github.com/spf13/pflag":           {"cli"},
	"golang.org/x/text/encoding":       {"source/cbr", "source/file", "source/sourcetest"},
	"golang.org/x/text/feature":        {"words"},
	"golang.org/x/text/language":       {"words"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "detente/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func short(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, "detente/"), "internal/")
}

func TestImportsGoDown(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		may, ok := allowed[short(p.ImportPath)]
		if !ok {
			t.Errorf("%s is not in the design: add it to allowed with its arrows", p.ImportPath)
			continue
		}
		for _, i := range p.Imports {
			if strings.HasPrefix(i, "detente/") && !permits(may, short(i)) {
				t.Errorf("%s imports %s", short(p.ImportPath), short(i))
			}
		}
	}
}

func permits(may []string, name string) bool {
	return slices.ContainsFunc(may, func(m string) bool {
		tree, below := strings.CutSuffix(m, "...")
		return m == "*" || m == name || (below && strings.HasPrefix(name, tree))
	})
}

func TestLibrariesStayInTheirPackage(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, i := range p.Imports {
			for library, owners := range only {
				if strings.HasPrefix(i, library) && !slices.Contains(owners, short(p.ImportPath)) {
					t.Errorf("%s imports %s, which belongs to %v", short(p.ImportPath), i, owners)
				}
			}
		}
	}
}
