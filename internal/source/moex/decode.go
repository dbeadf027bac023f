package moex

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"detente/internal/fetch"
	"detente/internal/source"
)

// row is one bar as ISS wrote it: numbers are still text, a null is empty.
type row struct{ begin, end, open, high, low, close, volume string }

// String is the row as it is shown where it is rejected.
func (r row) String() string {
	return fmt.Sprintf("begin=%s end=%s open=%s high=%s low=%s close=%s volume=%s", r.begin, r.end, r.open, r.high, r.low, r.close, r.volume)
}

// block is a table of ISS: names of columns, then lists of values.
type block struct {
	Columns []string `json:"columns"`
	Data    [][]any  `json:"data"`
}

// decode reads a page. The error says why none of it can be used; a page without rows is empty, not an error.
func decode(reply fetch.Reply) ([]row, error) {
	if title, page := fetch.HTML(reply.ContentType, reply.Body); page {
		return nil, fmt.Errorf("a web page titled %q came instead of JSON", title)
	}
	var answer struct {
		Candles *block `json:"candles"`
	}
	d := json.NewDecoder(bytes.NewReader(reply.Body))
	d.UseNumber()
	if err := d.Decode(&answer); err != nil {
		return nil, fmt.Errorf("the answer is no whole JSON document: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the answer goes on after the end of its document")
	}
	if answer.Candles == nil {
		return nil, fmt.Errorf("the answer holds no table of candles: %q", source.Cut(string(reply.Body), 120))
	}
	return answer.Candles.rows()
}

func (b block) rows() ([]row, error) {
	if len(b.Data) == 0 {
		return nil, nil
	}
	places := map[string]int{}
	for i, name := range b.Columns {
		places[name] = i
	}
	for _, name := range []string{"begin", "end", "open", "high", "low", "close", "volume"} {
		if _, ok := places[name]; !ok {
			return nil, fmt.Errorf("column %s is missing from %q", name, b.Columns)
		}
	}
	// Two names that changed places would turn an opening price into a close, which no bound tells. Both the order that is
	// asked and ISS's own have these in this order.
	if p := places; !(p["open"] < p["close"] && p["close"] < p["high"] && p["high"] < p["low"] && p["begin"] < p["end"]) {
		return nil, fmt.Errorf("the columns stand in another order than they always did: %q", b.Columns)
	}
	out := make([]row, len(b.Data))
	for i, values := range b.Data {
		if len(values) != len(b.Columns) {
			return nil, fmt.Errorf("row %d has %d values for %d columns", i+1, len(values), len(b.Columns))
		}
		field := func(name string) string { return text(values[places[name]]) }
		out[i] = row{field("begin"), field("end"), field("open"), field("high"), field("low"), field("close"), field("volume")}
	}
	return out, nil
}

// text is a value as it was written; a null is empty, and what is neither text nor number is named by its kind.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case nil:
		return ""
	}
	return fmt.Sprintf("%T", v)
}
