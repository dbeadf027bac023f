package file

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"detente/internal/fx"
)

// candleBatch is how many candles are given at a time; millions of rows need no more memory than this and their keys.
const candleBatch = 5000

// startOn is the key of a candle within its series and the line it stands on.
type startOn struct {
	start int64
	line  int32
}

// run is rows of one series that follow each other line by line, with the same time between each start and the next:
// a session of minute candles is one, so that a file's starts are remembered in little memory.
type run struct {
	first startOn
	step  int64
	count int32
}

// take adds the next row where it goes on with the run.
func (r *run) take(next startOn) bool {
	if next.line != r.first.line+r.count {
		return false
	}
	if r.count == 1 {
		r.step = next.start - r.first.start
	}
	if next.start != r.first.start+r.step*int64(r.count) {
		return false
	}
	r.count++
	return true
}

// last is the start of the latest row of the run, which runs forward.
func (r run) last() int64 { return r.first.start + r.step*int64(r.count-1) }

type candleReader struct {
	starts map[fx.SeriesID]*[]run
	latest fx.SeriesID // of the row before
	runs   *[]run      // its starts
	batch  []fx.Candle
	yield  func([]fx.Candle) error
}

// EachCandles gives the candles in batches, in the order of the rows; a batch is yield's only until it returns. Batches
// may have been given before a problem is found on a later line, so that yield belongs inside a transaction: any error
// means that nothing of the file may be kept. An error of yield ends the reading and is returned as it is.
func (f *File) EachCandles(yield func([]fx.Candle) error) error {
	if err := f.want(KindCandles); err != nil {
		return err
	}
	reader := candleReader{starts: map[fx.SeriesID]*[]run{}, yield: yield}
	plain, line := quickOf(f), row{file: f}
	err := f.eachBut(reader.read, func() (ok bool) {
		var candle fx.Candle
		if candle, line.line, ok = plain.next(); ok {
			reader.take(&line, candle)
		}
		return ok
	})
	if err != nil {
		return err
	}
	reader.duplicates(f)
	if err := f.failed(); err != nil {
		return err
	}
	return reader.flush()
}

func (c *candleReader) read(line *row) {
	candle := fx.Candle{
		Series: line.series(true), Start: line.startOf(),
		Open: line.price("open"), High: line.price("high"), Low: line.price("low"), Close: line.price("close"),
		Volume: line.volume(),
	}
	if !line.bad {
		c.take(line, candle)
	}
}

func (c *candleReader) take(line *row, candle fx.Candle) {
	if err := candle.Validate(); err != nil {
		line.reject("", "", reasonOf(err, fx.ErrInvalid))
		return
	}
	if doubt := line.file.options.Doubt; doubt != nil {
		if err := doubt(candle); err != nil {
			line.reject("", "", err.Error())
			return
		}
	}
	c.remember(candle.Series, startOn{candle.Start.Unix(), int32(line.line)})
	if len(line.file.problems) > 0 {
		return
	}
	if c.batch = append(c.batch, candle); len(c.batch) == candleBatch {
		line.file.stop = c.flush()
	}
}

func (c *candleReader) remember(series fx.SeriesID, at startOn) {
	if c.latest != series {
		c.latest = series
		if c.runs = c.starts[series]; c.runs == nil {
			c.runs = new([]run)
			c.starts[series] = c.runs
		}
	}
	runs := c.runs
	if n := len(*runs); n == 0 || !(*runs)[n-1].take(at) {
		*runs = append(*runs, run{first: at, count: 1})
	}
}

// unrolled gives the starts of runs one by one; it is nil where they ascend and no two can be the same.
func unrolled(runs []run) (list []startOn) {
	ascending := true
	for i, r := range runs {
		ascending = ascending && (r.count == 1 || r.step > 0) && (i == 0 || runs[i-1].last() < r.first.start)
	}
	for _, r := range runs {
		for i := int32(0); i < r.count && !ascending; i++ {
			list = append(list, startOn{r.first.start + r.step*int64(i), r.first.line + i})
		}
	}
	return list
}

func (c *candleReader) flush() error {
	if len(c.batch) == 0 {
		return nil
	}
	err := c.yield(c.batch)
	c.batch = c.batch[:0]
	return err
}

// duplicates reports candles of one series with one start, wherever in the file they stand.
func (c *candleReader) duplicates(f *File) {
	for series, runs := range c.starts {
		starts := unrolled(*runs)
		slices.SortStableFunc(starts, func(a, b startOn) int { return cmp.Compare(a.start, b.start) })
		for i := 1; i < len(starts) && len(f.problems) < maxProblems; i++ {
			if starts[i].start == starts[i-1].start {
				f.problems = append(f.problems, Problem{
					Line: int(starts[i].line), Column: "start", Value: time.Unix(starts[i].start, 0).UTC().Format(time.RFC3339),
					Reason: fmt.Sprintf("%s of this start is already on line %d: keep one", series, starts[i-1].line),
				})
			}
		}
	}
}

// startOf reads an instant; a plain date is none.
func (r *row) startOf() time.Time {
	at, dateOnly := r.instant("start")
	if dateOnly {
		r.reject("start", r.word("start"), "a candle starts at an instant: write "+at.Format(time.RFC3339)+" for midnight in UTC, or end it in an offset such as +03:00")
	}
	return at
}

// volume reads a number of zero or more; an empty cell is none.
func (r *row) volume() fx.Rate {
	s := r.decimal("volume")
	if s == "" {
		return fx.Rate{}
	}
	v, err := fx.ParseNumber(s)
	if err != nil {
		r.reject("volume", r.word("volume"), "want a plain number of zero or more such as 1250, or nothing")
	}
	return v
}
