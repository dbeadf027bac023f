package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/source/sourcetest"
)

// faulty are the stories of this file: in each the real program meets a fault, says what it is, loses nothing, and goes on
// where the fault is gone.
var faulty = map[string]func(t *testing.T){
	"disk full":             diskFull,
	"disk full at collect":  diskFullAtCollect,
	"disk full at serve":    diskFullWhileServing,
	"read-only file system": readOnly,
	"read-only after a kill": func(t *testing.T) {
		readOnlyWithLog(t)
	},
	"locked database":           locked,
	"locked at an upgrade":      lockedAtAnUpgrade,
	"corrupted page":            corruptedPage,
	"no database but something": notADatabase,
	"clock set forward, back":   clockJumps,
	"another time zone":         zones,
}

func TestFaults(t *testing.T) {
	t.Parallel()
	t.Cleanup(func() { t.Logf("%d faults met", len(faulty)) })
	for name, story := range faulty {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			story(t)
		})
	}
}

// alone runs a shell script where it may mount, with the program as detente and a folder as $D.
func alone(t *testing.T, script string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "bin")
	self, err := os.Executable()
	if err == nil {
		err = errors.Join(os.Mkdir(bin, 0o755), os.Symlink(self, filepath.Join(bin, "detente")))
	}
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "unshare", "-rm", "true").CombinedOutput(); err != nil {
		t.Skipf("no mounts for tests on this machine (unshare: %v %s)", err, out)
	}
	cmd := exec.CommandContext(t.Context(), "unshare", "-rm", "sh", "-eux", "-c", preamble+script)
	cmd.Env = append(os.Environ(), "D="+t.TempDir(), "PATH="+bin+":"+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// preamble: says WORDS COMMAND... wants the command to fail and its message to hold the words; rates and candles write files.
const preamble = `
says() { words=$1; shift; if "$@" >"$D/said" 2>&1; then echo "no error: $*"; exit 1; fi
  grep -q "$words" "$D/said" || { echo "$* said:"; cat "$D/said"; exit 1; }; grep -q panic "$D/said" && { cat "$D/said"; exit 1; }; return 0; }
same() { cmp "$1" "$2" || exit 1; }
rates() { printf 'date,usd_rub,eur_rub\n2022-02-08,75.6806,86.5181\n2022-02-09,75.3113,86.1008\n'; }
candles() { echo 'series,start,open,high,low,close'; awk 'BEGIN{for(i=0;i<60000;i++) printf "moex:USDRUB:1m,2022-%02d-%02dT%02d:%02d:00Z,75.%04d,76.1,74.9,75.5\n", 1+int(i/40320), 1+int(i/1440)%28, int(i/60)%24, i%60, i%10000}'; }
`

func must(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	return string(out)
}

func refuses(t *testing.T, cmd *exec.Cmd, words ...string) {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Errorf("%v: no error\n%s", cmd.Args, out)
	}
	for _, w := range words {
		if !strings.Contains(string(out), w) || strings.Contains(string(out), "panic") {
			t.Errorf("%v: want %q in\n%s", cmd.Args, w, out)
		}
	}
}

// freeLeaves are the pages of a database, counted from 0, that are kept for later and hold nothing: those that the list of free pages
// names (https://www.sqlite.org/fileformat2.html#the_freelist).
func freeLeaves(db []byte, page int) map[int]bool {
	word := func(at int) int { return int(binary.BigEndian.Uint32(db[at:])) }
	free := map[int]bool{}
	for trunk := word(32); trunk != 0; trunk = word((trunk - 1) * page) {
		at := (trunk - 1) * page
		for i := range word(at + 4) {
			free[word(at+8+4*i)-1] = true
		}
	}
	return free
}

// corruptedPage: garbage in any page is an error that names the file, never other figures; a backup brings all back.
func corruptedPage(t *testing.T) {
	folder := t.TempDir()
	path, backup := filepath.Join(folder, "detente.db"), filepath.Join(folder, "backup.db")
	export := []string{"export", "rates"}
	must(t, detente(t.Context(), path, "check"))
	want := must(t, detente(t.Context(), path, export...))
	must(t, detente(t.Context(), path, "backup", backup))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	free, found := freeLeaves(whole, page), 0
	for n := 1; n < len(whole)/page; n += max(1, len(whole)/page/12) {
		if free[n] {
			continue // holds nothing that could be lost
		}
		torn := bytes.Clone(whole)
		copy(torn[n*page:], bytes.Repeat([]byte("garbage!"), page/8))
		if err := os.WriteFile(path, torn, 0o644); err != nil {
			t.Fatal(err)
		}
		check, err := detente(t.Context(), path, "check").CombinedOutput()
		if err != nil && strings.Contains(string(check), "damaged") {
			found++
		} else {
			t.Errorf("page %d: check says %v %s", n, err, check)
		}
		var out bytes.Buffer
		cmd := detente(t.Context(), path, export...)
		cmd.Stdout = &out
		if err := cmd.Run(); err == nil && out.String() != want {
			t.Errorf("page %d: other figures, and no error", n)
		}
	}
	t.Logf("%d pages torn, each found", found)
	must(t, detente(t.Context(), path, "restore", backup, "--force"))
	if got := must(t, detente(t.Context(), path, export...)); got != want {
		t.Error("the restored figures differ")
	}
}

func notADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "detente.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("<html>", 1000)), 0o644); err != nil {
		t.Fatal(err)
	}
	refuses(t, detente(t.Context(), path, "serve", "--addr", "127.0.0.1:0"), path, "not an SQLite database")
}

// clockJumps: the machine's clock is two years ahead for a while, and then years behind.
func clockJumps(t *testing.T) {
	upstream := sourcetest.Serve(t, sourcetest.NewUpstream(book(t)))
	path, now := filepath.Join(t.TempDir(), "detente.db"), time.Now()
	export := func() string {
		return must(t, detente(t.Context(), path, "export", "rates", "--to", civil.Of(now).AddDays(-1).String()))
	}
	var stored string
	for i, years := range []int{0, 2, -3, 0} {
		var out bytes.Buffer
		p := &program{ctx: t.Context(), stdin: strings.NewReader(""), stdout: &out, stderr: &out, now: func() time.Time { return now.AddDate(years, 0, 0) }}
		status := p.run([]string{"--db", path, "collect", "--source", "cbr", "--base-url", "cbr=" + upstream})
		if status != 0 && years <= 0 {
			t.Errorf("%d years off: %d\n%s", years, status, &out)
		}
		if got := export(); i == 0 {
			stored = got
		} else if got != stored {
			t.Errorf("%d years off: the figures changed\n%s", years, &out)
		}
	}
	db := openFor(t, path)
	defer db.Close()
	runs, err := db.Runs(context.Background(), "cbr", 0)
	for _, r := range runs {
		if r.Duration() < 0 || r.Finished.IsZero() {
			t.Errorf("%+v", r)
		}
	}
	last, ok, err2 := db.LastFixing(context.Background(), fx.CBRUSD, time.Time{})
	if err = errors.Join(err, err2); err != nil || !ok || last.Effective.After(civil.Of(now).AddDays(2)) {
		t.Errorf("%v %v %v", last, ok, err)
	}
}

// zones: what the program prints does not depend on the zone of the machine.
func zones(t *testing.T) {
	path := filepath.Join(t.TempDir(), "detente.db")
	must(t, detente(t.Context(), path, "check"))
	for _, args := range [][]string{{"export", "overlay", "--from", "2022-02-01", "--to", "2022-03-01"}, {"export", "events", "--from", "2022-02-07", "--to", "2022-02-07"},
		{"records", "--series", "cbr:USDRUB", "--at", "2022-02-08"}, {"check"}, {"event", "list", "--from", "2022-02-07", "--to", "2022-02-07"}} {
		said := map[string][]string{}
		for _, zone := range []string{"UTC", "Europe/Moscow", "America/New_York", "Pacific/Kiritimati"} {
			cmd := detente(t.Context(), path, args...)
			cmd.Env, cmd.Stderr = append(os.Environ(), "TZ="+zone), io.Discard
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v: %v", args, err)
			}
			said[string(out)] = append(said[string(out)], zone)
		}
		if len(said) != 1 {
			t.Errorf("%v: %s", args, fmt.Sprint(said))
		}
	}
}
