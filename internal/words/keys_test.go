package words_test

import (
	"encoding/csv"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// used is what the sources say: the keys that must have a twin, and every string that may be one.
type used struct {
	keys    map[string]string // key to file
	browser map[string]string // those of the scripts
	strings map[string]bool
	all     string // the strings, one after another
}

const root = "../.."

func sources(t *testing.T) used {
	t.Helper()
	u := used{keys: map[string]string{}, browser: map[string]string{}, strings: map[string]bool{}}
	each(t, []string{"internal", "cmd"}, ".go", func(path, text string) {
		if !strings.HasSuffix(path, "_test.go") {
			u.readGo(t, path, text)
		}
	})
	each(t, []string{"assets/templates"}, ".html", u.readTemplate)
	each(t, []string{"assets/src"}, ".ts", u.readScript)
	for _, table := range []string{"actors.csv", "breaks.csv"} { // their words are shown as they are stored
		file, err := os.Open(filepath.Join(root, "data", table))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		rows, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range slices.Concat(rows...) {
			u.strings[cell] = true
		}
	}
	return u
}

func each(t *testing.T, dirs []string, ext string, read func(path, text string)) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ext {
				return err
			}
			raw, err := os.ReadFile(path)
			if err == nil {
				read(strings.TrimPrefix(path, root+"/"), string(raw))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// readGo reads the calls of T, Markup, Say, Mark, Plural and Count, and every string.
func (u *used) readGo(t *testing.T, path, text string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok {
			if s, ok := constant(e); ok {
				u.strings[s], u.strings[strings.ReplaceAll(s, "_", " ")] = true, true
			}
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		switch sel.Sel.Name {
		case "T", "Markup", "Say", "Mark":
			if len(call.Args) > 0 {
				if s, ok := constant(call.Args[0]); ok {
					u.keys[s] = path
				}
			}
		case "Plural", "Count":
			if len(call.Args) > 2 {
				one, first := constant(call.Args[1])
				many, second := constant(call.Args[2])
				if first && second {
					u.keys[one+"|"+many] = path
				}
			}
		}
		return true
	})
}

func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.BinaryExpr:
		a, first := constant(e.X)
		b, second := constant(e.Y)
		return a + b, first && second && e.Op == token.ADD
	case *ast.ParenExpr:
		return constant(e.X)
	}
	return "", false
}

var anyVerb = regexp.MustCompile(`%(?:\[\d+\])?[-+.0-9*]*[a-zA-Z]|%%`)

// composed tells whether a key is what the sources put together: every stretch between its verbs stands in their strings,
// in at most four pieces.
func (u *used) composed(key string) bool {
	if u.all == "" {
		for s := range u.strings {
			u.all += s + "\x00"
		}
	}
	if one, _, counts := strings.Cut(key, "|"); counts {
		return strings.Contains(u.all, "\x00"+one+"\x00")
	}
	for _, stretch := range anyVerb.Split(key, -1) {
		if !u.covered(strings.Fields(stretch), 4) {
			return false
		}
	}
	return true
}

func (u *used) covered(words []string, pieces int) bool {
	for n := len(words); n > 0 && pieces > 0; n-- {
		if strings.Contains(u.all, strings.Trim(strings.Join(words[:n], " "), ",.;:()?")) {
			return u.covered(words[n:], pieces-1)
		}
	}
	return len(words) == 0
}

var (
	quoted      = `("(?:[^"\\]|\\.)*"|` + "`[^`]*`)"
	actions     = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	sayings     = regexp.MustCompile(`\b(?:t|markup) ` + quoted)
	plurals     = regexp.MustCompile(`\bplural (?:\([^)]*\)|\S+) ` + quoted + ` ` + quoted)
	single      = `'((?:[^'\\]|\\.)*)'`
	scriptSays  = regexp.MustCompile(`\bsay\(\s*` + single)
	scriptCount = regexp.MustCompile(`(?s)\b(?:plural|counted)\([^;]*?` + single + `,\s*` + single)
	scriptWords = regexp.MustCompile(single)
)

func (u *used) readTemplate(path, text string) {
	for _, action := range actions.FindAllString(text, -1) {
		for _, m := range sayings.FindAllStringSubmatch(action, -1) {
			u.keys[unquoted(m[1])] = path
		}
		for _, m := range plurals.FindAllStringSubmatch(action, -1) {
			u.keys[unquoted(m[1])+"|"+unquoted(m[2])] = path
		}
	}
}

func unquoted(s string) string {
	text, err := strconv.Unquote(s)
	if err != nil {
		return s
	}
	return text
}

func (u *used) readScript(path, text string) {
	plain := func(s string) string { return strings.ReplaceAll(s, `\'`, `'`) }
	for _, m := range scriptSays.FindAllStringSubmatch(text, -1) {
		u.browser[plain(m[1])] = path
	}
	for _, m := range scriptCount.FindAllStringSubmatch(text, -1) {
		u.browser[plain(m[1])+"|"+plain(m[2])] = path
	}
	for _, m := range scriptWords.FindAllStringSubmatch(text, -1) {
		u.strings[plain(m[1])] = true
	}
}

// What a script puts on a button or says of an element is said in the language of the page.
func TestScriptsNameTheirButtonsInTheLanguageOfThePage(t *testing.T) {
	t.Parallel()
	bare := regexp.MustCompile(`(button\(|textContent = |'aria-label', |title = )'[A-Z][^']+'`)
	each(t, []string{"assets/src"}, ".ts", func(path, text string) {
		for _, found := range bare.FindAllString(text, -1) {
			t.Errorf("%s: %s is said in English on a Russian page", path, found)
		}
	})
}
