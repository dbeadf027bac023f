package export

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"time"
)

// Verdict is what Verify found. Same is true where every byte, or for XLSX every cell, is what the database gives.
type Verdict struct {
	Same        bool
	Touched     bool // the file no longer has the hash it was written with
	AsOf        time.Time
	Rows        int // of the file
	Want        int // of the database
	Differences []Difference
	More        bool // there are differences beyond those listed
}

// Difference is one cell that is not what the database gives. Row counts data rows from 1; Column is empty where the
// whole row is missing on one side.
type Difference struct {
	Row      int
	Column   string
	InFile   string
	Expected string
}

// String says where and what: "row 12, column usd_rub: 75.6807 in the file, 75.6806 in the database".
func (d Difference) String() string {
	if d.Column == "" {
		switch {
		case d.InFile == "":
			return fmt.Sprintf("row %d is missing from the file: %s", d.Row, d.Expected)
		case d.Expected == "":
			return fmt.Sprintf("row %d is not in the database: %s", d.Row, d.InFile)
		}
		return fmt.Sprintf("row %d: %s in the file, %s in the database", d.Row, d.InFile, d.Expected)
	}
	return fmt.Sprintf("row %d, column %s: %q in the file, %q in the database", d.Row, d.Column, d.InFile, d.Expected)
}

// maxDifferences is how many are listed.
const maxDifferences = 20

// Verify asks the question of m again and compares the answer with the file at path. The question is asked as it was;
// where that no longer gives the file, as of the moment the file was written, so that figures that came later do not
// count. An error means that the file or the database could not be read, not that they differ.
func Verify(ctx context.Context, path string, m Meta, from Source) (Verdict, error) {
	questions := []Query{m.Query}
	if m.Query.Filter.AsOf.IsZero() && !m.Retrieved.IsZero() && m.Table.Name != "sources" {
		then := m.Query
		then.Filter.AsOf = m.Retrieved
		questions = append(questions, then)
	}
	var last Verdict
	for _, q := range questions {
		v, err := verifyAs(ctx, path, m, from, q)
		if err != nil || v.Same {
			return v, err
		}
		last = v
	}
	return last, nil
}

func verifyAs(ctx context.Context, path string, m Meta, from Source, q Query) (Verdict, error) {
	v := Verdict{AsOf: q.Filter.AsOf}
	switch {
	case q.Result == WholeReport:
		return verifyReport(ctx, path, m, from, q)
	case m.format() == XLSX:
		return verifyWorkbook(ctx, path, m, from, q)
	}
	sum, err := sumOf(path)
	if err != nil {
		return v, err
	}
	v.Touched = m.Receipt.SHA256 != "" && sum != m.Receipt.SHA256
	again, err := os.CreateTemp("", "detente-verify-*")
	if err != nil {
		return v, err
	}
	defer func() { _ = again.Close(); _ = os.Remove(again.Name()) }()
	receipt, err := Deliver(ctx, again, Options{Format: m.Options.Format, Profile: m.Options.Profile}, m.Table.Name, from, q)
	if err != nil {
		return v, err
	}
	v.Rows, v.Want = receipt.Rows, receipt.Rows
	if v.Same = receipt.SHA256 == sum; v.Same {
		return v, nil
	}
	return v, v.compare(path, again, m)
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	s := newSeal(io.Discard)
	_, err = io.Copy(s, f)
	return s.sum(), err
}

// compare reads both tables row by row and lists the first differences.
func (v *Verdict) compare(path string, again *os.File, m Meta) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := again.Seek(0, io.SeekStart); err != nil {
		return err
	}
	a, err := newCellReader(f, m)
	if err != nil {
		v.Differences = []Difference{{Row: 0, InFile: err.Error(), Expected: "a header of " + fmt.Sprint(m.Table.Names())}}
		return nil
	}
	b, err := newCellReader(again, m)
	if err != nil {
		return err
	}
	v.walk(a, b, m.Table)
	if len(v.Differences) == 0 {
		v.Differences = []Difference{{Row: 0, InFile: "the same values with other bytes between them", Expected: "the bytes as exported"}}
	}
	return nil
}

// ahead is how far a row is looked for on the other side where rows were taken out or put in.
const ahead = 64

// walk compares two readings. A row that stands a little further down on the other side means missing rows, not changed ones.
func (v *Verdict) walk(a, b rowReader, t Table) {
	file, want := &window{in: a}, &window{in: b}
	for {
		x, y := file.at(0), want.at(0)
		if x == nil && y == nil {
			break
		}
		switch {
		case x != nil && y != nil && equalRows(x, y):
			file.drop(1)
			want.drop(1)
			continue
		case x == nil || (y != nil && file.find(y) < 0 && want.find(x) > 0):
			v.add(Difference{Row: want.n + 1, Expected: joined(y)})
			want.drop(1)
			continue
		case y == nil || (want.find(x) < 0 && file.find(y) > 0):
			v.add(Difference{Row: file.n + 1, InFile: joined(x)})
			file.drop(1)
			continue
		}
		for i := range max(len(x), len(y)) {
			if cellAt(x, i) != cellAt(y, i) {
				v.add(Difference{file.n + 1, columnAt(t, i), cellAt(x, i), cellAt(y, i)})
			}
		}
		file.drop(1)
		want.drop(1)
	}
	v.Rows, v.Want = file.n, want.n
	if file.err != nil {
		v.add(Difference{Row: file.n + 1, InFile: file.err.Error(), Expected: "a row"})
	}
}

func (v *Verdict) add(d Difference) {
	if len(v.Differences) == maxDifferences {
		v.More = true
		return
	}
	v.Differences = append(v.Differences, d)
}

func equalRows(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func cellAt(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

func columnAt(t Table, i int) string {
	if i < len(t.Columns) {
		return t.Columns[i].Name
	}
	return fmt.Sprintf("%d (one too many)", i+1)
}

func joined(row []string) string {
	var b bytes.Buffer
	for i, c := range row {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(c)
	}
	return b.String()
}
