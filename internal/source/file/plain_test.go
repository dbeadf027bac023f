package file

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"detente/internal/fx"
)

func candleFile(lines ...string) string {
	return "series,start,open,high,low,close\n" + strings.Join(lines, "\n")
}

func candleLine(minute int) string {
	return fmt.Sprintf("moex:USDRUB:1m,2022-02-07T%02d:%02d:00Z,75.1,75.2,75.0,75.1", minute/60, minute%60)
}

// A quotation mark, an empty line or a long cell in the middle changes how lines are cut, and neither what they say nor
// the numbers under which they are reported.
func TestPlainAndQuotedLinesAreOne(t *testing.T) {
	t.Parallel()
	quoted := strings.Replace(candleLine(2), "moex:USDRUB:1m", `"moex:USDRUB:1m"`, 1)
	long := strings.Replace(candleLine(2), "75.1", strings.Repeat(" ", 70_000)+"75.1", 1)
	for name, tt := range map[string]struct {
		odd  string
		rows int
		line int // of the bad row, the last
	}{
		"plain": {candleLine(2), 3, 5}, "quoted": {quoted, 3, 5}, "empty": {"", 2, 5}, "carriage return": {candleLine(2) + "\r", 3, 5}, "long": {long, 3, 5},
	} {
		for _, end := range []string{"", "\n", "\r\n"} {
			rows := 0
			f, err := Open(strings.NewReader(candleFile(candleLine(0), tt.odd, candleLine(5))+end), Options{})
			if err == nil {
				err = f.EachCandles(func(b []fx.Candle) error { rows += len(b); return nil })
			}
			if err != nil || rows != tt.rows {
				t.Errorf("%s: %d rows, %v", name, rows, err)
			}
			bad := strings.Replace(candleLine(9), "75.1", "x", 1)
			f, err = Open(strings.NewReader(candleFile(candleLine(0), tt.odd, candleLine(5), bad)+end), Options{})
			if err == nil {
				err = f.EachCandles(func([]fx.Candle) error { return nil })
			}
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.Problems[0].Line != tt.line {
				t.Errorf("%s: %v, want a problem on line %d", name, err, tt.line)
			}
		}
	}
}

func TestDuplicatesAreFoundInAnyOrder(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		minutes []int
		words   string
	}{
		"ascending": {[]int{0, 1, 2, 5, 6, 20}, ""}, "descending": {[]int{20, 6, 5, 2, 1, 0}, ""}, "two halves": {[]int{10, 11, 12, 0, 1, 2}, ""},
		"next to it": {[]int{0, 1, 1, 2}, "already on line 3"}, "far off": {[]int{0, 1, 2, 7, 9, 1}, "already on line 3"},
		"in a run": {[]int{0, 2, 4, 6, 1, 3, 4}, "already on line 4"}, "backwards": {[]int{9, 8, 7, 8}, "already on line 3"},
	} {
		var lines []string
		for _, m := range tt.minutes {
			lines = append(lines, candleLine(m))
		}
		f, err := Open(strings.NewReader(candleFile(lines...)), Options{})
		if err == nil {
			err = f.EachCandles(func([]fx.Candle) error { return nil })
		}
		if (tt.words == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), tt.words) {
			t.Errorf("%s: %v, want %q", name, err, tt.words)
		}
	}
}
