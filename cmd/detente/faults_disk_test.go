package main

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/data"
	"detente/internal/source/sourcetest"
)

func diskFull(t *testing.T) {
	alone(t, `
M=$D/mnt; mkdir $M; mount -t tmpfs -o size=3m tmpfs $M
rates >$D/rates.csv; candles >$D/candles.csv
detente --db $M/d.db --empty import rates $D/rates.csv
detente --db $M/d.db export rates -o $D/before.csv
says 'disk is full' detente --db $M/d.db import rates $D/candles.csv
dd if=/dev/zero of=$M/filler bs=4k 2>/dev/null || true
detente --db $M/d.db export rates -o $D/full.csv; same $D/before.csv $D/full.csv
# the log may still have room: a write that was told to be stored must then be there
if detente --db $M/d.db event add --author a --at 2022-02-07 --title "On a full disk" >$D/said 2>&1
then detente --db $M/d.db event list | grep -c 'On a full disk'; else grep -q 'disk' $D/said; fi
mount -o remount,size=40m $M; rm $M/filler
detente --db $M/d.db check | grep 'integrity: sound'
detente --db $M/d.db import rates $D/candles.csv
detente --db $M/d.db check | grep 'moex:USDRUB:1m *60000 rows'
detente --db $M/d.db export rates -o $D/after.csv ; same $D/before.csv $D/after.csv
`)
}

// A collection that no room is left for is a failed one; the next has all that it would have stored, and once.
func diskFullAtCollect(t *testing.T) {
	upstream := sourcetest.Serve(t, sourcetest.NewUpstream(book(t)))
	alone(t, `
M=$D/mnt; mkdir $M; mount -t tmpfs -o size=3m tmpfs $M
ask() { detente --db $1 collect --source cbr --since 2021-06-01 --until 2022-03-31 --base-url cbr=`+upstream+`; }
detente --db $M/d.db --empty check >/dev/null
dd if=/dev/zero of=$M/filler bs=4k 2>/dev/null || true
says 'disk is full' ask $M/d.db
rm $M/filler; mount -o remount,size=40m $M
detente --db $M/d.db check | grep 'integrity: sound'
ask $M/d.db
detente --db $D/whole.db --empty check >/dev/null; ask $D/whole.db
detente --db $M/d.db export rates -o $D/after.csv; detente --db $D/whole.db export rates -o $D/whole.csv; same $D/whole.csv $D/after.csv
test $(wc -l <$D/after.csv) -gt 150
`)
}

// A server whose disk fills while it runs says so until there is room again, and then stores what it is sent.
func diskFullWhileServing(t *testing.T) {
	alone(t, `
M=$D/mnt; mkdir $M; mount -t tmpfs -o size=9m tmpfs $M; DB=$M/d.db
TOKEN=$(detente --db $DB token create desk | grep -o 'detente_[^ ]*' | head -1)
detente --db $DB serve --addr 127.0.0.1:0 --collect=false >$D/out 2>$D/err & P=$!
for i in $(seq 600); do grep -qs 'is at http' $D/out && break; sleep 0.05; done
A=$(sed -n 's/.*is at \(http[^ ]*\).*/\1/p' $D/out)
add() { curl -s -w '%{http_code}' -H "Authorization: Bearer $TOKEN" --data-urlencode "title=$1" --data-urlencode "summary=$2" -d 'occurred_at=2022-02-07&precision=day&category=talks&importance=2&status=confirmed&actors=RUS&source_name=t&source_url=https://example.org/&anyway=yes' $A/events/new; }
add "With room" "" | grep -q '200$'
curl -sf $A/readyz | grep -x 'ready'
dd if=/dev/zero of=$M/filler bs=4k 2>/dev/null || true
for i in $(seq 40); do add "Without room $i" "$(head -c 900 /dev/zero | tr '\0' x)" >>$D/said; done
grep -q '503' $D/said
curl -sf $A/readyz | grep 'cannot be written'
curl -sf $A/metrics | grep 'detente_store_writable 0'
rm $M/filler
curl -sf $A/readyz | grep -x 'ready'
curl -sf $A/metrics | grep 'detente_store_writable 1'
add "With room again" "" | grep -q '200$'
kill $P; wait $P
`)
}

// serveAndLook serves for long enough to ask three addresses. What an earlier server said is put away first: the address
// may be looked for before the new one's shell has emptied the file.
const serveAndLook = `
rm -f $D/out
detente --db $DB serve --addr 127.0.0.1:0 >$D/out 2>$D/err & P=$!
for i in $(seq 600); do grep -qs 'is at http' $D/out && break; sleep 0.05; done
A=$(sed -n 's/.*is at \(http[^ ]*\).*/\1/p' $D/out)
curl -sf "$A/?from=2022-02-01&to=2022-02-14" | grep -q '75.6806'
curl -sf $A/readyz | grep 'cannot be written'
curl -sf $A/metrics | grep 'detente_store_writable 0'
grep 'nothing is collected' $D/err
kill $P; wait $P
`

func readOnly(t *testing.T) {
	alone(t, `
M=$D/mnt; mkdir $M; rates >$D/rates.csv; DB=$M/d.db
detente --db $DB import rates $D/rates.csv
detente --db $DB export overlay --from 2022-01-01 --to 2022-03-01 -o $D/before.csv
mount --bind $M $M; mount -o remount,bind,ro $M
detente --db $DB export overlay --from 2022-01-01 --to 2022-03-01 -o $D/after.csv; same $D/before.csv $D/after.csv
detente --db $DB check | grep 'integrity: sound'
detente --db $DB backup $D/copy.db; detente --db $D/copy.db check >/dev/null
says 'cannot be' detente --db $DB event add --author a --at 2022-02-07 --title "On a read-only disk"
says 'cannot be' detente --db $DB import rates $D/rates.csv
says 'cannot be' detente --db $DB collect --source cbr --base-url cbr=http://127.0.0.1:1
`+serveAndLook+`
detente --db $D/restored.db restore $DB; detente --db $D/restored.db check | grep 'integrity: sound'
mount -o remount,bind,rw $M
detente --db $DB event add --author a --at 2022-02-07 --title "Writable again"
`)
}

// A killed program leaves a write-ahead log: what stands in it alone is read too.
func readOnlyWithLog(t *testing.T) {
	alone(t, `
M=$D/mnt; mkdir $M; rates >$D/rates.csv; DB=$M/d.db
detente --db $DB --empty serve --addr 127.0.0.1:0 --collect=false >$D/out 2>&1 & P=$!
for i in $(seq 600); do grep -qs 'is at http' $D/out && break; sleep 0.05; done
detente --db $DB import rates $D/rates.csv
kill -9 $P; wait $P || true
test -s $DB-wal
mount --bind $M $M; mount -o remount,bind,ro $M
detente --db $DB export rates -o $D/after.csv; grep -q '2022-02-09,75.3113,86.1008' $D/after.csv
says 'cannot be' detente --db $DB event add --author a --at 2022-02-07 --title "On a read-only disk"
`+serveAndLook)
}

// locked: a write waits for another program's; what it would have changed is not lost.
func locked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "detente.db")
	must(t, detente(t.Context(), path, "--empty", "check"))
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	lock, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	add := detente(t.Context(), path, "event", "add", "--author", "a", "--at", "2022-02-07", "--title", "While it is locked")
	var out bytes.Buffer
	add.Stdout, add.Stderr = &out, &out
	if err := add.Start(); err != nil {
		t.Fatal(err)
	}
	if list := must(t, detente(t.Context(), path, "event", "list")); strings.Contains(list, "While") {
		t.Errorf("it is there already: %s", list)
	}
	time.Sleep(300 * time.Millisecond) // the other program is still starting, or waits: either is to end well
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := add.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if list := must(t, detente(t.Context(), path, "event", "list")); strings.Count(list, "While it is locked") != 1 {
		t.Errorf("%s", list)
	}
}

// lockedAtAnUpgrade: the set of a newer program waits for another's lock and is stored when that is gone.
func lockedAtAnUpgrade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "detente.db")
	must(t, detente(t.Context(), path, "event", "list", "--status", "scheduled"))
	other, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	for _, step := range []string{`UPDATE embedded_sets SET version = '2020-01-01-older'`, `BEGIN IMMEDIATE`} {
		if _, err := other.ExecContext(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	list := detente(t.Context(), path, "event", "list", "--status", "scheduled")
	var out bytes.Buffer
	list.Stdout, list.Stderr = &out, &out
	if err := list.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2500 * time.Millisecond) // longer than after which a lock is told of
	if _, err := other.ExecContext(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if err := list.Wait(); err != nil || strings.Contains(out.String(), "cannot be stored") {
		t.Fatalf("%v\n%s", err, &out)
	}
	var newest string
	if err := other.QueryRowContext(t.Context(), `SELECT max(version) FROM embedded_sets`).Scan(&newest); err != nil || newest != data.Version() {
		t.Errorf("the set of %q is stored, want %q: %v", newest, data.Version(), err)
	}
}
