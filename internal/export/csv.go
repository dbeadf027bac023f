package export

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// csvEncoder writes RFC 4180: lines end in CRLF, a cell is quoted where it must be. Line breaks inside a cell are LF, since
// readers of CSV do not keep them apart.
type csvEncoder struct {
	separator, decimal byte
	spreadsheet        bool
}

const byteOrderMark = "\xef\xbb\xbf"

func (e csvEncoder) head(dst []byte, t Table) []byte {
	if e.spreadsheet {
		dst = append(dst, byteOrderMark...)
	}
	for i, c := range t.Columns {
		if i > 0 {
			dst = append(dst, e.separator)
		}
		dst = append(dst, c.Name...)
	}
	return append(dst, "\r\n"...)
}

func (e csvEncoder) row(dst []byte, _ Table, _ int, cells []Cell) []byte {
	for i := range cells {
		if i > 0 {
			dst = append(dst, e.separator)
		}
		dst = e.cell(dst, &cells[i])
	}
	return append(dst, "\r\n"...)
}

func (e csvEncoder) foot(dst []byte, _ int) []byte { return dst }

func (e csvEncoder) cell(dst []byte, c *Cell) []byte {
	switch c.kind {
	case text:
		return e.text(dst, c.text)
	case words:
		return e.text(dst, strings.Join(c.words, ";"))
	case digits:
		return e.number(append(dst, c.text...), len(dst))
	case rate:
		return e.number(appendScaled(dst, c.n, c.scale), len(dst))
	case day:
		return appendDate(dst, c.n)
	case instant:
		return appendInstant(dst, c.n)
	case yes:
		if c.n == 1 {
			return append(dst, "yes"...)
		}
		return append(dst, "no"...)
	}
	return dst
}

// number gives the digits from start on the decimal sign of the profile.
func (e csvEncoder) number(dst []byte, start int) []byte {
	if e.decimal != '.' {
		if i := bytes.IndexByte(dst[start:], '.'); i >= 0 {
			dst[start+i] = e.decimal
		}
	}
	return dst
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func (e csvEncoder) text(dst []byte, s string) []byte {
	if strings.IndexByte(s, '\r') >= 0 {
		s = lineBreaks.Replace(s)
	}
	if e.spreadsheet && formula(s) {
		s = "'" + s
	}
	if strings.IndexByte(s, e.separator) < 0 && strings.IndexByte(s, '"') < 0 && strings.IndexByte(s, '\n') < 0 {
		return append(dst, s...)
	}
	dst = append(dst, '"')
	dst = append(dst, strings.ReplaceAll(s, `"`, `""`)...)
	return append(dst, '"')
}

// formula tells whether a spreadsheet would run s, or would with apostrophes taken off its front: those are guarded too, so
// that the reader can take exactly one off again (source/file, unguarded, has the same rule). Signs of full width are signs to
// spreadsheets of the East, and blanks before a sign, seen or unseen, are passed over.
//
// Reference: OWASP, CSV Injection.
func formula(s string) bool {
	s = strings.TrimLeft(s, "'")
	if s != "" && strings.IndexByte("\t\r\n", s[0]) >= 0 {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, blank))
	return strings.ContainsRune("=+-@＝＋－＠", first)
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
