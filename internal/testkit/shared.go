// Package testkit is what tests of several packages need. No program imports it.
package testkit

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Shared returns the path of a file in ../shared beside the checkout, where the reference figures are kept.
// The test is skipped, with the reason, where they are absent.
func Shared(t testing.TB, name ...string) string {
	t.Helper()
	_, self, _, _ := runtime.Caller(0)
	root := filepath.Join(filepath.Dir(self), "..", "..")
	path := filepath.Join(append([]string{root, "..", "shared"}, name...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("reference file %s is not here: %v", filepath.Join(name...), err)
	}
	return path
}

// Case is one case of the reference results.
type Case struct {
	ID       string          `json:"id"`
	Inputs   json.RawMessage `json:"inputs"`
	Expected json.RawMessage `json:"expected"`
	Tol      string          `json:"tol"`
}

// ReferenceCase reads one case of a file of shared/reference/expected, such as ("correlation.json", "ccf.raw").
func ReferenceCase(t testing.TB, file, id string) Case {
	t.Helper()
	raw, err := os.ReadFile(Shared(t, "reference", "expected", file))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range casesOf(t, raw) {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("%s has no case %s", file, id)
	return Case{}
}

func casesOf(t testing.TB, raw []byte) []Case {
	t.Helper()
	var list []Case
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var wrapped struct {
		Cases []Case `json:"cases"`
	}
	if err := json.Unmarshal(raw, &wrapped); err != nil {
		t.Fatal(err)
	}
	return wrapped.Cases
}

// Decode reads JSON into v or fails the test.
func Decode(t testing.TB, raw json.RawMessage, v any) {
	t.Helper()
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
}

// SharedCSV reads a CSV of ../shared whole, header first.
func SharedCSV(t testing.TB, name ...string) [][]string {
	t.Helper()
	f, err := os.Open(Shared(t, name...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
