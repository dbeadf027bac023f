package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/store"
	"detente/internal/web"
)

func sha256Hex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

var citedLink = regexp.MustCompile(`UR  - http://example\.com(\S+)`)

// A year later there are new events, a revised rate and a new one: the link that was cited gives the same bytes.
func TestCitedLinkGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	db := openOwn(t)
	server := newServer(t, db)
	before := map[string][]byte{}
	for _, table := range []string{"overlay", "rates", "events", "tension"} {
		for _, more := range []string{"", "&format=ndjson", "&profile=excel-ru"} {
			w := get(t, server, "/cite.ris?table="+table+"&from=2022-01-01"+more)
			link := citedLink.FindStringSubmatch(w.Body.String())
			if link == nil {
				t.Fatalf("%s: %d: %s", table, w.Code, w.Body)
			}
			body := get(t, server, link[1]).Body.Bytes()
			if !strings.Contains(w.Body.String(), sha256Hex(body)) {
				t.Errorf("%s%s: the hash is not that of %s", table, more, link[1])
			}
			before[link[1]] = body
		}
	}
	for _, of := range []string{"study&placebo=20", "study&placebo=20&format=json", "study&placebo=20&result=tests", "correlation&permutations=9&result=ccf", "quotes", "runs", "studies"} {
		link := citedLink.FindStringSubmatch(get(t, server, "/cite.ris?table="+of).Body.String())
		if link == nil {
			t.Fatalf("%s: not cited", of)
		}
		before[link[1]] = get(t, server, link[1]).Body.Bytes()
	}
	for _, feed := range []string{"/events.ics", "/events.atom", "/calendar.ics"} {
		link := feed + "?as-of=" + readAt.Add(-time.Second).UTC().Format(time.RFC3339)
		before[link] = get(t, server, link).Body.Bytes()
	}
	if len(before) != 22 {
		t.Fatalf("%d links", len(before))
	}
	book := citedLink.FindStringSubmatch(get(t, server, "/cite.ris?table=rates&from=2022-01-01&format=xlsx").Body.String())[1]
	rows := sheetText(t, get(t, server, book).Body.Bytes())
	// Stored in the very second of the citation: the hardest case.
	put(t, db, event.Event{ID: "later", OccurredAt: time.Date(2022, 2, 7, 11, 0, 0, 0, time.UTC), Precision: event.PrecisionMinute, Title: "found later",
		Category: event.Talks, Goldstein: -5, Importance: 4, Status: event.StatusConfirmed, Origin: "file"})
	_, err := db.PutFixings(t.Context(), []fx.Fixing{
		{Series: fx.CBRUSD, Effective: civil.New(2022, 2, 8), Set: civil.New(2022, 2, 7), Value: fx.MustRate("75.6807"), Nominal: 1},
		{Series: fx.CBRUSD, Effective: civil.New(2026, 9, 12), Set: civil.New(2026, 9, 11), Value: fx.MustRate("85.0000"), Nominal: 1},
	}, store.Origin{Author: "test"}, readAt)
	if err != nil {
		t.Fatal(err)
	}
	for link, want := range before {
		if got := get(t, server, link).Body.Bytes(); sha256Hex(got) != sha256Hex(want) {
			t.Errorf("%s has %d bytes now, had %d", link, len(got), len(want))
		}
	}
	// A workbook says when it was read; its rows and their hash are the same.
	if now := sheetText(t, get(t, server, book).Body.Bytes()); now != rows || !strings.Contains(rows, "75.6806") {
		t.Errorf("%s has other rows now", book)
	}
	if now := get(t, server, "/rates.csv?from=2022-02-08&to=2022-02-08").Body.String(); !strings.Contains(now, "75.6807") {
		t.Errorf("the revision is not in today's file: %s", now)
	}
}

func TestCitationNamesWhatItCites(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	shown := get(t, server, "/cite?table=events&category=talks&from=2022-01-01")
	page := html.UnescapeString(shown.Body.String())
	if shown.Code != 200 {
		t.Fatalf("/cite: %d", shown.Code)
	}
	for _, want := range []string{"as-of=2026-09-12T08:59:59Z", "category=talks", "SHA-256", "Data version", "@misc{detente-events-", "TY  - DATA", "/cite.bib?"} {
		if !strings.Contains(page, want) {
			t.Errorf("/cite lacks %q", want)
		}
	}
	text := get(t, server, "/cite.txt?as-of=2022-02-07").Body.String()
	for _, want := range []string{"Bank of Russia", "cbr:USDRUB", "roubles per", "as-of=2022-02-07", "http://example.com/overlay.csv?"} {
		if !strings.Contains(text, want) {
			t.Errorf("/cite.txt lacks %q: %s", want, text)
		}
	}
	// What TeX takes for its own is text: a citation with a filter has to go through LaTeX.
	bib := get(t, server, "/cite.bib?category=monetary_policy&text=~50%25+%5Ex").Body.String()
	if !strings.Contains(bib, `category monetary\_policy; text \~{}50\% \^{}x`) {
		t.Error(bib)
	}
	if drawn := html.UnescapeString(get(t, server, "/cite?from=2022-02-01&units=pch&rebase=2022-02-01").Body.String()); !strings.Contains(drawn, "/?as-of=2026-09-12T08:59:59Z&from=2022-02-01&rebase=2022-02-01&units=pch") {
		t.Error("the page of a citation draws something else")
	}
	if w := get(t, server, "/cite?table=weather"); w.Code != 400 {
		t.Errorf("a table that is not: %d", w.Code)
	}
	// The end of time is not known yet: what it is asked as of is pinned to now.
	if text := get(t, server, "/cite.txt?as-of=2199-01-01").Body.String(); !strings.Contains(text, "as-of=2026-09-12T08:59:59Z") {
		t.Error(text)
	}
}

// sheetText is the data sheet of a workbook as text, with the hash that the metadata sheet gives of it.
func sheetText(t *testing.T, body []byte) string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("data")
	if err != nil {
		t.Fatal(err)
	}
	about, err := book.GetRows("metadata")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range about {
		if len(row) > 1 && strings.HasPrefix(row[0], "sha256") {
			rows = append(rows, row)
		}
	}
	return fmt.Sprint(rows)
}

// A picture as of a pinned instant is the same bytes after later figures have come.
func TestPinnedPictureIsTheSameLater(t *testing.T) {
	t.Parallel()
	d, err := drawer()
	if err != nil {
		t.Skipf("the bundle is needed to draw: %v", err)
	}
	db := openOwn(t)
	server, err := web.New(web.Deps{Store: db, Drawer: d, Now: func() time.Time { return readAt }, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	pinned := "as-of=" + readAt.Add(-time.Second).UTC().Format(time.RFC3339)
	before := map[string]string{}
	for _, path := range []string{"/overlay.svg?from=2021-12-01&to=2022-03-15&" + pinned, "/study.svg?placebo=20&" + pinned, "/correlation.svg?permutations=9&" + pinned, "/events/" + macron + ".svg?" + pinned} {
		got := get(t, server, path)
		if before[path] = got.Body.String(); got.Code != 200 {
			t.Fatalf("%s: %d %.500s", path, got.Code, got.Body)
		}
	}
	put(t, db, event.Event{ID: "later", OccurredAt: time.Date(2022, 2, 7, 11, 0, 0, 0, time.UTC), Precision: event.PrecisionMinute, Title: "found later",
		Category: event.Talks, Goldstein: -5, Importance: 4, Status: event.StatusConfirmed, Origin: "file"})
	revised := fx.Fixing{Series: fx.CBRUSD, Effective: civil.New(2022, 2, 8), Set: civil.New(2022, 2, 7), Value: fx.MustRate("79.6807"), Nominal: 1}
	if _, err = db.PutFixings(t.Context(), []fx.Fixing{revised}, store.Origin{Author: "test"}, readAt); err != nil {
		t.Fatal(err)
	}
	for path, want := range before {
		if got := get(t, server, path); got.Code != 200 || got.Body.String() != want {
			t.Errorf("%s: %d, %d bytes now, had %d", path, got.Code, got.Body.Len(), len(want))
		}
	}
}
