package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/source/sourcetest"
	"detente/internal/store"
)

// A story of kills: start is run and killed over and over on one database until a run ends by itself, and then what the
// story promises must hold.
type killStory struct {
	start   []string
	prepare func(t *testing.T, path string)
	after   func(t *testing.T, path string) // looks at what a kill left behind; may be nil
	within  time.Duration                   // about as long as a run takes
	done    func(t *testing.T, db *store.DB)
}

// TestKilledCommands kills the real program at random moments: $DETENTE_KILLS times in all, or 20.
func TestKilledCommands(t *testing.T) {
	t.Parallel()
	kills := 20
	if text := os.Getenv("DETENTE_KILLS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("DETENTE_KILLS: %v", err)
		}
		kills = n
	}
	upstream := sourcetest.Serve(t, sourcetest.NewUpstream(book(t)))
	stories := map[string]killStory{
		"first":   {start: []string{"records", "--series", "cbr:USDRUB"}, within: 300 * time.Millisecond, done: filled},
		"import":  importStory(t),
		"migrate": {start: []string{"check"}, prepare: oldTables, within: 400 * time.Millisecond, done: candlesStand(oldCandles)},
		"collect": {start: []string{"--empty", "collect", "--source", "cbr", "--since", "2015-01-01", "--base-url", "cbr=" + upstream},
			within: 500 * time.Millisecond, done: collected},
		"events": {start: []string{"--empty", "event", "add", "--author", "economist", "--at", "2022-02-07T11:34:00Z", "--title", "Killed at a random moment"}, within: 60 * time.Millisecond, done: onceStored},
		"decide": {start: append([]string{"event", "reject", "--author", "economist"}, draftIDs()...), prepare: manyDrafts, within: 250 * time.Millisecond,
			after: decidedTogether, done: noneWaits},
		"edits": {start: []string{"event", "edit", "20220207-talks", "--author", "economist", "--title", "Edited and killed at a random moment"}, prepare: anEvent, within: 60 * time.Millisecond, done: onceEdited},
	}
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			story.run(t, (kills+len(stories)-1)/len(stories))
		})
	}
}

func (s killStory) run(t *testing.T, kills int) {
	seed := uint64(time.Now().UnixNano())
	random, killed := rand.New(rand.NewPCG(seed, 1)), 0
	for killed < kills {
		path := filepath.Join(t.TempDir(), "detente.db")
		if s.prepare != nil {
			s.prepare(t, path)
		}
		for ended := false; !ended && killed < kills; {
			if ended = runAndKill(t, path, s.start, time.Duration(random.Int64N(int64(s.within)))); !ended {
				killed++
			}
			sound(t, path)
			if s.after != nil {
				s.after(t, path)
			}
		}
		if out, err := detente(t.Context(), path, s.start...).CombinedOutput(); err != nil && !strings.Contains(string(out), "already") {
			t.Fatalf("seed %d: the run after the kills: %v\n%s", seed, err, out)
		}
		db := openFor(t, path)
		s.done(t, db)
		if err := db.Close(); err != nil || t.Failed() {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	t.Logf("%d kills", killed)
}

// detente is the real program: this test's file runs it where it is called by that name (see TestMain).
func detente(ctx context.Context, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Args = append([]string{"detente", "--db", path}, args...)
	return cmd
}

func runAndKill(t *testing.T, path string, args []string, after time.Duration) (ended bool) {
	t.Helper()
	cmd := detente(t.Context(), path, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(15*time.Millisecond+after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.Exited()) && !strings.Contains(out.String(), "already") {
		t.Fatalf("%v: %s", err, out.String())
	}
	return err == nil || exit.Exited()
}

func openFor(t *testing.T, path string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// sound opens what a kill left behind, if it left anything, without bringing its tables up to date.
func sound(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var said string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&said); err != nil || said != "ok" {
		t.Fatalf("%s %v", said, err)
	}
}
