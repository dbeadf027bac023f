package file

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// objects is the rows of a JSON array, or of one JSON object after another.
type objects struct {
	decoder *json.Decoder
	lines   *lineCounter
	array   bool
	layout  layout
	first   *object // read to tell the columns, not yet given
	ended   bool
}

type object struct {
	line   int
	values map[string]any
}

// openJSON reads the first object: its keys tell the kind of the file. An empty array has no kind and is an error.
func openJSON(in *bufio.Reader, array bool, usual Kind) (*objects, layout, error) {
	o := &objects{lines: &lineCounter{in: in, line: 1}, array: array}
	o.decoder = json.NewDecoder(o.lines)
	o.decoder.UseNumber()
	if array {
		if _, err := o.decoder.Token(); err != nil {
			return nil, layout{}, o.syntax(err)
		}
	}
	first, err := o.object()
	if errors.Is(err, io.EOF) {
		return nil, layout{}, Problem{Line: 1, Reason: "no rows: the array is empty"}
	}
	if err != nil {
		return nil, layout{}, err
	}
	o.first = &first
	o.layout, err = layoutOf(columnsOf(first, usual), usual)
	var wrong *Error
	if errors.As(err, &wrong) {
		for i := range wrong.Problems {
			wrong.Problems[i].Line = first.line
		}
	}
	return o, o.layout, err
}

// columnsOf adds to the keys those that later objects may have and this one leaves out.
func columnsOf(first object, usual Kind) []string {
	keys := slices.Sorted(maps.Keys(first.values))
	shape, known := shapeOf(keys, usual)
	for _, c := range known {
		if !slices.Contains(keys, c) && !slices.Contains(required[string(shape)], c) {
			keys = append(keys, c)
		}
	}
	return keys
}

func (o *objects) next() (record, error) {
	var row object
	if o.first != nil {
		row, o.first = *o.first, nil
	} else {
		var err error
		if row, err = o.object(); err != nil {
			return record{}, err
		}
	}
	cells := make([]string, len(o.layout.columns))
	for key, value := range row.values {
		i, ok := o.layout.index[key]
		if !ok {
			return record{}, Problem{Line: row.line, Value: key, Reason: "unknown column: want " + strings.Join(o.layout.columns, ", ")}
		}
		cell, err := cellOf(value)
		if err != nil {
			return record{}, Problem{Line: row.line, Column: key, Reason: err.Error()}
		}
		if strings.ContainsRune(cell, utf8.RuneError) { // what the decoder puts where the bytes are no text
			return record{}, Problem{Line: row.line, Column: key, Value: cell, Reason: textWanted}
		}
		cells[i] = cell
	}
	return record{row.line, cells}, nil
}

// object reads the next object, io.EOF after the last.
func (o *objects) object() (object, error) {
	if o.ended {
		return object{}, io.EOF
	}
	token, err := o.decoder.Token()
	switch {
	case errors.Is(err, io.EOF) && !o.array:
		return object{}, io.EOF
	case err != nil:
		return object{}, o.syntax(err)
	case token == json.Delim(']') && o.array:
		o.ended = true
		return object{}, o.nothingMore()
	case token != json.Delim('{'):
		return object{}, Problem{Line: o.line(), Reason: "want an object of columns such as {\"date\":\"2022-02-08\"}", fatal: true}
	}
	row := object{o.line(), map[string]any{}}
	for o.decoder.More() {
		if err := o.member(row); err != nil {
			return object{}, err
		}
	}
	_, err = o.decoder.Token()
	return row, o.syntax(err)
}

func (o *objects) member(row object) error {
	key, err := o.decoder.Token()
	if err != nil {
		return o.syntax(err)
	}
	name, _ := key.(string) // the decoder lets nothing but a string be a key
	if _, twice := row.values[name]; twice {
		return Problem{Line: o.line(), Column: name, Reason: "the column is named twice in one object: keep one", fatal: true}
	}
	var value any
	err = o.decoder.Decode(&value)
	row.values[name] = value
	return o.syntax(err)
}

func (o *objects) nothingMore() error {
	if _, err := o.decoder.Token(); !errors.Is(err, io.EOF) {
		return Problem{Line: o.line(), Reason: "text after the end of the array", fatal: true}
	}
	return io.EOF
}

// syntax says a syntax error with its line; nil stays nil.
func (o *objects) syntax(err error) error {
	var broken *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &broken), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return Problem{Line: o.line(), Reason: "not JSON: " + err.Error(), fatal: true}
	}
	return err
}

func (o *objects) line() int { return o.lines.at(o.decoder.InputOffset()) }

// cellOf writes a value as CSV would have it. A number keeps its digits.
func cellOf(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v], nil
	case []any:
		words := make([]string, len(v))
		for i, word := range v {
			text, ok := word.(string)
			if !ok {
				return "", errors.New("want a list of texts")
			}
			words[i] = text
		}
		return strings.Join(words, ";"), nil
	}
	return "", fmt.Errorf("want a text, a number or null, not an object")
}

// lineCounter remembers where the lines end that have been read and not yet passed.
type lineCounter struct {
	in     io.Reader
	read   int64
	breaks []int64
	line   int
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.breaks = append(c.breaks, c.read+int64(i))
		}
	}
	c.read += int64(n)
	return n, err
}

// at returns the line of an offset; offsets are asked for in ascending order.
func (c *lineCounter) at(offset int64) int {
	passed := 0
	for passed < len(c.breaks) && c.breaks[passed] < offset {
		passed++
	}
	c.line += passed
	c.breaks = c.breaks[passed:]
	return c.line
}
