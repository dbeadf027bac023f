package moex

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
)

func TestMoscowTime(t *testing.T) {
	t.Parallel()
	for begin, want := range map[string]string{
		"2014-10-24 10:00:00": "2014-10-24T06:00:00Z", // UTC+4 until 26 October 2014
		"2014-10-27 10:00:00": "2014-10-27T07:00:00Z",
		"2010-07-01 10:00:00": "2010-07-01T06:00:00Z", // summer time
		"2010-12-01 10:00:00": "2010-12-01T07:00:00Z",
		"2022-02-07 14:34:00": "2022-02-07T11:34:00Z",
	} {
		day := civil.MustParse(begin[:10])
		b := newBars(source.Window{Series: fx.MOEXUSD1, From: day, To: day}, later)
		c, _, err := b.candle(row{begin, begin[:17] + "59", "70", "70", "70", "70", "1"})
		if got := c.Start.Format(time.RFC3339); err != nil || got != want {
			t.Errorf("%s in Moscow is %s, %v, want %s", begin, got, err, want)
		}
	}
}

func TestRow(t *testing.T) {
	t.Parallel()
	good := row{"2022-02-07 10:00:00", "2022-02-07 10:00:59", "75.44", "75.5", "75.4", "75.475", "1200"}
	for name, tt := range map[string]struct {
		edit func(*row)
		says string
	}{
		"good":             {func(*row) {}, ""},
		"no volume":        {func(r *row) { r.volume = "" }, ""},
		"null":             {func(r *row) { r.close = "" }, "close is null"},
		"zero":             {func(r *row) { r.low = "0" }, "not above zero"},
		"exponent":         {func(r *row) { r.open = "7.5E1" }, "not a plain decimal"},
		"high below close": {func(r *row) { r.high = "75.45" }, "outside low"},
		"low above open":   {func(r *row) { r.low = "75.45" }, "outside low"},
		"ten minutes":      {func(r *row) { r.end = "2022-02-07 10:09:59" }, "within a minute"},
		"end first":        {func(r *row) { r.end = "2022-02-07 09:59:59" }, "within a minute"},
		"half a minute":    {func(r *row) { r.begin = "2022-02-07 10:00:30" }, "whole minute"},
		"not asked":        {func(r *row) { r.begin, r.end = "2022-02-14 10:00:00", "2022-02-14 10:00:59" }, "outside the days"},
		"no time":          {func(r *row) { r.begin = "2022-02-07" }, "begin"},
	} {
		r := good
		tt.edit(&r)
		_, _, err := newBars(february, later).candle(r)
		if (tt.says == "") != (err == nil) || (err != nil && !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%s: error %v, want %q", name, err, tt.says)
		}
	}
	c, _, err := newBars(february, later).candle(good)
	if err != nil || c.Open.String() != "75.44" || c.High.String() != "75.5" || c.Volume.String() != "1200" {
		t.Errorf("%+v, %v: want the numbers as they were written", c, err)
	}
}

func TestDailyBarBeginsAtMidnight(t *testing.T) {
	t.Parallel()
	w := february
	w.Series = fx.MOEXUSDD
	for begin, says := range map[string]string{"2022-02-07 00:00:00": "", "2022-02-07 01:00:00": "whole day", "2022-02-07 00:01:00": "whole day"} {
		_, err := newBars(w, later).span(row{begin: begin, end: "2022-02-07 23:59:59"})
		if (says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", begin, err, says)
		}
	}
	if _, err := newBars(w, later).span(row{begin: "2022-02-07 00:00:00", end: "2022-02-08 00:00:01"}); err == nil {
		t.Error("a bar of a day and a second is taken")
	}
}

// Any two names that changed places are noticed.
func TestColumnsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	names := []string{"open", "close", "high", "low", "value", "volume", "begin", "end"}
	for _, swapped := range [][2]int{{0, 1}, {1, 2}, {2, 3}, {6, 7}, {0, 3}, {0, 2}, {1, 3}} {
		columns := slices.Clone(names)
		columns[swapped[0]], columns[swapped[1]] = columns[swapped[1]], columns[swapped[0]]
		if _, err := (block{Columns: columns, Data: [][]any{make([]any, 8)}}).rows(); err == nil {
			t.Errorf("%v is taken", columns)
		}
	}
	if _, err := (block{Columns: names, Data: [][]any{make([]any, 8), make([]any, 7)}}).rows(); err == nil || !strings.Contains(err.Error(), "row 2 has 7 values for 8") {
		t.Error(err)
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ body, says string }{
		"unknown security":  {`{"candles": {"columns": [], "data": []}}`, ""},
		"other table":       {`{"history": {"columns": [], "data": []}}`, "no table of candles"},
		"column missing":    {recorded(t, "moex_candles_fxus_start_2016-05-25.json"), "column end is missing"},
		"end of the range":  {recorded(t, "moex_candles_fxus_end.json"), ""},
		"cut":               {minutes(0, 3)[:150], "whole JSON"},
		"two documents":     {minutes(0, 1) + "{}", "goes on"},
		"short row":         {strings.Replace(minutes(0, 1), "0, 5, ", "0, ", 1), "values for"},
		"a list, not table": {`[{"charsetinfo": {"name": "utf-8"}}, {"candles": []}]`, "whole JSON"},
	} {
		_, err := decode(fetch.Reply{Body: []byte(tt.body), ContentType: "application/json"})
		if (tt.says == "") != (err == nil) || (err != nil && !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%s: error %v, want %q", name, err, tt.says)
		}
	}
}

func recorded(t testing.TB, name string) string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(minutes(0, 3)))
	f.Add([]byte(recorded(f, "moex_candles_fxus_start_2016-05-25.json")))
	f.Add([]byte(recorded(f, "moex_candles_fxus_end.json")))
	f.Fuzz(func(t *testing.T, body []byte) {
		rows, err := decode(fetch.Reply{Body: body})
		if err != nil {
			return
		}
		b := newBars(february, later)
		b.add(rows)
		var a source.Answer
		b.settle(&a)
		for i, c := range a.Candles {
			if err := c.Validate(); err != nil || (i > 0 && !a.Candles[i-1].Start.Before(c.Start)) {
				t.Errorf("bar %d: %+v, %v", i, c, err)
			}
		}
	})
}
