package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const story = "/?from=2021-12-01&to=2022-03-15"

// The figures of 7 February 2022 are those of the Bank of Russia's XML_dynamic and of reference/tension_index_reference.csv.
func TestPages(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, tt := range []struct {
		name, path string
		status     int
		has, hasnt []string
	}{
		{"overview", "/", 200, []string{"USD/RUB", "EUR/RUB", "85.4594", "99.2525", "set 9 Sep 2026, in force 10 Sep 2026", "on the day", "Tension", "Diplomacy", "overview-chart", "What these numbers mean"}, []string{"style=\"", "onclick", "No figures yet"}},
		{"story", story, 200, []string{"75.6806", "86.5181", "8 Feb 2022", "64.7", "30.0", `data-from="2021-12-01" data-to="2022-03-15"`}, nil},
		{"as of 7 February 2022", "/?as-of=2022-02-07", 200, []string{"75.6806", "86.5181", "set 7 Feb 2022, in force 8 Feb 2022", "64.7", "30.0", "As it was known on 7 Feb 2022, 23:59 UTC"}, []string{"85.4594"}},
		{"a day in words", "/?from=2021-12-01&to=2022-03-15&event=no-such-event", 200, []string{"There is no event <code>no-such-event</code>"}, nil},
		{"events", "/events?category=sanctions", 200, []string{"newest first", "sanctions"}, nil},
		{"no event matches", "/events?text=xyzzy", 200, []string{"No events match", "clear filters", "0 events"}, nil},
		{"calendar", "/calendar", 200, []string{"Bank of Russia decides on the key rate", "as four tables transcribe it", "Federal Reserve, schedule of"}, nil},
		{"data", "/data", 200, []string{"usd_log_return_pct", "/overlay.csv", "RFC 4180"}, nil},
		{"sources", "/sources", 200, []string{"cbr:USDRUB", "ended by the publisher on 1 Mar 2022", "12 Sep 2026, 10:00 UTC", "detente collect --source cbr"}, nil},
		{"no page", "/nowhere", 404, []string{"There is no such page"}, nil},
		{"pair of two sources", "/overlay.csv?series=cbr:USDRUB", 400, []string{"cannot be made"}, nil},
		{"unknown parameter", "/?colour=red", 400, []string{"Parameter &#34;colour&#34;"}, nil},
		{"bad date", "/?event=20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin&from=2022-02-30&text=sanctions", 400, []string{`value="2022-02-30"`, `id="from-fault">&#34;2022-02-30&#34; is not a date`, `value="sanctions"`, "data-selected=\"20220207-macron", "The same in figures"}, nil},
		{"from after to", "/?from=2022-03-01&to=2022-02-01", 400, []string{`id="to-fault">2022-02-01 is before from`, `value="2022-02-01"`}, nil},
		{"bad as of", "/data?as-of=soon", 400, []string{`id="as-of-fault"`, `value="soon"`}, nil},
		{"Moscow time", "/?event=20220224-russia-launches-full-scale-invasion-of-ukraine&from=2022-02-01&to=2022-03-01&zone=moscow", 200, []string{"times: Moscow", `data-zone="moscow"`, "24 Feb 2022"}, nil},
		{"log returns", "/?units=cch", 200, []string{`"code":"cch"`, "continuously compounded percent change"}, nil},
		{"a part of a day", "/?from=2022-02-07&to=2022-02-07&clock=10:00-12:30", 200, []string{`data-clock="10:00-12:30"`}, nil},
		{"a part of no day", "/?clock=12:00-10:00", 400, []string{"want a part of a day"}, nil},
		{"no such units", "/?units=furlong", 400, []string{"Parameter &#34;units&#34;"}, nil},
		{"bad category", "/events?category=weather", 400, []string{"Parameter &#34;category&#34;", "sanctions"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := get(t, server, tt.path)
			if w.Code != tt.status {
				t.Fatalf("%s: status %d, want %d: %s", tt.path, w.Code, tt.status, w.Body)
			}
			body := w.Body.String()
			for _, want := range tt.has {
				if !strings.Contains(body, want) {
					t.Errorf("%s lacks %q", tt.path, want)
				}
			}
			for _, never := range tt.hasnt {
				if strings.Contains(body, never) {
					t.Errorf("%s has %q", tt.path, never)
				}
			}
		})
	}
}

func BenchmarkOverview(b *testing.B) {
	server := newServer(b, openEmbedded(b))
	for name, header := range map[string]string{"whole": "", "regions": "headline, table, card"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if w := get(b, server, story, "Want-Regions", header); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

func TestEmptyDatabase(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmpty(t))
	for path, want := range map[string]string{"/": "No figures yet", "/events": "detente import events FILE", "/sources": "nothing stored yet", "/data": "overlay.csv"} {
		if w := get(t, server, path); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, lacks %q", path, w.Code, want)
		}
	}
}

func TestAddressBecomesCanonical(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for path, want := range map[string]string{
		"/?to=2022-03-15&from=1+Dec+2021":                     "/?from=2021-12-01&to=2022-03-15",
		"/?category=talks&category=sanctions&text=&actor=usa": "/?actor=USA&category=sanctions,talks",
		"/events?min-importance=1":                            "/events",
		"/?as-of=2022-02-07T12:00:00Z&pair=eur,usd":           "/?as-of=2022-02-07T12:00:00Z",
	} {
		w := get(t, server, path)
		if w.Code != http.StatusFound || w.Header().Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", path, w.Code, w.Header().Get("Location"), want)
		}
		if w = get(t, server, want); w.Code != http.StatusOK {
			t.Errorf("%s: %d", want, w.Code)
		}
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	hash := regexp.MustCompile(` 'sha256-[0-9A-Za-z+/=]{44}'`)
	for _, path := range []string{"/", "/events", "/nowhere", "/rates.csv", "/healthz", "/readyz", "/?x=1"} {
		h := get(t, server, path).Header()
		// LIBRARIES.md: the policy under which the bundle was measured. The one script and the two style sheets, a page's and the
		// overview's first part, that stand in pages are added by their hashes.
		const want = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
		got := h.Get("Content-Security-Policy")
		if hash.ReplaceAllString(got, "") != want || len(hash.FindAllString(got, -1)) > 3 || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestPageIsNotSentTwice(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	first := get(t, server, "/")
	tag := first.Header().Get("ETag")
	if tag == "" || first.Code != 200 {
		t.Fatalf("%d, ETag %q", first.Code, tag)
	}
	if again := get(t, server, "/", "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("the same page again: %d with %d bytes", again.Code, again.Body.Len())
	}
	if other := get(t, server, "/events", "If-None-Match", tag); other.Code != 200 {
		t.Errorf("another page with this tag: %d", other.Code)
	}
	part := get(t, server, "/", "Want-Regions", "table, card")
	if strings.Contains(part.Body.String(), `id="overview-chart"`) || part.Header().Get("ETag") == tag {
		t.Error("the chart's figures are sent to one who did not ask for them")
	}
}

func TestProgramsGetProblems(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	w := get(t, server, "/events.csv?category=weather", "Accept", "*/*")
	if w.Code != 400 || w.Header().Get("Content-Type") != "application/problem+json" || !strings.Contains(w.Body.String(), "category") {
		t.Errorf("%d %s: %s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	if w.Header().Get("Content-Disposition") != "" {
		t.Error("an error is offered as a file")
	}
}

// The newest event that has happened opens the list; the meetings ahead, the soonest first, close it.
func TestScheduledEventsStandLast(t *testing.T) {
	t.Parallel()
	body := get(t, newServer(t, openEmbedded(t)), "/events?from=2026-01-01").Body.String()
	rows := regexp.MustCompile(`<td><time datetime="([^"]+)">[^<]*</time>( <span class="quiet">scheduled</span>)?`).FindAllStringSubmatch(body, -1)
	happened := slices.IndexFunc(rows, func(row []string) bool { return row[2] != "" })
	if happened < 5 || len(rows)-happened < 10 {
		t.Fatalf("%d rows, %d of them before the first that is scheduled", len(rows), happened)
	}
	for i := 1; i < len(rows); i++ {
		if up := rows[i][1] >= rows[i-1][1]; i != happened && up != (i > happened) && rows[i][1] != rows[i-1][1] || (rows[i][2] != "") != (i >= happened) {
			t.Errorf("row %d is of %s%s, after one of %s", i, rows[i][1], rows[i][2], rows[i-1][1])
		}
	}
	if !strings.Contains(body, "newest first, scheduled ones last") {
		t.Error("the heading does not say so")
	}
}
