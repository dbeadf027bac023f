package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

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

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>A Paper</title><link>https://example.org</link><description>x</description>
<item><title>France&#8217;s president holds talks in Moscow</title><link>https://example.org/a?at_medium=RSS#top</link><guid isPermaLink="false">a1</guid>
<pubDate>Mon, 07 Feb 2022 23:30:00 EST</pubDate><description>&lt;p&gt;Two &lt;b&gt;presidents&lt;/b&gt; met.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;Ukraine &amp;amp; NATO&lt;/p&gt;</description></item>
<item><title>Cup final in Lyon</title><link>https://example.org/b</link><guid>b1</guid><pubDate>Mon, 07 Feb 2022 10:00:00 GMT</pubDate></item>
<item><title>Russia answers NATO</title><link>https://EXAMPLE.org/c?utm=1</link><pubDate>2022-02-07T12:00:00+03:00</pubDate></item>
<item><title>Russia without a date</title><guid>d1</guid></item>
</channel></rss>`

func TestRSSItemsBecomeDrafts(t *testing.T) {
	t.Parallel()
	s := of(serve(t, answer("application/rss+xml", []byte(rss))))
	s.Config.NoneOf = []string{"cup"}
	a := read(t, s)
	if len(a.Events) != 3 || len(a.Rejected) != 0 {
		t.Fatalf("%+v %+v", a.Events, a.Rejected)
	}
	for _, e := range a.Events {
		if err := e.Validate(); err != nil || e.Status != event.StatusDraft || e.Origin != "feed:test" || e.Precision != event.PrecisionDay || e.Verified {
			t.Errorf("%v: %+v", err, e)
		}
	}
	i := slices.IndexFunc(a.Events, func(e event.Event) bool { return strings.Contains(e.Title, "holds talks") })
	talks := a.Events[i]
	// half past eleven in New York is the next day in UTC
	if talks.Day().String() != "2022-02-08" || talks.Category != event.Talks || talks.Cameo != "046" || talks.SourceTier != "press" || talks.SourceName != "A Paper" {
		t.Errorf("%+v", talks)
	}
	if talks.Title != "France’s president holds talks in Moscow" || !slices.Equal(talks.Actors, []string{"FRA", "RUS", "UKR", "NATO"}) {
		t.Errorf("%q %v", talks.Title, talks.Actors)
	}
	if want := "Two presidents met.\nUkraine & NATO\nPublished 8 Feb 2022, 04:30 UTC."; talks.Summary != want {
		t.Errorf("%q, want %q", talks.Summary, want)
	}
	i = slices.IndexFunc(a.Events, func(e event.Event) bool { return strings.Contains(e.Title, "without a date") })
	if e := a.Events[i]; e.TimeBasis != UnknownTime || e.Day().String() != "2022-02-08" || !strings.Contains(e.Summary, "gives no date") {
		t.Errorf("undated: %+v", e)
	}
}

func TestUndatedStoriesWithoutTheServersDateAreRejected(t *testing.T) {
	t.Parallel()
	a := read(t, of(serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"] = nil
		_, _ = w.Write([]byte(rss)) // the client may have gone
	})))
	if len(a.Events) != 3 || len(a.Rejected) != 1 || !strings.Contains(a.Rejected[0].Reason, "its day is unknown") || !strings.Contains(a.Rejected[0].Row, "without a date") {
		t.Errorf("%+v %+v", a.Events, a.Rejected)
	}
}

// Neither an edited title, nor a tracker in the address, nor the day of the answer makes another story of it.
func TestKeys(t *testing.T) {
	t.Parallel()
	day := time.Date(2022, 2, 7, 12, 0, 0, 0, time.UTC)
	s := of("https://example.org/feed")
	for name, tt := range map[string]struct {
		a, b story
		same bool
	}{
		"edited title":     {story{guid: "1", title: "A"}, story{guid: "1", title: "B"}, true},
		"guids":            {story{guid: "1", title: "A"}, story{guid: "2", title: "A"}, false},
		"tracker":          {story{link: "https://x.org/a?at=1#b", title: "A"}, story{link: "https://X.org/a", title: "A"}, true},
		"links":            {story{link: "https://x.org/a", title: "A"}, story{link: "https://x.org/b", title: "A"}, false},
		"title and day":    {story{title: "A", at: day}, story{title: "A", at: day.Add(time.Hour)}, true},
		"title, other day": {story{title: "A", at: day}, story{title: "A", at: day.AddDate(0, 0, 1)}, false},
		"undated":          {story{title: "A"}, story{title: "A"}, true},
	} {
		if got := s.id(tt.a, tt.a.title) == s.id(tt.b, tt.b.title); got != tt.same {
			t.Errorf("%s: same %v, want %v", name, got, tt.same)
		}
	}
	other := s
	other.Config.Name = "other"
	if s.id(story{guid: "1"}, "") == other.id(story{guid: "1"}, "") {
		t.Error("two feeds share an id")
	}
}

const atomFeed = `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Office</title><updated>2022-07-01T10:00:00+01:00</updated>
<entry><id>tag:www.gov.uk,2005:/a</id><updated>2022-02-07T00:30:00+01:00</updated><link rel="alternate" type="text/html" href="https://example.org/a"/><title>UK adds sanctions against Russia</title><summary type="html">Cut…</summary></entry></feed>`

func TestAtomWithoutPublishedSaysSo(t *testing.T) {
	t.Parallel()
	a := read(t, of(serve(t, answer("application/atom+xml", []byte(atomFeed)))))
	if len(a.Events) != 1 || a.Events[0].Day().String() != "2022-02-06" || !strings.Contains(a.Events[0].Summary, "Last changed 6 Feb 2022, 23:30 UTC") ||
		a.Events[0].Cameo != "163" || a.Events[0].SourceURL != "https://example.org/a" {
		t.Errorf("%+v", a.Events)
	}
}

func TestJSONFeed(t *testing.T) {
	t.Parallel()
	body := `{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://example.org/1","title":"Russia and China sign an agreement",
"content_html":"<p>In Beijing</p>","date_published":"2022-02-04T10:00:00+08:00"}]}`
	a := read(t, of(serve(t, answer("application/feed+json", []byte(body)))))
	if len(a.Events) != 1 || a.Events[0].Cameo != "057" || !slices.Equal(a.Events[0].Actors, []string{"RUS", "CHN"}) {
		t.Errorf("%+v", a.Events)
	}
}

func TestCharsets(t *testing.T) {
	t.Parallel()
	item := `<rss version="2.0"><channel><item><title>Россия ответила НАТО</title><guid>1</guid><pubDate>Mon, 07 Feb 2022 10:00:00 GMT</pubDate></item></channel></rss>`
	cp1251 := func(s string) []byte {
		b, err := charmap.Windows1251.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(b)
	}
	for name, tt := range map[string]struct {
		kind string
		body []byte
		says string
	}{
		"declared":         {"text/xml", cp1251(`<?xml version="1.0" encoding="windows-1251"?>` + item), ""},
		"header":           {"text/xml; charset=windows-1251", cp1251(`<?xml version="1.0"?>` + item), ""},
		"UTF-8 with mark":  {"text/xml", []byte("\ufeff" + item), ""},
		"served as HTML":   {"text/html", []byte(item), ""},
		"not named":        {"text/xml", cp1251(item), "charset"},
		"unknown":          {"text/xml; charset=klingon", cp1251(item), "klingon"},
		"declared wrongly": {"text/xml", cp1251(`<?xml version="1.0" encoding="utf-8"?>` + item), "no whole feed"},
	} {
		a, err := of(serve(t, answer(tt.kind, tt.body))).Read(t.Context(), source.Window{}, now)
		switch {
		case tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)):
			t.Errorf("%s: %v, want an error that says %q", name, err, tt.says)
		case tt.says == "" && (err != nil || len(a.Events) != 1 || a.Events[0].Title != "Россия ответила НАТО" || !slices.Equal(a.Events[0].Actors, []string{"RUS", "NATO"})):
			t.Errorf("%s: %v %+v", name, err, a.Events)
		}
	}
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

func TestBadStoriesAreRejectedOneByOne(t *testing.T) {
	t.Parallel()
	item := func(inner string) string { return "<item>" + inner + "</item>" }
	const dated = "<pubDate>Mon, 07 Feb 2022 10:00:00 GMT</pubDate>"
	body := "<rss version='2.0'><channel>" + item("<guid>1</guid>"+dated) + item("<title>Russia next month</title><pubDate>Mon, 07 Mar 2022 10:00:00 GMT</pubDate>") +
		item("<title>&lt;b&gt;&lt;/b&gt;</title><description>&lt;p&gt;First line about Russia.&lt;/p&gt;Second</description>"+dated) +
		item("<title>"+strings.Repeat("Россия и НАТО ", 100)+"</title><link>javascript:alert(1)</link>"+dated) + "</channel></rss>"
	a := read(t, of(serve(t, answer("text/xml", []byte(body)))))
	if len(a.Rejected) != 2 || !strings.Contains(a.Rejected[0].Reason, "neither a title nor a text") || !strings.Contains(a.Rejected[1].Reason, "in the future") {
		t.Errorf("%+v", a.Rejected)
	}
	if len(a.Events) != 2 {
		t.Fatalf("%+v", a.Events)
	}
	for _, e := range a.Events {
		if e.SourceURL != "" || (e.Title != "First line about Russia." && !strings.HasSuffix(e.Title, "…")) {
			t.Errorf("%+v", e)
		}
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
		etag, _, err := db.Validators(t.Context(), address)
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

func TestRedirects(t *testing.T) {
	t.Parallel()
	var hops atomic.Int32
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/feed", http.StatusMovedPermanently)
		case "/feed":
			answer("text/xml", []byte(rss))(w, r)
		case "/circle":
			http.Redirect(w, r, "/circle2", http.StatusFound)
		case "/circle2":
			http.Redirect(w, r, "/circle", http.StatusFound)
		case "/private":
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		default:
			http.Redirect(w, r, fmt.Sprint("/far", hops.Add(1)), http.StatusFound)
		}
	})
	if a := read(t, of(address+"/moved")); len(a.Events) == 0 || len(a.Fetches) != 2 {
		t.Errorf("%+v", a)
	}
	for path, says := range map[string]string{
		"/circle":  "in a circle",
		"/private": "not public",
		"/file":    "no address of the web",
		"/nowhere": "no address of the web",
		"/far":     "more than 5 times",
	} {
		_, err := of(address+path).Read(t.Context(), source.Window{}, now)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want an error that says %q", path, err, says)
		}
	}
	if _, err := of(address+"/private").Read(t.Context(), source.Window{}, now); !errors.Is(err, fetch.ErrPrivate) {
		t.Errorf("%v, want ErrPrivate", err)
	}
}

func TestTheDefaultClientRefusesPrivateAddresses(t *testing.T) {
	t.Parallel()
	s := of(serve(t, answer("text/xml", []byte(rss))))
	s.Client = NewClient(func() time.Time { return now }, slog.New(slog.DiscardHandler), nil)
	if _, err := s.Read(t.Context(), source.Window{}, now); !errors.Is(err, fetch.ErrPrivate) {
		t.Errorf("%v, want ErrPrivate", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, body := range []string{rss, atomFeed, `{"version":"https://jsonfeed.org/version/1.1","items":[{}]}`, "<rss>", "<", "{"} {
		f.Add([]byte(body), "text/xml; charset=windows-1251")
	}
	s := of("https://example.org/feed")
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		stories, err := parse(body, kind)
		if err != nil {
			return
		}
		var a source.Answer
		s.draft(stories, now, now, &a)
		for _, e := range a.Events {
			if err := e.Validate(); err != nil || e.Status != event.StatusDraft {
				t.Fatalf("%v %+v", err, e)
			}
		}
	})
}
