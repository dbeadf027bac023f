package web_test

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/web"
)

// udf is a server as the charting library asks it, with a fixing a day, a candle a minute and an event at one of these.
type udf struct{ server *web.Server }

// The days that are asked for: Tuesday 1 to Friday 11 February 2022.
var udfFrom, udfTo = time.Date(2022, 2, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2022, 2, 12, 0, 0, 0, 0, time.UTC).Unix()

// bars is an answer of history.
type bars struct {
	S             string
	T             []int64
	O, H, L, C, V []float64
	NextTime      int64  `json:"nextTime"`
	ErrMsg        string `json:"errmsg"`
}

func (u udf) ask(t *testing.T, path string) *httptest.ResponseRecorder {
	t.Helper()
	return get(t, u.server, path, "Accept", "*/*")
}

func (u udf) history(t *testing.T, symbol string, from, to int64, more string) bars {
	t.Helper()
	return decode[bars](t, u.ask(t, fmt.Sprintf("/udf/history?symbol=%s&resolution=1D&from=%d&to=%d%s", symbol, from, to, more)))
}

// The shapes are those of the reference: https://www.tradingview.com/charting-library-docs/latest/connecting_data/UDF/
func TestTradingView(t *testing.T) {
	t.Parallel()
	db := openWithMarket(t)
	put(t, db, event.Event{ID: "at-half-past", OccurredAt: time.Date(2022, 2, 7, 9, 30, 0, 0, time.UTC), Precision: event.PrecisionMinute, Title: "Said at half past nine",
		Category: event.Talks, Importance: 1, Status: event.StatusConfirmed, Origin: "file"})
	u := udf{newServer(t, db)}
	t.Run("symbols", u.symbols)
	t.Run("bars", u.bars)
	t.Run("marks", u.marks)
	t.Run("marks of minutes", u.minuteMarks)
	t.Run("marks on the scale", u.scaleMarks)
}

func (u udf) symbols(t *testing.T) {
	config := decode[map[string]any](t, u.ask(t, "/udf/config"))
	if config["supports_marks"] != true || config["supports_timescale_marks"] != true || config["supports_time"] != true || config["supports_group_request"] != false {
		t.Errorf("%v", config)
	}
	if now := u.ask(t, "/udf/time").Body.String(); now != fmt.Sprint(readAt.Unix()) {
		t.Errorf("the clock says %q", now)
	}
	symbol := decode[map[string]any](t, u.ask(t, "/udf/symbols?symbol=cbr:USDRUB"))
	if symbol["ticker"] != "cbr:USDRUB" || symbol["session"] != "24x7" || symbol["timezone"] != "Etc/UTC" || symbol["has_intraday"] != false || symbol["pricescale"] != 10000.0 {
		t.Errorf("%v", symbol)
	}
	if none := decode[map[string]string](t, u.ask(t, "/udf/symbols?symbol=abc")); none["s"] != "error" {
		t.Errorf("%v", none)
	}
	if found := decode[[]map[string]string](t, u.ask(t, "/udf/search?query=usd&type=&exchange=cbr&limit=5")); len(found) != 1 || found[0]["symbol"] != "cbr:USDRUB" {
		t.Errorf("%v", found)
	}
}

func (u udf) bars(t *testing.T) {
	// Nine fixings were set from Tuesday 1 to Friday 11 February 2022; cbr_daily.csv.
	got := u.history(t, "cbr:USDRUB", udfFrom, udfTo, "")
	if got.S != "ok" || len(got.T) != 9 || len(got.C) != 9 || got.O != nil || got.T[4] != time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC).Unix() || got.C[4] != 75.6806 {
		t.Errorf("%+v", got)
	}
	if few := u.history(t, "cbr:USDRUB", udfTo-1, udfTo, "&countback=3"); few.S != "ok" || !slices.Equal(few.T, got.T[6:]) {
		t.Errorf("the last three bars: %+v", few)
	}
	weekend := time.Date(2022, 2, 12, 0, 0, 0, 0, time.UTC).Unix()
	if none := u.history(t, "cbr:USDRUB", weekend, weekend+86400, ""); none.S != "no_data" || none.NextTime != got.T[8] {
		t.Errorf("a weekend: %+v", none)
	}
	if early := u.history(t, "cbr:USDRUB", 0, 86400, ""); early.S != "no_data" || early.NextTime != 0 {
		t.Errorf("before all data: %+v", early)
	}
	minutes := decode[bars](t, u.ask(t, fmt.Sprintf("/udf/history?symbol=moex:USDRUB:1m&resolution=1&from=%d&to=%d&countback=10", udfTo-60, udfTo)))
	if minutes.S != "ok" || len(minutes.T) != 10 || len(minutes.O) != 10 || len(minutes.V) != 10 || minutes.C[9] != 75.9 {
		t.Errorf("minutes: %+v", minutes)
	}
	for _, bad := range []string{"symbol=cbr:USDRUB&from=x&to=1", "symbol=abc&from=0&to=1", "symbol=cbr:USDRUB&from=0&to=1&countback=-1"} {
		if w := decode[bars](t, u.ask(t, "/udf/history?resolution=1D&"+bad)); w.S != "error" || w.ErrMsg == "" {
			t.Errorf("%s: %+v", bad, w)
		}
	}
}

// onDay counts the events of each set date, its day 0, as the overlay lists them.
func (u udf) onDay(t *testing.T) map[int64]int {
	t.Helper()
	days := map[int64]int{}
	for _, row := range csvRows(t, get(t, u.server, "/overlay.csv?from=2022-02-01&to=2022-02-11").Body.Bytes(), ',')[1:] {
		day, err := time.Parse(time.DateOnly, row[0])
		if n, wrong := strconv.Atoi(row[8]); err == nil && wrong == nil && n > 0 {
			days[day.Unix()] = n
		}
	}
	return days
}

// A mark stands at the time of a bar, and ten on one at most.
func (u udf) marks(t *testing.T) {
	onDay, want := u.onDay(t), 0
	for _, n := range onDay {
		want += min(n, 10)
	}
	got := u.history(t, "cbr:USDRUB", udfFrom, udfTo, "")
	marks := decode[map[string][]any](t, u.ask(t, fmt.Sprintf("/udf/marks?symbol=cbr:USDRUB&resolution=1D&from=%d&to=%d", udfFrom, udfTo)))
	for _, column := range []string{"id", "time", "color", "text", "label", "labelFontColor", "minSize"} {
		if len(marks[column]) != want || want == 0 {
			t.Errorf("marks have %d of %s, %d events", len(marks[column]), column, want)
		}
	}
	drawn := map[int64]int{}
	for _, at := range marks["time"] {
		drawn[int64(at.(float64))]++
	}
	for at, n := range drawn {
		if n != min(onDay[at], 10) || !slices.Contains(got.T, at) {
			t.Errorf("%d marks at %s, want the %d events whose day 0 it is, on a bar", n, time.Unix(at, 0).UTC(), onDay[at])
		}
	}
	if text := fmt.Sprint(marks["text"]...); !strings.Contains(text, "more: ") {
		t.Error("the marks that a bar has no room for are not named")
	}
	if none := decode[map[string]string](t, u.ask(t, "/udf/marks?symbol=abc&from=0&to=1")); none["s"] != "error" {
		t.Errorf("marks of an unknown symbol: %v", none)
	}
}

// Of the minutes of 7 February, 09:00 to 10:30, one is that of the event; nothing before them stands on one.
func (u udf) minuteMarks(t *testing.T) {
	byMinute := decode[map[string][]any](t, u.ask(t, fmt.Sprintf("/udf/marks?symbol=moex:USDRUB:1m&resolution=1&from=%d&to=%d", udfFrom, udfTo)))
	bars1m := decode[bars](t, u.ask(t, fmt.Sprintf("/udf/history?symbol=moex:USDRUB:1m&resolution=1&from=%d&to=%d", udfFrom, udfTo)))
	if i := slices.Index(byMinute["id"], any("at-half-past")); i < 0 || byMinute["time"][i] != float64(time.Date(2022, 2, 7, 9, 30, 0, 0, time.UTC).Unix()) {
		t.Errorf("the event of a minute stands at %v", byMinute)
	}
	for _, at := range byMinute["time"] {
		if !slices.Contains(bars1m.T, int64(at.(float64))) {
			t.Errorf("a mark stands at %v, where no minute begins", at)
		}
	}
}

func (u udf) scaleMarks(t *testing.T) {
	onDay := u.onDay(t)
	scale := decode[[]struct {
		ID, Color, Label string
		Time             int64
		Tooltip          []string
	}](t, u.ask(t, fmt.Sprintf("/udf/timescale_marks?symbol=cbr:USDRUB&resolution=1D&from=%d&to=%d", udfFrom, udfTo)))
	if len(scale) != len(onDay) || scale[0].Color == "" {
		t.Fatalf("%d marks on the scale, want one for each of %d days with events", len(scale), len(onDay))
	}
	for _, m := range scale {
		if len(m.Tooltip) != onDay[m.Time]+2 {
			t.Errorf("the mark at %d has %d lines for %d events", m.Time, len(m.Tooltip), onDay[m.Time])
		}
	}
}
