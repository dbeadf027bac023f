package export

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// book is a workbook that is read: one of ours, or one of ours that a spreadsheet has saved again.
type book struct {
	archive *zip.ReadCloser
	shared  []string          // texts that cells refer to
	parts   map[string]string // sheet to part
}

// maxBookPart bounds what is read into memory of a part that is not a sheet.
const maxBookPart = 256 << 20

func openBook(path string) (*book, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	b := &book{archive: archive}
	if err := firstOf(b.readParts, b.readShared); err != nil {
		return nil, errors.Join(err, archive.Close())
	}
	return b, nil
}

func (b *book) Close() error { return b.archive.Close() }

// decode reads a whole part; one that is missing is fs.ErrNotExist.
func (b *book) decode(part string, into any) error {
	f, err := b.archive.Open(part)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := xml.NewDecoder(io.LimitReader(f, maxBookPart)).Decode(into); err != nil {
		return fmt.Errorf("%s: %w", part, err)
	}
	return nil
}

func (b *book) readParts() error {
	var named struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			Rel  string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		To []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := b.decode("xl/workbook.xml", &named); err != nil {
		return err
	}
	if err := b.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return err
	}
	targets := map[string]string{}
	for _, r := range rels.To {
		target := strings.TrimPrefix(r.Target, "/xl/") // absolute within the package, or relative to xl
		targets[r.ID] = path.Join("xl", target)
	}
	b.parts = map[string]string{}
	for _, s := range named.Sheets {
		b.parts[s.Name] = targets[s.Rel]
	}
	return nil
}

// sheetString is a text, whole or in runs of their own style.
type sheetString struct {
	Whole *string  `xml:"t"`
	Runs  []string `xml:"r>t"`
}

func (s sheetString) String() string {
	if s.Whole != nil {
		return unescaped(*s.Whole)
	}
	return unescaped(strings.Join(s.Runs, ""))
}

func (b *book) readShared() error {
	var table struct {
		Strings []sheetString `xml:"si"`
	}
	part := "xl/sharedStrings.xml"
	for _, f := range b.archive.File {
		if f.Name == part {
			if err := b.decode(part, &table); err != nil {
				return err
			}
		}
	}
	for _, s := range table.Strings {
		b.shared = append(b.shared, s.String())
	}
	return nil
}

// sheet opens a sheet by its name; it must be closed.
func (b *book) sheet(name string) (*sheetReader, error) {
	part, ok := b.parts[name]
	if !ok {
		return nil, fmt.Errorf("there is no sheet %s", name)
	}
	f, err := b.archive.Open(part)
	if err != nil {
		return nil, err
	}
	return &sheetReader{book: b, in: f, xml: xml.NewDecoder(f)}, nil
}

// sheetReader gives the values of a sheet row by row as they stand in the file: a day is its serial number, a truth 1 or 0.
type sheetReader struct {
	book    *book
	in      io.Closer
	xml     *xml.Decoder
	columns int // every row has at least so many
	given   int
	held    *sheetRow // read, and standing further down than the next row
}

type sheetRow struct {
	Number int         `xml:"r,attr"`
	Cells  []sheetCell `xml:"c"`
}

type sheetCell struct {
	At     string      `xml:"r,attr"`
	Type   string      `xml:"t,attr"`
	Value  string      `xml:"v"`
	Inline sheetString `xml:"is"`
}

func (s *sheetReader) Close() error { return s.in.Close() }

// next gives the next row; io.EOF after the last. A row that the file leaves out is empty.
func (s *sheetReader) next() ([]string, error) {
	if s.held == nil {
		row, err := s.read()
		if err != nil {
			return nil, err
		}
		s.held = row
	}
	s.given++
	if s.held.Number > s.given {
		return make([]string, s.columns), nil
	}
	row := s.held
	s.held = nil
	return s.values(row)
}

func (s *sheetReader) read() (*sheetRow, error) {
	for {
		token, err := s.xml.Token()
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "row" {
			row := &sheetRow{}
			return row, s.xml.DecodeElement(row, &start)
		}
	}
}

func (s *sheetReader) values(row *sheetRow) ([]string, error) {
	out := make([]string, 0, max(s.columns, len(row.Cells)))
	for i := range row.Cells {
		column := len(out)
		if at := row.Cells[i].At; at != "" {
			column = columnAddressed(at)
		}
		if column < 0 || column > maxColumn {
			return nil, fmt.Errorf("row %d: there is no cell %q", s.given, row.Cells[i].At)
		}
		for len(out) <= column {
			out = append(out, "")
		}
		var err error
		if out[column], err = s.value(&row.Cells[i]); err != nil {
			return nil, fmt.Errorf("cell %s: %w", row.Cells[i].At, err)
		}
	}
	for len(out) < s.columns {
		out = append(out, "")
	}
	return out, nil
}

// value is a cell's; a number is written with the fewest digits, since some programs write 75.6806 as 75.680599999999998.
func (s *sheetReader) value(c *sheetCell) (string, error) {
	switch c.Type {
	case "inlineStr":
		return c.Inline.String(), nil
	case "s":
		i, err := strconv.Atoi(c.Value)
		if err != nil || i < 0 || i >= len(s.book.shared) {
			return "", fmt.Errorf("no shared text %q", c.Value)
		}
		return s.book.shared[i], nil
	case "", "n":
		if x, err := strconv.ParseFloat(c.Value, 64); err == nil {
			return strconv.FormatFloat(x, 'f', -1, 64), nil
		}
	}
	return unescaped(c.Value), nil
}

const maxColumn = 16_383

// columnAddressed is the column of a cell's address, counted from 0; -1 where it has none.
func columnAddressed(at string) int {
	n := 0
	for _, r := range at {
		if r < 'A' || r > 'Z' || n > maxColumn {
			break
		}
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}

// unescaped undoes appendEscaped.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && looksEscaped(s[i:]) {
			n, _ := strconv.ParseUint(s[i+2:i+6], 16, 16) // looksEscaped has read it
			b.WriteRune(rune(n))
			i += 6
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
