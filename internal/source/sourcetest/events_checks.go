package sourcetest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"detente/internal/collect"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/runlog"
)

func (s EventSubject) testGood(t *testing.T) {
	db := s.Open(t)
	report := s.collect(t.Context(), t, db, s.Good, time.Minute)
	if report.Status() != runlog.OK || report.Counts() != s.First {
		t.Fatalf("status %s counts %+v, want ok %+v: %s", report.Status(), report.Counts(), s.First, words(report))
	}
	first := stored(t, db)
	if first.count() != s.First.New {
		t.Errorf("%d rows are stored, want %d", first.count(), s.First.New)
	}
	for _, e := range first.Events {
		if e.Status != event.StatusDraft || e.Origin == "" {
			t.Errorf("a machine stored %s as %s of %q: want a draft with its origin", e.ID, e.Status, e.Origin)
		}
	}
	f, err := db.Fetch(t.Context(), 1)
	if err != nil || f.HTTPStatus != 200 || f.URL == "" || f.Parser == "" || f.RunID == 0 {
		t.Errorf("fetch %+v, %v: want address, status, parser and run", f, err)
	}
	again := s.collect(t.Context(), t, db, s.Good, time.Minute)
	if c := again.Counts(); again.Status() != runlog.OK || c.New+c.Revised+c.Rejected != 0 {
		t.Errorf("the same answer again: %s %+v", again.Status(), c)
	}
	if second := stored(t, db); !reflect.DeepEqual(first, second) {
		t.Errorf("the same answer changed what is stored: %+v, then %+v", first, second)
	}
}

func (s EventSubject) testPolite(t *testing.T) {
	db := s.Open(t)
	var asked atomic.Int64
	watch := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.List == "" || r.URL.Path != s.List {
			asked.Add(1)
		}
		askedPolitely(t, r, s.Accept)
		s.Good(w, r)
	})
	s.collect(t.Context(), t, db, watch, time.Minute)
	if asked.Load() == 0 {
		t.Fatal("nothing was asked")
	}
	before := asked.Load()
	s.collect(t.Context(), t, db, watch, time.Minute)
	if more := asked.Load() - before; s.Lasting && more != 0 {
		t.Errorf("%d requests for what is stored", more)
	}
}

// testDecided rejects a draft by hand: the source that shows it again must leave it so.
func (s EventSubject) testDecided(t *testing.T) {
	db := s.Open(t)
	s.collect(t.Context(), t, db, s.Good, time.Minute)
	drafts := stored(t, db).Events
	if len(drafts) == 0 {
		t.Skip("the source gives comparison lines alone")
	}
	if _, err := db.Decide(t.Context(), []event.Ref{event.RefOf(drafts[0])}, event.Reject, "Anna", s.Now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.collect(t.Context(), t, db, s.Good, time.Minute)
	for _, e := range stored(t, db).Events {
		if e.ID == drafts[0].ID && e.Status != event.StatusRejected {
			t.Errorf("what Anna rejected is %s again", e.Status)
		}
	}
}

// testConditional collects three times: the answer is stored, its validators are kept, and they are sent.
func (s EventSubject) testConditional(t *testing.T) {
	db := s.Open(t)
	const etag, modified = `"v1"`, "Mon, 07 Feb 2022 11:34:00 GMT"
	var unchanged atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", modified)
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == modified {
			unchanged.Add(1)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		s.Good(w, r)
	}))
	defer server.Close()
	subject := s
	subject.New = func(client *fetch.Client, _ string, db EventStore) collect.Source {
		return s.New(client, server.URL, db)
	} // one address throughout
	for range 3 {
		if report := subject.collect(t.Context(), t, db, http.NotFoundHandler(), time.Minute); report.Status() != runlog.OK {
			t.Fatalf("%s: %s", report.Status(), words(report))
		}
	}
	if unchanged.Load() != 1 || stored(t, db).count() != s.First.New {
		t.Errorf("%d answers without a body, %d rows", unchanged.Load(), stored(t, db).count())
	}
}

func (s EventSubject) testCancelled(t *testing.T) {
	db := s.Open(t)
	ctx, cancel := context.WithCancel(t.Context())
	report := s.collect(ctx, t, db, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}), time.Minute)
	if report.Status() != runlog.Failed || !strings.Contains(words(report), "canceled") || stored(t, db).count() != 0 {
		t.Errorf("%s, %d rows: want a failed run that says it was cancelled: %s", report.Status(), stored(t, db).count(), words(report))
	}
}

// check serves a bad answer to an empty store, or to one that holds the good rows.
func (s EventSubject) check(t *testing.T, c badAnswer, filled bool) {
	t.Helper()
	db := s.Open(t)
	if filled {
		s.collect(t.Context(), t, db, s.Good, time.Minute)
	}
	before := stored(t, db)
	timeout := time.Minute
	if c.timeout > 0 {
		timeout = c.timeout
	}
	report := s.collect(t.Context(), t, db, c.handler(), timeout)
	if report.Status() != c.status || !strings.Contains(words(report), c.says) {
		t.Errorf("filled %v: %s, want %s that says %q: %s", filled, report.Status(), c.status, c.says, words(report))
	}
	after := stored(t, db)
	switch {
	case c.recovers && after.count() != s.First.New:
		t.Errorf("filled %v: %d rows, want %d", filled, after.count(), s.First.New)
	case !c.recovers && !reflect.DeepEqual(before, after):
		t.Errorf("filled %v: a bad answer changed what is stored: %+v, then %+v", filled, before, after)
	}
	s.checkRecorded(t, db, c)
}

// checkRecorded wants a fetch that says what went wrong, with the bytes where there were any.
func (s EventSubject) checkRecorded(t *testing.T, db EventStore, c badAnswer) {
	t.Helper()
	var seen []string
	for id := int64(1); ; id++ {
		f, err := db.Fetch(t.Context(), id)
		if err != nil {
			break
		}
		if f.Error != "" && strings.Contains(string(f.Body), c.bytes) {
			return
		}
		seen = append(seen, fmt.Sprintf("%d %s %.40q", f.HTTPStatus, f.Error, f.Body))
	}
	t.Errorf("no recorded fetch has an error and holds %q: %s", c.bytes, strings.Join(seen, "; "))
}

// cut promises the whole good answer and sends half of it.
func (s EventSubject) cut() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		whole := httptest.NewRecorder()
		s.Good(whole, r)
		body := whole.Body.Bytes()
		w.Header().Set("Content-Type", whole.Header().Get("Content-Type"))
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body[:len(body)/2])
	})
}
