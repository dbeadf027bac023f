package web_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/testkit"
)

// hostileTitles are what a feed could carry.
var hostileTitles = []string{
	`</script><script>alert(1)</script>`,
	`__f__alert(1)__f__ and function(){return 1}`,
	`<img src=x onerror=alert(1)>`,
	`=cmd|' /C calc'!A0`,
	"right \u202e to left \u200f marks",
	`"quoted", with commas; {{.Title}} {a|b} ${x}`,
	"line\u2028separator",
	strings.Repeat("long ", 99),
}

func hostileEvent(id, title string) event.Event {
	return event.Event{ID: id, OccurredAt: time.Date(2022, 2, 7, 11, 34, 0, 0, time.UTC), Precision: event.PrecisionMinute,
		Title: title, Summary: strings.Repeat(title+" ", 20), Category: event.Talks, Goldstein: -3, Importance: 3, Location: title,
		Actors: []string{"RUS"}, Status: event.StatusConfirmed, Origin: "file", SourceName: title, SourceURL: "https://example.org/?q=%22%3E%3Cscript%3E"}
}

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	for i, title := range hostileTitles {
		put(t, db, hostileEvent(fmt.Sprintf("hostile-%d", i), title))
	}
	// 10 kB do not fit a title: the summary carries them.
	long := hostileEvent("hostile-long", "long")
	long.Summary = strings.Repeat("<b>x</b> & ", 1000)
	put(t, db, long)
	server := newServer(t, db)
	for _, path := range []string{"/?event=hostile-0", "/?event=hostile-long&from=2022-02-01&to=2022-03-01", "/?from=2022-02-01&to=2022-03-01", "/events?event=hostile-2", "/?text=%3Cscript%3E"} {
		w := get(t, server, path)
		if w.Code == 302 {
			w = get(t, server, w.Header().Get("Location"))
		}
		body := w.Body.String()
		if w.Code != 200 {
			t.Fatalf("%s: %d", path, w.Code)
		}
		for _, never := range []string{"<script>alert", "<img", "</script><script>", "<b>x</b>", "\u2028"} {
			if strings.Contains(body, never) && !(never == "\u2028" && strings.Count(body, never) == strings.Count(htmlOutsideScripts(body), never)) {
				t.Errorf("%s holds %q", path, never)
			}
		}
		checkChartJSON(t, path, body)
	}
	rows, err := csv.NewReader(get(t, server, "/events.csv").Body).ReadAll()
	if err != nil || len(rows) != len(hostileTitles)+2 {
		t.Errorf("the CSV has %d rows: %v", len(rows), err)
	}
}

// checkChartJSON reads the chart's element as a browser would: to the first end tag.
func checkChartJSON(t *testing.T, path, body string) {
	t.Helper()
	_, rest, ok := strings.Cut(body, `id="overview-chart">`)
	if !ok {
		return // a page without a chart
	}
	raw, _, _ := strings.Cut(rest, "</script>")
	var chart struct {
		Data struct{ Events testkit.LaneEvents }
	}
	if err := json.Unmarshal([]byte(raw), &chart); err != nil {
		t.Errorf("%s: chart: %v", path, err)
	}
}

// htmlOutsideScripts is the page without what stands in script elements, where alone a line separator can do harm.
func htmlOutsideScripts(body string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(body, "<script")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		_, body, _ = strings.Cut(rest, "</script>")
	}
}

// A page says again what was asked, in links, forms and texts: none says a value of 60 kB.
func TestALongAddressIsNotRepeated(t *testing.T) {
	t.Parallel()
	server, long := newServer(t, openEmbedded(t)), strings.Repeat("q", 60_000)
	for _, path := range []string{"/?from=", "/?as-of=", "/compare?a=", "/events?actor=ZZ&text=", "/events?category=", "/events?nosuch=", "/correlation?target=",
		"/study?window=", "/calendar?month=", "/events?from=2022-13-01&text=", "/nosuch?x="} {
		w := get(t, server, path+long)
		if body := w.Body.String(); w.Code < 400 || strings.Contains(body, long[:1000]) || !strings.Contains(body, "</html>") {
			t.Errorf("%s: %d, %d bytes, %d times a thousand letters", path, w.Code, len(body), strings.Count(body, long[:1000]))
		}
	}
}
