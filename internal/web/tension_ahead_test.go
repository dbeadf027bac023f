package web_test

import (
	"strings"
	"testing"

	"detente/internal/civil"
)

// Of days that lie ahead it is not known that nothing happens: no file and no answer has a row of zeros for them. The server's clock
// stands at readAt, in September 2026; as of a day, that day is the last.
func TestTensionHasNoDayAhead(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	today := readAt.UTC().Format("2006-01-02")
	for path, last := range map[string]string{
		"/tension.csv?from=2026-08-01&to=2030-01-01":                     today,
		"/api/v1/tension?from=2026-08-01&to=2030-01-01":                  today,
		"/tension.csv?from=2022-02-06&to=2022-02-10&as-of=2022-02-07":    "2022-02-07",
		"/tension.json?from=2022-02-06&to=2022-02-10&as-of=2022-02-07":   "2022-02-07",
		"/api/v1/tension?from=2022-02-06&to=2022-02-10&as-of=2022-02-07": "2022-02-07",
		"/tension.csv?from=2022-02-06&to=2022-02-10":                     "2022-02-10",
	} {
		answer := get(t, server, path)
		body := answer.Body.String()
		if answer.Code != 200 || !strings.Contains(body, last) {
			t.Errorf("%s: %d, no %s", path, answer.Code, last)
		}
		if next := civil.MustParse(last).AddDays(1).String(); strings.Contains(body, next) {
			t.Errorf("%s: a row of %s", path, next)
		}
	}
	if tag := get(t, server, "/tension.csv?to=2030-01-01").Header().Get("ETag"); tag != "" {
		t.Errorf("a file that grows with the day has the tag %s", tag)
	}
	described := get(t, server, "/data/datapackage.json?table=tension&to=2030-01-01").Body.String()
	sum := sha256Hex(get(t, server, "/tension.csv?to=2030-01-01").Body.Bytes())
	if !strings.Contains(described, sum) {
		t.Errorf("the description has another hash than the file, %s", sum)
	}
}

// An event and the quotes of its minute stand in one cell: in one zone.
func TestQuotesAreToldInThePagesZone(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for zone, clock := range map[string]string{"": "11:34 UTC", "&zone=moscow": "14:34 Moscow", "&zone=brussels": "12:34 Brussels", "&zone=viewer": "11:34 UTC"} {
		body := get(t, server, "/?from=2022-02-07&to=2022-02-07"+zone).Body.String()
		if !strings.Contains(body, "◇ "+clock+", USD/RUB 75.44 (Al Jazeera live blog)") || !strings.Contains(body, ">"+clock+"</time>") {
			t.Errorf("%q: the quote or the event is not at %s", zone, clock)
		}
	}
}
