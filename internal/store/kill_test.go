package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
)

const killChild = "DETENTE_KILL_CHILD"

// killRounds is how often the fault tests kill: 20 times, or $DETENTE_KILLS.
func killRounds(t *testing.T) int {
	t.Helper()
	text := os.Getenv("DETENTE_KILLS")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("DETENTE_KILLS: %v", err)
	}
	return n
}

// What a program was told is stored is there after a kill -9 at any moment, once, and the file is sound.
func TestKillAtAnyMoment(t *testing.T) {
	if path := os.Getenv(killChild); path != "" {
		writeUntilKilled(t, path)
	}
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	told := 0
	for round := range killRounds(t) {
		last := killOnce(t, path, time.Duration(random.IntN(400))*time.Millisecond)
		told = max(told, last)
		db := must[*DB](t)(Open(t.Context(), path))
		got := checkKilled(t, db, told)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Fatalf("round %d of seed %d, %d acknowledged, %d stored", round, seed, told, got)
		}
	}
	t.Logf("%d kills, %d writes acknowledged, none lost, none double", killRounds(t), told)
	if told == 0 {
		t.Error("no write was ever acknowledged: the test has tried nothing")
	}
}

// killOnce lets a program of this test's own write, kills it after a while and returns the last write it was told of.
func killOnce(t *testing.T, path string, after time.Duration) (last int) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKillAtAnyMoment$")
	child.Env = append(os.Environ(), killChild+"="+path)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(20*time.Millisecond+after, func() { _ = child.Process.Kill() })
	defer timer.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if n, err := strconv.Atoi(lines.Text()); err == nil {
			last = n
		}
	}
	if err := child.Wait(); err == nil {
		t.Fatal("the program ended by itself")
	}
	return last
}

// nthWrite is the rows of the nth write: a fixing, an event with a revision of the one before, and fifty candles.
func nthWrite(n int) (fx.Fixing, []event.Event, []fx.Candle) {
	f := fixing("1900-01-01", "75.6806")
	f.Effective, f.Set = f.Effective.AddDays(n), f.Set.AddDays(n)
	added, edited := meeting(fmt.Sprintf("event-%d", n)), meeting(fmt.Sprintf("event-%d", n-1))
	edited.Summary = "edited"
	list := minutes(50)
	for i := range list {
		list[i].Start = list[i].Start.Add(time.Duration(50*n) * time.Minute)
	}
	return f, []event.Event{edited, added}, list
}

func writeUntilKilled(t *testing.T, path string) {
	ctx := context.Background()
	db := must[*DB](t)(Open(ctx, path))
	var first int
	if err := db.read.QueryRow("SELECT count(*) FROM fixings").Scan(&first); err != nil {
		t.Fatal(err)
	}
	for n := max(first-1, 1); ; n++ { // the last write may have been cut short: it is made again
		f, events, candles := nthWrite(n)
		must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{f}, collected, noon))
		must[runlog.Counts](t)(db.PutEvents(ctx, events, collected, noon))
		must[runlog.Counts](t)(db.PutCandles(ctx, candles, collected, noon))
		fmt.Println(n)
	}
}

func checkKilled(t *testing.T, db *DB, told int) (fixings int) {
	t.Helper()
	ctx := t.Context()
	faults := append(must[[]string](t)(db.Check(ctx)), must[[]string](t)(db.CheckRollups(ctx))...)
	if len(faults) > 0 {
		t.Error(faults)
	}
	fixings = len(must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{})))
	events := must[event.Timeline](t)(db.Events(ctx, event.Filter{}))
	candles := len(must[[]fx.Candle](t)(db.Candles(ctx, fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{})))
	if fixings < told || len(events) < told || candles < 50*told || fixings > told+2 && told > 0 || candles%50 != 0 {
		t.Errorf("%d fixings, %d events, %d candles after write %d", fixings, len(events), candles, told)
	}
	return fixings
}
