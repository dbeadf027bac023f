package web_test

import (
	"strings"
	"testing"
	"time"

	"detente/internal/runlog"
)

// Sources of events have no series and stand on the page all the same: what a run kept out is read there.
func TestSourcesOfEventsAreShown(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	server := newServer(t, db)
	expect := func(wanted ...string) {
		t.Helper()
		page := get(t, server, "/sources").Body.String()
		for _, want := range wanted {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
	}
	expect("detente collect --source gdelt", "detente collect --source feed")
	for source, reason := range map[string]string{"gdelt": "20261127.export.CSV.zip has md5 0, the list says 1", "feed:ministry": "redirects in a circle"} {
		run := runlog.Run{Source: source, Started: readAt}
		id, err := db.StartRun(t.Context(), run)
		if err != nil {
			t.Fatal(err)
		}
		run.ID, run.Finished, run.Status, run.Error = id, readAt.Add(time.Second), runlog.Partial, "1 row was kept out"
		run.Counts.Rejected, run.Rejected = 1, []runlog.Rejection{{Row: "a", Reason: reason}}
		if err := db.FinishRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
	}
	expect("GDELT", "the list says 1", `id="runs-feed-ministry"`, "redirects in a circle")
}

// A clock that was ahead for a while leaves runs of a time to come: they do not hide what is done since.
func TestRunsOfATimeToComeHideNone(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	record := func(started time.Time, says string) {
		t.Helper()
		run := runlog.Run{Source: "gdelt", Started: started}
		id, err := db.StartRun(t.Context(), run)
		if err != nil {
			t.Fatal(err)
		}
		run.ID, run.Finished, run.Status, run.Error = id, started.Add(time.Second), runlog.Failed, says
		if err := db.FinishRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 12 {
		record(readAt.AddDate(2, 0, i), "a clock that was ahead")
	}
	record(readAt.Add(-time.Hour), "a run of today")
	if page := get(t, newServer(t, db), "/sources").Body.String(); !strings.Contains(page, "a run of today") {
		t.Error("the page lacks the run of today")
	}
}
