package feed

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"detente/internal/event"
	"detente/internal/source"
)

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

// A feed whose every guid is its own address has as many stories as titles and links; one that repeats a story under another
// link has one.
func TestAGuidThatEveryStorySharesIsNone(t *testing.T) {
	t.Parallel()
	items := func(of ...[3]string) string {
		var all strings.Builder
		for _, i := range of {
			all.WriteString("<item><title>" + i[0] + "</title><guid>" + i[1] + "</guid><link>https://example.org/" + i[2] + "</link><pubDate>Mon, 07 Feb 2022 10:00:00 GMT</pubDate></item>")
		}
		return `<rss version="2.0"><channel><title>x</title>` + all.String() + `</channel></rss>`
	}
	taken := func(feed string) (ids []string) {
		for _, e := range read(t, of(serve(t, answer("text/xml", []byte(feed))))).Events {
			ids = append(ids, e.ID)
		}
		slices.Sort(ids)
		return ids
	}
	one, two, three := [3]string{"Russia one", "site", "1"}, [3]string{"Russia two", "site", "2"}, [3]string{"Russia three", "site", "3"}
	first, next := taken(items(two, one)), taken(items(three, two))
	if len(first) != 2 || len(next) != 2 || !slices.ContainsFunc(next, func(id string) bool { return slices.Contains(first, id) }) {
		t.Errorf("%v, then %v: want two stories each, one of them in both", first, next)
	}
	if again := taken(items([3]string{"Russia one", "a", "1"}, [3]string{"Russia one", "a", "collections/1"})); len(again) != 1 {
		t.Errorf("a story under two links is %v", again)
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
