package chart

import (
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// A printed price stands at its instant, with the pair it is of; one of a pair that is not drawn, of neither pair, or without a price does not.
func TestQuotesOfThePairsDrawn(t *testing.T) {
	t.Parallel()
	at := time.Date(2022, 2, 7, 9, 0, 0, 0, time.UTC)
	quote := func(id fx.SeriesID, value string) fx.Quote {
		return fx.Quote{Series: id, At: at, Value: fx.MustRate(value), Basis: fx.QuoteHigh, SourceName: "Reuters"}
	}
	in := curated(t)
	in.Quotes = []fx.Quote{quote(fx.PressUSD, "75.44"), quote(fx.PressEUR, "86.52"), quote("press:CNYRUB", "11.9"), {Series: fx.PressUSD, At: at}}
	_, both, _ := draw(t, in)
	if q := both.Quotes; len(q) != 2 || q[0].Pair != "usd" || q[1].Pair != "eur" || q[1].Value != 86.52 || q[1].At != at.UnixMilli() || q[1].Text != "day's high 86.52, Reuters" {
		t.Errorf("%+v", q)
	}
	in.EUR = Rates{}
	if _, one, _ := draw(t, in); len(one.Quotes) != 1 || one.Quotes[0].Pair != "usd" {
		t.Errorf("without the euro: %+v", one.Quotes)
	}
}

// Each event of the range stands in the row of its direction: escalation above, de-escalation below.
func TestSketchRowsAreDirections(t *testing.T) {
	t.Parallel()
	in := curated(t)
	in.Events = nil
	for i, goldstein := range []float64{-5, 0, 5} {
		in.Events = append(in.Events, event.Event{ID: string(rune('a' + i)), Goldstein: goldstein, OccurredAt: civil.New(2022, 1, 5+20*i).UTC(), Precision: event.PrecisionDay,
			Category: event.Talks, Status: event.StatusConfirmed})
	}
	in.Important = nil
	lanes := SketchOf(in).Events
	for i, want := range []event.Direction{event.Escalation, event.Neutral, event.DeEscalation} {
		if lanes[i].Direction != want || strings.Count(lanes[i].Dots, "M") != 1 {
			t.Errorf("row %d is %s with dots %q, want one of %s", i, lanes[i].Direction, lanes[i].Dots, want)
		}
		for _, other := range lanes[:i] {
			if at, before := strings.SplitN(lanes[i].Dots, " ", 2)[0], strings.SplitN(other.Dots, " ", 2)[0]; len(at) < len(before) || len(at) == len(before) && at <= before {
				t.Errorf("the %s event at %s is not after the %s one at %s", want, at, other.Direction, before)
			}
		}
	}
}
