package gdelt

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/source"
	"detente/internal/store"
	"detente/internal/testkit"
)

var _ collect.Source = Source{}

var (
	monday = civil.MustParse("2022-02-07")
	later  = time.Date(2022, 2, 10, 12, 0, 0, 0, time.UTC)
)

// openStore opens a new database that holds the gauges.
func openStore(t testing.TB, gauges ...event.Gauge) *store.DB {
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
	if _, err := db.PutGauges(t.Context(), gauges, store.Origin{Author: "collect"}, later); err != nil {
		t.Fatal(err)
	}
	return db
}

func client() *fetch.Client {
	return fetch.New(fetch.Options{Now: func() time.Time { return later }, Tries: 2, FirstWait: time.Millisecond, PerSecond: 1e6,
		Log: slog.New(slog.DiscardHandler)})
}

// serve answers the files by path; others are 404.
func serve(t testing.TB, files map[string][]byte) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/zip")
		_, _ = w.Write(body) // the client may have gone
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func one(day civil.Date) source.Window { return source.Window{From: day, To: day} }

func TestReadOfADailyFile(t *testing.T) {
	t.Parallel()
	base := serve(t, map[string][]byte{"/events/20220207.export.CSV.zip": pack(t, "20220207.export.CSV", oldRow(nil))})
	s := Source{Client: client(), Base: base, Drafts: 5}
	answer, err := s.Read(t.Context(), one(monday), later)
	if err != nil || len(answer.Rejected) > 0 {
		t.Fatal(err, answer.Rejected)
	}
	if got := value(t, answer.Gauges, "gdelt1:RUS-UKR:goldstein"); got != -4.4 {
		t.Errorf("goldstein %v", got)
	}
	if got := value(t, answer.Gauges, "gdelt1:RUS-FRA:events"); got != 0 {
		t.Errorf("a calm pair has %v events", got)
	}
	for _, g := range answer.Gauges {
		if err := g.Validate(); err != nil {
			t.Error(err)
		}
	}
	if len(answer.Events) != 1 || answer.Events[0].Status != event.StatusDraft || !slices.Equal(answer.Events[0].Actors, []string{"RUS", "UKR"}) ||
		answer.Events[0].Cameo != "130" || answer.Events[0].ID != "gdelt-1001" {
		t.Errorf("drafts %+v", answer.Events)
	}
	if f := answer.Fetches; len(f) != 2 || len(f[1].Body) != 0 || f[1].HTTPStatus != 200 { // the first asked for the list of md5 sums
		t.Errorf("fetches %+v", answer.Fetches)
	}
	s.Stored = openStore(t, answer.Gauges...)
	again, err := s.Read(t.Context(), one(monday), later)
	if err != nil || again.Rows() != 0 || len(again.Fetches) != 0 {
		t.Errorf("a stored day is asked again: %v %+v", err, again)
	}
}

func TestAMissingDayHasNoValue(t *testing.T) {
	t.Parallel()
	s := Source{Client: client(), Base: serve(t, nil)}
	answer, err := s.Read(t.Context(), one(monday), later)
	if err != nil || len(answer.Gauges) != 0 || len(answer.Rejected) != 1 || !strings.Contains(answer.Rejected[0].Reason, "missing") {
		t.Errorf("%v %+v", err, answer)
	}
	// the next morning it may still come
	answer, err = s.Read(t.Context(), one(monday), time.Date(2022, 2, 8, 5, 0, 0, 0, time.UTC))
	if err != nil || len(answer.Rejected) != 0 || len(answer.Notes) == 0 {
		t.Errorf("%v %+v", err, answer)
	}
}

func TestAThinDayIsMissingNotCalm(t *testing.T) {
	t.Parallel()
	s := Source{Client: client(), Base: serve(t, map[string][]byte{"/events/20220207.export.CSV.zip": pack(t, "a.CSV", oldRow(nil))})}
	var before []event.Gauge
	for i := range 10 {
		before = append(before, event.Gauge{Name: s.RowsGauge(), Day: monday.AddDays(-1 - i), Value: 100_000})
	}
	s.Stored = openStore(t, before...)
	answer, err := s.Read(t.Context(), one(monday), later)
	if err != nil || len(answer.Gauges) != 0 || len(answer.Rejected) != 1 || !strings.Contains(answer.Rejected[0].Reason, "not calm") {
		t.Errorf("%v %+v", err, answer)
	}
}

func TestSlotsWithGaps(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{}
	for i, slot := range SlotsOf(monday) {
		files[slotFolder+slot.Name(false)] = pack(t, "a.CSV", row(map[int]string{59: time.Time(slot).Format(stampLayout), 60: fmt.Sprint("https://example.org/", i)}))
	}
	s := Source{Client: client(), Base: serve(t, files), Edition: Slots}
	take := func(n int) {
		for path := range files {
			if n == 0 {
				return
			}
			delete(files, path)
			n--
		}
	}
	page, guard := slotFolder+SlotsOf(monday)[5].Name(false), []byte("<!DOCTYPE html><title>Busy</title>")
	whole := files[page]
	files[page] = guard
	answer, err := s.Read(t.Context(), one(monday), later)
	if err != nil || answer.Rows() != 0 || len(answer.Rejected) != 2 || !strings.Contains(answer.Rejected[1].Reason, "1 of 96 files of the day could not be read") {
		t.Errorf("a page among the files: %v %+v", err, answer.Rejected)
	}
	answer, err = s.Read(t.Context(), one(monday), later.AddDate(0, 0, 7))
	if err != nil || value(t, answer.Gauges, "gdelt2:RUS-UKR:events") != 95 || len(answer.Rejected) != 2 || !strings.Contains(answer.Rejected[0].Reason, `titled "Busy" came instead`) {
		t.Errorf("a page among the files: %v %+v", err, answer.Rejected)
	}
	kept := maps.Clone(files)
	for path := range files {
		files[path] = guard
	}
	if answer, err = s.Read(t.Context(), one(monday), later); err == nil || len(answer.Fetches) > 5 {
		t.Errorf("a guard before all files: %v after %d requests", err, len(answer.Fetches))
	}
	files = kept
	s.Base = serve(t, files)
	files[page] = whole
	take(3)
	answer, err = s.Read(t.Context(), one(monday), later)
	if err != nil || value(t, answer.Gauges, "gdelt2:RUS-UKR:events") != 93 ||
		len(answer.Rejected) != 1 || !strings.Contains(answer.Rejected[0].Reason, "3 of 96 files of the day are missing: its figures are of the others") {
		t.Errorf("%v %+v", err, answer.Rejected)
	}
	if answer, err = s.Read(t.Context(), one(monday), monday.AddDays(1).UTC().Add(12*time.Hour)); err != nil || answer.Rows() != 0 || len(answer.Rejected) != 0 {
		t.Errorf("while files may still come the day is closed without them: %v %+v", err, answer)
	}
	take(30)
	answer, err = s.Read(t.Context(), one(monday), later)
	if err != nil || len(answer.Gauges) != 0 || len(answer.Rejected) != 1 || !strings.Contains(answer.Rejected[0].Reason, "33 of 96") {
		t.Errorf("%v %+v", err, answer.Rejected)
	}
}

func TestPublisherThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	defer server.Close()
	s := Source{Client: client(), Base: server.URL}
	answer, err := s.Read(t.Context(), one(monday), later)
	if err == nil || !strings.Contains(err.Error(), "502") || len(answer.Fetches) != 2 {
		t.Errorf("%v %+v", err, answer)
	}
}

func TestLatestIsVerified(t *testing.T) {
	t.Parallel()
	body := pack(t, "20220207113000.export.CSV", row(nil)+row(map[int]string{0: "1002", 31: "50", 60: "BBC Monitoring"}))
	sum := md5.Sum(body)
	list := func(size int, sum string) []byte {
		return fmt.Appendf(nil, "%d %s http://data.gdeltproject.org/gdeltv2/20220207113000.export.CSV.zip\n1 2 3 malformed\n%d %s http://data.gdeltproject.org/gdeltv2/20220207113000.gkg.csv.zip\n",
			size, sum, size, sum)
	}
	good := hex.EncodeToString(sum[:])
	for name, tt := range map[string]struct {
		list []byte
		says string
	}{
		"good":   {list(len(body), good), ""},
		"md5":    {list(len(body), strings.Repeat("0", 32)), "md5"},
		"size":   {list(len(body)+1, good), "bytes"},
		"no md5": {list(len(body), "unknown"), "names no file"},
		"empty":  {nil, "names no file"},
	} {
		s := Source{Client: client(), Base: serve(t, map[string][]byte{"/gdeltv2/lastupdate.txt": tt.list, "/gdeltv2/20220207113000.export.CSV.zip": body})}
		answer, err := s.Latest(t.Context(), 1)
		if tt.says == "" {
			// the most mentioned row; its source is no address and is left out
			if err != nil || len(answer.Events) != 1 || answer.Events[0].ID != "gdelt-1002" || answer.Events[0].SourceURL != "" {
				t.Errorf("%s: %v %+v", name, err, answer.Events)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), tt.says) || len(answer.Events) > 0 {
			t.Errorf("%s: %v, want an error that says %q", name, err, tt.says)
		}
	}
}

func TestRecordedManifests(t *testing.T) {
	t.Parallel()
	f, err := os.Open(testkit.Shared(t, "fixtures", "events", "gdelt2_lastupdate_20260913013000.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	e, err := latest(f)
	if err != nil || e.Name != "20260913013000.export.CSV.zip" || e.Size != 24611 || e.MD5 != "8afbf006f6b9c76e05c9bbce9629efdc" {
		t.Errorf("%v %+v", err, e)
	}
}
