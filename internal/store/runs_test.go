package store

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"detente/internal/runlog"
)

func TestRunsComeBack(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	first := runlog.Run{Source: "cbr", From: day("2022-02-01"), To: day("2022-02-01"), Started: noon}
	first.ID = must[int64](t)(db.StartRun(ctx, first))
	second := runlog.Run{Source: "ecb", Started: noon.Add(time.Hour), Status: runlog.Running}
	second.ID = must[int64](t)(db.StartRun(ctx, second))
	first.Finished, first.Status, first.Error = noon.Add(1234*time.Millisecond), runlog.Partial, "the second page timed out"
	first.Counts = runlog.Counts{New: 3, Same: 2, Revised: 1, Rejected: 2}
	first.Rejected = []runlog.Rejection{{Series: "cbr:USDRUB", Row: "<Record/>", Reason: "no value"}, {Row: "?", Reason: "no date"}}
	if err := db.FinishRun(ctx, first); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		source string
		limit  int
		want   []runlog.Run
	}{{"", 0, []runlog.Run{second, first}}, {"cbr", 5, []runlog.Run{first}}, {"", 1, []runlog.Run{second}}, {"moex", 0, nil}} {
		got := must[[]runlog.Run](t)(db.Runs(ctx, tt.source, tt.limit))
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q %d:\ngot  %+v\nwant %+v", tt.source, tt.limit, got, tt.want)
		}
	}
	for name, id := range map[string]int64{"not started": 99, "finished": first.ID} {
		if err := db.FinishRun(ctx, runlog.Run{ID: id, Status: runlog.OK}); !errors.Is(err, ErrNotFound) {
			t.Errorf("a run that was %s: %v", name, err)
		}
	}
}

// A run of a time to come, recorded while the clock was ahead, is not the last answer for ever: an alert would stay silent.
func TestLastAnswerIsTheOneRecordedLast(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	for _, started := range []time.Time{noon, noon.AddDate(2, 0, 0), noon.Add(time.Hour)} {
		r := runlog.Run{Source: "cbr", Started: started}
		r.ID = must[int64](t)(db.StartRun(ctx, r))
		r.Finished, r.Status = started, runlog.OK
		if err := db.FinishRun(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	tallies := must[[]runlog.Tally](t)(db.Tallies(ctx))
	if len(tallies) != 1 || tallies[0].Runs != 3 || !tallies[0].Last.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v, want the last at %s", tallies, noon.Add(time.Hour))
	}
	for _, c := range must[[]Coverage](t)(db.Coverage(ctx)) {
		if want := map[bool]time.Time{true: noon.Add(time.Hour)}[c.Series.ID.Source() == "cbr"]; !c.LastOK.Equal(want) {
			t.Errorf("%s last answered at %s, want %s", c.Series.ID, c.LastOK, want)
		}
	}
}

// The page of the sources asks for the runs of each: without the index a year of hourly feeds took it three seconds.
func TestRunsOfASourceAreFoundByTheIndex(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	rows, err := db.read.QueryContext(ctx, "EXPLAIN QUERY PLAN "+selectRunsOf, 10, "cbr")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, step)
	}
	if err := rows.Err(); err != nil || len(plan) != 1 || !strings.HasPrefix(plan[0], "SEARCH runs USING INDEX runs_source (source=?)") {
		t.Errorf("%v %q: want one search of the index, and nothing sorted", err, plan)
	}
}

func TestFetchKeepsTheBytes(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	body := []byte(strings.Repeat("<Valute>75,6806</Valute>\xff\x00", 1000))
	want := runlog.Fetch{URL: "http://127.0.0.1/a?b=c", At: noon, HTTPStatus: 200, HTTPDate: noon.Add(-time.Second), ContentType: "application/xml",
		Body: body, Parser: "cbr/1", DurationMS: 321}
	want.RunID = must[int64](t)(db.StartRun(ctx, runlog.Run{Source: "cbr", Started: noon}))
	for range 2 {
		want.ID = must[int64](t)(db.AddFetch(ctx, want))
	}
	got := must[runlog.Fetch](t)(db.Fetch(ctx, want.ID))
	if len(got.SHA256) != 64 || !bytes.Equal(got.Body, body) {
		t.Errorf("sha256 %q, %d bytes", got.SHA256, len(got.Body))
	}
	want.SHA256 = got.SHA256
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	var bodies, size int
	if err := db.read.QueryRow("SELECT count(*), sum(length(zstd)) FROM bodies").Scan(&bodies, &size); err != nil || bodies != 1 || size > len(body)/10 {
		t.Errorf("%d bodies of %d bytes (%v), want one, compressed", bodies, size, err)
	}
}

func TestFetchWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	want := runlog.Fetch{URL: "http://127.0.0.1/", At: noon, Error: "connection refused"}
	want.ID = must[int64](t)(db.AddFetch(ctx, want))
	if got := must[runlog.Fetch](t)(db.Fetch(ctx, want.ID)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if _, err := db.Fetch(ctx, 99); !errors.Is(err, ErrNotFound) {
		t.Errorf("absent: %v", err)
	}
	if _, err := db.AddFetch(ctx, runlog.Fetch{URL: "http://127.0.0.1/", At: noon, Body: []byte("a"), SHA256: "b"}); err == nil {
		t.Error("a wrong checksum is stored")
	}
}

// A row names the fetch it came from; a fetch that is not there is refused.
func TestOriginNamesTheFetch(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	id := must[int64](t)(db.AddFetch(ctx, runlog.Fetch{URL: "http://127.0.0.1/", At: noon}))
	must[runlog.Counts](t)(db.PutEvents(ctx, oneEvent(), Origin{FetchID: id, Author: "collect"}, noon))
	history := must[[]Revision](t)(db.EventHistory(ctx, "e"))
	if history[0].FetchID != id || history[0].Author != "collect" {
		t.Errorf("%+v", history[0])
	}
	changed := oneEvent()
	changed[0].Title = "Another"
	if _, err := db.PutEvents(ctx, changed, Origin{FetchID: 99, Author: "collect"}, noon); err == nil {
		t.Error("a fetch that is not stored is named")
	}
}
