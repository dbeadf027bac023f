package perf

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// exportPath is a million candles as CSV.
const exportPath = "/candles.csv?series=moex:USDRUB:1m,moex:EURRUB:1m"

// everyKind are addresses of every kind of page, picture, file and answer.
var everyKind = []string{"/", "/?lang=ru", "/?from=2021-12-01&to=2022-03-15", "/events", "/events?text=sanctions", "/study", "/study?category=sanctions", "/correlation", "/calendar",
	"/sources", "/data", "/methods", "/compare", "/studies", "/embed/overlay", "/overlay.svg", "/overlay.png", "/study.svg", "/overlay.csv", "/overlay.xlsx", "/overlay.json",
	"/overlay.ndjson", "/events.ics", "/events.atom", "/api/v1/events", "/api/v1/study", "/data/datapackage.json"}

// exporting is what a download of a million candles costs the server that sends it, beside the embedded set, and what a
// reader of its pages feels of it.
func (b *bench) exporting(t *testing.T) []row {
	db := b.in("exporting.db")
	b.detenteAt(t, db).stop()
	fillAt(t, db, Size{Candles: 500_000})
	s := b.detenteAt(t, db)
	defer s.stop()
	for _, path := range everyKind {
		if n, err := download(s.addr, path); err != nil || n == 0 {
			t.Fatalf("%s: %d bytes: %v", path, n, err)
		}
	}
	time.Sleep(10 * time.Second) // the program gives their memory back a few seconds after its last answer
	s.forgetPeak(t)
	if n, err := download(s.addr, exportPath); err != nil || n < 50_000_000 {
		t.Fatalf("%d bytes: %v", n, err)
	}
	memory := atMost("largest memory of a server that has shown every kind of page, rested, and sends 1,000,000 candles as CSV", s.peak(t), 40, "MB")
	var alone, beside []float64
	for range *turns {
		alone = append(alone, unhurried(t, s.addr, 3*time.Second))
		done := make(chan error)
		until := time.Now().Add(4 * time.Second)
		go func() {
			var err error
			for err == nil && time.Now().Before(until) {
				_, err = download(s.addr, exportPath)
			}
			done <- err
		}()
		beside = append(beside, unhurried(t, s.addr, 3*time.Second))
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	return []row{memory, against("a page of charts, p99, while the server sends them without a pause", "the same page, nothing being sent", median(beside), median(alone), 2, "ms", false)}
}

// unhurried is the 99th percentile of the overview's times in milliseconds, for a reader who waits a little between pages.
func unhurried(t *testing.T, addr string, span time.Duration) float64 {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	var took []time.Duration
	for start := time.Now(); time.Since(start) < span; time.Sleep(5 * time.Millisecond) {
		asked := time.Now()
		if _, err := conn.Write([]byte("GET /?from=2021-12-01&to=2022-03-15 HTTP/1.1\r\nHost: " + addr + "\r\nAccept-Encoding: gzip\r\n\r\n")); err != nil {
			t.Fatal(err)
		}
		if _, err := readAnswer(in); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(asked))
	}
	return quantile(took, 0.99).Seconds() * 1e3
}

// forgetPeak lets peak begin anew.
func (s *service) forgetPeak(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.cmd.Process.Pid), []byte("5"), 0); err != nil {
		t.Fatal(err)
	}
}

// peak is the most memory that a running server has held, in megabytes of a million bytes.
func (s *service) peak(t *testing.T) float64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmHWM:" {
			n, err := strconv.ParseFloat(fields[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			return n * 1024 / 1e6
		}
	}
	t.Fatal("status says no VmHWM")
	return 0
}
