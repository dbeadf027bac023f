package sourcetest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/runlog"
	"detente/internal/source"
)

// Store is the real store: what a collector needs and the way back to a recorded fetch.
type Store interface {
	collect.Store
	Fetch(ctx context.Context, id int64) (runlog.Fetch, error)
}

// Row is one line of an answer: When is the day, or for a bar its begin in the publisher's zone, and Value its price as
// text with a decimal point; a bar has it four times.
type Row struct{ When, Value string }

// Subject is a source under test.
type Subject struct {
	New    func(client *fetch.Client, base string) collect.Source
	Open   func(t testing.TB) Store
	Window source.Window
	Now    time.Time
	Rows   []Row                                              // at least four that are good and ascending, within Window
	Render func(rows []Row) (contentType string, body []byte) // a whole answer
	Accept string                                             // what the Accept header must hold
}

// Run checks that the subject keeps the contract of a source: a good answer is stored whole, any other one is reported
// with its cause, changes nothing that is stored, and is recorded with its bytes.
func Run(t *testing.T, s Subject) {
	t.Run("good", s.testGood)
	t.Run("polite", s.testPolite)
	for _, c := range s.cases() {
		t.Run(c.name, func(t *testing.T) {
			t.Run("empty store", func(t *testing.T) { s.check(t, c, false) })
			t.Run("filled store", func(t *testing.T) { s.check(t, c, true) })
		})
	}
	t.Run("cancelled", s.testCancelled)
}

// answer serves the rows; a source that pages by start gets those from there on.
func (s Subject) answer(rows []Row) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		start, _ := strconv.Atoi(r.FormValue("start")) // zero where a source does not page
		kind, body := s.Render(rows[min(start, len(rows)):])
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body) // the client may have gone
	}
}

func (s Subject) testGood(t *testing.T) {
	b := bench{s, s.Open(t)}
	for _, want := range []runlog.Counts{{New: len(s.Rows)}, {Same: len(s.Rows)}} {
		report := b.collect(t.Context(), t, s.answer(s.Rows), time.Minute)
		if report.Status() != runlog.OK || report.Counts() != want {
			t.Errorf("status %s counts %+v, want ok %+v: %+v", report.Status(), report.Counts(), want, report.Runs)
		}
		if got := b.stored(t); !slices.Equal(got, s.Rows) {
			t.Errorf("stored %v, want %v", got, s.Rows)
		}
	}
	_, want := s.Render(s.Rows)
	f, err := b.store.Fetch(t.Context(), 1)
	if err != nil || string(f.Body) != string(want) || f.HTTPStatus != 200 || f.Parser == "" || f.RunID == 0 {
		t.Errorf("fetch %+v, %v: want the bytes, the status, the parser and the run", f, err)
	}
}

func (s Subject) testPolite(t *testing.T) {
	b := bench{s, s.Open(t)}
	b.collect(t.Context(), t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		askedPolitely(t, r, s.Accept)
		s.answer(s.Rows)(w, r)
	}), time.Minute)
}

// askedPolitely wants a request that says who asks and for what.
func askedPolitely(t testing.TB, r *http.Request, accept string) {
	if agent := r.Header.Get("User-Agent"); !strings.HasPrefix(agent, "Mozilla/5.0 (compatible; Detente/") {
		t.Errorf("User-Agent %q", agent)
	}
	if got := r.Header.Get("Accept"); !strings.Contains(got, accept) {
		t.Errorf("Accept %q, want %q in it", got, accept)
	}
	if r.Method != http.MethodGet {
		t.Errorf("%s: a source asks and changes nothing", r.Method)
	}
}

func (s Subject) testCancelled(t *testing.T) {
	b := bench{s, s.Open(t)}
	ctx, cancel := context.WithCancel(t.Context())
	report := b.collect(ctx, t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}), time.Minute)
	runs, err := b.store.Runs(t.Context(), string(s.Window.Series.Source()), 0)
	if err != nil || len(runs) != 1 || runs[0].Status != runlog.Failed || !strings.Contains(runs[0].Error, "canceled") {
		t.Errorf("recorded %+v, %v; report %+v: want one failed run that says it was cancelled", runs, err, report)
	}
	if got := b.stored(t); len(got) != 0 {
		t.Errorf("stored %v, want nothing", got)
	}
}

// check serves the case's answer, once to an empty store, once to one that holds the good rows.
func (s Subject) check(t *testing.T, c badAnswer, filled bool) {
	b := bench{s, s.Open(t)}
	before := []Row(nil)
	if filled {
		b.collect(t.Context(), t, s.answer(s.Rows), time.Minute)
		before = b.stored(t)
	}
	timeout := time.Minute
	if c.timeout > 0 {
		timeout = c.timeout
	}
	report := b.collect(t.Context(), t, c.handler(), timeout)
	if want := c.status; report.Status() != want && !(c.recovers && report.Status() == runlog.OK) {
		t.Errorf("status %s, want %s: %+v", report.Status(), want, report.Runs)
	}
	if text := words(report); !strings.Contains(text, c.says) {
		t.Errorf("the report does not say %q: %s", c.says, text)
	}
	after := b.stored(t)
	for _, row := range after {
		if !slices.Contains(s.Rows, row) {
			t.Errorf("stored %v, which is not a good row", row)
		}
	}
	for _, row := range before {
		if !slices.Contains(after, row) {
			t.Errorf("lost %v", row)
		}
	}
	if c.recovers && len(after) != len(s.Rows) {
		t.Errorf("stored %d rows, want all %d", len(after), len(s.Rows))
	}
	b.checkRecorded(t, c)
}

// checkRecorded wants a fetch that holds what the server sent and, where the answer failed, why.
func (b bench) checkRecorded(t *testing.T, c badAnswer) {
	t.Helper()
	var seen []string
	for id := int64(1); ; id++ {
		f, err := b.store.Fetch(t.Context(), id)
		if err != nil {
			break
		}
		seen = append(seen, fmt.Sprintf("%d %s %.40q", f.HTTPStatus, f.Error, f.Body))
		if strings.Contains(string(f.Body), c.bytes) && (c.bytes != "" || f.Error != "" || c.status != runlog.Failed) {
			return
		}
	}
	t.Errorf("no recorded fetch holds %q: %s", c.bytes, strings.Join(seen, "; "))
}

// Days is four working days of one week as the rows of a daily source, from Monday 7 February 2022 on.
func Days(values ...string) (rows []Row) {
	for i, v := range values {
		rows = append(rows, Row{civil.New(2022, 2, 8).AddDays(i).String(), v})
	}
	return rows
}
