package web_test

import (
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// Minutes of ten sessions, a price that rises by a kopeck each, and an event in the last of them: five minutes later the
// price is 100 ln(75.65/75.60) = 0.066 percent higher.
func TestEventPageShowsTheMinutes(t *testing.T) {
	t.Parallel()
	db := openEmbeddedCopy(t)
	var candles []fx.Candle
	for day := range 10 {
		for minute := range 240 {
			price := fx.Rate{Unscaled: int64(7500 + minute), Scale: 2}
			candles = append(candles, fx.Candle{Series: fx.MOEXUSD1, Start: civil.New(2022, 2, 7+day).UTC().Add(8*time.Hour + time.Duration(minute)*time.Minute),
				Open: price, High: price, Low: price, Close: price})
		}
	}
	if _, err := db.PutCandles(t.Context(), candles, origin, readAt); err != nil {
		t.Fatal(err)
	}
	e := hostileEvent("by-the-minute", "News at 9:01")
	e.OccurredAt = time.Date(2022, 2, 16, 9, 1, 0, 0, time.UTC)
	put(t, db, e)
	body := get(t, newServer(t, db), "/events/by-the-minute").Body.String()
	for _, want := range []string{"by the minute", "75.6000", "5 minutes", "end of session", "&#43;0.07", "earlier sessions"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(get(t, newServer(t, db), "/events/"+macron).Body.String(), "by the minute") {
		t.Error("an event without a clock time is measured by the minute")
	}
}

func TestEventPageListsRevisions(t *testing.T) {
	t.Parallel()
	db := openEmbeddedCopy(t)
	e := hostileEvent("revised", "First title")
	put(t, db, e)
	if body := get(t, newServer(t, db), "/events/revised").Body.String(); strings.Contains(body, "Revisions") {
		t.Error("an event that never changed has revisions")
	}
	e.Title, e.Goldstein = "Second title", -5
	if _, err := db.PutEvents(t.Context(), []event.Event{e}, origin, readAt.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	body := get(t, newServer(t, db), "/events/revised").Body.String()
	for _, want := range []string{"Revisions", "title: First title → Second title", "Goldstein: −3.0 → −5.0", "first version"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// The end of an event is told as its beginning is: with its clock time, in the zone of the page, and in the card too.
func TestEventPageTellsWhenItEnded(t *testing.T) {
	t.Parallel()
	db := openOwn(t)
	e := hostileEvent("over-midnight", "Talks over midnight")
	e.OccurredAt, e.EndedAt = time.Date(2022, 2, 10, 20, 30, 0, 0, time.UTC), time.Date(2022, 2, 10, 23, 0, 0, 0, time.UTC)
	e.Precision = event.PrecisionMinute
	put(t, db, e)
	days := hostileEvent("four-days", "A summit")
	days.OccurredAt, days.EndedAt, days.Precision = civil.New(2022, 2, 10).UTC(), civil.New(2022, 2, 14).UTC(), event.PrecisionDay
	put(t, db, days)
	for path, want := range map[string]string{
		"/events/over-midnight":             `10 Feb 2022, 20:30 UTC</time> – <time datetime="2022-02-10T23:00:00Z">10 Feb 2022, 23:00 UTC</time>`,
		"/events/over-midnight?zone=moscow": `10 Feb 2022, 23:30 Moscow</time> – <time datetime="2022-02-10T23:00:00Z">11 Feb 2022, 02:00 Moscow</time>`,
		"/?event=over-midnight":             `10 Feb 2022, 20:30 UTC</time> – <time datetime="2022-02-10T23:00:00Z">10 Feb 2022, 23:00 UTC</time>`,
		"/events/four-days":                 `10 Feb 2022</time> – <time datetime="2022-02-14">14 Feb 2022</time>`,
		"/events/four-days?lang=ru":         `10 февраля 2022</time> – <time datetime="2022-02-14">14 февраля 2022</time>`,
	} {
		if body := get(t, newServer(t, db), path).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s lacks %s", path, want)
		}
	}
}
