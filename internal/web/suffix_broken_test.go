package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/store"
)

// Behind the body come the number of rows and the hash of the bytes as they are unpacked.
func TestTrailersSealAFile(t *testing.T) {
	t.Parallel()
	site := onPort(t, openEmbedded(t))
	for _, path := range []string{"/overlay.csv?from=2022-02-01&to=2022-02-02", "/overlay.csv", "/events.ndjson", "/data/rates.json"} {
		answer, err := site.Client().Get(site.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if want := sha256Hex(body); answer.Trailer.Get("Detente-Sha256") != want {
			t.Errorf("%s: hash %q behind the body, %s of it", path, answer.Trailer.Get("Detente-Sha256"), want)
		}
		rows := bytes.Count(body, []byte("\n"))
		if strings.HasSuffix(path, "json") && !strings.Contains(path, "nd") {
			rows -= 2
		} else if strings.Contains(path, ".csv") {
			rows--
		}
		if answer.Trailer.Get("Detente-Rows") != strconv.Itoa(rows) {
			t.Errorf("%s: %q rows behind the body, %d in it", path, answer.Trailer.Get("Detente-Rows"), rows)
		}
	}
}

// brokenStore gives candles, and then an error.
type brokenStore struct{ *store.DB }

var errDisk = errors.New("the disk has gone")

func (brokenStore) EachCandle(_ context.Context, id fx.SeriesID, _, _, _ time.Time, yield func(fx.Candle) error) error {
	price := fx.MustRate("75.4400")
	for i := range 100_000 {
		if err := yield(fx.Candle{Series: id, Start: time.Unix(int64(i)*86400, 0).UTC(), Open: price, High: price, Low: price, Close: price}); err != nil {
			return err
		}
	}
	return errDisk
}

func TestErrorMidwayCutsTheConnection(t *testing.T) {
	t.Parallel()
	site := onPort(t, brokenStore{openEmbedded(t)})
	for _, encoding := range []string{"identity", "gzip"} {
		for _, format := range []string{"csv", "json", "ndjson"} {
			r, _ := http.NewRequestWithContext(t.Context(), "GET", site.URL+"/candles."+format+"?series=moex:USDRUB:1d", nil)
			r.Header.Set("Accept-Encoding", encoding)
			answer, err := site.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			n, err := io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			if !errors.Is(err, io.ErrUnexpectedEOF) || n == 0 || answer.Trailer.Get("Detente-Sha256") != "" {
				t.Errorf("%s, %s: %d bytes end with %v", format, encoding, n, err)
			}
		}
	}
	// A workbook is packed before its first byte leaves: it fails as a whole.
	answer, err := site.Client().Get(site.URL + "/candles.xlsx?series=moex:USDRUB:1d")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 500 || answer.Header.Get("Content-Disposition") != "" {
		t.Errorf("a workbook that failed: %d %s", answer.StatusCode, answer.Header.Get("Content-Disposition"))
	}
}
