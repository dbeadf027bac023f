package perf

import (
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"
)

// serveBare answers every request with the bytes of a file: what net/http can do at most.
func serveBare(file string) {
	body, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	panic(http.ListenAndServe(os.Getenv("PERF_ADDR"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // the reader may have gone
	})))
}

const pressFor = 2 * time.Second

// serving pairs GET / with a bare handler that writes the same compressed bytes, at 64 connections.
func (b *bench) serving(t *testing.T) []row {
	ours := b.detenteAt(t, b.in("embedded.db"))
	defer ours.stop()
	page := compressedPage(t, "http://"+ours.addr+"/")
	if err := os.WriteFile(b.in("page.gz"), page, 0o644); err != nil {
		t.Fatal(err)
	}
	bare := serve(t, "/", []string{"PERF_BARE=" + b.in("page.gz")}, os.Args[0])
	defer bare.stop()
	rate, p99 := paired(func() load { return press(t, ours.addr, "/", "gzip", 64, pressFor) }, func() load { return press(t, bare.addr, "/", "gzip", 64, pressFor) })
	rows := []row{
		against("GET / warm, 64 connections", "bare net/http, the same bytes", rate[0], rate[1], 0.8, "/s", true),
		against("GET / p99 at 64 connections", "bare net/http", p99[0], p99[1], 1.5, "ms", false),
	}
	return append(rows, b.whileExporting(t, ours, bare))
}

// paired takes turns and returns medians of requests a second and of p99, ours and theirs.
func paired(ours, theirs func() load) (rate, p99 [2]float64) {
	var rates, p99s [2][]float64
	ours()
	theirs()
	for range *turns {
		for i, side := range []func() load{ours, theirs} {
			l := side()
			rates[i], p99s[i] = append(rates[i], l.perSecond), append(p99s[i], l.p99)
		}
	}
	for i := range 2 {
		rate[i], p99[i] = median(rates[i]), median(p99s[i])
	}
	return rate, p99
}

// whileExporting presses both while ours also writes CSV all the time.
func (b *bench) whileExporting(t *testing.T, ours, bare *service) row {
	stop := make(chan struct{})
	var exporting sync.WaitGroup
	exports := 0
	exporting.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if n, err := download(ours.addr, "/overlay.csv"); err != nil || n < 10_000 {
				t.Errorf("export of %d bytes: %v", n, err)
				return
			}
			exports++
		}
	})
	_, p99 := paired(func() load { return press(t, ours.addr, "/", "gzip", 64, pressFor) }, func() load { return press(t, bare.addr, "/", "gzip", 64, pressFor) })
	close(stop)
	exporting.Wait()
	return against("the same while a client exports CSV without a pause", "bare net/http, which exports nothing", p99[0], p99[1], 2, "ms", false)
}

func compressedPage(t *testing.T, url string) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || answer.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal(answer.Header, err)
	}
	return page
}
