package feed

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"detente/internal/collect"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/runlog"
)

// ministry is a feed of the last ten stories, one every six hours, as a clock passes it.
type ministry struct {
	now    time.Time
	guids  string                // what every guid begins with
	within func(n int) time.Time // when a story says it was published; by its number
	tag    string
}

const every = 6 * time.Hour

var opening = time.Date(2024, 2, 27, 0, 0, 0, 0, time.UTC)

func (m *ministry) clock() time.Time { return m.now }

func (m *ministry) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Ministry</title>`)
	newest := int(m.now.Sub(opening) / every)
	for n := newest; n > newest-10 && n >= 0; n-- {
		at := opening.Add(time.Duration(n) * every)
		if m.within != nil {
			at = m.within(n)
		}
		fmt.Fprintf(&b, `<item><title>Talks, part %d</title><link>https://ministry.example/%d?at=rss</link><guid>%s%d</guid><pubDate>%s</pubDate></item>`,
			n, n, m.guids, n, at.Format(time.RFC1123Z))
	}
	b.WriteString(`</channel></rss>`)
	w.Header().Set("ETag", fmt.Sprintf("%q", fmt.Sprint(newest, m.tag)))
	if r.Header.Get("If-None-Match") == w.Header().Get("ETag") {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	answer("text/xml", []byte(b.String()))(w, r)
}

// reader collects the ministry's feed into a database of its own.
func reader(t *testing.T, m *ministry) (collected func() runlog.Run, drafts func() event.Timeline) {
	t.Helper()
	db := openStore(t)
	s := of(serve(t, m.ServeHTTP))
	s.Memory = db
	s.Client = fetch.New(fetch.Options{Now: m.clock, Transport: fetch.Guard{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}.Transport(), Tries: 1, PerSecond: 1e6, Log: slog.New(slog.DiscardHandler)})
	c := collect.New(db, []collect.Source{s}, collect.Options{Now: m.clock, Log: slog.New(slog.DiscardHandler)})
	collected = func() runlog.Run {
		t.Helper()
		report, err := c.Collect(t.Context(), s.Name(), collect.Ask{})
		if err != nil || len(report.Runs) != 1 {
			t.Fatal(err, report)
		}
		return report.Runs[0]
	}
	drafts = func() event.Timeline {
		t.Helper()
		list, err := db.Events(t.Context(), event.Filter{Statuses: event.Statuses()})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	return collected, drafts
}

// A publisher that gives all its stories new guids has none drafted twice.
func TestNewGuidsAreNoNewStories(t *testing.T) {
	t.Parallel()
	m := &ministry{now: opening.Add(20 * every)}
	collected, drafts := reader(t, m)
	if run := collected(); run.Counts != (runlog.Counts{New: 10}) {
		t.Fatalf("%+v", run)
	}
	m.guids, m.tag, m.now = "urn:new:", "new", m.now.Add(2*every)
	if run := collected(); run.Counts != (runlog.Counts{New: 2, Same: 8}) || run.Status != runlog.OK {
		t.Errorf("%+v", run)
	}
	if list := drafts(); len(list) != 12 {
		t.Errorf("%d drafts of 12 stories", len(list))
	}
}

// A program that was off for a week says from when to when stories came and left unread: once, and also after a day of failures.
func TestStoriesThatLeftUnreadAreNamed(t *testing.T) {
	t.Parallel()
	m := &ministry{now: opening.Add(20 * every)}
	collected, _ := reader(t, m)
	if run := collected(); run.Status != runlog.OK {
		t.Fatalf("the first reading missed nothing: %+v", run)
	}
	m.now = m.now.Add(7*24*time.Hour + time.Minute) // 29 February lies in it
	run := collected()
	const want = "stories published between 3 Mar 2024 00:00 UTC, when the feed was read last, and 8 Mar 2024 00:00 UTC are not in it any more"
	if run.Status != runlog.Partial || len(run.Rejected) != 1 || run.Rejected[0].Reason != want {
		t.Errorf("%+v, want %q", run, want)
	}
	m.now = m.now.Add(every)
	if run := collected(); run.Status != runlog.OK {
		t.Errorf("it is said again: %+v", run)
	}
}

// Stories that lie ahead of a clock that is behind are read when it is right, though the feed has not changed since.
func TestAClockThatIsBehindHidesNoStory(t *testing.T) {
	t.Parallel()
	m := &ministry{now: opening.Add(20 * every)}
	collected, drafts := reader(t, m)
	m.within = func(n int) time.Time { return opening.Add(time.Duration(n)*every + 4*24*time.Hour) }
	if run := collected(); run.Counts.Rejected == 0 {
		t.Fatalf("%+v", run)
	}
	m.within = nil
	for range 2 {
		m.now = m.now.Add(time.Minute)
		collected()
	}
	if list := drafts(); len(list) != 10 {
		t.Errorf("%d drafts of 10 stories", len(list))
	}
}
