package export

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"detente/internal/civil"
	"detente/internal/fx"
)

// transformedDecimals are the digits of averages and changes: two more than most rates are published with.
const transformedDecimals = 6

// TransformedTable is the table of rates in other units or at a lower frequency: date, then value and number of
// observations of each series.
func TransformedTable(q Query) Table {
	date := "day from which the rates are in force"
	if q.Frequency != "" && q.Frequency != fx.Daily {
		date = "first day of the " + string(q.Frequency) + ", by effective date; a period is whole also where from or to lies inside it"
	}
	t := Table{"rates", []Column{{"date", date, Date, ""}}, []string{"date"}, "Official rates: " + q.Units.Label()}
	for _, id := range seriesOf("rates", q) {
		name := columnOf(id, q)
		t.Columns = append(t.Columns, Column{name, string(id) + ", for one unit of the base currency: " + q.transformation(), Number, q.unit(id)},
			Column{name + "_n", "observations of the period", Integer, ""})
	}
	return t
}

// columnOf is the name of a series' column: usd_rub, or with its source where series were named.
func columnOf(id fx.SeriesID, q Query) string {
	pair := strings.ToLower(string(id.Pair()))
	name := pair[:3] + "_" + pair[3:]
	if len(q.Series) > 0 {
		name = id.Source() + "_" + name
	}
	if q.Units != "" && q.Units != fx.Levels {
		name += "_" + string(q.Units)
	}
	return name
}

func (q Query) transformation() string {
	said := q.Units.Label()
	switch {
	case q.Frequency == "" || q.Frequency == fx.Daily:
		return said
	case q.aggregation() == fx.EndOfPeriod:
		return said + " of the last rate of the " + string(q.Frequency)
	case q.aggregation() == fx.Sum:
		return said + " of the sum over the " + string(q.Frequency)
	}
	return said + " of the mean of the rates published for the " + string(q.Frequency)
}

func (q Query) unit(id fx.SeriesID) string {
	switch q.Units {
	case "", fx.Levels, fx.Change, fx.YearChange:
		return id.Pair().Unit()
	case fx.Logarithm:
		return "log of " + id.Pair().Unit()
	}
	return "percent"
}

// transformed writes the rates in the units and at the frequency of the query, the same rows in all units: a value that has nothing to
// be compared with is an empty cell. The whole past is read: the first rows are compared with what lies before them.
func (t taker) transformed() error {
	q := t.query
	out, err := New(t.out, TransformedTable(q), t.options)
	if err != nil {
		return err
	}
	ids := seriesOf("rates", q)
	rows, shown := map[civil.Date][]Cell{}, map[civil.Date]bool{}
	for i, id := range ids {
		values, counts, err := t.observations(id, shown)
		if err != nil {
			return err
		}
		for d, n := range counts {
			if rows[d] == nil {
				rows[d] = make([]Cell, 2*len(ids))
			}
			rows[d][2*i+1] = Int(int64(n))
		}
		for _, o := range values {
			rows[o.Date][2*i] = Fixed(o.Value, transformedDecimals)
		}
	}
	for _, d := range slices.SortedFunc(maps.Keys(rows), civil.Date.Compare) {
		if !shown[d] {
			continue
		}
		if err := out.Row(append([]Cell{Day(d)}, rows[d]...)...); err != nil {
			return err
		}
	}
	return out.Close()
}

// fitsTransformed refuses units, frequency and an index where the table has no place for them.
func (q Query) fitsTransformed(name string) error {
	inUnits := q.Units != "" && q.Units != fx.Levels
	switch {
	case name != "rates" && (q.Aggregation != "" || (q.Frequency != "" && q.Frequency != fx.Daily)):
		return fmt.Errorf("export: %w: frequency and aggregation are for the table rates: %s has its own", ErrInvalid, name)
	case name != "rates" && name != "overlay" && inUnits:
		return fmt.Errorf("export: %w: units are for the tables rates and overlay: %s has its own", ErrInvalid, name)
	case name != "overlay" && !q.Rebase.IsZero():
		return fmt.Errorf("export: %w: an index of 100 is for the table overlay: %s has none", ErrInvalid, name)
	}
	return nil
}

// begins is the first row that is written: the period that the first day lies in.
func (q Query) begins() civil.Date {
	if q.Filter.From.IsZero() {
		return q.Filter.From
	}
	return q.Frequency.Begins(q.Filter.From)
}

// observations reads a series in the units and at the frequency of the query, with how many values each stands for, and
// notes which dates lie in the range.
func (t taker) observations(id fx.SeriesID, shown map[civil.Date]bool) ([]fx.Observation, map[civil.Date]int, error) {
	q := t.query
	fixings, err := t.from.Fixings(t.ctx, id, fx.Range{AsOf: q.Filter.AsOf})
	if err != nil {
		return nil, nil, err
	}
	var obs []fx.Observation
	for _, f := range fixings {
		obs = append(obs, fx.Observation{Date: f.Effective, Value: f.Rate()})
		bound := q.Frequency.Begins(f.Effective)
		if q.BySet {
			bound = f.Set
		}
		if !bound.Before(q.begins()) && (q.Filter.To.IsZero() || !bound.After(q.Filter.To)) {
			shown[q.Frequency.Begins(f.Effective)] = true
		}
	}
	counts := map[civil.Date]int{}
	var whole []fx.Observation
	for _, p := range fx.Aggregate(obs, q.Frequency, q.aggregation()) {
		counts[p.Date] = p.N
		whole = append(whole, p.Observation)
	}
	return q.Units.Of(whole, q.Frequency), counts, nil
}
