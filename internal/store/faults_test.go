package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"detente/internal/access"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// A full disk says so, takes nothing back of what was stored, and once there is room the same rows go in.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	list := minutes(30_000)
	must[runlog.Counts](t)(db.PutCandles(ctx, list[:1000], collected, noon))
	var pages int
	if err := db.write.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		if _, err := db.write.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 20)
	_, err := db.PutCandles(ctx, list, collected, noon)
	if err == nil || !strings.Contains(err.Error(), "the disk is full") || !strings.Contains(err.Error(), db.Path()) {
		t.Errorf("%v", err)
	}
	got := must[[]fx.Candle](t)(db.Candles(ctx, fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{}))
	if found := append(must[[]string](t)(db.Check(ctx)), must[[]string](t)(db.CheckRollups(ctx))...); len(got) != 1000 || len(found) > 0 {
		t.Errorf("%d candles, %v", len(got), found)
	}
	limit(1 << 30)
	if c := must[runlog.Counts](t)(db.PutCandles(ctx, list, collected, noon)); c != (runlog.Counts{New: 29_000, Same: 1000}) {
		t.Errorf("%+v", c)
	}
}

// A write that cannot get the lock says who has it; reading goes on meanwhile.
func TestLockedDatabase(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	rows := []fx.Fixing{fixing("2022-02-08", "75.6806")}
	must[runlog.Counts](t)(db.PutFixings(ctx, rows, collected, noon))
	other := must[*sql.DB](t)(sql.Open("sqlite", writerDSN(db.path)))
	defer other.Close()
	if err := db.Writable(); err != nil {
		t.Errorf("nobody holds it: %v", err)
	}
	lock := must[*sql.Tx](t)(other.BeginTx(ctx, nil))
	db.lockedFor = 20 * time.Millisecond
	if err := db.Writable(); !errors.Is(err, access.ErrUnwritable) || !errors.Is(err, access.ErrLocked) || !strings.Contains(err.Error(), "locked by another program") {
		t.Errorf("another program holds it: %v", err)
	}
	if _, err := db.write.Exec("PRAGMA busy_timeout = 20"); err != nil {
		t.Fatal(err)
	}
	rows[0].Value = fx.MustRate("75.7")
	if _, err := db.PutFixings(ctx, rows, collected, noon.Add(time.Hour)); err == nil || !strings.Contains(err.Error(), "locked by another program") {
		t.Errorf("%v", err)
	}
	if got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{})); len(got) != 1 || got[0].Value.String() != "75.6806" {
		t.Errorf("%v", got)
	}
	if err := errors.Join(lock.Rollback(), db.Writable()); err != nil {
		t.Fatal(err)
	}
	err := db.transact(ctx, func(*sql.Tx) (bool, error) { return false, db.Writable() })
	if err != nil {
		t.Errorf("this program holds it: %v", err)
	}
	if c := must[runlog.Counts](t)(db.PutFixings(ctx, rows, collected, noon.Add(time.Hour))); c.Revised != 1 {
		t.Errorf("%+v", c)
	}
}

// The bytes of an answer that were changed on the disk are never given out as what the publisher sent.
func TestCorruptedBody(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	body := []byte(strings.Repeat("<Valute><Value>75,6806</Value></Valute>", 50))
	id := must[int64](t)(db.AddFetch(ctx, runlog.Fetch{URL: "http://127.0.0.1/", At: noon, Body: body}))
	if got := must[runlog.Fetch](t)(db.Fetch(ctx, id)); string(got.Body) != string(body) {
		t.Fatal("a whole body")
	}
	other := db.pack(t, []byte(strings.Repeat("<Valute><Value>95,6806</Value></Valute>", 50)))
	for name, bytes := range map[string][]byte{"cut": other[:len(other)/2], "another text": other, "nothing": {}} {
		if _, err := db.write.Exec("UPDATE bodies SET zstd = ?", bytes); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Fetch(ctx, id); err == nil {
			t.Errorf("%s: given out", name)
		}
	}
}

func (db *DB) pack(t *testing.T, text []byte) []byte {
	t.Helper()
	encoder, err := db.packer()
	if err != nil {
		t.Fatal(err)
	}
	return encoder.EncodeAll(text, nil)
}

// What is read does not depend on the time zone of the machine. Not parallel: it changes the zone of the whole program.
func TestTimeZoneOfTheMachine(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	load(t, db, smallSet("1"), loadedAt)
	must[runlog.Counts](t)(db.PutCandles(ctx, minutes(3000), collected, noon))
	home := time.Local
	defer func() { time.Local = home }()
	said := map[string]string{}
	for _, name := range []string{"UTC", "Europe/Moscow", "America/New_York", "Pacific/Kiritimati"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = zone
		coverage := must[[]Coverage](t)(db.Coverage(ctx))
		fixings := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{AsOf: loadedAt}))
		zoomed := must[[]fx.Bucket](t)(db.Zoom(ctx, fx.MOEXUSD1, noon.Local(), noon.Local().AddDate(0, 0, 1), 400))
		said[fmt.Sprint(coverage, fixings, zoomed)] = name
	}
	if len(said) != 1 {
		t.Errorf("%d answers in four zones", len(said))
	}
}

// A clock that jumps forward and is set back loses no version and makes none that was known before it was stored.
func TestClockSetForwardAndBack(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	for i, at := range []time.Time{noon, noon.AddDate(10, 0, 0), noon.Add(time.Minute)} {
		rows := []fx.Fixing{fixing("2022-02-08", fmt.Sprintf("75.%d", i+1))}
		must[runlog.Counts](t)(db.PutFixings(ctx, rows, collected, at))
	}
	for asOf, want := range map[time.Time]string{{}: "75.3", noon: "75.1", noon.AddDate(10, 0, 0): "75.2", noon.AddDate(10, 0, 1): "75.3"} {
		got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{AsOf: asOf}))
		if len(got) != 1 || got[0].Value.String() != want {
			t.Errorf("as of %v: %v, want %s", asOf, got, want)
		}
	}
	if _, err := db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-09", "75")}, collected, time.Time{}); !errors.Is(err, fx.ErrInvalid) {
		t.Errorf("no clock at all: %v", err)
	}
}
