package feed

import (
	"bytes"
	"compress/gzip"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/collect"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/runlog"
	"detente/internal/source"
	"detente/internal/store"
)

var _ collect.Source = Source{}

var now = time.Date(2022, 2, 8, 9, 0, 0, 0, time.UTC)

func openStore(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "detente.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func client() *fetch.Client {
	return fetch.New(fetch.Options{Now: func() time.Time { return now }, Transport: fetch.Guard{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}.Transport(),
		MaxBody: maxBody, Tries: 2, FirstWait: time.Millisecond, PerSecond: 1e6, Log: slog.New(slog.DiscardHandler)})
}

func serve(t testing.TB, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// answer serves one body with a Date of the day of now.
func answer(kind string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Date", now.Format(http.TimeFormat))
		_, _ = w.Write(body) // the client may have gone
	}
}

func of(address string) Source {
	return Source{Client: client(), Config: Config{Name: "test", URL: address, Title: "A Paper", Tier: "press"}}
}

func read(t testing.TB, s Source) source.Answer {
	t.Helper()
	a, err := s.Read(t.Context(), source.Window{}, now)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestBadAnswers(t *testing.T) {
	t.Parallel()
	bomb := `<?xml version="1.0"?>` + "\n" + `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "` + strings.Repeat("&lol;", 10) + `"><!ENTITY lol3 "` + strings.Repeat("&lol2;", 10) +
		`">]><rss version="2.0"><channel><item><title>Russia &lol3;</title><guid>1</guid><pubDate>Mon, 07 Feb 2022 10:00:00 GMT</pubDate></item></channel></rss>`
	for name, tt := range map[string]struct {
		h    http.HandlerFunc
		says string
	}{
		"HTML":        {answer("text/html", []byte("<!DOCTYPE html><html><head><title>Checking your browser</title></head></html>")), "Checking your browser"},
		"XHTML":       {answer("text/xml", []byte(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>`)), "neither RSS nor Atom"},
		"broken":      {answer("text/xml", []byte(rss[:len(rss)/2])), "no whole feed"},
		"empty":       {answer("text/xml", nil), "empty"},
		"words":       {answer("text/plain", []byte("Too many requests")), "neither RSS nor Atom"},
		"deep":        {answer("text/xml", []byte("<rss><channel><item>"+strings.Repeat("<x:a>", 500_000))), "nested more than"},
		"deep JSON":   {answer("application/json", []byte(`{"version":"https://jsonfeed.org/version/1.1","items":`+strings.Repeat("[", 1_000_000))), "no whole feed"},
		"403":         {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, "403"},
		"100 MB":      {endless, "too large"},
		"gzipped":     {gzipBomb(t), "too large"},
		"entity bomb": {answer("text/xml", []byte(bomb)), "up to line 2 it declares entities"},
		"304 unasked": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) }, "304"},
	} {
		a, err := of(serve(t, tt.h)).Read(t.Context(), source.Window{}, now)
		if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "feed:test") {
			t.Errorf("%s: %v, want an error that says %q", name, err, tt.says)
		}
		if len(a.Events) > 0 || len(a.Fetches) == 0 || a.Fetches[len(a.Fetches)-1].Error == "" {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// endless writes a hundred megabytes of a feed.
func endless(w http.ResponseWriter, _ *http.Request) {
	_, err := w.Write([]byte("<rss><channel>"))
	for chunk := bytes.Repeat([]byte("<item><title>x</title></item>"), 1<<15); err == nil; {
		_, err = w.Write(chunk) // ends when the client hangs up
	}
}

// gzipBomb answers a hundred megabytes in a hundred kilobytes.
func gzipBomb(t testing.TB) http.HandlerFunc {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for range 100 {
		if _, err := z.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(b.Bytes()) // the client may have gone
	}
}

func TestConditionalRequests(t *testing.T) {
	t.Parallel()
	var asked []string
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("If-None-Match")+"|"+r.Header.Get("If-Modified-Since"))
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Mon, 07 Feb 2022 11:34:00 GMT")
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		answer("text/xml", []byte(rss))(w, r)
	})
	s, db := of(address), openStore(t)
	s.Memory = db
	kept := func() string {
		t.Helper()
		etag, _, err := db.Validators(t.Context(), s.Config.Key())
		if err != nil {
			t.Fatal(err)
		}
		return etag
	}
	first := read(t, s)
	if kept() != "" {
		t.Error("the validators are kept before the drafts are stored")
	}
	if counts, err := db.AddDrafts(t.Context(), first.Events, store.Origin{Author: "collect"}, now); err != nil || counts.New != len(first.Events) {
		t.Fatal(err, counts)
	}
	read(t, s)
	if kept() != `"v1"` {
		t.Error("the validators are not kept once the drafts are stored")
	}
	third := read(t, s)
	if third.Rows() != 0 || len(third.Rejected) != 0 || third.Fetches[0].HTTPStatus != 304 || third.Fetches[0].Error != "" {
		t.Errorf("%+v", third)
	}
	if want := []string{"|", "|", `"v1"|Mon, 07 Feb 2022 11:34:00 GMT`}; !slices.Equal(asked, want) {
		t.Errorf("%q, want %q", asked, want)
	}
}

// Two feeds may read one address with other keywords, and keywords may change: what one passed over is new to the other.
func TestOneFeedsValidatorsHideNothingFromAnother(t *testing.T) {
	t.Parallel()
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		answer("text/xml", []byte(rss))(w, r)
	})
	db := openStore(t)
	one := of(address)
	one.Memory, one.Config.AnyOf = db, []string{"zebra"}
	if got := read(t, one); got.Rows() != 0 {
		t.Fatalf("%+v: want a feed in which nothing is of interest", got)
	}
	other, changed := one, one
	other.Config.Name, other.Config.AnyOf, changed.Config.AnyOf = "other", nil, nil
	for what, s := range map[string]Source{"another feed": other, "changed keywords": changed} {
		if got := read(t, s); got.Rows() == 0 {
			t.Errorf("%s: no story is read", what)
		}
	}
	if got := read(t, one); got.Fetches[0].HTTPStatus != 304 {
		t.Errorf("the feed that was read is sent again: %d", got.Fetches[0].HTTPStatus)
	}
}

func TestACollectionStoresDraftsAndRecordsItsRun(t *testing.T) {
	t.Parallel()
	db := openStore(t)
	s := of(serve(t, answer("text/xml", []byte(rss))))
	s.Memory = db
	c := collect.New(db, []collect.Source{s}, collect.Options{Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
	for _, want := range []runlog.Counts{{New: 4}, {Same: 4}} {
		report, err := c.Collect(t.Context(), "feed:test", collect.Ask{})
		if err != nil || report.Status() != runlog.OK || report.Counts() != want {
			t.Errorf("%v %+v, want %+v", err, report, want)
		}
	}
	drafts, err := db.Events(t.Context(), event.Filter{Statuses: []event.Status{event.StatusDraft}})
	if err != nil || len(drafts) != 4 {
		t.Errorf("%v %+v", err, drafts)
	}
	runs, err := db.Runs(t.Context(), "feed:test", 10)
	if err != nil || len(runs) != 2 {
		t.Errorf("%v %+v", err, runs)
	}
}
