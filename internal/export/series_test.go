package export_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
)

func TestTablesRefuseSeriesThatTheyDoNotHold(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	for _, c := range []struct {
		table, series string
		says          []string
	}{
		{"overlay", "ecb:EURUSD,ecb:EURRUB", []string{"ecb:EURUSD", "dollars per euro", "roubles per dollar"}},
		{"overlay", "cbr:USDRUB,ecb:EURRUB", []string{"cbr:USDRUB and ecb:EURRUB are of two sources"}},
		{"overlay", "cbr:USDRUB", []string{"cbr:USDRUB is alone"}},
		{"overlay", "cbr:EURRUB,ecb:EURRUB", []string{"are both roubles per euro"}},
		{"overlay", "moex:USDRUB:1d,moex:EURRUB:1d", []string{"moex:USDRUB:1d", "kind candle", "table candles"}},
		{"overlay", "press:USDRUB,press:EURRUB", []string{"kind press", "table quotes"}},
		{"rates", "press:USDRUB", []string{"press:USDRUB", "kind press", "table quotes"}},
		{"rates", "cbr:USDRUB,moex:USDRUB:1m", []string{"moex:USDRUB:1m", "kind candle", "table candles"}},
		{"candles", "cbr:USDRUB", []string{"kind fixing", "table rates"}},
		{"candles", "press:USDRUB", []string{"kind press", "table quotes"}},
		{"quotes", "ecb:EURRUB", []string{"kind reference", "table rates"}},
		{"events", "cbr:USDRUB", []string{"takes none"}},
		{"rates", "abc:USDRUB", []string{"abc:USDRUB is not stored"}},
	} {
		var q export.Query
		for id := range strings.SplitSeq(c.series, ",") {
			q.Series = append(q.Series, fx.SeriesID(id))
		}
		_, described := export.Describe(t.Context(), db, c.table, export.Options{}, q, time.Now())
		for _, err := range []error{described, export.Write(t.Context(), io.Discard, export.Options{}, c.table, db, q)} {
			if !errors.Is(err, export.ErrInvalid) {
				t.Errorf("%s of %s: %v, want an invalid question", c.table, c.series, err)
				continue
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%s of %s: %v: want %q in it", c.table, c.series, err, want)
				}
			}
		}
	}
}

func TestOverlayOfTheNamedPairIsTheUsualOne(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	filter := event.Filter{From: civil.New(2022, 2, 1), To: civil.New(2022, 2, 10)}
	var usual, named bytes.Buffer
	for out, series := range map[*bytes.Buffer][]fx.SeriesID{&usual: nil, &named: {fx.CBREUR, fx.CBRUSD}} {
		if err := export.Write(t.Context(), out, export.Options{}, "overlay", db, export.Query{Series: series, Filter: filter}); err != nil {
			t.Fatal(err)
		}
	}
	if usual.Len() == 0 || usual.String() != named.String() {
		t.Errorf("naming the pair gives\n%s\nnot\n%s", named.String(), usual.String())
	}
}

// The figures stand in data/press_quotes.csv.
func TestQuotesAreExportedAsPrinted(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	var out bytes.Buffer
	q := export.Query{Series: []fx.SeriesID{fx.PressUSD}, Filter: event.Filter{From: civil.New(2022, 1, 26), To: civil.New(2022, 2, 7)}}
	if err := export.Write(t.Context(), &out, export.Options{}, "quotes", db, q); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\r\n")
	if want := "series,at,precision,basis,value,source_name,source_url"; lines[0] != want {
		t.Errorf("header %q, want %q", lines[0], want)
	}
	for _, want := range []string{"press:USDRUB,2022-01-26,day,high,80.4125,", "press:USDRUB,2022-02-07T11:34:00Z,minute,last,75.44,"} {
		if !strings.Contains(out.String(), "\r\n"+want) {
			t.Errorf("no row %s in\n%s", want, out.String())
		}
	}
	for _, not := range []string{"press:EURRUB", "2022-02-08", "2022-01-10"} {
		if strings.Contains(out.String(), not) {
			t.Errorf("%s is outside the question:\n%s", not, out.String())
		}
	}
}
