package export

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"detente/data"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with testdata/name; read the diff of an -update before it is committed.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", name, got, want)
	}
}

// written runs one table into memory.
func written(t *testing.T, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func embedded(t *testing.T) data.Dataset {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// around returns the embedded fixings of a series set from 1 to 9 February 2022.
func around(set data.Dataset, id fx.SeriesID) []fx.Fixing {
	var out []fx.Fixing
	for _, f := range set.Fixings {
		if f.Series == id && !f.Set.Before(civil.New(2022, 2, 1)) && !f.Set.After(civil.New(2022, 2, 9)) {
			out = append(out, f)
		}
	}
	return out
}

// hostile is text that breaks careless writers, one event each.
func hostile() []event.Event {
	var out []event.Event
	for i, title := range []string{
		`He said "no", twice`, "two\nlines", "=cmd|' /C calc'!A0", "</script><script>alert(1)</script>", "\u202eright to left\u202c",
		"'=already guarded", "-5, a minus; and a semicolon", "@SUM(1)", "\ttab first", "Встреча в Москве — 5 часов", "  spaces around  ",
	} {
		out = append(out, event.Event{
			ID: "20220207-hostile-" + string(rune('a'+i)), OccurredAt: time.Date(2022, 2, 7, 11, 34, 0, 0, time.UTC), Precision: event.PrecisionMinute,
			Title: title, Summary: title, Category: event.Other, Goldstein: -7.25, Cameo: "010", Importance: 2, Status: event.StatusConfirmed,
			Location: title, SourceName: title, Actors: []string{"RUS", "EU"}, Origin: "manual",
		})
	}
	return out
}
