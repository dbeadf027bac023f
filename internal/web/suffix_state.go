package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"detente/internal/civil"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/tension"
)

// tableState is a table as an address asks for it: the state of the page it is on, and what only a file has.
type tableState struct {
	query
	Table       string
	Format      export.Format
	Profile     export.Profile
	Series      []fx.SeriesID
	Units       fx.Units
	Frequency   fx.Frequency
	Aggregation fx.Aggregation
	HalfLife    float64
	BySet       bool // bounded by the day the rates were set
	Newest      int  // of runs, how many of each source
	study       *studyState
	correlation *correlationState
}

// onPage adds to own the parameters of the pages: a page's address with a suffix is the address of its rows.
func onPage(own readers[tableState]) readers[tableState] {
	for name, read := range pageReaders {
		if _, mine := own[name]; mine {
			continue // a table's units are those of its file, and not of a drawing
		}
		own[name] = func(t *tableState, v string) error { return read(&t.query, v) }
	}
	own["profile"] = readProfile
	return own
}

func readProfile(t *tableState, v string) error { t.Profile = export.Profile(v); return nil }

var (
	readTableSeries = func(t *tableState, v string) error {
		for _, word := range split[string](v) {
			id, err := readSeries(word)
			if err != nil {
				return err
			}
			t.Series = append(t.Series, id)
		}
		return nil
	}
	readTableUnits = func(t *tableState, v string) (err error) { t.Units, err = fx.ParseUnits(v); return err }
	readHalfLife   = func(t *tableState, v string) (err error) { t.HalfLife, err = halfLife(v); return err }
)

// halfLife reads the half-life of the index, in days. Zero, of options the usual one, is refused: it was not asked for.
func halfLife(v string) (float64, error) {
	days, err := readNumber(v)
	if err != nil {
		return 0, err
	}
	if asked := (tension.Options{HalfLife: days}); days == 0 || asked.Validate() != nil {
		return 0, fmt.Errorf("%q: want a number of days above zero, such as %v", clip(v), tension.DefaultHalfLife)
	}
	return days, nil
}

// tableReaders are the parameters of each table there is.
var tableReaders = map[string]readers[tableState]{
	"rates": onPage(readers[tableState]{
		"series":      readTableSeries,
		"units":       readTableUnits,
		"frequency":   func(t *tableState, v string) (err error) { t.Frequency, err = fx.ParseFrequency(v); return err },
		"aggregation": func(t *tableState, v string) (err error) { t.Aggregation, err = fx.ParseAggregation(v); return err },
		"by":          readBy,
	}),
	"quotes":  onPage(readers[tableState]{"series": readTableSeries}),
	"sources": {"profile": readProfile},
	"studies": carrying(ofTable, readers[tableState]{"profile": readProfile}, "as-of"),
	"runs":    carrying(ofTable, readers[tableState]{"profile": readProfile, "newest": readNewest}, "from", "to", "as-of"),
	"events":  onPage(readers[tableState]{}),
	"overlay": onPage(readers[tableState]{"series": readTableSeries, "half-life": readHalfLife, "units": readTableUnits}),
	"tension": onPage(readers[tableState]{"half-life": readHalfLife}),
	"candles": onPage(readers[tableState]{"series": readTableSeries}),
	"gauges":  onPage(readers[tableState]{}),
}

func ofTable(t *tableState) *query { return &t.query }

// readBy reads which day of a rate from and to bound.
func readBy(t *tableState, v string) error {
	if v != "set" && v != "effective" {
		return fmt.Errorf("%q: want effective, the day a rate is in force from, or set", clip(v))
	}
	t.BySet = v == "set"
	return nil
}

func readNewest(t *tableState, v string) (err error) {
	if t.Newest, err = readWhole(v); err == nil && t.Newest < 1 {
		err = fmt.Errorf("%d: want 1 or more", t.Newest)
	}
	return err
}

// tables are the tables there are, as their addresses without the suffix.
var tables = append(sortedKeys(tableReaders), resultTables...)

// volatileTables change with every collection, also one that finds nothing new: the version of the figures does not tell.
var volatileTables = []string{"sources", "runs", "studies"}

// eventless are the tables in which no event has a part. A page's address with filters of events gives their rows all the same, and
// neither their links nor what describes or cites them says that anything was filtered.
var eventless = []string{"rates", "quotes", "candles", "gauges"}

// parseTable reads the parameters of a table. What the table would ignore is a *badQuery.
func parseTable(name string, format export.Format, values url.Values) (tableState, error) {
	t := tableState{}
	var err error
	if slices.Contains(resultTables, name) {
		t.Table = name
		err = parseResult(&t, values)
	} else {
		t, err = tableReaders[name].read(values)
	}
	t.Table, t.Format = name, format
	if err != nil {
		return t, err
	}
	if slices.Contains(eventless, name) {
		t.query = t.query.unfiltered()
	}
	if err := t.query.check(); err != nil {
		return t, err
	}
	if err := t.options().Validate(); err != nil {
		return t, &badQuery{"profile", strings.TrimPrefix(err.Error(), "export: profile ")}
	}
	if t.question() != nil {
		if _, err := export.TableOf(name, t.asked()); err != nil {
			return t, tableFault(err)
		}
	}
	if err := t.Frequency.Takes(t.Aggregation); err != nil {
		return t, &badQuery{"aggregation", strings.TrimPrefix(err.Error(), "aggregation ")}
	}
	if name == "candles" && len(t.Series) == 0 {
		return t, &badQuery{"series", "is missing: name one such as " + string(fx.MOEXUSDD)}
	}
	if name == "gauges" && t.Gauge == "" {
		return t, &badQuery{"gauge", "is missing: name a comparison line such as gpr:GPRD"}
	}
	return t, nil
}

// gauges are the comparison line that is part of the table: other tables have no place for one.
func (t tableState) gauges() []string {
	if t.Gauge == "" || (t.Table != "overlay" && t.Table != "gauges") {
		return nil
	}
	return []string{t.Gauge}
}

// index is the day on which the overlay's columns of an index are 100: other tables have no place for one.
func (t tableState) index() civil.Date {
	if t.Table != "overlay" {
		return civil.Date{}
	}
	return t.Rebase
}

// values returns the parameters that choose rows and columns; what only changes a drawing is left out.
func (t tableState) values() url.Values {
	v := t.query.undrawn().values()
	if question := t.question(); question != nil {
		v = question.values()
	}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("profile", string(t.Profile))
	set("series", joined(t.Series))
	set("gauge", joined(t.gauges()))
	set("units", string(t.Units))
	set("rebase", t.index().String())
	set("frequency", string(t.Frequency))
	set("aggregation", string(t.Aggregation))
	if t.HalfLife != 0 {
		set("half-life", numberText(t.HalfLife))
	}
	if t.BySet {
		set("by", "set")
	}
	if t.Newest > 0 {
		set("newest", strconv.Itoa(t.Newest))
	}
	return v
}

// undrawn is the state without what only changes the drawing.
func (q query) undrawn() query {
	return q.with(func(q *query) { q.Pair, q.Log, q.Rebase, q.Event, q.view = "", false, civil.Date{}, "", view{} })
}

func (t tableState) options() export.Options {
	return export.Options{Format: t.Format, Profile: t.Profile}
}

// asked is the question that the table answers, the same for the pages and the command line.
func (t tableState) asked() export.Query {
	switch {
	case t.study != nil:
		return export.StudyQuery(t.study.Question, t.study.Table, t.Format)
	case t.correlation != nil:
		return export.CorrelationQuery(t.correlation.Question, t.correlation.Table, t.Format)
	}
	return export.Query{Series: t.Series, Filter: t.filter(t.From, t.To), Tension: tension.Options{HalfLife: t.HalfLife},
		Units: t.Units, Frequency: t.Frequency, Aggregation: t.Aggregation, Rebase: t.index(), Gauges: t.gauges(), BySet: t.BySet, Newest: t.Newest}
}
