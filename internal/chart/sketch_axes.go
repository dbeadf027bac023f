package chart

import (
	"math"
	"strconv"
	"strings"
	"time"

	"detente/internal/civil"
)

// Mark is a number on an axis of a sketch. At is how far it stands from the top of its panel, in percent.
type Mark struct {
	At   float64
	Text string
}

// DayMark is a day under a sketch. At is how far it stands from the left of the panels, in percent.
type DayMark struct {
	At     float64
	Day    civil.Date
	Form   DayForm
	Strong bool // begins a longer period
}

// DayForm says how much of its date a mark tells.
type DayForm int

// The forms, as the bundle's time axis has them.
const (
	DayOfMonth  DayForm = iota // 7 Feb
	WholeDay                   // 7 Feb 2022
	MonthName                  // Feb
	MonthOfYear                // Feb 2022
	YearAlone                  // 2022
)

// numbers are those of an axis from low to high, both multiples of the step.
func numbers(low, high, step float64) []Mark {
	if step == 0 {
		return nil
	}
	var all []Mark
	decimals := decimalsOf(step)
	for k := math.Ceil(low/step - 1e-9); k*step <= high+step*1e-9; k++ {
		v := k * step
		all = append(all, Mark{At: tenth(100 * (high - v) / (high - low)), Text: grouped(v, decimals)})
	}
	return all
}

func tenth(percent float64) float64 { return math.Round(10*percent) / 10 }

// decimalsOf are the digits that a number needs behind its point.
func decimalsOf(v float64) int {
	_, behind, _ := strings.Cut(strconv.FormatFloat(math.Round(math.Abs(v)*1e9)/1e9, 'f', -1, 64), ".")
	return len(behind)
}

// grouped writes a number of an axis: as many decimals as its step has, thousands with a thin space, a real minus sign.
func grouped(v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	if math.Abs(v) >= 1000 {
		for i := len(strconv.Itoa(int(math.Abs(v)))) - 3; i > 0; i -= 3 {
			text = text[:i] + "\u202f" + text[i:]
		}
	}
	if v < 0 {
		return "\u2212" + text
	}
	return text
}

// rules are lines across the panel at the marks of an axis.
func rules(all []Mark) string {
	var path []byte
	for _, m := range all {
		path = strconv.AppendFloat(append(path, "M0 "...), m.At, 'f', 1, 64)
		path = append(path, 'H')
		path = strconv.AppendInt(path, sketchWidth, 10)
	}
	return string(path)
}

// labelRoom is how many pixels lie between two labels of the time axis at least: the bundle's timeaxis.ts has the same.
const labelRoom = 64

// daySteps are the distances that labels may have, in days: those of the bundle.
var daySteps = []struct {
	days, every int
	form        DayForm
}{
	{1, 1, DayOfMonth}, {2, 2, DayOfMonth}, {7, 7, DayOfMonth}, {14, 14, DayOfMonth},
	{30, 1, MonthName}, {60, 2, MonthName}, {90, 3, MonthName}, {180, 6, MonthName},
	{365, 12, MonthName}, {730, 24, MonthName}, {1825, 60, MonthName}, {3650, 120, MonthName},
}

// dayMarks are the labels of a window that is so many pixels wide.
func (b sketchBox) dayMarks(from, to civil.Date, width int) []DayMark {
	span := to.DaysSince(from)
	step := daySteps[len(daySteps)-1]
	for _, s := range daySteps {
		if s.days*width >= span*labelRoom {
			step = s
			break
		}
	}
	if step.form == MonthName {
		return b.monthMarks(from, to, step.every)
	}
	var all []DayMark
	for d := from; d.Before(to); d = d.AddDays(1) {
		n := int(d.Unix() / 86400)
		if step.every < 7 && n%step.every != 0 || step.every >= 7 && (n+3)%step.every != 0 { // 5 January 1970 was a Monday
			continue
		}
		fresh := len(all) == 0 || all[len(all)-1].Day.UTC().Month() != d.UTC().Month()
		m := DayMark{At: tenth(b.x(d) * 100 / sketchWidth), Day: d, Strong: fresh}
		if fresh && (len(all) == 0 || d.UTC().Month() == time.January) {
			m.Form = WholeDay
		}
		all = append(all, m)
	}
	return all
}

// monthMarks are the first days of every so many months.
func (b sketchBox) monthMarks(from, to civil.Date, every int) []DayMark {
	var all []DayMark
	for n := from.UTC().Year()*12 + int(from.UTC().Month()) - 1; ; n++ {
		d := civil.New(n/12, time.Month(n%12+1), 1)
		if !d.Before(to) {
			return all
		}
		if d.Before(from) || n%every != 0 {
			continue
		}
		m := DayMark{At: tenth(b.x(d) * 100 / sketchWidth), Day: d, Form: MonthName, Strong: d.UTC().Month() == time.January}
		switch {
		case m.Strong:
			m.Form = YearAlone
		case len(all) == 0:
			m.Form = MonthOfYear
		}
		all = append(all, m)
	}
}
