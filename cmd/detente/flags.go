package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/cli"
	"detente/internal/event"
	"detente/internal/fx"
)

// instant is a time flag: RFC 3339, or a date meaning the last second of that day in UTC.
type instant struct{ time.Time }

// UnmarshalText reads either form.
func (i *instant) UnmarshalText(text []byte) error {
	if d, err := civil.Parse(string(text)); err == nil {
		i.Time = d.AddDays(1).UTC().Add(-time.Second)
		return nil
	}
	t, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		if unclear := civil.Unclear(string(text)); unclear != "" {
			return errors.New(unclear)
		}
		return fmt.Errorf("%q is not a time: want 2022-02-07 or 2022-02-07T11:34:00Z", text)
	}
	i.Time = t.UTC()
	return nil
}

// pastInstant is an instant at which something was known: see ahead.
type pastInstant struct{ instant }

// ahead is an error where one of the flags given names an instant that lies ahead of now by more than the day that has begun
// somewhere.
func ahead(chosen *cli.Command, now time.Time) error {
	for name, value := range chosen.Given {
		if i, ok := value.Interface().(pastInstant); ok && i.After(civil.Of(now.UTC()).AddDays(2).UTC()) {
			return misuse{fmt.Errorf("--%s: %s lies ahead: what will be known then is not known yet", name, i.Format(time.RFC3339))}
		}
	}
	return nil
}

// rangeFlags bound what is read; both ends are included.
type rangeFlags struct {
	From civil.Date  `help:"First day, YYYY-MM-DD." placeholder:"D"`
	To   civil.Date  `help:"Last day, included." placeholder:"D"`
	AsOf pastInstant `help:"As it was known then: a date or an RFC 3339 time." placeholder:"T"`
}

// eventFlags are the event filters, the same for every command.
type eventFlags struct {
	rangeFlags
	Category      []string `help:"Categories, separated by commas." placeholder:"C,.."`
	Actor         []string `help:"Actors: ISO 3166 codes of three letters, or EU, NATO, UN, OSCE, OPEC." placeholder:"A,.."`
	MinImportance int      `help:"Least importance, 1 to 5." placeholder:"N"`
	Direction     []string `help:"escalation, de-escalation or neutral." placeholder:"D"`
	Text          string   `help:"Words that title, summary, place or actors must hold." placeholder:"T"`
	ID            []string `name:"id" aliases:"event" help:"Events by id; --event is the same." placeholder:"I,.."`
}

// filter checks the flags against their vocabularies.
func (f eventFlags) filter() (event.Filter, error) {
	out := event.Filter{From: f.From, To: f.To, Actors: upper(f.Actor), MinImportance: f.MinImportance,
		Text: f.Text, IDs: f.ID, AsOf: f.AsOf.Time}
	for _, c := range f.Category {
		out.Categories = append(out.Categories, event.Category(c))
	}
	for _, d := range f.Direction {
		out.Directions = append(out.Directions, event.Direction(d))
	}
	if err := out.Validate(); err != nil {
		return out, misuse{err}
	}
	return out, nil
}

func upper(codes []string) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = strings.ToUpper(c)
	}
	return out
}

// oneSeries reads the id of a series.
func oneSeries(id string) (fx.SeriesID, error) {
	ids, err := seriesFlag([]string{id})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// seriesFlag reads ids of series, each once.
func seriesFlag(ids []string) ([]fx.SeriesID, error) {
	var out []fx.SeriesID
	for _, s := range ids {
		id, err := fx.ParseSeriesID(s)
		if err != nil {
			return nil, misuse{fmt.Errorf("--series: %w", err)}
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}
