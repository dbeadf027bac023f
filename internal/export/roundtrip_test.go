package export

import (
	"bytes"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/source/file"
)

// everyOption is each way of writing that can be read back.
var everyOption = []Options{{}, {Profile: Excel}, {Profile: ExcelRU}, {Format: JSON}, {Format: NDJSON}}

func readEvents(t testing.TB, raw []byte) []event.Event {
	t.Helper()
	in, err := file.Open(bytes.NewReader(raw), file.Options{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	events, err := in.Events()
	if err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	return events
}

func TestColumnsAreThoseOfTheImport(t *testing.T) {
	t.Parallel()
	if got, want := EventsTable().Names(), file.EventColumns(); !slices.Equal(got, want) {
		t.Errorf("%v, the import takes %v", got, want)
	}
}

func TestHostileTextRoundTrips(t *testing.T) {
	t.Parallel()
	for _, o := range everyOption {
		raw := written(t, func(b *bytes.Buffer) error { return Events(b, o, hostile()) })
		if got := readEvents(t, raw); !reflect.DeepEqual(got, hostile()) {
			t.Errorf("%+v: %+v", o, got)
		}
	}
}

func TestSpreadsheetsGetNoFormula(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{Profile: Excel}, {Profile: ExcelRU}} {
		out := string(written(t, func(b *bytes.Buffer) error { return Events(b, o, hostile()) }))
		separator := map[Profile]string{Excel: ",", ExcelRU: ";"}[o.Profile]
		for _, bad := range []string{"=cmd", "@SUM", "-5, a", "\ttab"} {
			if strings.Contains(out, separator+bad) || strings.Contains(out, separator+`"`+bad) {
				t.Errorf("%s: a cell begins with %q", o.Profile, bad)
			}
		}
	}
}

// Blanks before a sign, seen or not, and signs of full width are no way around the guard.
func TestFormulasInDisguiseAreGuarded(t *testing.T) {
	t.Parallel()
	for _, disguised := range []string{" =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "\u202e=1+1", "＝1+1", "＋1", "－1", "＠SUM(A1)", "' =1+1"} {
		got := string(csvEncoder{separator: ',', spreadsheet: true}.text(nil, disguised))
		if got != "'"+disguised {
			t.Errorf("%q is written %q", disguised, got)
		}
	}
	if got := string(csvEncoder{separator: ',', spreadsheet: true}.text(nil, " 5 = 5")); got != " 5 = 5" {
		t.Errorf("plain text is written %q", got)
	}
}

// The embedded file is an export: lines end in LF there, as the repository keeps text.
func TestEmbeddedEventsAreTheirOwnExport(t *testing.T) {
	t.Parallel()
	raw := written(t, func(b *bytes.Buffer) error { return Events(b, Options{}, embedded(t).Events) })
	want, err := os.ReadFile("../../data/events.csv")
	if err != nil {
		t.Fatal(err)
	}
	if got := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")); !bytes.Equal(got, want) {
		t.Error("data/events.csv is not what an export of it writes")
	}
}

func drawText(t *rapid.T, name string) string {
	return rapid.OneOf(
		rapid.StringMatching(`[ -~]{1,40}`),
		rapid.StringOf(rapid.SampledFrom([]rune("'=+-@\t\r\n\",; abЯ\u202e|<＝\u200b")))).Draw(t, name)
}

func drawEvent(t *rapid.T) event.Event {
	second := func(name string) time.Time {
		return time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, name), 0).UTC()
	}
	e := event.Event{
		ID:    rapid.StringMatching(`[a-z0-9][a-z0-9-]{0,30}`).Draw(t, "id"),
		Title: "t" + drawText(t, "title"), Summary: drawText(t, "summary"), Location: drawText(t, "location"),
		Category: rapid.SampledFrom(event.Categories()).Draw(t, "category"), Status: rapid.SampledFrom(event.Statuses()).Draw(t, "status"),
		Precision: rapid.SampledFrom(event.Precisions()).Draw(t, "precision"), OccurredAt: second("at"),
		Goldstein: float64(rapid.IntRange(-1000, 1000).Draw(t, "goldstein")) / 100, Importance: rapid.IntRange(1, 5).Draw(t, "importance"),
		Actors:     rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z]{3}`), 0, 4, rapid.ID[string]).Draw(t, "actors"),
		SourceName: drawText(t, "source"), Origin: drawText(t, "origin"), Verified: rapid.Bool().Draw(t, "verified"),
		SourceTier: drawText(t, "tier"), TimeBasis: drawText(t, "basis"), CodedBy: drawText(t, "coder"), CodedAt: second("coded"),
	}
	if e.Category.Market() {
		e.Goldstein = 0
	}
	if e.Precision == event.PrecisionDay {
		e.OccurredAt = e.Day().UTC()
	}
	if rapid.Bool().Draw(t, "ended") {
		e.EndedAt = e.OccurredAt.Add(time.Duration(rapid.Int64Range(0, 1_000_000).Draw(t, "lasts")) * time.Second)
	}
	return e
}

func TestEventsExportImportExportGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		events := rapid.SliceOfNDistinct(rapid.Custom(drawEvent), 1, 5, func(e event.Event) string { return e.ID }).Draw(r, "events")
		o := rapid.SampledFrom(everyOption).Draw(r, "options")
		first := written(t, func(b *bytes.Buffer) error { return Events(b, o, events) })
		in, err := file.Open(bytes.NewReader(first), file.Options{})
		if err != nil {
			r.Fatal(err)
		}
		read, err := in.Events()
		if err != nil {
			r.Fatalf("%v in\n%s", err, first)
		}
		if second := written(t, func(b *bytes.Buffer) error { return Events(b, o, read) }); !bytes.Equal(first, second) {
			r.Fatalf("first\n%q\nsecond\n%q", first, second)
		}
	})
}

func TestRatesExportImportExportGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		start := civil.New(2022, 1, 1)
		draw := func(id fx.SeriesID, calendar fx.Calendar) []fx.Fixing {
			var out []fx.Fixing
			for _, n := range slices.Sorted(slices.Values(rapid.SliceOfNDistinct(rapid.IntRange(0, 40), 1, 20, rapid.ID[int]).Draw(r, string(id)))) {
				value := rapid.StringMatching(`[1-9][0-9]{0,3}(\.[0-9]{1,6})?`).Draw(r, "value")
				day := start.AddDays(n)
				out = append(out, fx.Fixing{Series: id, Effective: day, Set: calendar.SetDate(day), Value: fx.MustRate(value), Nominal: 1})
			}
			return out
		}
		usd, eur := draw(fx.CBRUSD, fx.CBRCalendar()), draw(fx.CBREUR, fx.CBRCalendar())
		o := rapid.SampledFrom(everyOption).Draw(r, "options")
		raw := written(t, func(b *bytes.Buffer) error { return Rates(b, o, usd, eur) })
		in, err := file.Open(bytes.NewReader(raw), file.Options{})
		if err != nil {
			r.Fatal(err)
		}
		read, err := in.Rates()
		if err != nil {
			r.Fatal(err)
		}
		isUSD := func(f fx.Fixing) bool { return f.Series == fx.CBRUSD }
		gotUSD := slices.DeleteFunc(slices.Clone(read), func(f fx.Fixing) bool { return !isUSD(f) })
		gotEUR := slices.DeleteFunc(slices.Clone(read), isUSD)
		if !reflect.DeepEqual(gotUSD, usd) || !reflect.DeepEqual(gotEUR, eur) {
			r.Fatalf("read %v\nfrom %s", read, raw)
		}
	})
}

func TestLongTablesRoundTrip(t *testing.T) {
	t.Parallel()
	fixings := []fx.Fixing{
		{Series: "mine:USDRUB", Effective: civil.New(2022, 2, 8), Set: civil.New(2022, 2, 8), Value: fx.MustRate("75.6806"), Nominal: 1},
		{Series: "cbr:CNYRUB", Effective: civil.New(2022, 2, 8), Set: civil.New(2022, 2, 7), Value: fx.MustRate("118.99"), Nominal: 10},
	}
	var candles []fx.Candle
	for i := range 12_000 { // more than two batches of the reader
		price := fx.MustRate("75." + strconv.Itoa(1000+i%9000))
		candles = append(candles, fx.Candle{Series: "mine:USDRUB:1m", Start: time.Unix(1_644_200_040+60*int64(i), 0).UTC(), Open: price, High: price, Low: price, Close: price})
	}
	for _, o := range everyOption {
		in, err := file.Open(bytes.NewReader(written(t, func(b *bytes.Buffer) error { return Fixings(b, o, fixings) })), file.Options{})
		if err != nil {
			t.Fatal(err)
		}
		read, err := in.Rates()
		if err != nil || read[0].Value != fixings[0].Value || !reflect.DeepEqual(read[1], fixings[1]) {
			t.Errorf("%+v: %+v, %v", o, read, err)
		}
		raw := written(t, func(b *bytes.Buffer) error {
			return Candles(b, o, func(yield func(fx.Candle) error) error {
				for _, c := range candles {
					if err := yield(c); err != nil {
						return err
					}
				}
				return nil
			})
		})
		if in, err = file.Open(bytes.NewReader(raw), file.Options{}); err != nil {
			t.Fatal(err)
		}
		var back []fx.Candle
		err = in.EachCandles(func(batch []fx.Candle) error { back = append(back, batch...); return nil })
		if err != nil || !reflect.DeepEqual(back, candles) {
			t.Errorf("%+v: %d candles, %v", o, len(back), err)
		}
	}
}

func BenchmarkCandles(b *testing.B) {
	c := fx.Candle{Series: fx.MOEXUSD1, Start: time.Unix(1_644_200_000, 0).UTC(), Open: fx.MustRate("75.44"), High: fx.MustRate("75.50"),
		Low: fx.MustRate("75.395"), Close: fx.MustRate("75.475"), Volume: fx.Rate{Unscaled: 1250}}
	b.ReportAllocs()
	n := b.N
	err := Candles(bytes.NewBuffer(make([]byte, 0, 128)), Options{}, func(yield func(fx.Candle) error) error {
		for range n {
			if err := yield(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
