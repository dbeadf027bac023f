package export

import (
	"fmt"
	"strings"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// DrawnColumn is what the lines of a chart show beside the rates as published: another unit of a pair, or an index of it.
type DrawnColumn struct {
	Column Column
	On     map[civil.Date]float64 // by set date
}

func (c DrawnColumn) cell(d civil.Date) Cell {
	v, ok := c.On[d]
	if !ok {
		return Missing()
	}
	return Fixed(v, transformedDecimals)
}

// overlayTable is the overlay with the columns that q asks for behind: comparison lines, then units, then the index. The first columns
// stay the rates as published, so that no name ever means another number.
func (q Query) overlayTable() Table {
	t := OverlayTable(event.GaugeLinesOf(q.Gauges)...)
	usd, eur, err := q.pair()
	if err != nil {
		return t // Write refuses it by name
	}
	for _, of := range q.drawings() {
		t.Columns = append(t.Columns, of.column(usd), of.column(eur))
	}
	return t
}

// drawing is one way in which both pairs are shown.
type drawing struct {
	suffix, about string
	unit          func(fx.SeriesID) string
	values        func([]fx.Fixing) map[civil.Date]float64
}

func (d drawing) column(id fx.SeriesID) Column {
	pair := strings.ToLower(string(id.Pair()))
	return Column{pair[:3] + "_" + pair[3:] + "_" + d.suffix, string(id) + ", for one unit of the base currency: " + d.about, Number, d.unit(id)}
}

// drawings are those that q asks for.
func (q Query) drawings() (all []drawing) {
	if q.Units != "" && q.Units != fx.Levels {
		all = append(all, drawing{string(q.Units), q.Units.Label() + "; compared by the days rates are in force from", q.unit, q.Units.OfFixings})
	}
	if !q.Rebase.IsZero() {
		about := fmt.Sprintf("index, 100 at the last rate set on or before %s, or at the first one where all are later", q.Rebase)
		points := func(fx.SeriesID) string { return "points" }
		all = append(all, drawing{"index", about, points, func(fixings []fx.Fixing) map[civil.Date]float64 { return fx.Index(fixings, q.Rebase) }})
	}
	return all
}

// drawn reads the columns behind the comparison lines. All of a series is read: the base of an index may lie after the last row.
func (t taker) drawn() ([]DrawnColumn, error) {
	drawings := t.query.drawings()
	if len(drawings) == 0 {
		return nil, nil
	}
	usd, eur, err := t.query.pair()
	if err != nil {
		return nil, err
	}
	columns := make([]DrawnColumn, 2*len(drawings))
	for side, id := range []fx.SeriesID{usd, eur} {
		fixings, err := t.from.Fixings(t.ctx, id, fx.Range{AsOf: t.query.Filter.AsOf})
		if err != nil {
			return nil, err
		}
		for i, d := range drawings {
			columns[2*i+side] = DrawnColumn{d.column(id), d.values(fixings)}
		}
	}
	return columns, nil
}
