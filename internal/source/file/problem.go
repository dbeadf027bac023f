package file

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxProblems is how many problems of one file are reported at once.
const maxProblems = 20

// Problem is one thing that is wrong with a file. Line counts from 1, 0 is the file as a whole; Column is the column's
// name, empty for the row as a whole; Reason says what is wanted.
type Problem struct {
	Line   int
	Column string
	Value  string
	Reason string
	fatal  bool // nothing after it can be read
}

// Error is the problem in one line, without the file's name.
func (p Problem) Error() string {
	var place []string
	if p.Line > 0 {
		place = append(place, fmt.Sprintf("line %d", p.Line))
	}
	if p.Column != "" {
		place = append(place, "column "+p.Column)
	}
	parts := []string{p.Reason}
	if p.Value != "" {
		parts = []string{fmt.Sprintf("%q", shortened(p.Value)), p.Reason}
	}
	if len(place) > 0 {
		parts = slices.Insert(parts, 0, strings.Join(place, ", "))
	}
	return strings.Join(parts, ": ")
}

const maxShown = 80

func shortened(s string) string {
	if runes := []rune(s); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return s
}

// Error is everything found wrong with one file, in the order of its lines: 1 to 20 problems. Nothing of the file counts.
type Error struct {
	File     string
	Problems []Problem
}

// Error puts each problem on a line of its own, every line with the file's name.
func (e *Error) Error() string {
	lines := make([]string, 0, len(e.Problems)+1)
	for _, p := range e.Problems {
		lines = append(lines, e.File+": "+p.Error())
	}
	if len(e.Problems) >= maxProblems {
		lines = append(lines, fmt.Sprintf("%s: stopped after %d problems", e.File, maxProblems))
	}
	return strings.Join(lines, "\n")
}

// fail makes a Problem the file's error; other errors are wrapped and nil stays nil.
func (f *File) fail(err error) error {
	var p Problem
	var ps *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p):
		return &Error{File: f.options.Name, Problems: []Problem{p}}
	case errors.As(err, &ps):
		ps.File = f.options.Name
		return ps
	}
	return fmt.Errorf("file: %s: %w", f.options.Name, err)
}

// failed returns the collected problems as an error, or nil.
func (f *File) failed() error {
	if len(f.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(f.problems, func(a, b Problem) int { return a.Line - b.Line })
	return &Error{File: f.options.Name, Problems: f.problems[:min(len(f.problems), maxProblems)]}
}
