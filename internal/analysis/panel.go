package analysis

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"detente/internal/analysis/returns"
	"detente/internal/civil"
	"detente/internal/fx"
)

// panel puts series on the rows of one calendar: row t is set date t. Returns are in percent and NaN where there is none;
// NaN does not leave the package.
type panel struct {
	sets      []civil.Date
	effective []civil.Date
	rates     []column
}

// column is one series on the rows of a panel.
type column struct {
	id      fx.SeriesID
	price   []float64
	present []bool
	r       []float64
	c       []float64 // of the control over the same days, nil without one
}

// staleControl is the age in calendar days from which a control's last value no longer stands for a set date. The longest
// ordinary pause of the ECB, over Christmas or Easter, is five days.
const staleControl = 7

// newPanel aligns the series on the union of their set dates. Each list is ascending by set date, one value a day.
func newPanel(lists [][]fx.Fixing, control []fx.Fixing, controlLag int) (panel, error) {
	var p panel
	on := map[civil.Date]civil.Date{}
	for _, list := range lists {
		if err := ascending(list); err != nil {
			return p, err
		}
		for _, f := range list {
			on[f.Set] = f.Effective
		}
	}
	for set := range on {
		p.sets = append(p.sets, set)
	}
	slices.SortFunc(p.sets, civil.Date.Compare)
	for _, set := range p.sets {
		p.effective = append(p.effective, on[set])
	}
	if err := ascending(control); err != nil {
		return p, fmt.Errorf("%w (control)", err)
	}
	held := p.held(control, controlLag)
	for _, list := range lists {
		c, err := p.column(list, held)
		if err != nil {
			return p, err
		}
		p.rates = append(p.rates, c)
	}
	return p, nil
}

func ascending(list []fx.Fixing) error {
	for i := 1; i < len(list); i++ {
		if !list[i-1].Set.Before(list[i].Set) {
			return invalid("%s: the value set on %s follows that of %s: values must ascend, one a day", list[i].Series, list[i].Set, list[i-1].Set)
		}
	}
	return nil
}

// held returns the control's last value dated lag days before each set date or earlier, NaN where there is none or it is too old; nil
// without a control.
func (p panel) held(control []fx.Fixing, lag int) []float64 {
	if len(control) == 0 {
		return nil
	}
	out := make([]float64, len(p.sets))
	for t, set := range p.sets {
		i := sort.Search(len(control), func(i int) bool { return control[i].Set.After(set.AddDays(-lag)) }) - 1
		out[t] = math.NaN()
		if i >= 0 && set.DaysSince(control[i].Set) <= staleControl {
			out[t] = control[i].Rate()
		}
	}
	return out
}

func (p panel) column(list []fx.Fixing, held []float64) (column, error) {
	c := column{price: make([]float64, len(p.sets)), present: make([]bool, len(p.sets))}
	next := 0
	for t, set := range p.sets {
		if next < len(list) && list[next].Set == set {
			c.id, c.price[t], c.present[t] = list[next].Series, list[next].Rate(), true
			next++
		}
	}
	r, ok, err := returns.OnRows(c.price, c.present)
	if err != nil {
		return c, fmt.Errorf("analysis: %s: %w", c.id, err)
	}
	c.r = percent(r, ok)
	if held != nil {
		c.pair(held)
	}
	return c, nil
}

func percent(r []float64, ok []bool) []float64 {
	out := make([]float64, len(r))
	for t, v := range r {
		out[t] = 100 * v
		if !ok[t] {
			out[t] = math.NaN()
		}
	}
	return out
}

// pair gives each return the control's return over the same days.
func (c *column) pair(held []float64) {
	c.c = make([]float64, len(c.r))
	last := -1
	for t := range c.r {
		c.c[t] = math.NaN()
		if last >= 0 && c.present[t] {
			c.c[t] = 100 * math.Log(held[t]/held[last])
		}
		if c.present[t] {
			last = t
		}
	}
}

// gapDays is the number of calendar days that the return of row t spans, 0 where it has none.
func (p panel) gapDays(c column, t int) int {
	for s := t - 1; s >= 0 && c.present[t]; s-- {
		if c.present[s] {
			return p.sets[t].DaysSince(p.sets[s])
		}
	}
	return 0
}

// Closes turns daily candles into one value a session, dated by the session's day in the zone of its exchange, so that a
// market series can be studied by its closes.
func Closes(series fx.Series, days []fx.Candle) ([]fx.Fixing, error) {
	if series.Kind != fx.KindCandle || series.ID.Interval() != "1d" {
		return nil, invalid("series %s: a study needs official rates or daily candles, such as cbr:USDRUB or moex:USDRUB:1d", series.ID)
	}
	zone := fx.CalendarOf(series.ID).Zone
	out := make([]fx.Fixing, len(days))
	for i, c := range days {
		day := civil.Of(c.Start.In(zone))
		out[i] = fx.Fixing{Series: series.ID, Effective: day, Set: day, Value: c.Close, Nominal: 1}
	}
	return out, nil
}

// Volumes returns the traded volume of each daily candle, in the order of Closes; nil where the venue gives none.
func Volumes(days []fx.Candle) []float64 {
	out := make([]float64, len(days))
	any := false
	for i, c := range days {
		out[i] = c.Volume.Float()
		any = any || out[i] > 0
	}
	if !any {
		return nil
	}
	return out
}
