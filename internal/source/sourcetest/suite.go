package sourcetest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/fx"
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

// bench is a collector of the subject on a store, with a client that does not wait.
type bench struct {
	Subject
	store Store
}

func (b bench) collect(ctx context.Context, t testing.TB, h http.Handler, timeout time.Duration) collect.Report {
	t.Helper()
	return run{b.store, b.Now, timeout}.collect(ctx, t, h, func(client *fetch.Client, base string) (collect.Source, collect.Ask) {
		return only{b.New(client, base), b.Window.Series}, collect.Ask{Since: b.Window.From, Until: b.Window.To}
	})
}

// run is one collection from a server that is there for it alone.
type run struct {
	store   collect.Store
	now     time.Time
	timeout time.Duration // of an attempt
}

func (r run) collect(ctx context.Context, t testing.TB, h http.Handler, subject func(*fetch.Client, string) (collect.Source, collect.Ask)) collect.Report {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	clock := func() time.Time { return r.now }
	client := fetch.New(fetch.Options{Now: clock, Tries: 3, FirstWait: time.Millisecond, LongestWait: 2 * time.Second, PerSecond: 1e6, Timeout: r.timeout, Log: quiet()})
	src, ask := subject(client, server.URL)
	report, err := collect.New(r.store, []collect.Source{src}, collect.Options{Now: clock, Log: quiet()}).Collect(ctx, src.Name(), ask)
	if (err != nil) != (report.Status() == runlog.Failed || ctx.Err() != nil) {
		t.Errorf("status %s goes with error %v", report.Status(), err)
	}
	return report
}

// only narrows a source to one of its series.
type only struct {
	collect.Source
	id fx.SeriesID
}

func (o only) Series() []fx.SeriesID { return []fx.SeriesID{o.id} }

// stored gives the rows of the store as the suite writes them.
func (b bench) stored(t testing.TB) []Row {
	t.Helper()
	var rows []Row
	if b.Window.Series.Interval() == "" {
		list, err := b.store.Fixings(context.Background(), b.Window.Series, fx.Range{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			rows = append(rows, Row{f.Effective.String(), f.Value.String()})
		}
		return rows
	}
	list, err := b.store.Candles(context.Background(), b.Window.Series, time.Time{}, time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		rows = append(rows, Row{c.Start.In(fx.CalendarOf(c.Series).Zone).Format(time.DateTime), c.Close.String()})
	}
	return rows
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

func words(r collect.Report) string {
	var b strings.Builder
	for _, run := range r.Runs {
		fmt.Fprintln(&b, run.Status, run.Error)
		for _, rejected := range run.Rejected {
			fmt.Fprintln(&b, rejected.Row, rejected.Reason)
		}
	}
	return b.String()
}

// Days is four working days of one week as the rows of a daily source, from Monday 7 February 2022 on.
func Days(values ...string) (rows []Row) {
	for i, v := range values {
		rows = append(rows, Row{civil.New(2022, 2, 8).AddDays(i).String(), v})
	}
	return rows
}
