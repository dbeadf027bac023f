package words

import (
	"bytes"
	"encoding/json"
	"slices"
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
			if text, ok := field.(string); ok && slices.Contains(shown, key) {
				v[key] = l.word(text)
				continue
			}
			v[key] = l.drawn(field)
		}
	}
	return value
}
