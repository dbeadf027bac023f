package store

import (
	"errors"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

// quote is a dollar price printed at a minute.
func quote(at time.Time, value, source string) fx.Quote {
	return fx.Quote{Series: fx.PressUSD, At: at, Basis: fx.QuoteLast, Value: fx.MustRate(value), SourceName: source}
}

// dayQuote is an extreme of a day.
func dayQuote(on string, basis fx.QuoteBasis, value string) fx.Quote {
	return fx.Quote{Series: fx.PressUSD, At: day(on).UTC(), DayOnly: true, Basis: basis, Value: fx.MustRate(value),
		SourceName: "Reuters via Nasdaq", SourceURL: "https://example.org/a"}
}

func TestQuotes(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	// two papers may print the same minute, and one paper a day's low and high
	want := []fx.Quote{
		dayQuote("2022-01-26", fx.QuoteHigh, "80.4125"),
		dayQuote("2022-01-26", fx.QuoteLow, "78.10"),
		quote(noon, "75.44", "Al Jazeera"),
		quote(noon, "75.5", "Reuters"),
	}
	if got := must[runlog.Counts](t)(db.PutQuotes(ctx, []fx.Quote{want[2], want[0], want[3], want[1]}, collected, noon)); got.New != 4 {
		t.Fatalf("%+v", got)
	}
	for name, tt := range map[string]struct {
		r    Range
		want []fx.Quote
	}{
		"all":     {Range{}, want},
		"one day": {Range{From: day("2022-01-26"), To: day("2022-01-26")}, want[:2]},
		"later":   {Range{From: day("2022-01-27")}, want[2:]},
	} {
		got := must[[]fx.Quote](t)(db.Quotes(ctx, fx.PressUSD, tt.r))
		if len(got) != len(tt.want) {
			t.Fatalf("%s: %v", name, got)
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: %+v, want %+v", name, got[i], tt.want[i])
			}
		}
	}
}

func TestPutQuotesRefuses(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	good := fx.Quote{Series: fx.PressUSD, At: noon, Basis: fx.QuoteLast, Value: fx.MustRate("75.44"), SourceName: "Reuters"}
	for name, edit := range map[string]func(*fx.Quote){
		"no time":     func(q *fx.Quote) { q.At = time.Time{} },
		"basis":       func(q *fx.Quote) { q.Basis = "about" },
		"value":       func(q *fx.Quote) { q.Value = fx.Rate{} },
		"day at noon": func(q *fx.Quote) { q.DayOnly = true },
		"series":      func(q *fx.Quote) { q.Series = fx.CBRUSD },
	} {
		bad := good
		edit(&bad)
		if _, err := db.PutQuotes(t.Context(), []fx.Quote{bad}, collected, noon); !errors.Is(err, fx.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
}
