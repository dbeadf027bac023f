package file

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// table is the rows of a CSV file.
type table struct {
	in      *bufio.Reader // which reader reads from, line by line and never ahead
	reader  *csv.Reader
	header  int  // the line that the header stands on
	plain   int  // lines that reader has not seen
	valid   bool // the last plain line is UTF-8
	mixed   bool // a line was not plain: the rest is reader's
	cells   []string
	columns []string
}

// openCSV reads the header. The separator is the one the header uses.
func openCSV(in *bufio.Reader, usual Kind) (*table, layout, error) {
	t := &table{in: in, reader: csv.NewReader(in)}
	t.reader.Comma = headerSeparator(in)
	t.reader.FieldsPerRecord = -1 // counted here, so that the message can say more
	t.reader.ReuseRecord = true
	header, err := t.reader.Read()
	if err != nil {
		return nil, layout{}, t.problem(err)
	}
	if bad, ok := notUTF8(header); ok {
		return nil, layout{}, Problem{Line: 1, Value: bad, Reason: textWanted}
	}
	t.header, _ = t.reader.FieldPos(0)
	for _, name := range header {
		t.mixed = t.mixed || strings.Contains(name, "\n")
		t.columns = append(t.columns, strings.ToLower(strings.TrimSpace(name)))
	}
	l, err := layoutOf(t.columns, usual)
	return t, l, err
}

// headerSeparator is the one of comma, semicolon and tab that is commonest in the first line that holds anything.
func headerSeparator(in *bufio.Reader) rune {
	head, _ := in.Peek(peekSize) // a shorter file is all there is
	line, _, _ := strings.Cut(strings.TrimLeft(string(head), "\r\n"), "\n")
	separator := ','
	for _, other := range ";\t" {
		if strings.Count(line, string(other)) > strings.Count(line, string(separator)) {
			separator = other
		}
	}
	return separator
}

const textWanted = "the text is not UTF-8: save the file as UTF-8 (CSV UTF-8 in a spreadsheet)"

func notUTF8(cells []string) (string, bool) {
	for _, c := range cells {
		if !utf8.ValidString(c) {
			return c, true
		}
	}
	return "", false
}

// cut returns the cells of the next row and the line it begins on. Up to the first line that is empty or holds a quotation
// mark, lines are cut at their separators, in a third of the time that a csv.Reader takes.
func (t *table) cut() (cells []string, line int, err error) {
	if text, ok := t.plainLine(); ok {
		t.plain++
		t.valid = utf8.ValidString(text)
		t.cells = t.cells[:0]
		for more, cell := true, ""; more; {
			cell, text, more = strings.Cut(text, string(t.reader.Comma))
			t.cells = append(t.cells, cell)
		}
		return t.cells, t.header + t.plain, nil
	}
	if cells, err = t.reader.Read(); err != nil {
		return nil, 0, err
	}
	line, _ = t.reader.FieldPos(0)
	return cells, line + t.plain, nil
}

// plainLine takes the next line from the buffer if it is whole there and plain; if not, the rest is for the csv.Reader.
func (t *table) plainLine() (string, bool) {
	if t.mixed {
		return "", false
	}
	end := -1
	for n := t.in.Buffered(); end < 0 && n <= t.in.Size(); n = max(n+1, t.in.Buffered()) {
		seen, err := t.in.Peek(n)
		if end = bytes.IndexByte(seen, '\n'); err != nil {
			break
		}
	}
	line, _ := t.in.Peek(end + 1) // it is buffered
	text := strings.TrimSuffix(string(bytes.TrimSuffix(line, []byte("\n"))), "\r")
	if t.mixed = text == "" || strings.Contains(text, `"`); t.mixed {
		return "", false
	}
	_, err := t.in.Discard(end + 1)
	return text, err == nil
}

func (t *table) next() (record, error) {
	cells, line, err := t.cut()
	if err != nil {
		return record{}, t.problem(err)
	}
	if t.mixed || !t.valid {
		if bad, ok := notUTF8(cells); ok {
			return record{}, Problem{Line: line, Value: bad, Reason: textWanted, fatal: true}
		}
	}
	if len(cells) != len(t.columns) {
		return record{}, Problem{Line: line, Reason: fmt.Sprintf("%d cells under %d columns: quote a cell that holds the separator", len(cells), len(t.columns))}
	}
	return record{line, cells}, nil
}

// problem says a syntax error in our words; other errors, io.EOF too, pass.
func (t *table) problem(err error) error {
	var syntax *csv.ParseError
	if !errors.As(err, &syntax) {
		return err
	}
	reason := "a quotation mark is never closed"
	if errors.Is(syntax.Err, csv.ErrBareQuote) {
		reason = `a quotation mark inside a cell: put the cell in quotation marks and double the inner one ("")`
	}
	return Problem{Line: syntax.StartLine + t.plain, Reason: reason, fatal: true}
}
