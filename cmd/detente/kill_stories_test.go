package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"detente/data"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/store"
)

const importedRows = 130_000 // three transactions

func importStory(t *testing.T) killStory {
	csv := filepath.Join(t.TempDir(), "candles.csv")
	var text bytes.Buffer
	text.WriteString("series,start,open,high,low,close\n")
	at := time.Date(2022, 1, 3, 7, 0, 0, 0, time.UTC)
	for i := range importedRows {
		fmt.Fprintf(&text, "moex:USDRUB:1m,%s,75.%04d,76.1,74.9,75.5\n", at.Add(time.Duration(i)*time.Minute).Format(time.RFC3339), i%10_000)
	}
	if err := os.WriteFile(csv, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return killStory{start: []string{"--empty", "import", "rates", csv}, within: 900 * time.Millisecond, done: candlesStand(importedRows)}
}

func candlesStand(want int) func(*testing.T, *store.DB) {
	return func(t *testing.T, db *store.DB) {
		list, err := db.Candles(t.Context(), fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{})
		if err != nil || len(list) != want {
			t.Errorf("%d candles, want %d (%v)", len(list), want, err)
		}
		faults, err := db.CheckRollups(t.Context())
		if err != nil || len(faults) > 0 {
			t.Error(faults, err)
		}
		if open, err := db.UnfinishedImports(t.Context()); err != nil || len(open) > 0 {
			t.Error(open, err)
		}
	}
}

// filled: a program that was killed while it made the database leaves none that looks made and holds nothing.
func filled(t *testing.T, db *store.DB) {
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	list, err := db.Events(t.Context(), event.Filter{})
	if err != nil || len(list) != len(set.Events) {
		t.Errorf("%d events of the embedded %d (%v)", len(list), len(set.Events), err)
	}
}

const oldCandles = 60_000

// oldTables makes the database of a program that knew the first tables only.
func oldTables(t *testing.T, path string) {
	script, err := os.ReadFile("../../internal/store/migrations/0001_tables.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{string(script), "PRAGMA user_version = 1", "PRAGMA application_id = 0x44744e74",
		"INSERT INTO origins (key, author) VALUES (1, 'test')",
		"INSERT INTO series (id, source, pair, interval, kind, name, unit, zone, rule, terms_url, stored_by) VALUES ('moex:USDRUB:1m', 'moex', 'USDRUB', '1m', 'candle', '', '', 'Europe/Moscow', '', '', 1)",
		fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
INSERT INTO candles SELECT 1, 1600000000 + 60 * i, 750000 + i %% 1000, 752000, 740000, 750000, 4, 0, 0, 1700000000, 1 FROM n`, oldCandles-1)} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

func collected(t *testing.T, db *store.DB) {
	runs, err := db.Runs(t.Context(), "", 0)
	for _, r := range runs {
		if r.Finished.IsZero() {
			t.Errorf("a killed run is left open: %+v", r)
		}
	}
	if err != nil || len(runs) == 0 {
		t.Errorf("%d runs (%v)", len(runs), err)
	}
	for _, id := range []fx.SeriesID{fx.CBRUSD, fx.CBREUR} {
		got, err := db.Fixings(t.Context(), id, fx.Range{})
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for _, f := range book(t).Fixings {
			if f.Series == id && f.Effective.String() >= "2015-01-01" {
				want++
			}
		}
		if len(got) < want-1 || len(got) > want+1 { // the day on which it is asked may have turned
			t.Errorf("%s: %d fixings, want %d", id, len(got), want)
		}
	}
}

func onceStored(t *testing.T, db *store.DB) {
	list, err := db.Events(t.Context(), event.Filter{})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d events (%v)", len(list), err)
	}
	ids := map[string]bool{}
	for _, e := range list {
		if ids[e.ID] {
			t.Errorf("%s is there twice", e.ID)
		}
		ids[e.ID] = true
	}
}

const killedDrafts = 300

func draftIDs() []string {
	ids := make([]string, killedDrafts)
	for i := range ids {
		ids[i] = fmt.Sprintf("draft-%d", i)
	}
	return ids
}

// manyDrafts stores what waits for review.
func manyDrafts(t *testing.T, path string) {
	db := openFor(t, path)
	var list []event.Event
	for _, id := range draftIDs() {
		list = append(list, event.Event{ID: id, OccurredAt: time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC), Precision: event.PrecisionDay, Title: "Talks " + id,
			Category: event.Talks, Importance: 1, Status: event.StatusDraft, Origin: "feed:test"})
	}
	_, err := db.AddDrafts(t.Context(), list, store.Origin{Author: "collect"}, time.Date(2022, 2, 8, 0, 0, 0, 0, time.UTC))
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// decidedTogether looks at what a kill left behind: every draft waits still, or none does.
func decidedTogether(t *testing.T, path string) {
	t.Helper()
	db := openFor(t, path)
	defer db.Close()
	if n := waiting(t, db); n != 0 && n != killedDrafts {
		t.Fatalf("%d of %d drafts wait after a kill: want all or none", n, killedDrafts)
	}
}

func noneWaits(t *testing.T, db *store.DB) {
	if n := waiting(t, db); n != 0 {
		t.Errorf("%d drafts wait, want none", n)
	}
}

func waiting(t *testing.T, db *store.DB) int {
	t.Helper()
	list, err := db.Events(t.Context(), event.Filter{Statuses: []event.Status{event.StatusDraft}})
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func anEvent(t *testing.T, path string) {
	must(t, detente(t.Context(), path, "--empty", "event", "add", "--author", "economist", "--at", "2022-02-07", "--id", "20220207-talks", "--title", "Talks"))
}

// onceEdited: however often the edit was begun, there are the two versions that a person would have made.
func onceEdited(t *testing.T, db *store.DB) {
	history, err := db.EventHistory(t.Context(), "20220207-talks")
	if err != nil || len(history) != 2 || history[0].Event.Title == history[1].Event.Title {
		t.Errorf("%d versions: %+v (%v)", len(history), history, err)
	}
}
