package web_test

import (
	"strings"
	"testing"
)

// A day of which the order cannot be told is refused, and what to write stands beside it, in the page's language.
func TestADayThatCanBeReadInTwoWaysIsExplained(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmpty(t))
	for path, want := range map[string]string{
		"/events?from=02/07/2022":                   "can be read in more than one way: write 2022-07-02 or 2022-02-07",
		"/events?from=02/07/2022&lang=ru":           "можно прочесть по-разному: напишите 2022-07-02 или 2022-02-07",
		"/overlay.csv?from=07/02/22":                "write 2022-02-07, 2022-07-02 or 2007-02-22",
		"/events?to=25/12/2021":                     "write 2021-12-25",
		"/events?as-of=02/07/2022":                  "write 2022-07-02 or 2022-02-07",
		"/api/v1/fixings?from=2-7-2022":             "write 2022-07-02 or 2022-02-07",
		"/calendar.csv?category=talks&as-of=1/2/22": "write 2022-02-01 or 2022-01-02",
	} {
		answer := get(t, server, path)
		if body := answer.Body.String(); answer.Code != 400 || !strings.Contains(body, want) {
			t.Errorf("%s: %d, want 400 and %q", path, answer.Code, want)
		}
	}
}

// Whoever sends a name or a word of 60 kB is told so in a line, not sent it back.
func TestRefusalsAreShort(t *testing.T) {
	t.Parallel()
	server, long := newServer(t, openEmpty(t)), strings.Repeat("x", 60_000)
	for _, path := range []string{"/?" + long + "=1", "/events.csv?" + long + "=1", "/api/v1/events?" + long + "=1", "/calendar.ics?" + long + "=1", "/events.csv?category=" + long,
		"/api/v1/events?direction=" + long} {
		answer := get(t, server, path, "Accept", "application/json")
		if n := answer.Body.Len(); answer.Code != 400 || n > 2000 || !strings.Contains(answer.Body.String(), "xxx") {
			t.Errorf("%.30s…: %d with %d bytes", path, answer.Code, n)
		}
	}
}
