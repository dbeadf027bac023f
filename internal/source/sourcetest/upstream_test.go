package sourcetest_test

import (
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source/cbr"
	"detente/internal/source/ecb"
	"detente/internal/source/moex"
	"detente/internal/source/sourcetest"
	"detente/internal/store"
)

// book is invented figures around those of a given day: a fixing a day, Sundays and Mondays left out, and minutes and
// days of trade.
func book(last civil.Date) (b sourcetest.Book) {
	zone := fx.CalendarOf(fx.MOEXUSD1).Zone
	for d := last.AddDays(-20); !d.After(last); d = d.AddDays(1) {
		week := d.Weekday()
		if week != time.Sunday && week != time.Monday {
			set := fx.CBRCalendar().SetDate(d)
			b.Fixings = append(b.Fixings, fx.Fixing{Series: fx.CBRUSD, Effective: d, Set: set, Value: fx.MustRate("85.4594"), Nominal: 1},
				fx.Fixing{Series: fx.CBREUR, Effective: d, Set: set, Value: fx.MustRate("99.2525"), Nominal: 1})
		}
		if week == time.Saturday || week == time.Sunday {
			continue
		}
		b.Fixings = append(b.Fixings, fx.Fixing{Series: fx.ECBUSD, Effective: d, Set: d, Value: fx.MustRate("1.1622"), Nominal: 1})
		price := fx.MustRate("85.475")
		b.Candles = append(b.Candles, fx.Candle{Series: fx.MOEXUSDD, Start: d.At(0, 0, zone).UTC(), Open: price, High: price, Low: price, Close: price})
		for m := range 700 {
			b.Candles = append(b.Candles, fx.Candle{Series: fx.MOEXUSD1, Start: d.At(10, m, zone).UTC(), Open: price, High: price, Low: price, Close: price, Volume: fx.Rate{Unscaled: 1000}})
		}
	}
	return b
}

func TestEverySourceCollectsFromTheUpstream(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 11, 15, 0, 0, 0, time.UTC) // a Friday, 18:00 in Moscow
	clock := func() time.Time { return now }
	figures := book(civil.New(2026, 9, 12))
	base := sourcetest.Serve(t, sourcetest.NewUpstream(figures))
	quiet := slog.New(slog.DiscardHandler)
	client := fetch.New(fetch.Options{Now: clock, PerSecond: 1e6, Log: quiet})
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "detente.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c := collect.New(db, []collect.Source{cbr.Source{Client: client, Base: base}, ecb.Source{Client: client, Base: base}, moex.Source{Client: client, Base: base}},
		collect.Options{Now: clock, Log: quiet})
	ask := collect.Ask{Since: civil.New(2026, 8, 23)}
	for source, want := range map[string]runlog.Counts{
		"cbr":  {New: 30},                // 15 rates of each currency from 25 August, Saturday 12 September among them
		"ecb":  {New: 15},                // 24 August to 11 September
		"moex": {New: 14 + 14*700 + 460}, // days that are over; today's minutes until 20 minutes ago
	} {
		report, err := c.Collect(t.Context(), source, ask)
		if err != nil || report.Status() != runlog.OK || report.Counts() != want {
			t.Errorf("%s: %v, %s %+v, want %+v: %+v", source, err, report.Status(), report.Counts(), want, report.Runs)
		}
	}
}

// TestServeByHand serves the upstream until it is stopped, to try the program against it:
//
//	DETENTE_UPSTREAM=127.0.0.1:29000 go test -timeout 0 -run TestServeByHand ./internal/source/sourcetest
//	detente collect --base-url cbr=http://127.0.0.1:29000,ecb=http://127.0.0.1:29000,moex=http://127.0.0.1:29000
func TestServeByHand(t *testing.T) {
	address := os.Getenv("DETENTE_UPSTREAM")
	if address == "" {
		t.Skip("DETENTE_UPSTREAM names no address to serve at")
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Error(http.Serve(listener, sourcetest.NewUpstream(book(civil.Of(time.Now()).AddDays(1)))))
}
