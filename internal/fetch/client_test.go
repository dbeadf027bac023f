package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// answers is a transport that gives one prepared answer after the other; it takes no time and opens nothing.
type answers []func(*http.Request) (*http.Response, error)

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	next := (*a)[0]
	if len(*a) > 1 {
		*a = (*a)[1:]
	}
	return next(r)
}

func status(code int, body string, header ...string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{"Date": {"Mon, 07 Feb 2022 08:34:00 GMT"}, "Content-Type": {"text/plain"}}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

func broken(err error) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

func client(a *answers, o Options) *Client {
	o.Now, o.Transport, o.Log, o.PerSecond = time.Now, a, slog.New(slog.DiscardHandler), 1e6
	return New(o)
}

func TestWhatIsTriedAgain(t *testing.T) {
	t.Parallel()
	late := time.Date(2000, 1, 1, 0, 0, 30, 0, time.UTC) // synctest's clock begins at midnight of that day
	for name, tt := range map[string]struct {
		answers  answers
		attempts int
		waits    time.Duration // at least; jitter takes waits the server does not name to between half and one and a half
		says     string        // empty: it succeeds
	}{
		"good":                    {answers{status(200, "x")}, 1, 0, ""},
		"500, then good":          {answers{status(500, ""), status(200, "x")}, 2, time.Second, ""},
		"503 always":              {answers{status(503, "")}, 4, 7 * time.Second, "503"},
		"429 with seconds":        {answers{status(429, "", "Retry-After", "7"), status(200, "x")}, 2, 7 * time.Second, ""},
		"429 with a date":         {answers{status(429, "", "Retry-After", late.Format(http.TimeFormat)), status(200, "x")}, 2, 30 * time.Second, ""},
		"429 with a date gone by": {answers{status(429, "", "Retry-After", "Mon, 07 Feb 1994 08:34:00 GMT"), status(200, "x")}, 2, 0, ""},
		"503 with an hour":        {answers{status(503, "", "Retry-After", "3600")}, 1, 0, "1h0m0s"},
		"503 with nonsense":       {answers{status(503, "", "Retry-After", "soon"), status(200, "x")}, 2, time.Second, ""},
		"404":                     {answers{status(404, "")}, 1, 0, "404"},
		"403":                     {answers{status(403, "<html><title>DDOS-GUARD</title>")}, 1, 0, `"DDOS-GUARD"`},
		"302":                     {answers{status(302, "", "Location", "https://elsewhere.example/")}, 1, 0, `redirect to "https://elsewhere.example/"`},
		"204":                     {answers{status(204, "")}, 1, 0, "204"},
		"connection refused":      {answers{broken(&net.OpError{Op: "dial", Err: errors.New("connection refused")}), status(200, "x")}, 2, time.Second, ""},
		"cut":                     {answers{broken(io.ErrUnexpectedEOF)}, 4, 7 * time.Second, "unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				reply, err := client(&tt.answers, Options{}).Get(t.Context(), Request{URL: "http://rates.example/"})
				if (err == nil) != (tt.says == "") || (err != nil && !strings.Contains(err.Error(), tt.says)) {
					t.Errorf("error %v, want %q", err, tt.says)
				}
				if took := time.Since(began); took < tt.waits || took > 3*tt.waits+4*time.Second {
					t.Errorf("took %s, want about %s", took, tt.waits)
				}
				if len(reply.Fetches) != tt.attempts {
					t.Errorf("%d fetches recorded, want %d", len(reply.Fetches), tt.attempts)
				}
				if err == nil && string(reply.Body) != "x" {
					t.Errorf("body %q", reply.Body)
				}
			})
		})
	}
}

func TestRecordOfAnAttempt(t *testing.T) {
	t.Parallel()
	a := answers{status(500, "busy"), status(200, "75,6806")}
	reply, err := client(&a, Options{FirstWait: time.Nanosecond}).Get(t.Context(), Request{URL: "http://rates.example/x", Parser: "cbr/1"})
	if err != nil || len(reply.Fetches) != 2 {
		t.Fatalf("%v, %d fetches", err, len(reply.Fetches))
	}
	bad, good := reply.Fetches[0], reply.Fetches[1]
	if bad.HTTPStatus != 500 || string(bad.Body) != "busy" || !strings.Contains(bad.Error, "500") {
		t.Errorf("failed attempt %+v: want its status, bytes and error", bad)
	}
	sum := sha256.Sum256([]byte("75,6806"))
	if good.Error != "" || good.Parser != "cbr/1" || good.URL != "http://rates.example/x" || good.SHA256 != hex.EncodeToString(sum[:]) ||
		!good.HTTPDate.Equal(time.Date(2022, 2, 7, 8, 34, 0, 0, time.UTC)) || good.ContentType != "text/plain" || good.At.IsZero() {
		t.Errorf("good attempt %+v", good)
	}
}

func TestTimeoutIsTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hang := func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}
		a := answers{hang, status(200, "x")}
		reply, err := client(&a, Options{Timeout: time.Minute}).Get(t.Context(), Request{URL: "http://rates.example/"})
		if err != nil || len(reply.Fetches) != 2 || reply.Fetches[0].DurationMS != 60_000 || !strings.Contains(reply.Fetches[0].Error, "within 1m0s") {
			t.Errorf("%v, %+v: want a timeout of a minute, then the answer", err, reply.Fetches)
		}
	})
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cause := errors.New("the program is asked to stop")
		a := answers{status(500, "")}
		time.AfterFunc(time.Millisecond, func() { cancel(cause) })
		began := time.Now()
		_, err := client(&a, Options{FirstWait: time.Hour, LongestWait: time.Hour}).Get(ctx, Request{URL: "http://rates.example/"})
		if !errors.Is(err, cause) || time.Since(began) > time.Second {
			t.Errorf("after %s error %v, want the cause at once", time.Since(began), err)
		}
	})
}

func TestBodyIsCapped(t *testing.T) {
	t.Parallel()
	for size, wrong := range map[int]bool{10: false, 11: true, 5000: true} {
		a := answers{status(200, strings.Repeat("a", size))}
		reply, err := client(&a, Options{}).Get(t.Context(), Request{URL: "http://rates.example/", MaxBody: 10})
		if errors.Is(err, ErrTooLarge) != wrong || len(reply.Fetches) != 1 || len(reply.Fetches[0].Body) != 10 {
			t.Errorf("%d bytes: %v, %d fetches", size, err, len(reply.Fetches))
		}
	}
}

// An endless answer of a real server is cut at the cap and the connection closed.
func TestEndlessBodyIsCut(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for chunk := bytes.Repeat([]byte("a"), 1<<16); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	c := New(Options{Now: time.Now, MaxBody: 1 << 16, Log: slog.New(slog.DiscardHandler)})
	if _, err := c.Get(t.Context(), Request{URL: server.URL}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("error %v, want ErrTooLarge", err)
	}
}

func TestHostsAreAskedSlowly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := answers{status(200, "x")}
		c := New(Options{Now: time.Now, Transport: &a, PerSecond: 2})
		began := time.Now()
		for range 10 {
			if _, err := c.Get(t.Context(), Request{URL: "http://rates.example/"}); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took != 4*time.Second { // two at once, then eight at two a second
			t.Errorf("ten requests took %s, want 4 s", took)
		}
		if _, err := c.Get(t.Context(), Request{URL: "http://other.example/"}); err != nil || time.Since(began) != 4*time.Second {
			t.Errorf("another host had to wait: %v", err)
		}
	})
}

func TestNoAddress(t *testing.T) {
	t.Parallel()
	a := answers{status(200, "x")}
	if _, err := client(&a, Options{}).Get(t.Context(), Request{URL: "rates"}); err == nil {
		t.Error("no error for an address without a host")
	}
}

func TestHTML(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind, body, title string
		page              bool
	}{
		{"text/html; charset=utf-8", "sorry", "untitled", true},
		{"application/xml", "\n <!DOCTYPE html><title>DDOS-GUARD</title>", "DDOS-GUARD", true},
		{"", "\ufeff<HTML><head><title>\n Error 1 </title>", "Error 1", true},
		{"application/xml", `<?xml version="1.0"?><ValCurs/>`, "", false},
		{"application/json", `{"title": "<html>"}`, "", false},
		{"", "", "", false},
	} {
		if title, page := HTML(tt.kind, []byte(tt.body)); title != tt.title || page != tt.page {
			t.Errorf("%q %q: %q, %v, want %q, %v", tt.kind, tt.body, title, page, tt.title, tt.page)
		}
	}
}
