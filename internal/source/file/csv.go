package file

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// table is the rows of a CSV file.
type table struct {
	reader    *csv.Reader
	columns   []string
	semicolon bool
}

// openCSV reads the header. The separator is the one the header uses.
func openCSV(in *bufio.Reader) (*table, layout, error) {
	t := &table{reader: csv.NewReader(in)}
	if t.semicolon = headerSeparator(in) == ';'; t.semicolon {
		t.reader.Comma = ';'
	}
	t.reader.FieldsPerRecord = -1 // counted here, so that the message can say more
	t.reader.ReuseRecord = true
	header, err := t.reader.Read()
	if err != nil {
		return nil, layout{}, t.problem(err)
	}
	if bad, ok := notUTF8(header); ok {
		return nil, layout{}, Problem{Line: 1, Value: bad, Reason: textWanted}
	}
	for _, name := range header {
		t.columns = append(t.columns, strings.ToLower(strings.TrimSpace(name)))
	}
	l, err := layoutOf(t.columns)
	return t, l, err
}

// headerSeparator is the one of comma and semicolon that is commoner in the first line that holds anything.
func headerSeparator(in *bufio.Reader) byte {
	head, _ := in.Peek(peekSize) // a shorter file is all there is
	line, _, _ := strings.Cut(strings.TrimLeft(string(head), "\r\n"), "\n")
	if strings.Count(line, ";") > strings.Count(line, ",") {
		return ';'
	}
	return ','
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

func (t *table) next() (record, error) {
	cells, err := t.reader.Read()
	if err != nil {
		return record{}, t.problem(err)
	}
	line, _ := t.reader.FieldPos(0)
	if bad, ok := notUTF8(cells); ok {
		return record{}, Problem{Line: line, Value: bad, Reason: textWanted, fatal: true}
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
	return Problem{Line: syntax.StartLine, Reason: reason, fatal: true}
}
