package chart

import (
	"math"
	"slices"
	"strconv"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/tension"
)

// Sketch is the shape of the overview before the bundle has drawn it: paths in boxes of sketchWidth by sketchHeight that
// the page stretches over the three grids. It has no axes and no words; the table beside the chart has them.
type Sketch struct {
	USD, EUR           string // lines of the rates
	Events             string // a stroke an event, or for as many as have one place
	Tension, Diplomacy string
}

// The box of each path. It has as many columns as a wide screen has pixels for the plot.
const (
	sketchWidth  = 1000
	sketchHeight = 100
)

// SketchOf returns the shape of what Overview draws in its window; it is empty in units other than roubles, as an index,
// and without a window.
func SketchOf(in OverviewInput) Sketch {
	if in.inUnits() || !in.Rebase.IsZero() || in.From.IsZero() || !in.From.Before(in.To) {
		return Sketch{}
	}
	box := sketchBox{from: in.From.Unix(), span: float64(in.To.Unix() - in.From.Unix())}
	high := 0.0
	days := slices.DeleteFunc(slices.Clone(in.Tension), func(d tension.Day) bool { return d.Date.Before(in.From) || d.Date.After(in.To) })
	for _, d := range days {
		high = max(high, d.Tension, d.Diplomacy)
	}
	index := func(of func(tension.Day) float64) string {
		_, top := nice(0, high)
		return box.line(len(days), 0, top, func(i int) (civil.Date, float64) { return days[i].Date, of(days[i]) })
	}
	return Sketch{
		USD: box.rates(in.USD, in), EUR: box.rates(in.EUR, in), Events: box.strokes(in),
		Tension:   index(func(d tension.Day) float64 { return d.Tension }),
		Diplomacy: index(func(d tension.Day) float64 { return d.Diplomacy }),
	}
}

// sketchBox places the days of a window.
type sketchBox struct {
	from int64
	span float64 // seconds
}

func (b sketchBox) x(d civil.Date) float64 { return sketchWidth * float64(d.Unix()-b.from) / b.span }

func (b sketchBox) rates(r Rates, in OverviewInput) string {
	var list []fx.Fixing
	low, high := math.Inf(1), 0.0
	value := func(f fx.Fixing) float64 {
		if in.Log {
			return math.Log(f.Rate())
		}
		return f.Rate()
	}
	for _, f := range r.Fixings {
		if !f.Set.Before(in.From) && !f.Set.After(in.To) && f.Rate() > 0 {
			list = append(list, f)
			low, high = min(low, value(f)), max(high, value(f))
		}
	}
	if !in.Log {
		low, high = nice(low, high)
	}
	return b.line(len(list), low, high, func(i int) (civil.Date, float64) { return list[i].Set, value(list[i]) })
}

// line is a path through n points by ascending day. Of the points in one column the first, lowest, highest and last stay,
// so that every extreme is drawn.
func (b sketchBox) line(n int, low, high float64, at func(int) (civil.Date, float64)) string {
	if n < 2 || !(high > low) {
		return ""
	}
	path := make([]byte, 0, 10*min(n, 4*sketchWidth))
	for i := 0; i < n; {
		day, v := at(i)
		column := math.Floor(b.x(day))
		kept := []float64{v, v, v, v} // first, lowest, highest, last
		for i++; i < n; i++ {
			next, v := at(i)
			if math.Floor(b.x(next)) != column {
				break
			}
			kept[1], kept[2], kept[3] = min(kept[1], v), max(kept[2], v), v
		}
		for _, v := range slices.Compact(kept) {
			path = point(path, b.x(day), sketchHeight*(1-(v-low)/(high-low)))
		}
	}
	return string(path)
}

func point(path []byte, x, y float64) []byte {
	letter := byte('L')
	if len(path) == 0 {
		letter = 'M'
	}
	path = strconv.AppendFloat(append(path, letter), x, 'f', 1, 64)
	return strconv.AppendFloat(append(path, ' '), y, 'f', 1, 64)
}

// strokes are the columns in which there are events.
func (b sketchBox) strokes(in OverviewInput) string {
	var path []byte
	last := -1
	for _, e := range visible(in.Events) {
		day := e.Day()
		if column := int(b.x(day)); column > last && !day.Before(in.From) && !day.After(in.To) {
			path, last = strconv.AppendInt(append(path, 'M'), int64(column), 10), column
			path = append(path, " 20V80"...)
		}
	}
	return string(path)
}

// nice returns the ends of the axis that ECharts gives values of that range: at multiples of a round step.
func nice(low, high float64) (from, to float64) {
	if !(high > low) {
		return low, high
	}
	step := (high - low) / 5
	power := math.Pow(10, math.Floor(math.Log10(step)))
	round := 10.0
	for _, r := range []struct{ below, step float64 }{{1.5, 1}, {2.5, 2}, {4, 3}, {7, 5}} {
		if step/power < r.below {
			round = r.step
			break
		}
	}
	step = round * power
	return math.Floor(low/step) * step, math.Ceil(high/step) * step
}
