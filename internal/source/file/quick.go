package file

import (
	"bytes"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

// quick reads lines of candles straight from the buffer: those of the series of the line before whose cells hold nothing
// but what they must, which is nearly every line of a large file. Any other it leaves to be read with more patience, and
// with words for what is wrong.
type quick struct {
	file    *File
	table   *table
	columns []int // which of candleColumns each column is
	day     [11]byte
	began   int64 // of day, in seconds
}

// quickOf is nil where no line of f can be read so.
func quickOf(f *File) *quick {
	t, ok := f.rows.(*table)
	if !ok || f.excel {
		return nil
	}
	q := &quick{file: f, table: t, columns: make([]int, len(t.columns))}
	for what, at := range f.layout.candle {
		if at >= 0 {
			q.columns[at] = what
		}
	}
	return q
}

// next returns the candle of the next line and the line's number; ok is false, and nothing read, where it is not plain.
func (q *quick) next() (c fx.Candle, line int, ok bool) {
	if q == nil || q.table.mixed || q.file.series == "" {
		return c, 0, false
	}
	seen, _ := q.table.in.Peek(q.table.in.Buffered()) // what is buffered is there
	end := bytes.IndexByte(seen, '\n')
	if end < 0 {
		return c, 0, false
	}
	if c, ok = q.candle(bytes.TrimSuffix(seen[:end], []byte("\r"))); !ok {
		return c, 0, false
	}
	if _, err := q.table.in.Discard(end + 1); err != nil {
		return c, 0, false
	}
	q.table.plain++
	return c, q.table.header + q.table.plain, true
}

func (q *quick) candle(line []byte) (c fx.Candle, ok bool) {
	c.Series = q.file.series
	var cell []byte
	for i, what := range q.columns {
		more := false
		if cell, line, more = bytes.Cut(line, comma); more != (i+1 < len(q.columns)) {
			return c, false
		}
		switch what {
		case 0:
			ok = string(cell) == string(c.Series)
		case 1:
			c.Start, ok = q.start(cell)
		case 2:
			c.Open, ok = plainPrice(cell)
		case 3:
			c.High, ok = plainPrice(cell)
		case 4:
			c.Low, ok = plainPrice(cell)
		case 5:
			c.Close, ok = plainPrice(cell)
		case 6:
			if c.Volume, ok = plainNumber(cell); len(cell) == 0 {
				ok = true
			}
		}
		if !ok {
			return c, false
		}
	}
	return c, true
}

var comma = []byte(",")

// start reads an instant such as 2022-02-07T11:34:00Z and no other form. Lines of one day follow each other.
func (q *quick) start(cell []byte) (time.Time, bool) {
	if len(cell) != len("2022-02-07T11:34:00Z") || cell[13] != ':' || cell[16] != ':' || cell[19] != 'Z' {
		return time.Time{}, false
	}
	if [11]byte(cell) != q.day {
		d, err := civil.Parse(string(cell[:10]))
		if err != nil || cell[10] != 'T' {
			return time.Time{}, false
		}
		q.day, q.began = [11]byte(cell), d.UTC().Unix()
	}
	hour, minute, second := twoDigits(cell[11:]), twoDigits(cell[14:]), twoDigits(cell[17:])
	if uint(hour) > 23 || uint(minute) > 59 || uint(second) > 59 {
		return time.Time{}, false
	}
	return time.Unix(q.began+int64(3600*hour+60*minute+second), 0).UTC(), true
}

// twoDigits is below zero, or above 99, where the first two of b are not digits.
func twoDigits(b []byte) int {
	tens, ones := int(b[0])-'0', int(b[1])-'0'
	if uint(tens) > 9 || uint(ones) > 9 {
		return -1
	}
	return 10*tens + ones
}

func plainPrice(cell []byte) (fx.Rate, bool) {
	r, ok := plainNumber(cell)
	return r, ok && r.Unscaled > 0
}

// plainNumber is fx.ParseNumber for numbers of at most 18 digits, and 12 decimals.
func plainNumber(cell []byte) (r fx.Rate, ok bool) {
	if len(cell) == 0 || len(cell) > 18 || cell[0] == '.' || cell[len(cell)-1] == '.' {
		return r, false
	}
	point := len(cell) - 1
	for i, b := range cell {
		digit := b - '0'
		if digit > 9 {
			if b != '.' || point != len(cell)-1 {
				return r, false
			}
			point = i
			continue
		}
		r.Unscaled = 10*r.Unscaled + int64(digit)
	}
	r.Scale = uint8(len(cell) - 1 - point)
	return r, r.Scale <= 12
}
