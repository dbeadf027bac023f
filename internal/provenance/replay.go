package provenance

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source"
	"detente/internal/source/cbr"
	"detente/internal/source/ecb"
	"detente/internal/source/moex"
)

// decode gives the bytes of a recorded fetch to the source that asked for them, through the same decoder and the same
// checks as on the day they came. Nothing is asked of any network.
func decode(ctx context.Context, f runlog.Fetch, id fx.SeriesID) (source.Answer, error) {
	client := fetch.New(fetch.Options{Now: func() time.Time { return f.At }, Transport: &replay{fetch: f}, Tries: 1, PerSecond: 1e6})
	sources := map[string]collect.Source{"cbr": &cbr.Source{Client: client}, "ecb": &ecb.Source{Client: client}, "moex": &moex.Source{Client: client}}
	from, ok := sources[id.Source()]
	if !ok {
		return source.Answer{}, fmt.Errorf("%s: no decoder reads the bytes of source %q again", id, id.Source())
	}
	window, err := windowOf(f.URL, id)
	if err != nil {
		return source.Answer{}, err
	}
	return from.Read(ctx, window, f.At)
}

// windowOf is the question that an address puts, in the parameters of the three publishers.
func windowOf(address string, id fx.SeriesID) (source.Window, error) {
	u, err := url.Parse(address)
	if err != nil {
		return source.Window{}, err
	}
	for _, form := range []struct{ from, to, layout string }{
		{"date_req1", "date_req2", "02/01/2006"},
		{"startPeriod", "endPeriod", civil.Layout},
		{"from", "till", civil.Layout},
	} {
		from, wrong := time.Parse(form.layout, u.Query().Get(form.from))
		to, wrongToo := time.Parse(form.layout, u.Query().Get(form.to))
		if wrong == nil && wrongToo == nil {
			return source.Window{Series: id, From: civil.Of(from), To: civil.Of(to)}, nil
		}
	}
	return source.Window{}, fmt.Errorf("%s: the address does not say which days were asked", address)
}

// replay answers the first request with the recorded bytes and every later one with an empty page: what the exchange
// sends behind the last.
type replay struct {
	fetch runlog.Fetch
	done  bool
}

const emptyPage = `{"candles":{"columns":[],"data":[]}}`

// RoundTrip implements http.RoundTripper.
func (r *replay) RoundTrip(request *http.Request) (*http.Response, error) {
	body, kind := r.fetch.Body, r.fetch.ContentType
	if r.done {
		body, kind = []byte(emptyPage), "application/json"
	}
	r.done = true
	header := http.Header{"Content-Type": {kind}, "Content-Length": {strconv.Itoa(len(body))}}
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: request}, nil
}
