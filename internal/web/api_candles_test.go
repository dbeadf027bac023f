package web_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/store"
)

// openWithMarket has a run and three days of minutes of the exchange beside the embedded set.
func openWithMarket(t *testing.T) *store.DB {
	t.Helper()
	db := openOwn(t)
	id, err := db.StartRun(t.Context(), runlog.Run{Source: "cbr", Started: readAt})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.FinishRun(t.Context(), runlog.Run{ID: id, Source: "cbr", Started: readAt, Finished: readAt.Add(time.Second), Status: runlog.OK}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.PutCandles(t.Context(), minutes(), store.Origin{Author: "test"}, readAt); err != nil {
		t.Fatal(err)
	}
	return db
}

// minutes are 90 candles from 7 February 2022, 09:00 UTC: the close rises by a kopeck a minute.
func minutes() []fx.Candle {
	var list []fx.Candle
	for i := range 90 {
		price := func(kopecks int) fx.Rate { return fx.MustRate(fmt.Sprintf("%.4f", 75+float64(i+kopecks)/100)) }
		list = append(list, fx.Candle{Series: fx.MOEXUSD1, Start: time.Date(2022, 2, 7, 9, i, 0, 0, time.UTC),
			Open: price(0), High: price(2), Low: price(-1), Close: price(1), Volume: fx.MustRate("1000")})
	}
	return list
}

func TestAPICandles(t *testing.T) {
	t.Parallel()
	server := newServer(t, openWithMarket(t))
	for _, tt := range []struct {
		query string
		rows  int
		first string
	}{
		{"", 90, `{"start":"2022-02-07T09:00:00Z","open":75.0000,"high":75.0200,"low":74.9900,"close":75.0100,"volume":1000,"n":1}`},
		{"&resolution=1h", 2, `{"start":"2022-02-07T09:00:00Z","open":75.0000,"high":75.6100,"low":74.9900,"close":75.6000,"volume":null,"n":60}`},
		{"&resolution=30m&from=2022-02-08", 0, ""},
	} {
		var got struct{ Candles []json.RawMessage }
		w := get(t, server, "/api/v1/candles?series=moex:USDRUB:1m"+tt.query)
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Candles) != tt.rows || (tt.rows > 0 && string(got.Candles[0]) != tt.first) {
			t.Errorf("%q: %d rows, the first %s", tt.query, len(got.Candles), slices.Concat(got.Candles, []json.RawMessage{nil})[0])
		}
	}
	var few struct {
		Candles []struct {
			High, Low float64
			N         int
		}
	}
	for _, path := range []string{"/api/v1/candles?series=moex:USDRUB:1m&max_points=16", "/api/v1/candles?series=moex:USDRUB:1m&max_points=16&as-of=2026-09-13"} {
		few.Candles = nil
		if err := json.Unmarshal(get(t, server, path).Body.Bytes(), &few); err != nil {
			t.Fatal(err)
		}
		n, high, low := 0, 0.0, 1e9
		for _, c := range few.Candles {
			n, high, low = n+c.N, max(high, c.High), min(low, c.Low)
		}
		if len(few.Candles) > 4 || n != 90 || high != 75.91 || low != 74.99 {
			t.Errorf("%d rows of %d candles from %v to %v", len(few.Candles), n, low, high)
		}
	}
}

// A day of the exchange begins at midnight in Moscow, on the day before of UTC: a range of days is of the exchange's days, of every
// consumer. Before 26 October 2014 Moscow was UTC+4.
func TestRangesOfDailyCandlesAreOfTheExchangesDays(t *testing.T) {
	t.Parallel()
	db := openOwn(t)
	var candles []fx.Candle
	for _, day := range []civil.Date{civil.New(2014, 10, 24), civil.New(2022, 2, 4), civil.New(2022, 2, 7), civil.New(2022, 2, 8)} {
		price := fx.MustRate(fmt.Sprintf("75.%d", day.UTC().Day()))
		candles = append(candles, fx.Candle{Series: fx.MOEXUSDD, Start: day.At(0, 0, fx.CalendarOf(fx.MOEXUSDD).Zone).UTC(), Open: price, High: price, Low: price, Close: price})
	}
	if _, err := db.PutCandles(t.Context(), candles, store.Origin{Author: "test"}, readAt); err != nil {
		t.Fatal(err)
	}
	server := newServer(t, db)
	for path, want := range map[string][]string{
		"/candles.csv?series=moex:USDRUB:1d&from=2022-02-07&to=2022-02-07":                   {"2022-02-06T21:00:00Z"},
		"/candles.csv?series=moex:USDRUB:1d&from=2022-02-04&to=2022-02-06":                   {"2022-02-03T21:00:00Z"},
		"/candles.csv?series=moex:USDRUB:1d&from=2014-10-24&to=2014-10-24":                   {"2014-10-23T20:00:00Z"},
		"/api/v1/candles?series=moex:USDRUB:1d&from=2022-02-07&to=2022-02-07":                {"2022-02-06T21:00:00Z"},
		"/api/v1/candles?series=moex:USDRUB:1d&from=2022-02-07&to=2022-02-07&resolution=1d":  {"2022-02-06T21:00:00Z"},
		"/api/v1/candles?series=moex:USDRUB:1d&from=2022-02-07&to=2022-02-07&max_points=100": {"2022-02-06T21:00:00Z"},
		"/udf/history?symbol=moex:USDRUB:1d&resolution=1D&from=1644192000&to=1644278400":     {"[1644192000]"}, // 7 to 8 February, the latter not included
		"/udf/history?symbol=moex:USDRUB:1d&resolution=1D&from=1644192000&to=1644364800":     {"[1644192000,1644278400]"},
		"/udf/history?symbol=moex:USDRUB:1d&resolution=1D&from=0&to=1644278400&countback=1":  {"[1644192000]"},
	} {
		body := get(t, server, path).Body.String()
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("%s: want %s: %s", path, text, body)
			}
		}
		if strings.Contains(body, "75.8") && !strings.Contains(path, "to=1644364800") || strings.Contains(body, "75.4") && strings.Contains(path, "from=2022-02-07") {
			t.Errorf("%s holds the candle of another day: %s", path, body)
		}
	}
}
