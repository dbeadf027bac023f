package gdelt

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"detente/internal/collect"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/store"
)

// archive is a publisher whose files and lists change; it keeps which files were asked for.
type archive struct {
	mu    sync.Mutex
	files map[string][]byte // by path
	asked []string
	lists int
}

func (a *archive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	body, ok := a.files[r.URL.Path]
	if strings.HasSuffix(r.URL.Path, ".zip") {
		a.asked = append(a.asked, r.URL.Path)
	} else {
		a.lists++
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(r.Header.Get("Range"), "bytes=-")); err == nil {
		w.WriteHeader(http.StatusPartialContent)
		body = body[max(0, len(body)-n):]
	}
	_, _ = w.Write(body) // the client may have gone
}

// collecting is a program that collects from an archive, each run a day after the last, or as long as wait.
type collecting struct {
	*archive
	db  *store.DB
	c   *collect.Collector
	now time.Time

	wait time.Duration
}

func newCollecting(t *testing.T, edition Edition) *collecting {
	w := &collecting{archive: &archive{files: map[string][]byte{}}, db: openStore(t), now: later, wait: 24 * time.Hour}
	server := httptest.NewServer(w.archive)
	t.Cleanup(server.Close)
	s := Source{Client: client(), Base: server.URL, Edition: edition, Stored: w.db, Sums: &Sums{}, Patience: &Patience{}}
	w.c = collect.New(w.db, []collect.Source{s}, collect.Options{Now: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler)})
	return w
}

func (w *collecting) run(t *testing.T) (runlog.Counts, []string) {
	t.Helper()
	w.now, w.asked, w.lists = w.now.Add(w.wait), nil, 0
	report, err := w.c.Collect(t.Context(), "gdelt", collect.Ask{Since: monday, Until: monday})
	if err != nil {
		t.Fatal(err)
	}
	return report.Counts(), w.asked
}

func (w *collecting) events(t *testing.T, name string) []event.Gauge {
	t.Helper()
	list, err := w.db.Gauge(t.Context(), name, fx.Range{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A daily file that the publisher replaces is read again, its figures take the place of the old ones and are not added to them, and
// those that were known before can still be read. What is still the publisher's file is not asked for.
func TestAReissuedDayIsReadAgain(t *testing.T) {
	t.Parallel()
	const name = "20220207.export.CSV.zip"
	w := newCollecting(t, Daily)
	post := func(rows ...string) {
		body := pack(t, "20220207.export.CSV", strings.Join(rows, ""))
		w.files["/events/"+name], w.files["/events/md5sums"] = body, []byte(sumLine(name, body, false))
	}
	first := oldRow(map[int]string{60: "https://example.org/1"})
	post(first)
	if got, asked := w.run(t); got.New == 0 || len(asked) != 1 {
		t.Fatalf("first: %+v %v", got, asked)
	}
	if got, asked := w.run(t); got != (runlog.Counts{}) || len(asked) != 0 {
		t.Errorf("nothing was reissued: %+v %v", got, asked)
	}
	before := w.now
	post(first, oldRow(map[int]string{60: "https://example.org/2"}))
	if got, asked := w.run(t); got.Revised == 0 || got.New != 0 || len(asked) != 1 {
		t.Errorf("after a reissue: %+v %v", got, asked)
	}
	const line = "gdelt1:RUS-UKR:events"
	if list := w.events(t, line); len(list) != 1 || list[0].Value != 2 {
		t.Errorf("stored: %v, want 2 events of one day", list)
	}
	if old, err := w.db.Gauge(t.Context(), line, fx.Range{AsOf: before}); err != nil || len(old) != 1 || old[0].Value != 1 {
		t.Errorf("as it was known: %v %v", old, err)
	}
	w.run(t) // sees that the new figures are stored
	if got, asked := w.run(t); got != (runlog.Counts{}) || len(asked) != 0 {
		t.Errorf("read again and again: %+v %v", got, asked)
	}
	body := slices.Clone(w.files["/events/"+name])
	w.files["/events/md5sums"] = []byte(sumLine(name, append(body, 0), false)) // the list is ahead of the file
	if got, asked := w.run(t); got.Revised != 0 || got.Rejected == 0 || len(asked) != 1 || w.events(t, line)[0].Value != 2 {
		t.Errorf("a file that is not the listed one: %+v %v", got, asked)
	}
}

// Where the list does not come, what is stored stays, no file is asked for, and the next run finds what was reissued. A list is
// asked for once an hour, and again ten minutes after one that did not come or lacks the file.
func TestTheListIsAskedForSparingly(t *testing.T) {
	t.Parallel()
	const name, list = "20220207.export.CSV.zip", "/events/md5sums"
	w := newCollecting(t, Daily)
	post := func(url string) {
		body := pack(t, "20220207.export.CSV", oldRow(map[int]string{60: url}))
		w.files["/events/"+name], w.files[list] = body, []byte(sumLine(name, body, false))
	}
	post("https://example.org/1")
	for i, step := range []struct {
		wait  time.Duration
		lists int
		files int
		do    func()
	}{
		{24 * time.Hour, 1, 1, func() {}},
		{50 * time.Minute, 0, 0, func() {}},
		{11 * time.Minute, 1, 0, func() {}},
		{24 * time.Hour, 1, 0, func() { delete(w.files, list) }},
		{5 * time.Minute, 0, 0, func() { post("https://example.org/2") }},
		{6 * time.Minute, 1, 1, func() {}},
		{-48 * time.Hour, 1, 0, func() {}}, // the clock was set right
		{24 * time.Hour, 1, 0, func() { w.files[list] = []byte("<!DOCTYPE html><title>Please wait</title>") }},
		{24 * time.Hour, 1, 0, func() { w.files[list] = nil }},
	} {
		step.do()
		w.wait = step.wait
		if _, asked := w.run(t); w.lists != step.lists || len(asked) != step.files {
			t.Errorf("step %d: %d lists and %d files asked for, want %d and %d", i, w.lists, len(asked), step.lists, step.files)
		}
	}
}

// Of a day of quarter hours one file is replaced and one comes late: the day is read again as a whole, and no event counts twice.
func TestAReissuedQuarterHourIsReadAgain(t *testing.T) {
	t.Parallel()
	w := newCollecting(t, Slots)
	post := func(late bool, more ...int) {
		var list strings.Builder
		for i, slot := range SlotsOf(monday) {
			of := func(n int) string {
				return row(map[int]string{1: time.Time(slot).Format(dayLayout), 59: time.Time(slot).Format(stampLayout), 60: fmt.Sprint("https://example.org/", n)})
			}
			rows := []string{of(i)}
			if slices.Contains(more, i) {
				rows = append(rows, of(1000+i))
			}
			if i == 7 && !late {
				continue
			}
			name := slot.Name(false)
			body := pack(t, "a.CSV", strings.Join(rows, ""))
			w.files[slotFolder+name] = body
			list.WriteString(sumLine(name, body, true))
		}
		w.files[slotList] = []byte(list.String())
	}
	const line = "gdelt2:RUS-UKR:events"
	for i, step := range []struct {
		late  bool
		more  []int
		want  float64
		asked int
	}{
		{false, nil, 95, 96},
		{false, nil, 95, 0},
		{false, []int{20}, 96, 96},
		{false, []int{20}, 96, 96}, // sees that it is stored
		{true, []int{20}, 97, 96},
		{true, []int{20}, 97, 96},
		{true, []int{20}, 97, 0},
	} {
		post(step.late, step.more...)
		_, asked := w.run(t)
		if list := w.events(t, line); len(list) != 1 || list[0].Value != step.want || len(asked) != step.asked {
			t.Errorf("step %d: %v, %d files asked for, want %v and %d", i, list, len(asked), step.want, step.asked)
		}
	}
}
