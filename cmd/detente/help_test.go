package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"detente/internal/cli"
)

// TestEveryCommandHelps asks each command that the program's own help lists for its help, which makes its flags and defaults.
func TestEveryCommandHelps(t *testing.T) {
	t.Parallel()
	listed := strings.Split(between(t, help(t), "Commands:\n", "\n\nFlags:"), "\n")
	if len(listed) < 30 {
		t.Errorf("only %d commands are listed", len(listed))
	}
	for _, line := range listed {
		name, _, found := strings.Cut(strings.TrimPrefix(line, "  "), "  ")
		if !found || name == "" { // the rest of the sentence above
			continue
		}
		text := help(t, strings.Fields(name)...)
		for _, part := range []string{"Usage: detente " + name + " ", "\nExample:\n  detente ", "\nFlags of every command:\n", "[$DETENTE_DB] (default data/detente.db)"} {
			if !strings.Contains(text, part) {
				t.Errorf("%s: the help lacks %q:\n%s", name, part, text)
			}
		}
		chosen, err := cli.Program{Name: "detente", Grammar: &commands{}, LookupEnv: unset}.Parse(append(strings.Fields(name), "--help"))
		if _, ok := chosen.Target().(command); !ok || !errors.Is(err, cli.ErrHelp) {
			t.Errorf("%s: %T is no command: %v", name, chosen.Target(), err)
		}
	}
}

func unset(string) (string, bool) { return "", false }

// help is what --help of a command says.
func help(t *testing.T, name ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	p := &program{ctx: t.Context(), stdin: strings.NewReader(""), stdout: &out, stderr: &errs, now: time.Now}
	if status := p.run(append(name, "--help")); status != 0 || errs.Len() > 0 {
		t.Errorf("%v --help: status %d: %s", name, status, errs.String())
	}
	return out.String()
}

func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, from)
	inside, _, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("nothing lies between %q and %q of\n%s", from, to, text)
	}
	return inside
}
