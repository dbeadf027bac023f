package words

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// shown are the fields of a chart that a reader sees; titles of events are not among them.
var shown = []string{"name", "text", "unit", "formatter", "usd", "eur", "short", "label"}

// JSON says the strings of a chart's JSON that a reader sees; all else stays as it is.
func (l Language) JSON(raw []byte) (json.RawMessage, error) {
	var value any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		return nil, err
	}
	return json.Marshal(l.drawn(value))
}

func (l Language) drawn(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = l.drawn(v[i])
		}
	case map[string]any:
		for key, field := range v {
			if rows, ok := field.([]any); ok && key == "data" {
				v[key] = l.rows(rows)
				continue
			}
			if text, ok := field.(string); ok && slices.Contains(shown, key) {
				v[key] = l.label(text)
				continue
			}
			v[key] = l.drawn(field)
		}
	}
	return value
}

// label is a word on a drawing, where a day has the room of a field.
func (l Language) label(text string) string {
	if day := l.Field(text); day != text {
		return day
	}
	return l.word(text)
}

// rows says the names of a chart's rows: what is a key, and the day that stands two spaces before a title.
func (l Language) rows(data []any) []any {
	for i, row := range data {
		name, ok := row.(string)
		if !ok {
			data[i] = l.drawn(row)
			continue
		}
		day, title, dated := strings.Cut(name, "  ")
		if twin, ok := known(name); ok && l != English {
			data[i] = twin
		} else if dated {
			data[i] = l.Field(day) + "  " + title
		}
	}
	return data
}
