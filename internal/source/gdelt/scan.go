package gdelt

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"

	"github.com/klauspost/compress/flate"
)

const (
	maxUnzipped = 1 << 30 // bytes; a daily file has about 50 MB
	maxLine     = 64 << 10
	maxBad      = 20 // rejected rows that are named
)

// Bad is a line that was kept out.
type Bad struct {
	Line   int // of its file, from 1
	Row    string
	Reason string
}

// tally counts the lines of a day's files.
type tally struct {
	Lines    int
	Rejected int
	Bad      []Bad // the first of them
}

func (t *tally) reject(line int, row []byte, reason string) {
	t.Rejected++
	if len(t.Bad) < maxBad {
		t.Bad = append(t.Bad, Bad{line, string(row[:min(len(row), 200)]), reason})
	}
}

// unzip opens the one file of an archive. More files, another name, or a size above maxUnzipped is an error; so is, while it
// is read, content that is larger than the archive says or of another checksum.
func unzip(body []byte) (io.ReadCloser, error) {
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, fmt.Errorf("the file is no whole zip archive: %w", err)
	}
	archive.RegisterDecompressor(zip.Deflate, func(in io.Reader) io.ReadCloser { return flate.NewReader(in) })
	if len(archive.File) != 1 || path.Ext(archive.File[0].Name) != ".CSV" {
		return nil, fmt.Errorf("the archive holds %d files: want one that ends in .CSV", len(archive.File))
	}
	f := archive.File[0]
	if f.UncompressedSize64 > maxUnzipped {
		return nil, fmt.Errorf("%s would unpack to %d bytes, at most %d are read", f.Name, f.UncompressedSize64, maxUnzipped)
	}
	return f.Open()
}

// scan reads lines and hands on the rows among those that hold one of codes. The number of columns of the first line that
// has a known one holds for the file; a line of another number is kept out. Where a tenth of the lines is bad the file is an error.
func scan(in io.Reader, codes [][]byte, t *tally, each func(Row)) error {
	lines := bufio.NewReaderSize(in, maxLine)
	var l layout
	number, bad := 0, t.Rejected
	for {
		line, err := lines.ReadSlice('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) {
			if !errors.Is(err, bufio.ErrBufferFull) {
				return fmt.Errorf("line %d: %w", number+1, err)
			}
			return fmt.Errorf("line %d is longer than %d bytes", number+1, maxLine)
		}
		number++
		t.Lines++
		scanLine(bytes.TrimRight(line, "\r\n"), number, &l, codes, t, each)
	}
	if wrong := t.Rejected - bad; number == 0 || 10*wrong > number {
		if number == 0 {
			return errors.New("the file has no rows")
		}
		return fmt.Errorf("%d of %d rows cannot be read, the first: line %d: %s", wrong, number, t.Bad[0].Line, t.Bad[0].Reason)
	}
	return nil
}

func scanLine(line []byte, number int, l *layout, codes [][]byte, t *tally, each func(Row)) {
	columns := bytes.Count(line, []byte{'\t'}) + 1
	if l.columns == 0 {
		*l, _ = layoutOf(columns)
	}
	if columns != l.columns {
		t.reject(number, line, fmt.Sprintf("it has %d columns: want 61 of GDELT 2.0, or 58 or 57 of GDELT 1.0", columns))
		return
	}
	if !named(line, codes) {
		return
	}
	row, err := parseRow(string(line), *l)
	if err != nil {
		t.reject(number, line, err.Error())
		return
	}
	each(row)
}
