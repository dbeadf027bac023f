package analysis

import (
	"math"
	"strconv"
	"testing"
	"time"

	"detente/internal/testkit"
)

func barsOf(t *testing.T, file string, length time.Duration) Bars {
	zone, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	b := Bars{Length: length, Zone: zone}
	for _, row := range testkit.SharedCSV(t, "reference", "data", file)[1:] {
		start, err := time.Parse(time.RFC3339, row[0])
		if err != nil {
			t.Fatal(err)
		}
		open, _ := strconv.ParseFloat(row[1], 64)
		last, _ := strconv.ParseFloat(row[4], 64)
		b.Bars = append(b.Bars, Bar{start, open, last})
	}
	return b
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

type intradayRow struct {
	Event    time.Time          `json:"event_utc"`
	P0       float64            `json:"p0"`
	Stale    float64            `json:"stale_seconds"`
	Response map[string]float64 `json:"response_pct"`
	Days     int                `json:"placebo_days"`
	Sigma    map[string]float64
	Z        map[string]float64
	P        map[string]float64 `json:"p_empirical"`
	Drift    float64            `json:"pre_drift_60"`
	DriftBy  map[string]float64 `json:"pre_drift_pct"`
}

func TestIntradayResponseAgainstReference(t *testing.T) {
	t.Parallel()
	var want struct{ Rows []intradayRow }
	testkit.Decode(t, testkit.ReferenceCase(t, "alignment_records_intraday.json", "intraday.response").Expected, &want)
	bars := barsOf(t, "intraday_1m.csv", time.Minute)
	var others []time.Time
	for _, row := range want.Rows {
		others = append(others, row.Event)
	}
	for _, row := range want.Rows {
		got, ok := Intraday(bars, row.Event, others, 0)
		if !ok || got.PlaceboDays != row.Days || got.Closed {
			t.Fatalf("%s: %d placebo days (%v), want %d", row.Event, got.PlaceboDays, ok, row.Days)
		}
		near(t, "p0", got.Price, row.P0)
		near(t, "stale", got.StaleSeconds, row.Stale)
		near(t, "drift", got.DriftPCT.Value, row.Drift)
		for _, r := range got.Responses {
			key := strconv.Itoa(r.Minutes)
			if r.Minutes == 0 {
				continue
			}
			near(t, key+" response", r.PCT.Value, row.Response[key])
			near(t, key+" sigma", r.Sigma.Value, row.Sigma[key])
			near(t, key+" z", r.Z.Value, row.Z[key])
			near(t, key+" p", r.P.Value, row.P[key])
		}
	}
}

func TestIntradayFiveMinuteBarsAgainstReference(t *testing.T) {
	t.Parallel()
	var want struct{ Rows []intradayRow }
	testkit.Decode(t, testkit.ReferenceCase(t, "alignment_records_intraday.json", "intraday.eurrub_feb2022").Expected, &want)
	bars := barsOf(t, "eurrub_5min_2022-02.csv", 5*time.Minute)
	for _, row := range want.Rows {
		got, ok := Intraday(bars, row.Event, nil, 0)
		if !ok {
			t.Fatalf("%s: no bar", row.Event)
		}
		near(t, "p0", got.Price, row.P0)
		near(t, "stale", got.StaleSeconds, row.Stale)
		near(t, "drift", got.DriftPCT.Value, row.DriftBy["60"])
		for _, r := range got.Responses {
			if w, ok := row.Response[strconv.Itoa(r.Minutes)]; ok {
				near(t, row.Event.String(), r.PCT.Value, w)
			}
		}
	}
}

func TestIntradayClosedMarketCountsFromTheOpen(t *testing.T) {
	t.Parallel()
	var want struct {
		P0   float64            `json:"p0"`
		At   time.Time          `json:"p0_time"`
		Open time.Time          `json:"next_open_utc"`
		Gap  float64            `json:"gap_pct"`
		Resp map[string]float64 `json:"response_pct_from_open"`
	}
	testkit.Decode(t, testkit.ReferenceCase(t, "alignment_records_intraday.json", "intraday.closed_market").Expected, &want)
	bars := barsOf(t, "intraday_1m.csv", time.Minute)
	got, ok := Intraday(bars, time.Date(2024, 2, 8, 19, 30, 0, 0, time.UTC), nil, 0)
	if !ok || !got.Closed || !got.NextOpen.Equal(want.Open) || !got.PriceAt.Equal(want.At) {
		t.Fatalf("%+v", got)
	}
	near(t, "p0", got.Price, want.P0)
	near(t, "gap", got.GapPCT.Value, want.Gap)
	for _, r := range got.Responses {
		if r.Minutes > 0 {
			near(t, "response", r.PCT.Value, want.Resp[strconv.Itoa(r.Minutes)])
		}
	}
}

func TestIntradayBeforeTheFirstBarHasNoAnswer(t *testing.T) {
	t.Parallel()
	bars := Bars{Bars: []Bar{{time.Unix(1000, 0), 1, 1}}, Length: time.Minute, Zone: time.UTC}
	if _, ok := Intraday(bars, time.Unix(0, 0), nil, 0); ok {
		t.Fatal("a price before the first bar")
	}
	if _, ok := Intraday(Bars{Length: time.Minute, Zone: time.UTC}, time.Unix(0, 0), nil, 0); ok {
		t.Fatal("a price without bars")
	}
}
