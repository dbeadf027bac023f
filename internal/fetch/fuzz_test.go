package fetch

import (
	"testing"
	"time"
)

// Whatever a server says of itself, a wait is not below zero and a page is told without a panic.
func FuzzAnswerHeaders(f *testing.F) {
	f.Add("120", "text/html", []byte("<html><title>DDOS-GUARD</title>"))
	f.Add("Mon, 07 Feb 2022 11:34:00 GMT", "application/xml; charset=windows-1251", []byte("\xef\xbb\xbf <!DOCTYPE HTML>"))
	f.Add("-1", ";", []byte{})
	f.Add("9999999999999", "text/html;;", []byte("<title"))
	f.Fuzz(func(t *testing.T, after, kind string, body []byte) {
		if wait, ok := retryAfter(after, time.Date(2022, 2, 7, 12, 0, 0, 0, time.UTC)); wait < 0 || (!ok && wait != 0) {
			t.Fatalf("Retry-After %q: %s", after, wait)
		}
		if title, page := HTML(kind, body); page != (title != "") {
			t.Fatalf("%q: title %q, page %v", body, title, page)
		}
	})
}
