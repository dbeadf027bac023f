package export

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"detente/internal/fx"
)

// methods is the version of what tables compute beyond copying: returns, the tension index, units and aggregation. It
// changes when the same question over the same rows would give other numbers.
const methods = "1"

// eventSource is what is said of the events' origin, row by row.
const eventSource = "Détente's timeline; each row names its source in source_name and source_url"

// Meta says what an exported table is, so that it can be understood, cited and checked.
type Meta struct {
	Table       Table
	Options     Options
	Query       Query
	Filter      string      // Query in words; empty where nothing is left out
	Series      []fx.Series // whose values the table holds, in the order of the columns or rows
	Retrieved   time.Time   // when the rows were read
	DataVersion string      // of the database
	Method      string      // what was computed, with its version; empty for published values
	Receipt     Receipt     // zero until the table is written
}

// Catalogue describes the series there are and the version of the figures; *store.DB fits it.
type Catalogue interface {
	Series(ctx context.Context) ([]fx.Series, error)
	Version(ctx context.Context) (int64, error)
}

// Describe says what Deliver would write. now becomes Retrieved. The error wraps ErrInvalid where the table does not hold
// what q asks for.
func Describe(ctx context.Context, from Catalogue, name string, o Options, q Query, now time.Time) (Meta, error) {
	table, err := TableOf(name, q)
	if err != nil {
		return Meta{}, err
	}
	version, err := from.Version(ctx)
	if err != nil {
		return Meta{}, err
	}
	known, err := from.Series(ctx)
	if err != nil {
		return Meta{}, err
	}
	if err := q.fits(name, known); err != nil {
		return Meta{}, err
	}
	m := Meta{Table: table, Options: o, Query: q, Filter: q.Words(), Retrieved: now.UTC().Truncate(time.Second),
		DataVersion: strconv.FormatInt(version, 10), Method: methodOf(name, q)}
	for _, id := range seriesOf(name, q) {
		i := slices.IndexFunc(known, func(s fx.Series) bool { return s.ID == id })
		if i < 0 {
			return Meta{}, fmt.Errorf("export: %w: series %s is not stored", ErrInvalid, id)
		}
		m.Series = append(m.Series, known[i])
	}
	return m, nil
}

// Survey is Describe with the receipt of a table that is written to nowhere.
func Survey(ctx context.Context, from interface {
	Source
	Catalogue
}, name string, o Options, q Query, now time.Time) (Meta, error) {
	m, err := Describe(ctx, from, name, o, q, now)
	if err != nil {
		return m, err
	}
	m.Receipt, err = Deliver(ctx, io.Discard, o, name, from, q)
	return m, err
}

// TableOf returns the columns that Write gives the named table for q, or an error that lists the names.
func TableOf(name string, q Query) (Table, error) {
	switch name {
	case "rates":
		switch {
		case q.transforms():
			return TransformedTable(q), nil
		case len(q.Series) > 0:
			return FixingsTable(), nil
		}
		return RatesTable(), nil
	case "candles":
		return CandlesTable(), nil
	case "quotes":
		return QuotesTable(), nil
	case "events":
		return EventsTable(), nil
	case "overlay":
		return q.overlayTable(), nil
	case "tension":
		return TensionTable(), nil
	case "gauges":
		return GaugesTable(), nil
	case "study", "correlation":
		return q.resultTable(name)
	case "sources":
		return SourcesTable(), nil
	case "runs":
		return RunsTable(), nil
	case "studies":
		return StudiesTable(), nil
	}
	return Table{}, fmt.Errorf("export: there is no table %q: want one of %s", name, list(Names()))
}

func methodOf(name string, q Query) string {
	switch {
	case name == "overlay":
		return "log returns and tension index (" + q.Tension.Caption() + "), methods " + methods
	case name == "tension":
		return "tension index (" + q.Tension.Caption() + "), methods " + methods
	case name == "study", name == "correlation":
		return q.measuring() + ", methods " + methods
	case name == "rates" && q.transforms():
		return q.Words() + ", methods " + methods
	}
	return ""
}

// AsOf is the instant whose knowledge the table shows: the one that was asked for, or when the rows were read.
func (m Meta) AsOf() time.Time {
	if at := m.Query.Filter.AsOf; !at.IsZero() {
		return at
	}
	return m.Retrieved
}

// queryText is the query as one line of JSON.
func (m Meta) queryText() string {
	raw, err := json.Marshal(m.Query)
	if err != nil {
		panic("export: query: " + err.Error()) // times outside the years 0 to 9999 are refused before
	}
	return string(raw)
}
