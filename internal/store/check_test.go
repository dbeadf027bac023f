package store

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/runlog"
)

func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	load(t, db, smallSet("1"), loadedAt)
	if found := must[[]string](t)(db.Check(ctx)); len(found) != 0 {
		t.Fatalf("a sound file: %v", found)
	}
	for _, statement := range []string{"PRAGMA foreign_keys = 0", "DELETE FROM series WHERE id = 'cbr:USDRUB'"} {
		if _, err := db.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	found := must[[]string](t)(db.Check(ctx))
	if len(found) != 1 || found[0] != "2 rows of fixings, through series, refer to rows not there" {
		t.Errorf("two fixings without a series: %v", found)
	}
}

// A bit that turns in a figure breaks no page; what a person wrote in the place of an embedded row is no fault.
func TestCheckFindsATurnedFigure(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	set := smallSet("1")
	load(t, db, set, loadedAt)
	if _, err := db.PutEvents(ctx, []event.Event{retitled(set.Events[0])}, Origin{Author: "anna"}, loadedAt.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if found := must[[]string](t)(db.CheckEmbedded(ctx, set, loadedAt)); len(found) != 0 {
		t.Errorf("a sound file: %v", found)
	}
	if _, err := db.write.Exec("UPDATE fixings SET unscaled = unscaled + 1024 WHERE effective_date = (SELECT min(effective_date) FROM fixings)"); err != nil {
		t.Fatal(err)
	}
	before := must[int64](t)(db.Version(ctx))
	if found := must[[]string](t)(db.CheckEmbedded(ctx, set, loadedAt)); len(found) != 1 || !strings.HasSuffix(found[0], "is not what was loaded") {
		t.Errorf("%v", found)
	}
	if found := must[[]string](t)(db.Check(ctx)); len(found) != 0 || must[int64](t)(db.Version(ctx)) != before {
		t.Errorf("the file itself: %v", found)
	}
	set.Version = "2"
	if found := must[[]string](t)(db.CheckEmbedded(ctx, set, loadedAt)); len(found) != 0 {
		t.Errorf("a set that was not loaded: %v", found)
	}
}

func retitled(e event.Event) event.Event {
	e.Title += ", as Anna has it"
	return e
}

// What the file holds is sound, and what becomes of the next write is not.
func TestCheckFindsForeignParts(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]string{
		"CREATE TABLE _litestream_seq (id INTEGER)":                                        "",
		"CREATE TRIGGER more AFTER INSERT ON event_actors BEGIN DELETE FROM fixings; END":  "trigger more is none of this program's, and changes what is stored",
		"DROP TRIGGER candles_deleted":                                                     "trigger candles_deleted is missing",
		"DROP TABLE quotes":                                                                "table quotes is missing",
		"DROP INDEX events_occurred_at; CREATE INDEX events_occurred_at ON events (title)": "index events_occurred_at is not as this program makes it",
	} {
		db := openTest(t)
		if _, err := db.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
		if found := strings.Join(must[[]string](t)(db.Check(t.Context())), "; "); found != want {
			t.Errorf("%s: %q, want %q", statement, found, want)
		}
	}
}

func TestCheckFindsATornPage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	db := must[*DB](t)(Open(t.Context(), path))
	load(t, db, bigSet(5000), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole := must[[]byte](t)(os.ReadFile(path))
	copy(whole[len(whole)-3*4096:], make([]byte, 4096))
	write(t, path, whole)
	db = must[*DB](t)(Open(t.Context(), path))
	defer db.Close()
	if found, err := db.Check(t.Context()); err == nil && len(found) == 0 {
		t.Error("a zeroed page is not found")
	}
}

// Whoever has no backup must know which tables are whole.
func TestCheckNamesTheTornTable(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	db := must[*DB](t)(Open(t.Context(), path))
	load(t, db, bigSet(5000), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	var page int
	if err := db.read.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = 'quotes'").Scan(&page); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole := must[[]byte](t)(os.ReadFile(path))
	copy(whole[(page-1)*4096:], make([]byte, 4096))
	write(t, path, whole)
	db = must[*DB](t)(Open(t.Context(), path))
	defer db.Close()
	found, err := db.Check(t.Context())
	if err != nil || len(found) != 1 || !strings.HasPrefix(found[0], "table quotes: ") {
		t.Errorf("%q (%v), want the table of quotes alone", found, err)
	}
}

func TestCheckReadsStoredAnswersAgain(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	for _, body := range []string{"the bytes that came", "and others"} {
		must[int64](t)(db.AddFetch(ctx, runlog.Fetch{URL: "https://example.org/", At: noon, HTTPStatus: 200, Body: []byte(body)}))
	}
	if found := must[[]string](t)(db.Check(ctx)); len(found) != 0 {
		t.Fatal(found)
	}
	spoilt := must[[]string](t)(collect(ctx, db.read, scanText, "SELECT sha256 FROM bodies LIMIT 1"))
	if _, err := db.write.ExecContext(ctx, "UPDATE bodies SET zstd = (SELECT zstd FROM bodies WHERE sha256 <> ?1) WHERE sha256 = ?1", spoilt[0]); err != nil {
		t.Fatal(err)
	}
	if found := must[[]string](t)(db.Check(ctx)); len(found) != 1 || !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, spoilt[0]) }) {
		t.Errorf("%q, want the answer %s", found, spoilt[0])
	}
}
