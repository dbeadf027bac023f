package arch_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What make test leaves out of the race detector's run it runs without it: no test falls between the two.
func TestWhatIsNotRacedIsRun(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	unraced := regexp.MustCompile(regexp.MustCompile(`(?m)^UNRACED := (.+)$`).FindStringSubmatch(string(makefile))[1])
	_, run, _ := strings.Cut(string(makefile), "-run '$(UNRACED)' ")
	run, _, _ = strings.Cut(run, "\n")
	serial := regexp.MustCompile(`(?m)^SERIAL := (.+)$`).FindStringSubmatch(string(makefile))[1]
	where := strings.Fields(run + " " + serial)
	named := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Example)\w*)\(`)
	var files []string
	for _, depth := range []string{"*", "*/*", "*/*/*", "*/*/*/*"} {
		more, _ := filepath.Glob(filepath.Join(root, depth, "*_test.go")) // the pattern is sound
		files = append(files, more...)
	}
	if len(files) < 100 {
		t.Fatalf("only %d files with tests", len(files))
	}
	for _, path := range files {
		dir, _ := filepath.Rel(root, filepath.Dir(path))
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(source), -1) {
			if unraced.MatchString(m[1]) && !slices.ContainsFunc(where, func(w string) bool { return holds(w, dir) }) {
				t.Errorf("%s is left out of the race detector's run, and no other runs %s", m[1], dir)
			}
		}
	}
}

// holds tells whether a pattern of go test names a package's directory.
func holds(pattern, dir string) bool {
	tree, below := strings.CutSuffix(pattern, "/...")
	dir = "./" + filepath.ToSlash(dir)
	return dir == tree || below && strings.HasPrefix(dir, tree+"/")
}
