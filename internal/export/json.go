package export

import (
	"bytes"
	"encoding/json"
)

// jsonEncoder writes an array of objects, one a line. Numbers keep the digits of their publisher.
type jsonEncoder struct{}

func (jsonEncoder) head(dst []byte, _ Table) []byte { return append(dst, '[') }

func (jsonEncoder) row(dst []byte, t Table, n int, cells []Cell) []byte {
	if n > 0 {
		dst = append(dst, ',')
	}
	return appendObject(append(dst, '\n'), t, cells)
}

func (jsonEncoder) foot(dst []byte, _ int) []byte { return append(dst, "\n]\n"...) }

// ndjsonEncoder writes an object a line.
type ndjsonEncoder struct{}

func (ndjsonEncoder) head(dst []byte, _ Table) []byte { return dst }

func (ndjsonEncoder) row(dst []byte, t Table, _ int, cells []Cell) []byte {
	return append(appendObject(dst, t, cells), '\n')
}

func (ndjsonEncoder) foot(dst []byte, _ int) []byte { return dst }

// appendObject writes every column, missing ones as null, so that each row shows the whole table. Column names are plain
// words and need no escape.
func appendObject(dst []byte, t Table, cells []Cell) []byte {
	for i := range cells {
		dst = append(dst, "{,"[min(i, 1)], '"')
		dst = append(dst, t.Columns[i].Name...)
		dst = append(dst, '"', ':')
		dst = appendJSON(dst, &cells[i])
	}
	return append(dst, '}')
}

func appendJSON(dst []byte, c *Cell) []byte {
	switch c.kind {
	case text:
		return appendString(dst, c.text)
	case words:
		for i, w := range c.words {
			dst = appendString(append(dst, "[,"[min(i, 1)]), w)
		}
		return append(dst, ']')
	case digits:
		return append(dst, c.text...)
	case rate:
		return appendScaled(dst, c.n, c.scale)
	case day:
		return append(appendDate(append(dst, '"'), c.n), '"')
	case instant:
		return append(appendInstant(append(dst, '"'), c.n), '"')
	case yes:
		if c.n == 1 {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	}
	return append(dst, "null"...)
}

// appendString escapes what JSON requires. A row is never put into a page: the type and nosniff keep a file from being one.
func appendString(dst []byte, s string) []byte {
	if plain(s) {
		return append(append(append(dst, '"'), s...), '"')
	}
	var escaped bytes.Buffer
	encoder := json.NewEncoder(&escaped)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		panic("export: a string cannot be marshalled: " + err.Error()) // encoding/json has no such string
	}
	return append(dst, bytes.TrimSuffix(escaped.Bytes(), []byte("\n"))...)
}

// plain tells whether s stands in JSON as it is: most words do.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
