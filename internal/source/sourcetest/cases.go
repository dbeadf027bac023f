package sourcetest

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"detente/internal/runlog"
)

// badAnswer is one way in which publishers fail.
type badAnswer struct {
	name     string
	handler  func() http.Handler
	status   runlog.Status
	says     string        // what error or rejection must hold
	bytes    string        // what the body of a recorded fetch must hold; empty: a fetch with an error is enough
	recovers bool          // a later attempt of the same collection is good
	timeout  time.Duration // of an attempt; zero is a minute
}

const splash = `<!DOCTYPE html><html><head><title>DDOS-GUARD</title><meta charset="utf-8"></head><body></body></html>`

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func (s Subject) cases() []badAnswer {
	return append(transportCases(s.answer(s.Rows), s.cut), s.contentCases()...)
}

// transportCases are what servers and the guards before them do; cut is a good answer that breaks off.
func transportCases(good http.Handler, cut func() http.Handler) []badAnswer {
	return []badAnswer{
		{name: "HTML with 200", handler: page(200, splash), status: runlog.Failed, says: "DDOS-GUARD", bytes: "DDOS-GUARD"},
		{name: "HTML with 403", handler: page(403, splash), status: runlog.Failed, says: "403 Forbidden", bytes: "DDOS-GUARD"},
		{name: "redirect", handler: redirect, status: runlog.Failed, says: "redirect"},
		{name: "429, then good", handler: first(1, good, 429, "0"), status: runlog.OK, recovers: true, bytes: "busy"},
		{name: "500, then good", handler: first(1, good, 500, ""), status: runlog.OK, recovers: true, bytes: "busy"},
		{name: "500 always", handler: first(1<<30, good, 500, ""), status: runlog.Failed, says: "500 Internal Server Error", bytes: "busy"},
		{name: "429 for an hour", handler: first(1<<30, good, 429, "3600"), status: runlog.Failed, says: "1h0m0s", bytes: "busy"},
		{name: "timeout", handler: hang, status: runlog.Failed, says: "no whole answer within", timeout: 50 * time.Millisecond},
		{name: "one gigabyte", handler: endless, status: runlog.Failed, says: "too large", bytes: "aaaa"},
		{name: "connection cut", handler: cut, status: runlog.Failed, says: "unexpected EOF"},
	}
}

// contentCases are what stands in answers with status 200.
func (s Subject) contentCases() []badAnswer {
	rows := func(status runlog.Status, says string, edit func([]Row) []Row) func(name string) badAnswer {
		return func(name string) badAnswer {
			edited := edit(slices.Clone(s.Rows))
			return badAnswer{name: name, handler: func() http.Handler { return s.answer(edited) }, status: status, says: says, bytes: edited[0].Value}
		}
	}
	value := func(says, v string) func(name string) badAnswer {
		return rows(runlog.Partial, says, func(r []Row) []Row { r[2].Value = v; return r })
	}
	hundred, _ := strconv.ParseFloat(s.Rows[2].Value, 64) // rows are good numbers
	unordered := rows(runlog.Failed, "out of order", func(r []Row) []Row { r[1], r[2] = r[2], r[1]; return r })("unordered")
	repeated := rows(runlog.Partial, "repeated", func(r []Row) []Row { return slices.Insert(r, 2, r[1]) })("repeated row")
	if s.Window.Series.Interval() != "" { // ISS repeats rows and gives no promise of order: each bar carries its own time
		unordered.status, unordered.says, unordered.recovers = runlog.OK, "", true
		repeated.status, repeated.says, repeated.recovers = runlog.OK, "", true
	}
	return []badAnswer{
		{name: "cut, but whole for HTTP", handler: s.half, status: runlog.Failed, says: "whole"},
		{name: "wrong charset", handler: s.utf16, status: runlog.Failed, says: s.Window.Series.Source() + ":"},
		{name: "no body", handler: page(200, ""), status: s.onNothing(), says: ""},
		{name: "no rows", handler: func() http.Handler { return s.answer(nil) }, status: runlog.Partial, says: "although a full working week was asked", bytes: ""},
		value("", "0")("zero"), value("", "-1.0000")("negative"), value("", "1e2")("exponent"), value("factor of", fmt.Sprintf("%.4f", hundred/2))("half"),
		value("must lie", fmt.Sprintf("%.4f", 100*hundred))("hundredfold"),
		rows(runlog.Partial, "", func(r []Row) []Row { return slices.Insert(r, 2, Row{r[1].When, bump(r[1].Value)}) })("two values for one time"),
		unordered, repeated,
	}
}

// onNothing is the status of an answer without a byte: the ECB's way to say no rows, elsewhere no document.
func (s Subject) onNothing() runlog.Status {
	if s.Window.Series.Source() == "ecb" {
		return runlog.Partial
	}
	return runlog.Failed
}

// bump changes the last digit of a price.
func bump(v string) string {
	b := []byte(v)
	b[len(b)-1] = '0' + (b[len(b)-1]-'0'+1)%10
	return string(b)
}

func page(status int, body string) func() http.Handler {
	return func() http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if body == "" {
				w.Header().Set("Content-Type", "application/octet-stream")
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body)) // the client may have gone
		})
	}
}

func redirect() http.Handler {
	return http.RedirectHandler("http://127.0.0.1:1/elsewhere", http.StatusFound)
}

// first answers n requests with a status, the others well.
func first(n int64, good http.Handler, status int, retryAfter string) func() http.Handler {
	return func() http.Handler {
		var count atomic.Int64
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if count.Add(1) > n {
				good.ServeHTTP(w, r)
				return
			}
			if retryAfter != "" {
				w.Header().Set("Retry-After", retryAfter)
			}
			http.Error(w, "busy", status)
		})
	}
}

func hang() http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// endless sends a gigabyte, or until the client closes.
func endless() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for chunk := bytes.Repeat([]byte("a"), 1<<16); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
}

// cut promises the whole answer and sends half of it.
func (s Subject) cut() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, body := s.Render(s.Rows)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body[:len(body)/2])
	})
}

// half sends half of the answer as if it were all.
func (s Subject) half() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		kind, body := s.Render(s.Rows)
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body[:len(body)/2+7])
	})
}

// utf16 sends the answer in an encoding that the publisher does not use.
func (s Subject) utf16() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		kind, body := s.Render(s.Rows)
		w.Header().Set("Content-Type", kind)
		wide := []byte{0xff, 0xfe}
		for _, c := range body {
			wide = append(wide, c, 0)
		}
		_, _ = w.Write(wide)
	})
}
