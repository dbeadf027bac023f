package export_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/web"
)

// BenchmarkCandlesOverHTTPAgainstShell pairs a download of a million candles with the sqlite3 shell in the same turn. Beside
// it the overview is asked for all the time: its p99 while the export runs over that without one is reported too.
func BenchmarkCandlesOverHTTPAgainstShell(b *testing.B) {
	db := minuteBars(b, million)
	peer := peerTable(b, db)
	handler, err := web.New(web.Deps{Store: db, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	site := httptest.NewServer(handler.Handler())
	defer site.Close()
	alone := pages(b, site.URL, func() { time.Sleep(2 * time.Second) })
	var ours, theirs time.Duration
	var beside []time.Duration
	for b.Loop() {
		start := time.Now()
		shell(b, "-csv", "-header", peer, ".output "+filepath.Join(b.TempDir(), "peer.csv"), "SELECT * FROM candles ORDER BY series, start")
		theirs += time.Since(start)
		start = time.Now()
		download(b, site.URL+"/candles.csv?series="+string(fx.MOEXUSD1))
		ours += time.Since(start)
		beside = append(beside, pages(b, site.URL, func() { download(b, site.URL+"/candles.csv?series="+string(fx.MOEXUSD1)) })...)
	}
	b.ReportMetric(float64(ours)/float64(theirs), "http/shell")
	b.ReportMetric(theirs.Seconds()/float64(b.N), "shell-s")
	b.ReportMetric(float64(p99(alone).Microseconds())/1000, "page-p99-ms")
	b.ReportMetric(float64(p99(beside))/float64(p99(alone)), "page-p99-exporting/alone")
}

// download writes an export to a file, as curl does, and holds it to its trailers.
func download(b *testing.B, url string) {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "ours.csv"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(f, answer.Body); err != nil || answer.Trailer.Get(export.TrailerRows) != "1000000" {
		b.Fatalf("%v: %q rows behind the body", err, answer.Trailer.Get(export.TrailerRows))
	}
}

// pages asks for the overview one after the other while work runs.
func pages(b *testing.B, site string, work func()) []time.Duration {
	b.Helper()
	var over atomic.Bool
	done := make(chan struct{})
	go func() { defer close(done); work(); over.Store(true) }()
	var spent []time.Duration
	for !over.Load() {
		start := time.Now()
		answer, err := http.Get(site + "/?from=2021-12-01&to=2022-03-15")
		if err != nil {
			b.Fatal(err)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK {
			b.Fatal(answer.Status, err)
		}
		spent = append(spent, time.Since(start))
	}
	<-done
	return spent
}

func p99(spent []time.Duration) time.Duration {
	slices.Sort(spent)
	return spent[min(len(spent)-1, len(spent)*99/100)]
}
