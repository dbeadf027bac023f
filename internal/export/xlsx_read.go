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

// book is a workbook that is read: one of detente's, or one that a spreadsheet saved again.
type book struct {
	zip    *zip.ReadCloser
	sheets map[string]string // the file of each sheet, by its name
	shared []string          // texts that cells name by their number
}

func openBook(file string) (*book, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	b := &book{zip: z, sheets: map[string]string{}}
	if err := errors.Join(b.findSheets(), b.readShared()); err != nil {
		return nil, errors.Join(err, z.Close())
	}
	return b, nil
}

func (b *book) close() error { return b.zip.Close() }

// findSheets reads which file each sheet is in.
func (b *book) findSheets() error {
	var index struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Relationships []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := errors.Join(b.decode("xl/workbook.xml", &index), b.decode("xl/_rels/workbook.xml.rels", &links)); err != nil {
		return err
	}
	files := map[string]string{}
	for _, l := range links.Relationships {
		files[l.ID] = strings.TrimPrefix(l.Target, "/")
		if files[l.ID] == l.Target {
			files[l.ID] = path.Join("xl", l.Target)
		}
	}
	for _, s := range index.Sheets {
		b.sheets[s.Name] = files[s.ID]
	}
	return nil
}

// said is a text, plain or in runs of different looks.
type said struct {
	Plain string `xml:"t"`
	Runs  []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (s said) text() string {
	whole := s.Plain
	for _, run := range s.Runs {
		whole += run.Text
	}
	return unescaped(whole)
}

// unescaped turns _x0041_ into A, as appendEscaped explains.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		if looksEscaped(s[i:]) {
			n, _ := strconv.ParseUint(s[i+2:i+6], 16, 16) // it is one: it looks so
			out.WriteRune(rune(n))
			i += 7
			continue
		}
		out.WriteByte(s[i])
		i++
	}
	return out.String()
}

func (b *book) readShared() error {
	var list struct {
		Items []said `xml:"si"`
	}
	const file = "xl/sharedStrings.xml"
	if _, err := b.zip.Open(file); err != nil {
		return nil // every text stands in its cell
	}
	if err := b.decode(file, &list); err != nil {
		return err
	}
	for _, item := range list.Items {
		b.shared = append(b.shared, item.text())
	}
	return nil
}

func (b *book) decode(file string, into any) error {
	f, err := b.zip.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := xml.NewDecoder(f).Decode(into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// bookRows reads the rows of a sheet one by one.
type bookRows struct {
	book *book
	file io.Closer
	in   *xml.Decoder
	row  int      // the last one read, counted from 1
	wait []string // a row that stands after some empty ones
	upTo int      // its number
}

func (b *book) rows(sheet string) (*bookRows, error) {
	part, ok := b.sheets[sheet]
	if !ok {
		return nil, fmt.Errorf("there is no sheet %q", sheet)
	}
	f, err := b.zip.Open(part)
	if err != nil {
		return nil, err
	}
	return &bookRows{book: b, file: f, in: xml.NewDecoder(f)}, nil
}

func (r *bookRows) close() error { return r.file.Close() }

// sheetRow is a row as a sheet has it.
type sheetRow struct {
	Number int `xml:"r,attr"`
	Cells  []struct {
		At    string `xml:"r,attr"`
		Kind  string `xml:"t,attr"`
		Value string `xml:"v"`
		Said  said   `xml:"is"`
	} `xml:"c"`
}

// next is the values of the next row as they are stored, empty texts for cells that are not; io.EOF after the last.
func (r *bookRows) next() ([]string, error) {
	if r.wait == nil {
		if err := r.read(); err != nil {
			return nil, err
		}
	}
	if r.row++; r.row < r.upTo {
		return nil, nil
	}
	values := r.wait
	r.wait = nil
	return values, nil
}

func (r *bookRows) read() error {
	for {
		token, err := r.in.Token()
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		var row sheetRow
		if err := r.in.DecodeElement(&row, &start); err != nil {
			return err
		}
		if row.Number == 0 {
			row.Number = r.row + 1
		}
		if row.Number <= r.row || row.Number > maxSheetRows+1 {
			return fmt.Errorf("row %d follows row %d", row.Number, r.row)
		}
		r.upTo = row.Number
		r.wait, err = r.book.values(row)
		return err
	}
}

// values puts the cells of a row into their columns.
func (b *book) values(row sheetRow) ([]string, error) {
	values := make([]string, 0, len(row.Cells))
	for _, c := range row.Cells {
		column := len(values)
		if c.At != "" {
			column = placeOf(c.At)
		}
		if column < len(values) || column >= mostColumns {
			return nil, fmt.Errorf("cell %q of row %d is out of order", c.At, row.Number)
		}
		for len(values) < column {
			values = append(values, "")
		}
		value := c.Value
		switch c.Kind {
		case "inlineStr":
			value = c.Said.text()
		case "str":
			value = unescaped(value)
		case "s":
			n, err := strconv.Atoi(value)
			if err != nil || n < 0 || n >= len(b.shared) {
				return nil, fmt.Errorf("cell %s names the text %q, which is not there", c.At, value)
			}
			value = b.shared[n]
		}
		values = append(values, value)
	}
	return values, nil
}

const mostColumns = 16384

// placeOf is the column of a cell such as AB12, counted from 0; -1 where it names none.
func placeOf(cell string) int {
	n := 0
	for _, c := range cell {
		if c < 'A' || c > 'Z' || n > mostColumns {
			break
		}
		n = 26*n + int(c-'A') + 1
	}
	return n - 1
}
