package web_test

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// drawFilters are filters as a reader could set them, and a table they are for.
func drawFilters(t *rapid.T) (table string, v url.Values) {
	table = rapid.SampledFrom([]string{"overlay", "rates", "events", "tension", "quotes", "calendar", "runs", "sources", "studies", "study", "correlation"}).Draw(t, "table")
	v = url.Values{}
	switch table {
	case "study", "correlation":
		return table, drawQuestion(t, table)
	case "calendar":
		v.Set("month", rapid.SampledFrom([]string{"2022-02", "2021-12", "2026-10"}).Draw(t, "month"))
		return table, v
	case "sources", "studies", "runs":
		return table, v
	}
	begins := time.Date(2021, 10, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "from"))
	v.Set("from", begins.Format(time.DateOnly))
	v.Set("to", begins.AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, "days")).Format(time.DateOnly))
	if rapid.Bool().Draw(t, "has as-of") {
		v.Set("as-of", begins.AddDate(0, 0, rapid.IntRange(0, 90).Draw(t, "as-of")).Format(time.DateOnly))
	}
	some := func(name string, words ...string) {
		if list := rapid.SliceOfNDistinct(rapid.SampledFrom(words), 0, 2, rapid.ID).Draw(t, name); len(list) > 0 {
			v.Set(name, strings.Join(list, ","))
		}
	}
	some("category", "sanctions", "talks", "military_action", "market")
	some("actor", "USA", "RUS", "EU")
	some("direction", "escalation", "neutral")
	if n := rapid.IntRange(1, 5).Draw(t, "importance"); n > 1 {
		v.Set("min-importance", strconv.Itoa(n))
	}
	if table == "rates" && rapid.Bool().Draw(t, "by set") {
		v.Set("by", "set")
		return table, v
	}
	if table == "rates" {
		v.Set("units", rapid.SampledFrom([]string{"lin", "pc1", "cch"}).Draw(t, "units"))
		if rapid.Bool().Draw(t, "by month") {
			v.Set("frequency", "month")
		}
	}
	return table, v
}

// drawQuestion is a study or a correlation that takes little time, of which one table is asked for.
func drawQuestion(t *rapid.T, page string) url.Values {
	v := url.Values{"from": {"2021-06-01"}, "to": {rapid.SampledFrom([]string{"2022-02-01", "2022-06-30"}).Draw(t, "until")}}
	if rapid.Bool().Draw(t, "of a category") {
		v.Set("category", rapid.SampledFrom([]string{"talks", "sanctions"}).Draw(t, "category"))
	}
	tables := []string{"events", "tests", "path", "regimes", "unexplained"}
	v.Set("series", rapid.SampledFrom([]string{"cbr:USDRUB", "cbr:EURRUB"}).Draw(t, "series"))
	if page == "study" {
		v.Set("placebo", "20")
		v.Set("window", rapid.SampledFrom([]string{"0:1", "-1:3"}).Draw(t, "window"))
	} else {
		v.Set("permutations", "9")
		tables = []string{"summary", "ccf", "rolling", "ols", "granger", "local_projection", "periods", "scatter"}
	}
	v.Set("table", rapid.SampledFrom(tables).Draw(t, "of the answer"))
	return v
}

// The same question has the same rows in every format: the fields of CSV are what the others are compared with.
func TestEveryFormatHasTheSameRows(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	rapid.Check(t, func(rt *rapid.T) {
		table, v := drawFilters(rt)
		body := func(suffix, more string) []byte {
			path := "/" + table + "." + suffix + "?" + v.Encode() + more
			w := get(t, server, path, "Accept", "*/*")
			if w.Code != 200 {
				rt.Fatalf("%s: %d: %s", path, w.Code, w.Body)
			}
			return w.Body.Bytes()
		}
		want := csvRows(rt, body("csv", ""), ',')
		others := map[string][][]string{
			"excel":    csvRows(rt, body("csv", "&profile=excel"), ','),
			"excel-ru": pointed(csvRows(rt, body("csv", "&profile=excel-ru"), ';'), want),
			"json":     jsonRows(rt, want[0], body("json", "")),
			"ndjson":   ndjsonRows(rt, want[0], body("ndjson", "")),
		}
		if rapid.IntRange(0, 3).Draw(rt, "xlsx") == 0 { // the dear one
			others["xlsx"] = xlsxRows(rt, want, body("xlsx", ""))
		}
		for name, got := range others {
			if len(got) != len(want) {
				rt.Fatalf("%s of %s has %d rows, csv %d", name, table, len(got), len(want))
			}
			for i := range want {
				if !slices.Equal(got[i], want[i]) {
					rt.Fatalf("%s of %s, row %d: %q, csv has %q", name, table, i, got[i], want[i])
				}
			}
		}
	})
}

func TestCalendarAndFeedHoldTheEventsOfTheFilter(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	const filter = "?category=talks&from=2022-01-01&to=2022-02-28"
	want := len(csvRows(t, get(t, server, "/events.csv"+filter).Body.Bytes(), ',')) - 1
	ics := get(t, server, "/events.ics"+filter)
	if n := strings.Count(ics.Body.String(), "BEGIN:VEVENT"); n != want || want == 0 || !strings.HasPrefix(ics.Header().Get("Content-Type"), "text/calendar") {
		t.Errorf("%d events of %d, %s", n, want, ics.Header().Get("Content-Type"))
	}
	atom := get(t, server, "/events.atom"+filter)
	if n := strings.Count(atom.Body.String(), "<entry>"); n != want || !strings.HasPrefix(atom.Header().Get("Content-Type"), "application/atom+xml") {
		t.Errorf("%d entries of %d, %s", n, want, atom.Header().Get("Content-Type"))
	}
}

// Rates and quotes are the same whatever events a page shows: no link, description or citation of them names a filter.
func TestTablesWithoutEventsNameNoFilter(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	page := get(t, server, "/?category=talks&min-importance=2&from=2022-02-01&to=2022-02-10").Body.String()
	for _, link := range regexp.MustCompile(`href="/(rates|quotes|overlay)\.[^"]*`).FindAllString(page, -1) {
		if filtered := strings.Contains(link, "category=talks"); filtered && !strings.HasPrefix(link, `href="/overlay`) {
			t.Errorf("%s filters what has no events", link)
		}
	}
	for _, table := range []string{"rates", "quotes"} {
		const asked = "?from=2022-02-07&to=2022-02-08&category=talks&min-importance=2&text=x"
		if got, want := get(t, server, "/"+table+".csv"+asked).Body.String(), get(t, server, "/"+table+".csv?from=2022-02-07&to=2022-02-08").Body.String(); got != want || got == "" {
			t.Errorf("%s with filters: %s", table, got)
		}
		for _, path := range []string{"/data/datapackage.json" + asked + "&table=" + table, "/cite.ris" + asked + "&table=" + table} {
			if body := get(t, server, path).Body.String(); strings.Contains(body, "talks") || !strings.Contains(body, "2022-02-07") {
				t.Errorf("%s names a filter, or no range", path)
			}
		}
	}
}

// What the chart's lines show stands in the table below it, in overlay.csv of the same address and, in units, in the rates as shown: one
// number. Percent from a year before, Bank of Russia, in force from 1 March: 100 (57.9627/75.8994 - 1), and 100 x 57.9627/57.4762 of an
// index on 24 February 2017, a holiday: the rate set before it, 57.4762.
func TestWhatIsDrawnIsInTheFiles(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	const window = "from=2017-02-27&to=2017-02-28"
	for _, tt := range []struct{ path, want string }{
		{"/?units=pc1&" + window, "<td class=\"num\">−23.6322</td>"},
		{"/?units=pc1&" + window, `<abbr title="percent change from a year before">% on a year</abbr>`},
		{"/?units=pc1&lang=ru&" + window, `<abbr title="изменение за год в процентах">% за год</abbr>`},
		{"/?rebase=2017-02-24&" + window, ">index</abbr>"},
		{"/?units=pc1&" + window, "/overlay.csv?from=2017-02-27&amp;to=2017-02-28&amp;units=pc1\""},
		{"/overlay.csv?units=pc1&" + window, ",events,event_titles,usd_rub_pc1,eur_rub_pc1\r\n"},
		{"/overlay.csv?units=pc1&" + window, ",-23.632203,"},
		{"/rates.csv?by=set&units=pc1&" + window, "2017-03-01,-23.632203,"},
		{"/?rebase=2017-02-24&" + window, "<td class=\"num\">100.8464</td>"},
		{"/?rebase=2017-02-24&" + window, "/overlay.csv?from=2017-02-27&amp;rebase=2017-02-24&amp;to=2017-02-28\""},
		{"/overlay.csv?rebase=2017-02-24&" + window, ",100.846437,"},
		{"/overlay.csv?units=lin&" + window, ",events,event_titles\r\n"},
	} {
		if body := get(t, server, tt.path).Body.String(); !strings.Contains(body, tt.want) {
			t.Errorf("%s lacks %q", tt.path, tt.want)
		}
	}
}

func TestTablesRefuseWhatTheyWouldIgnore(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for path, names := range map[string]string{
		"/events.csv?frequency=month":                  "frequency",
		"/candles.csv":                                 "series",
		"/candles.csv?series=cbr:USDRUB":               "moex:USDRUB:1d",
		"/rates.csv?series=moex:USDRUB:1d":             "cbr:USDRUB",
		"/rates.csv?series=abc:USDRUB":                 "abc:USDRUB",
		"/rates.csv?units=percent":                     "lin, chg",
		"/rates.csv?frequency=hour":                    "frequency",
		"/rates.csv?aggregation=avg":                   "aggregation",
		"/rates.csv?frequency=day&aggregation=eop":     "aggregation",
		"/overlay.xlsx?profile=excel":                  "profile",
		"/overlay.csv?profile=lotus":                   "rfc4180",
		"/tension.csv?half-life=-1":                    "half-life",
		"/data/datapackage.json?table=weather":         "overlay",
		"/overlay.csv-metadata.json?from=2022-02-30&x": "2022-02-30",
		"/events.csv?actor=UKRAINE":                    "UKR (Ukraine)",
		"/events.atom?actor=XQX":                       "actor",
		"/events.csv?id=20220207-macron-and-putin-hold-five-hour-talks-in-the-kremli": "near it: " + macron,
		"/?id=20220207-macron-and-putin-hold-five-hour-talks-in-the-kremli":           "near it: " + macron,
		"/study?actor=RUSS":                  "near it: RUS",
		"/study.xlsx?actor=RUSS":             "near it: RUS",
		"/correlation.json?id=no-such-event": "no-such-event",
		"/api/v1/events?actor=RUSS":          "near it: RUS",
		"/api/v1/tension?actor=RUSS":         "near it: RUS",
		"/api/v1/fixings?series=cbr:USDRUP":  "cbr:USDRUP is not one",
		"/calendar.csv?actor=RUSS":           "near it: RUS",
		"/calendar.csv?category=rates":       `"Parameter \"category\": \"rates\": want one of`,
		"/embed/overlay?actor=RUSS":          "near it: RUS",
		"/quotes.csv?series=cbr:USDRUB":      "press:USDRUB",
		"/sources.csv?as-of=2022-02-07":      "as-of",
		"/runs.csv?newest=0":                 "newest",
		"/rates.csv?by=close":                "effective",
		"/rates.csv?by=set&frequency=month":  "daily",
		"/study.ndjson?table=report":         "JSON",
		"/cite?table=sources":                "of now",
	} {
		w := get(t, server, path, "Accept", "*/*")
		if w.Code != 400 || !strings.Contains(w.Body.String(), names) {
			t.Errorf("%s: %d: %.200s", path, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "export:") || w.Header().Get("Content-Disposition") != "" {
			t.Errorf("%s: %v %.200s", path, w.Header(), w.Body)
		}
	}
}
