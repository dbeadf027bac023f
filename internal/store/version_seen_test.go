package store

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// versionChild names the database that this test's own program writes to, as another program.
const versionChild = "DETENTE_VERSION_CHILD"

func bump(ctx context.Context, db *DB) error {
	return db.change(ctx, "bump", func(*sql.Tx) (bool, error) { return true, nil })
}

// bumpAndTell commits changes one after the other and tells the version after each; now and then it folds the log in.
func bumpAndTell(t *testing.T, path string) {
	db := must[*DB](t)(Open(t.Context(), path))
	for n := range 200 {
		if err := bump(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		if n%50 == 49 {
			if _, err := db.write.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
				t.Fatal(err)
			}
		}
		var version int64
		if err := db.read.QueryRow(selectVersion).Scan(&version); err != nil {
			t.Fatal(err)
		}
		fmt.Println(version)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestVersionIsNeverBehindAnotherProgram(t *testing.T) {
	if path := os.Getenv(versionChild); path != "" {
		bumpAndTell(t, path)
		return
	}
	db, ctx := openTest(t), t.Context()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestVersionIsNeverBehindAnotherProgram$")
	child.Env = append(os.Environ(), versionChild+"="+db.Path())
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		want, err := strconv.ParseInt(lines.Text(), 10, 64)
		if err != nil {
			continue // the test's own closing words
		}
		told++
		for range 3 {
			if got := must[int64](t)(db.Version(ctx)); got < want {
				t.Fatalf("version %d, and %d was told before", got, want)
			}
		}
	}
	if err := child.Wait(); err != nil || told != 200 {
		t.Fatal(told, err)
	}
}

func TestVersionStandsUntilACommit(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	for range 3 {
		must[int64](t)(db.Version(ctx))
	}
	was, ok := db.versions.standing()
	if !ok {
		t.Fatal("a version that was read twice is asked for again")
	}
	other := must[*DB](t)(Open(ctx, db.Path()))
	for _, by := range []*DB{db, other} {
		was = must[int64](t)(db.Version(ctx))
		if err := bump(ctx, by); err != nil {
			t.Fatal(err)
		}
		if _, ok := db.versions.standing(); ok {
			t.Error("it stands after a commit")
		}
		if got := must[int64](t)(db.Version(ctx)); got != was+1 {
			t.Errorf("%d after a change of %d", got, was)
		}
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if got := must[int64](t)(db.Version(ctx)); got != was+1 {
		t.Errorf("%d once the other has closed", got)
	}
}

func BenchmarkVersion(b *testing.B) {
	db := openTest(b)
	for b.Loop() {
		if _, err := db.Version(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
