package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
)

// Sketch is the overview before the bundle has drawn it, and for readers without scripts: paths in boxes of sketchWidth by
// sketchHeight that the page stretches over the three grids, and the words and numbers of their axes, which it does not.
type Sketch struct {
	USD, EUR           string // lines of the rates
	USDScale, EURScale string // the numbers at the foot and the head of their panel, logarithms where Log is
	Log                bool
	Events             []Lane
	Tension, Diplomacy string
	Rules, IndexRules  string // at the numbers of the left axes
	Left, Right        Axis   // of the rates
	Index              Axis
	Ends               []LineEnd
	Days, FewDays      []DayMark // for a wide panel and for a narrow one; At is in percent from the left
	Dense              bool      // many days share a pixel: lines are thin and whole
}

// LineEnd is the name of a line beside its last value, At percent from the top.
type LineEnd struct {
	Mark
	Class string
}

// Axis is what stands on an axis: its name, the shorter one for a narrow screen, and its numbers from the lowest on.
type Axis struct {
	Name, Short string
	Marks       []Mark
}

// Lane is where the events of one direction are: a dot each, or for as many as have one place.
type Lane struct {
	Direction event.Direction
	Short     string
	Dots      string
	Y         int // of the row, from the lane's top, in percent
}

// The box of each path. It has as many columns as a wide screen has pixels for the plot.
const (
	sketchWidth  = 1000
	sketchHeight = 100
)

// quarterPixel is that of the index's panel, which a desk shows 72 pixels high: what it does is not seen. The index decays between events in
// curves that need few points, and a browser's first paint of the chart takes as long as its lines have points.
const quarterPixel = sketchHeight / 72.0 / 4

// SketchOf returns the shape of what Overview draws in its window; it is empty in units other than roubles, as an index,
// without a window, and where there is no line to draw.
func SketchOf(in OverviewInput) Sketch {
	if in.inUnits() || !in.Rebase.IsZero() || in.From.IsZero() || !in.From.Before(in.To) {
		return Sketch{}
	}
	end := in.To.AddDays(1) // the last day is drawn to its end
	box := sketchBox{from: in.From.Unix(), span: float64(end.Unix() - in.From.Unix())}
	s := Sketch{Log: in.Log, Dense: in.To.DaysSince(in.From) > denseDays, Events: box.lanes(in), Days: box.dayMarks(in.From, end, wideLabels), FewDays: box.dayMarks(in.From, end, narrowLabels)}
	s.USD, s.USDScale, s.Left.Marks = box.rates(in.USD, in)
	s.EUR, s.EURScale, s.Right.Marks = box.rates(in.EUR, in)
	if s.USD == "" && s.EUR == "" {
		return Sketch{}
	}
	s.nameRates()
	s.nameLines()
	return box.index(s, in)
}

// denseDays is from how many days on no dash of a line can be told from the next.
const denseDays = 3000

// Pixels that the labels of days may count on in a wide panel and in a narrow one, that of a phone 360 pixels wide.
const (
	wideLabels   = 760
	narrowLabels = 236
)

// nameRates says what the two axes are; a pair that is drawn alone has the left one.
func (s *Sketch) nameRates() {
	s.Left.Name, s.Left.Short = fx.USDRUB.Unit()+weaker, narrowUSD
	s.Right.Name, s.Right.Short = fx.EURRUB.Unit(), narrowEUR
	if s.USD == "" {
		s.Left, s.Right = s.Right, Axis{}
		s.Left.Name += weaker
	} else if s.EUR == "" {
		s.Right = Axis{}
	}
	s.Rules = rules(s.Left.Marks)
}

// apart is how far two names of lines stand from one another at least, in percent of the panel.
const apart = 6

// nameLines puts the names beside the ends of the lines, the upper one first.
func (s *Sketch) nameLines() {
	for _, l := range []struct{ path, name, class string }{{s.USD, "USD", "usd"}, {s.EUR, "EUR", "eur"}} {
		if i := strings.LastIndexByte(l.path, ' '); i >= 0 {
			y, _ := strconv.ParseFloat(l.path[i+1:], 64) // line wrote it
			s.Ends = append(s.Ends, LineEnd{Mark{y, l.name}, l.class})
		}
	}
	slices.SortStableFunc(s.Ends, func(a, b LineEnd) int { return cmp.Compare(a.At, b.At) })
	if len(s.Ends) == 2 {
		short := max(0, apart-(s.Ends[1].At-s.Ends[0].At))
		s.Ends[0].At, s.Ends[1].At = tenth(s.Ends[0].At-short/2), tenth(s.Ends[1].At+short/2)
	}
}

// index draws tension and diplomacy.
func (b sketchBox) index(s Sketch, in OverviewInput) Sketch {
	high := 0.0
	days := slices.DeleteFunc(slices.Clone(in.Tension), func(d tension.Day) bool { return d.Date.Before(in.From) || d.Date.After(in.To) })
	for _, d := range days {
		high = max(high, d.Tension, d.Diplomacy)
	}
	_, top := nice(0, high, indexSteps)
	line := func(of func(tension.Day) float64) string {
		return b.line(len(days), 0, top, quarterPixel, func(i int) (civil.Date, float64) { return days[i].Date, of(days[i]) })
	}
	s.Tension, s.Diplomacy = line(func(d tension.Day) float64 { return d.Tension }), line(func(d tension.Day) float64 { return d.Diplomacy })
	s.Index = Axis{Name: indexName(in.TensionOptions), Short: "tension, diplomacy (points)", Marks: numbers(0, top, niceStep(0, high, indexSteps))}
	s.IndexRules = rules(s.Index.Marks)
	return s
}

// sketchBox places the days of a window.
type sketchBox struct {
	from int64
	span float64 // seconds
}

func (b sketchBox) x(d civil.Date) float64 { return sketchWidth * float64(d.Unix()-b.from) / b.span }

// rates is the line of a pair, between which numbers it lies, and those of its axis; a logarithmic one has none.
func (b sketchBox) rates(r Rates, in OverviewInput) (line, scale string, axis []Mark) {
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
		step := niceStep(low, high, rateSteps)
		low, high = nice(low, high, rateSteps)
		axis = numbers(low, high, step)
	}
	line = b.line(len(list), low, high, 0, func(i int) (civil.Date, float64) { return list[i].Set, value(list[i]) })
	return line, fmt.Sprintf("%.10g %.10g", low, high), axis
}

// line is a path through n points by ascending day, but for those that a straight line passes within the tolerance. Of the points in one
// column the first, lowest, highest and last stay, so that every extreme is drawn.
func (b sketchBox) line(n int, low, high, tolerance float64, at func(int) (civil.Date, float64)) string {
	if n < 2 || !(high > low) {
		return ""
	}
	points := make([]point, 0, min(n, 4*sketchWidth))
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
			points = append(points, point{b.x(day), sketchHeight * (1 - (v-low)/(high-low))})
		}
	}
	return path(straightened(points, tolerance))
}

// dotWidth is how many columns a dot covers.
const dotWidth = 12

// lanes are the events of each direction, in the rows that the lane gives them.
func (b sketchBox) lanes(in OverviewInput) []Lane {
	all := []Lane{{event.Escalation, "escal.", "", 17}, {event.Neutral, "neutr.", "", 50}, {event.DeEscalation, "de-esc.", "", 83}}
	last := []int{-dotWidth, -dotWidth, -dotWidth}
	for _, e := range visible(in.Events) {
		row := slices.IndexFunc(all, func(l Lane) bool { return l.Direction == e.Direction() })
		day := e.Day()
		column := int(b.x(day))
		if column < last[row]+dotWidth || day.Before(in.From) || day.After(in.To) {
			continue
		}
		last[row] = column
		all[row].Dots += "M" + strconv.Itoa(column) + " " + strconv.Itoa(all[row].Y) + "h0"
	}
	return all
}

// How many steps ECharts is asked for on an axis of rates and on that of the index.
const (
	rateSteps  = 5
	indexSteps = 2
)

// nice returns the ends of the axis that ECharts gives values of that range in so many steps: at multiples of a round one.
func nice(low, high float64, steps int) (from, to float64) {
	step := niceStep(low, high, steps)
	if step == 0 {
		return low, high
	}
	return math.Floor(low/step) * step, math.Ceil(high/step) * step
}

// niceStep is the round step, 0 where there is no range.
func niceStep(low, high float64, steps int) float64 {
	if !(high > low) {
		return 0
	}
	step := (high - low) / float64(steps)
	power := math.Pow(10, math.Floor(math.Log10(step)))
	round := 10.0
	for _, r := range []struct{ below, step float64 }{{1.5, 1}, {2.5, 2}, {4, 3}, {7, 5}} {
		if step/power < r.below {
			round = r.step
			break
		}
	}
	return round * power
}
