package store

import (
	"reflect"
	"testing"
	"time"

	"detente/internal/runlog"
)

func TestTalliesAndFootprint(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	for i, status := range []runlog.Status{runlog.OK, runlog.Failed, runlog.OK} {
		at := noon.Add(time.Duration(i) * time.Hour)
		id := must[int64](t)(db.StartRun(ctx, runlog.Run{Source: "cbr", Started: at}))
		run := runlog.Run{ID: id, Started: at, Finished: at, Status: status, Counts: runlog.Counts{New: 1, Same: 2, Revised: 3, Rejected: 4}}
		if err := db.FinishRun(ctx, run); err != nil {
			t.Fatal(err)
		}
	}
	want := []runlog.Tally{
		{Source: "cbr", Status: runlog.Failed, Runs: 1, Counts: runlog.Counts{New: 1, Same: 2, Revised: 3, Rejected: 4}, Last: noon.Add(time.Hour)},
		{Source: "cbr", Status: runlog.OK, Runs: 2, Counts: runlog.Counts{New: 2, Same: 4, Revised: 6, Rejected: 8}, Last: noon.Add(2 * time.Hour)},
	}
	if got := must[[]runlog.Tally](t)(db.Tallies(ctx)); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	must[runlog.Counts](t)(db.PutCandles(ctx, minutes(3000), collected, noon))
	rows := must[map[string]int64](t)(db.Rows(ctx))
	if rows["candles"] != 3000 || rows["runs"] != 3 || rows["fixings"] != 0 || len(rows) != 7 {
		t.Errorf("%v", rows)
	}
	if bytes := must[map[string]int64](t)(db.Bytes()); bytes["database"] == 0 || bytes["wal"] == 0 {
		t.Errorf("%v", bytes)
	}
}
