// Package stattest reads reference cases for the tests of the numeric packages: a case is a set of inputs, the numbers two other
// programs computed from them, and the tolerance they agree to. It is imported by tests only.
package stattest

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// roots are where reference cases live, seen from a package under internal/analysis: the shared collection, then the synthetic copies
// that the package keeps for a checkout without it.
var roots = []string{"../../../../shared/reference", "testdata"}

// Case is one reference case.
type Case struct {
	ID       string         `json:"id"`
	Inputs   map[string]any `json:"inputs"`
	Expected map[string]any `json:"expected"`
	Tol      string         `json:"tol"`
	t        testing.TB
}

// Load returns the case with this id from expected/file. The test is skipped where neither the collection nor a copy has it.
func Load(t testing.TB, file, id string) Case {
	t.Helper()
	for _, root := range roots {
		text, err := os.ReadFile(filepath.Join(root, "expected", file))
		if err != nil {
			continue
		}
		var all struct{ Cases []Case }
		if err := json.Unmarshal(text, &all); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, c := range all.Cases {
			if c.ID == id {
				c.t = t
				return c
			}
		}
	}
	t.Skipf("reference case %s of %s is not in this checkout", id, file)
	return Case{}
}

// Columns returns the numeric columns of data/file by name. A missing or not numeric cell is NaN.
func Columns(t testing.TB, file string) map[string][]float64 {
	t.Helper()
	for _, root := range roots {
		f, err := os.Open(filepath.Join(root, "data", file))
		if err != nil {
			continue
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		return transpose(rows)
	}
	t.Skipf("reference data %s is not in this checkout", file)
	return nil
}

func transpose(rows [][]string) map[string][]float64 {
	columns := map[string][]float64{}
	for j, name := range rows[0] {
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[j], 64)
			if err != nil {
				v = math.NaN()
			}
			columns[name] = append(columns[name], v)
		}
	}
	return columns
}

// At returns what the dotted path leads to in the expected numbers, nil where the case says null, and whether the path is there.
func (c Case) At(path string) (any, bool) {
	var at any = c.Expected
	for step := range strings.SplitSeq(path, ".") {
		m, isMap := at.(map[string]any)
		if !isMap {
			return nil, false
		}
		v, ok := m[step]
		if !ok {
			return nil, false
		}
		at = v
	}
	return at, true
}

// Has says whether the path is present and not null.
func (c Case) Has(path string) bool {
	v, ok := c.At(path)
	return ok && v != nil
}

// Number returns the expected number at path; the test fails where there is none.
func (c Case) Number(path string) float64 {
	c.t.Helper()
	v, _ := c.At(path)
	number, ok := v.(float64)
	if !ok {
		c.t.Fatalf("%s: no number at %q", c.ID, path)
	}
	return number
}

// Numbers returns the expected list at path, NaN for a null.
func (c Case) Numbers(path string) []float64 {
	c.t.Helper()
	v, _ := c.At(path)
	list, ok := v.([]any)
	if !ok {
		c.t.Fatalf("%s: no list at %q", c.ID, path)
	}
	return floats(list)
}

func floats(list []any) []float64 {
	numbers := make([]float64, len(list))
	for i, v := range list {
		numbers[i] = math.NaN()
		if number, ok := v.(float64); ok {
			numbers[i] = number
		}
	}
	return numbers
}

// Equal checks got against the expected number at path, within the case's tolerance.
func (c Case) Equal(path string, got float64) {
	c.t.Helper()
	c.Close(path, got, c.Tol)
}

// Close is Equal with a tolerance class of its own.
func (c Case) Close(path string, got float64, class string) {
	c.t.Helper()
	if want := c.Number(path); !Within(got, want, class) {
		c.t.Errorf("%s %s: got %.16g, want %.16g (tolerance %s)", c.ID, path, got, want, class)
	}
}

// EqualAll checks got against the expected list at path, within the case's tolerance.
func (c Case) EqualAll(path string, got []float64) {
	c.t.Helper()
	want := c.Numbers(path)
	if len(got) != len(want) {
		c.t.Errorf("%s %s: got %d numbers, want %d", c.ID, path, len(got), len(want))
		return
	}
	for i := range want {
		if !Within(got[i], want[i], c.Tol) {
			c.t.Errorf("%s %s[%d]: got %.16g, want %.16g (tolerance %s)", c.ID, path, i, got[i], want[i], c.Tol)
		}
	}
}

// Within says whether got agrees with want in a tolerance class of the reference: A, B, C or T; "loose" is 1e-6.
func Within(got, want float64, class string) bool {
	relative, absolute := 1e-10, 1e-12
	switch class {
	case "B":
		relative, absolute = 1e-8, 1e-10
	case "loose":
		relative, absolute = 1e-6, 1e-9
	case "C":
		relative, absolute = 1e-4, 1e-6
	case "T":
		relative, absolute = 0, 5e-4
	}
	return math.Abs(got-want) <= absolute+relative*math.Abs(want)
}
