package words

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// shown are the fields of a chart that a reader sees; titles of events are not among them.
var shown = []string{"name", "text", "unit", "formatter", "usd", "eur", "short", "label"}

// JSON says the strings of a chart's JSON that a reader sees, which are fields that are shown and what stands directly in a list of data;
// all else stays as it is, byte for byte. It reads the text once and does not look at numbers, which are nearly all of it.
func (l Language) JSON(raw []byte) (json.RawMessage, error) {
	d := drawing{Language: l, raw: raw, said: make([]byte, 0, len(raw)+len(raw)/8)}
	for at := 0; at < len(raw); at++ {
		switch raw[at] {
		case '{':
			d.within = append(d.within, nest{})
		case '[':
			here := d.here()
			d.within = append(d.within, nest{list: true, data: here.valued && here.key == "data"})
		case '}', ']':
			d.within = d.within[:max(len(d.within)-1, 0)]
		case ':':
			d.here().valued = true
		case ',':
			d.here().valued = false
		case '"':
			end, err := endOfString(raw, at)
			if err == nil {
				err = d.text(at, end)
			}
			if err != nil {
				return nil, err
			}
			at = end - 1
		}
	}
	return append(d.said, raw[d.copied:]...), nil
}

// drawing is a chart's JSON as it is being read: copied bytes of raw are in said.
type drawing struct {
	Language
	raw, said []byte
	copied    int
	within    []nest
}

// nest is a list or an object that is being read.
type nest struct {
	list, data bool   // data: the list of a field of that name
	valued     bool   // of an object: behind a colon
	key        string // before it
}

func (d *drawing) here() *nest {
	if len(d.within) == 0 {
		return &nest{list: true} // a value by itself
	}
	return &d.within[len(d.within)-1]
}

// text takes the string at raw[from:to], which may be the name of a field.
func (d *drawing) text(from, to int) error {
	here := d.here()
	isKey := !here.list && !here.valued
	if !isKey && !here.data && !slices.Contains(shown, here.key) {
		return nil
	}
	text := string(d.raw[from+1 : to-1])
	if strings.Contains(text, `\`) {
		if err := json.Unmarshal(d.raw[from:to], &text); err != nil {
			return fmt.Errorf("byte %d: %w", from, err)
		}
	}
	if isKey {
		here.key = text
		return nil
	}
	say := d.label
	if here.data {
		say = d.row
	}
	told := say(text)
	if told == text {
		return nil
	}
	said, err := json.Marshal(told)
	d.said = append(append(d.said, d.raw[d.copied:from]...), said...)
	d.copied = to
	return err // a string has none
}

// endOfString is behind the quotation mark that ends the string which begins at a place.
func endOfString(raw []byte, from int) (int, error) {
	for at := from + 1; at < len(raw); at++ {
		switch raw[at] {
		case '\\':
			at++
		case '"':
			return at + 1, nil
		}
	}
	return 0, fmt.Errorf("byte %d: a string without an end", from)
}

// label is a word on a drawing, where a day has the room of a field.
func (l Language) label(text string) string {
	if day := l.Field(text); day != text {
		return day
	}
	return l.word(text)
}

// row says the name of a chart's row: what is a key, or the day that stands two spaces before a title.
func (l Language) row(name string) string {
	day, title, dated := strings.Cut(name, "  ")
	if twin, ok := known(name); ok && l != English {
		return twin
	} else if dated {
		return l.Field(day) + "  " + title
	}
	return name
}
