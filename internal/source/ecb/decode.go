package ecb

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
)

// table is the columns that are read, by their place in the header.
type table struct{ key, currency, against, period, value, multiplier int }

// decode reads the reply to w into answer. The error says why none of it can be used.
func decode(reply fetch.Reply, w source.Window, answer *source.Answer) error {
	if title, page := fetch.HTML(reply.ContentType, reply.Body); page {
		return fmt.Errorf("a web page titled %q came instead of CSV", title)
	}
	body := bytes.TrimPrefix(reply.Body, []byte("\ufeff"))
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	lines := csv.NewReader(bytes.NewReader(body))
	header, err := lines.Read()
	if err != nil {
		return fmt.Errorf("the header cannot be read: %w", err)
	}
	columns, err := find(header)
	if err != nil {
		return err
	}
	var rows []fx.Fixing
	for {
		line, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return answer.Ascending(rows)
		}
		if err != nil {
			return fmt.Errorf("the answer is no whole table: %w", err)
		}
		f, ok, err := columns.fixing(line, w)
		switch {
		case err != nil:
			answer.Reject(w.Series, strings.Join(line, ","), err.Error())
		case !ok:
			answer.Notes = append(answer.Notes, fmt.Sprintf("%s: no value was published for %s", w.Series, line[columns.period]))
		default:
			rows = append(rows, f)
		}
	}
}

func find(header []string) (t table, err error) {
	places := map[string]int{}
	for i, name := range header {
		if _, twice := places[name]; twice {
			return t, fmt.Errorf("column %s stands twice", name)
		}
		places[name] = i
	}
	for name, place := range map[string]*int{
		"KEY": &t.key, "CURRENCY": &t.currency, "CURRENCY_DENOM": &t.against,
		"TIME_PERIOD": &t.period, "OBS_VALUE": &t.value, "UNIT_MULT": &t.multiplier,
	} {
		at, ok := places[name]
		if !ok {
			return t, fmt.Errorf("column %s is missing from the header %q", name, source.Cut(strings.Join(header, ","), 200))
		}
		*place = at
	}
	return t, nil
}

// fixing reads one line; ok is false where the bank published no value for the day.
func (t table) fixing(line []string, w source.Window) (f fx.Fixing, ok bool, err error) {
	for _, field := range []struct{ name, got, want string }{
		{"KEY", line[t.key], "EXR." + keys[w.Series]},
		{"CURRENCY", line[t.currency], strings.Split(keys[w.Series], ".")[1]},
		{"CURRENCY_DENOM", line[t.against], "EUR"},
		{"UNIT_MULT", line[t.multiplier], "0"},
	} {
		if field.got != field.want {
			return f, false, fmt.Errorf("%s is %q, want %q", field.name, field.got, field.want)
		}
	}
	day, err := civil.Parse(line[t.period])
	if err != nil {
		return f, false, fmt.Errorf("TIME_PERIOD %q: want YYYY-MM-DD", line[t.period])
	}
	if weekday := day.Weekday(); !w.Contains(day) || weekday == time.Saturday || weekday == time.Sunday {
		return f, false, fmt.Errorf("%s (%s) lies outside the days asked or on a weekend", day, day.Weekday())
	}
	if v := line[t.value]; v == "" || strings.EqualFold(v, "NaN") {
		return f, false, nil
	}
	value, err := fx.ParseRate(line[t.value])
	if err != nil {
		return f, false, fmt.Errorf("OBS_VALUE: %w", err)
	}
	f = fx.Fixing{Series: w.Series, Effective: day, Set: day, Value: value, Nominal: 1}
	return f, true, f.Validate()
}
