package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
)

func TestGoldenTables(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	usd, eur := around(set, fx.CBRUSD), around(set, fx.CBREUR)
	week := event.Timeline(set.Events).Where(event.Filter{From: civil.New(2022, 2, 1), To: civil.New(2022, 2, 9)})
	days := tension.Index(event.Timeline(set.Events), civil.New(2022, 2, 1), civil.New(2022, 2, 9), tension.Options{})
	candles := func(yield func(fx.Candle) error) error {
		at := time.Date(2022, 2, 7, 8, 34, 0, 0, time.FixedZone("MSK", 3*3600))
		for i := range 2 {
			err := yield(fx.Candle{Series: "mine:USDRUB:1m", Start: at.Add(time.Duration(i) * time.Minute), Open: fx.MustRate("75.44"),
				High: fx.MustRate("75.50"), Low: fx.MustRate("75.395"), Close: fx.MustRate("75.475"), Volume: fx.Rate{Unscaled: int64(i) * 1250}})
			if err != nil {
				return err
			}
		}
		return nil
	}
	overlay := OverlayInput{USD: usd, EUR: eur[:len(eur)-1], Calendar: fx.CBRCalendar(), Events: week, Tension: days, From: civil.New(2022, 2, 2)}
	for name, write := range map[string]func(*bytes.Buffer, Options) error{
		"rates":   func(b *bytes.Buffer, o Options) error { return Rates(b, o, usd, eur[1:]) },
		"fixings": func(b *bytes.Buffer, o Options) error { return Fixings(b, o, append(usd[:1:1], eur[0])) },
		"candles": func(b *bytes.Buffer, o Options) error { return Candles(b, o, candles) },
		"events": func(b *bytes.Buffer, o Options) error {
			return Events(b, o, append(hostile(), week[0], week[len(week)-1]))
		},
		"tension": func(b *bytes.Buffer, o Options) error { return Tension(b, o, days) },
		"overlay": func(b *bytes.Buffer, o Options) error { return Overlay(b, o, overlay) },
	} {
		for suffix, o := range map[string]Options{
			".csv": {}, ".excel.csv": {Profile: Excel}, ".excel-ru.csv": {Format: CSV, Profile: ExcelRU}, ".json": {Format: JSON}, ".ndjson": {Format: NDJSON},
		} {
			t.Run(name+suffix, func(t *testing.T) {
				golden(t, name+suffix, written(t, func(b *bytes.Buffer) error { return write(b, o) }))
			})
		}
	}
}

// The reference values of 6 and 7 February 2022 are DESIGN 5's golden values of the tension index.
func TestOverlayTellsOf7February2022(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	timeline := event.Timeline(set.Events)
	in := OverlayInput{
		USD: around(set, fx.CBRUSD), EUR: around(set, fx.CBREUR), Calendar: fx.CBRCalendar(), Events: timeline,
		Tension: tension.Index(timeline, civil.New(2022, 2, 1), civil.New(2022, 2, 9), tension.Options{}),
		From:    civil.New(2022, 2, 7),
	}
	out := written(t, func(b *bytes.Buffer) error { return Overlay(b, Options{Format: NDJSON}, in) })
	var row struct {
		Set        string  `json:"set_date"`
		Effective  string  `json:"effective_date"`
		USD        float64 `json:"usd_rub"`
		EUR        float64 `json:"eur_rub"`
		Return     float64 `json:"usd_log_return_pct"`
		Tension    float64 `json:"tension"`
		Diplomacy  float64 `json:"diplomacy"`
		Events     int     `json:"events"`
		EventTitle string  `json:"event_titles"`
	}
	first, _, _ := bytes.Cut(out, []byte("\n"))
	if err := json.Unmarshal(first, &row); err != nil {
		t.Fatal(err)
	}
	if row.Set != "2022-02-07" || row.Effective != "2022-02-08" || row.USD != 75.6806 || row.EUR != 86.5181 || row.Tension != 64.7127 || row.Diplomacy != 29.9517 {
		t.Errorf("row is %+v", row)
	}
	// 100 ln(75.6806/76.0509), the rate set on Friday 4 February and in force from Saturday being 76.0509
	if row.Return != -0.488100 {
		t.Errorf("return %v", row.Return)
	}
	// The 14 day-precise events of the 7th and the 2 of Sunday the 6th; the quote of 11:34 UTC comes after the cut-off of 11:30 in Moscow.
	if n := strings.Count(row.EventTitle, " | ") + 1; row.Events != n || row.Events != 16 {
		t.Errorf("%d events, %d titles", row.Events, n)
	}
	if strings.Contains(row.EventTitle, "75.44") {
		t.Error("an event after the cut-off moved a fixing")
	}
}

func TestEventsBeforeTheFirstFixingDoNotPileUpOnIt(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	in := OverlayInput{USD: around(set, fx.CBRUSD)[:1], Calendar: fx.CBRCalendar(), Events: set.Events}
	out := written(t, func(b *bytes.Buffer) error { return Overlay(b, Options{}, in) })
	if n := strings.Count(string(out), " | "); n > 3 {
		t.Errorf("the first row carries the past: %d separators in %s", n, out)
	}
}

func TestOptionsOutsideTheVocabularyAreNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		o    Options
		want string
	}{
		{Options{Format: "xls"}, `format "xls": want one of csv, xlsx, json, ndjson`},
		{Options{Profile: "lotus"}, `profile "lotus": want one of rfc4180, excel, excel-ru`},
		{Options{Format: JSON, Profile: Excel}, "profile excel is one of csv"},
	} {
		var b bytes.Buffer
		if err := Events(&b, tt.o, nil); err == nil || !strings.Contains(err.Error(), tt.want) || b.Len() > 0 {
			t.Errorf("%+v: %v, want %q", tt.o, err, tt.want)
		}
	}
}

func TestWideRatesRefuseANominal(t *testing.T) {
	t.Parallel()
	f := fx.Fixing{Series: "cbr:USDRUB", Effective: civil.New(2022, 2, 8), Value: fx.MustRate("7568.06"), Nominal: 100}
	if err := Rates(&bytes.Buffer{}, Options{}, []fx.Fixing{f}, nil); err == nil || !strings.Contains(err.Error(), "100 units") {
		t.Fatalf("a rate for 100 units stands as one for 1: %v", err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

var errBroken = errors.New("the disk is full")

func TestErrorsAreNotLost(t *testing.T) {
	t.Parallel()
	if err := Events(broken{}, Options{}, hostile()); !errors.Is(err, errBroken) {
		t.Errorf("the writer's error is %v", err)
	}
	var b bytes.Buffer
	err := Candles(&b, Options{Format: JSON}, func(func(fx.Candle) error) error { return errBroken })
	if !errors.Is(err, errBroken) || json.Valid(b.Bytes()) {
		t.Errorf("a broken source left a whole table: %v %q", err, b.Bytes())
	}
}

func TestCells(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		cell      Cell
		csv, json string
	}{
		{Missing(), "", "null"},
		{Text(""), "", "null"},
		{Rate(fx.Rate{}), "", "null"},
		{Rate(fx.MustRate("20.6500")), "20.6500", "20.6500"},
		{Fixed(-0.0000001, 6), "0.000000", "0.000000"},
		{Fixed(-1.0571295, 6), "-1.057130", "-1.057130"},
		{Shortest(-8), "-8.0", "-8.0"},
		{Shortest(0.4), "0.4", "0.4"},
		{YesNo(true), "yes", "true"},
		{List([]string{"RUS", "EU"}), "RUS;EU", `["RUS","EU"]`},
		{Text("</script>"), "</script>", `"</script>"`},
		{Instant(time.Date(2022, 2, 7, 14, 34, 0, 0, time.FixedZone("", 3*3600))), "2022-02-07T11:34:00Z", `"2022-02-07T11:34:00Z"`},
	} {
		plain := string(csvEncoder{separator: ',', decimal: '.'}.cell(nil, &tt.cell))
		object := string(appendJSON(nil, &tt.cell))
		if plain != tt.csv || object != tt.json {
			t.Errorf("%+v: %s and %s, want %s and %s", tt.cell, plain, object, tt.csv, tt.json)
		}
	}
}

func TestEveryColumnIsExplained(t *testing.T) {
	t.Parallel()
	for _, table := range []Table{RatesTable(), FixingsTable(), CandlesTable(), EventsTable(), TensionTable(), OverlayTable()} {
		for _, c := range table.Columns {
			if c.Name == "" || c.About == "" {
				t.Errorf("%s: %+v", table.Name, c)
			}
		}
	}
}
