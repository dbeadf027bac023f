package file

import (
	"fmt"
	"strings"

	"detente/internal/civil"
	"detente/internal/fx"
)

// rateKey is what may occur once in a file of rates.
type rateKey struct {
	series    fx.SeriesID
	effective civil.Date
}

// rateReader collects the fixings of one file.
type rateReader struct {
	calendars map[fx.SeriesID]fx.Calendar
	seen      map[rateKey]int
	fixings   []fx.Fixing
	lines     []int
}

// Rates returns the fixings of a file of either shape in the order of its rows: dates are effective dates, and the set
// date is the calendar's of the series. An empty cell of a wide file is a missing rate. The error is an *Error, or what
// reading met.
func (f *File) Rates() ([]fx.Fixing, error) {
	if err := f.want(KindRates); err != nil {
		return nil, err
	}
	reader := rateReader{calendars: map[fx.SeriesID]fx.Calendar{}, seen: map[rateKey]int{}}
	read := reader.long
	if len(f.layout.pairs) > 0 {
		read = reader.wide
	}
	if err := f.each(read); err != nil {
		return nil, err
	}
	if len(reader.fixings) == 0 {
		return nil, f.fail(Problem{Reason: "no rates: every cell is empty"})
	}
	if err := f.cutShort(reader.fixings, reader.lines); err != nil {
		return nil, f.fail(err)
	}
	f.lines = reader.lines
	return reader.fixings, nil
}

// RateLines returns the line of each fixing that Rates returned, in the same order.
func (f *File) RateLines() []int { return f.lines }

// Pairs returns those of the columns of wide rates in their order, none for a file of any other shape.
func (f *File) Pairs() (list []fx.Pair) {
	for _, c := range f.layout.columns {
		if pair, ok := f.layout.pairs[c]; ok {
			list = append(list, pair)
		}
	}
	return list
}

func (r *rateReader) wide(line *row) {
	date := line.date("date")
	for _, column := range line.file.layout.columns {
		pair, ok := line.file.layout.pairs[column]
		if !ok || line.word(column) == "" {
			continue
		}
		series := fx.SeriesID(line.file.options.Source + ":" + string(pair))
		r.add(line, column, fx.Fixing{Series: series, Effective: date, Value: line.price(column), Nominal: 1})
	}
}

func (r *rateReader) long(line *row) {
	r.add(line, "value", fx.Fixing{
		Series:    line.series(false),
		Effective: line.date("date"),
		Value:     line.price("value"),
		Nominal:   line.whole("nominal", 1),
	})
}

// add completes and checks a fixing whose cells could be read.
func (r *rateReader) add(line *row, column string, fixing fx.Fixing) {
	if line.bad {
		return
	}
	if fixing.Series.Source() == "press" {
		line.reject("series", string(fixing.Series), "press quotes are not official rates: name the source that publishes the rate")
		return
	}
	calendar, ok := r.calendars[fixing.Series]
	if !ok {
		calendar = fx.CalendarOf(fixing.Series)
		r.calendars[fixing.Series] = calendar
	}
	fixing.Set = calendar.SetDate(fixing.Effective)
	if err := fixing.Validate(); err != nil {
		line.reject(column, "", reasonOf(err, fx.ErrInvalid))
		return
	}
	key := rateKey{fixing.Series, fixing.Effective}
	if first, twice := r.seen[key]; twice {
		line.reject("date", fixing.Effective.String(), fmt.Sprintf("%s of this date is already on line %d: keep one", fixing.Series, first))
		return
	}
	r.seen[key] = line.line
	r.fixings, r.lines = append(r.fixings, fixing), append(r.lines, line.line)
}

// reasonOf cuts the package's name and the sentinel's text from the front of an error.
func reasonOf(err, sentinel error) string {
	if _, reason, ok := strings.Cut(err.Error(), sentinel.Error()+": "); ok {
		return reason
	}
	return err.Error()
}
