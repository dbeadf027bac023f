package web_test

import (
	"strings"
	"testing"
)

// A refusal names the parameter, what is allowed and an example, and no words of the program's inside.
func TestRefusalsHaveNoInnerWords(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for path, want := range map[string]string{
		"/tension.csv?half-life=-1":      `Parameter \"half-life\": \"-1\": want a number of days above zero, such as 14.`,
		"/overlay.csv?half-life=inf":     `Parameter \"half-life\": \"inf\": want a number of days above zero, such as 14.`,
		"/api/v1/tension?half-life=NaN":  `Parameter \"half-life\": \"NaN\": want a number of days above zero, such as 14.`,
		"/rates.csv?profile=x":           `Parameter \"profile\": \"x\": want one of`,
		"/rates.csv?aggregation=avg":     `Parameter \"aggregation\": avg puts the days`,
		"/overlay.csv?series=cbr:USDRUB": `"Series cbr:USDRUB is alone: the overlay takes`,
		"/rates.csv?from=%zz":            `a percent sign is followed by two hexadecimal digits, and \"%zz\" is not`,
	} {
		if w := get(t, server, path, "Accept", "application/json"); w.Code != 400 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, want 400 and %q: %s", path, w.Code, want, w.Body)
		}
	}
}

// net/http drops a part of an address that it cannot read, such as one with a semicolon: the answer would be to another question.
func TestIllegibleAddressesAreRefused(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, path := range []string{"/", "/events", "/overlay.csv", "/overlay.svg", "/embed/overlay", "/events.atom", "/study.json", "/compare", "/cite.txt",
		"/calendar.csv", "/api/v1/events", "/udf/search", "/grafana/annotations"} {
		for _, illegible := range []string{"?from=2022-02-01;to=2022-02-08", "?from=2022%zz-01", "?text=5%"} {
			w := get(t, server, path+illegible)
			if w.Code != 400 || !strings.Contains(w.Body.String(), "What follows the question mark cannot be read") {
				t.Errorf("%s%s: %d %.200s", path, illegible, w.Code, w.Body)
			}
		}
	}
	if w := get(t, server, "/events.csv?text=5%25&from=2022-02-01&to=2022-02-08"); w.Code != 200 {
		t.Errorf("a percent sign that is written as it should be: %d %s", w.Code, w.Body)
	}
}

// A calendar that shows nothing of what was asked for gives a file of nothing, and not every event of the month or the day.
func TestFileOfAnEmptyCalendarIsEmpty(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, c := range []struct {
		path string
		rows int
	}{{"/calendar.csv?month=2022-02&category=ceasefire&actor=CHN", 0}, {"/calendar.csv?month=2022-02&category=protest", 1},
		{"/calendar.csv?category=protest&as-of=2022-02-24", 0}, {"/calendar.csv?as-of=2022-02-24", 0}, {"/calendar.csv?month=1999-06", 0}} {
		if ics := get(t, server, strings.Replace(c.path, ".csv", ".ics", 1)).Body.String(); strings.Contains(c.path, "month") && strings.Count(ics, "BEGIN:VEVENT") != c.rows {
			t.Errorf("%s as .ics: %d events, want %d", c.path, strings.Count(ics, "BEGIN:VEVENT"), c.rows)
		}
		w := get(t, server, c.path)
		if got := strings.Count(w.Body.String(), "\n") - 1; w.Code != 200 || got != c.rows {
			t.Errorf("%s: %d, %d rows, want %d:\n%s", c.path, w.Code, got, c.rows, w.Body)
		}
	}
}

// What a question asks is answered or refused, and never left out.
func TestNothingAskedIsLeftOut(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for path, want := range map[string]string{
		"/tension.csv?half-life=0":                                               "half-life",
		"/overlay.csv?half-life=0.0":                                             "half-life",
		"/api/v1/tension?half-life=0":                                            "half-life",
		"/cite.txt?table=rates&table=events":                                     "rates,events",
		"/cite.txt?format=csv&format=json":                                       "csv,json",
		"/overlay.csv?as-of=2030-01-01":                                          "lies ahead",
		"/?as-of=2026-09-14":                                                     "lies ahead", // the clock of the tests stands on 12 September
		"/api/v1/events?as-of=2030-01-01T00:00:00Z":                              "lies ahead",
		"/overlay.svg?width=0":                                                   "above zero",
		"/study?page=2&page=3":                                                   "2,3",
		"/correlation?zone=moscow&zone=brussels":                                 "moscow,brussels",
		"/calendar.csv?profile=excel&profile=rfc4180":                            "excel,rfc4180",
		"/grafana/annotations?query=from%3D2022-02-07":                           "dashboard",
		"/grafana/annotations?query=to%3D2022-02-07":                             "dashboard",
		"/grafana/annotations?query=pair%3Dusd":                                  "none of that name",
		"/grafana/annotations?query=units%3Dpch":                                 "none of that name",
		"/grafana/annotations?from=2022-02-08T00:00:00Z&to=2022-02-01T00:00:00Z": "before from",
	} {
		if w := get(t, server, path); w.Code != 400 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %.300s", path, w.Code, w.Body)
		}
	}
	for body, want := range map[string]string{
		`{` + february + `,"targets":[{"target":"events","payload":{"filters":"category=talks"}}]}`:                 "filters",
		`{"range":{"from":"2022-02-08T00:00:00Z","to":"2022-02-01T00:00:00Z"},"targets":[{"target":"cbr:USDRUB"}]}`: "before from",
	} {
		if w := post(t, server, "/grafana/query", body); w.Code != 400 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %.300s", body, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/overlay.csv?as-of=2026-09-12", "/overlay.csv?as-of=2026-09-13"} {
		if w := get(t, server, path); w.Code != 200 {
			t.Errorf("%s: %d %.200s", path, w.Code, w.Body)
		}
	}
	const february22 = "/udf/history?symbol=cbr:USDRUB&from=1643673600&to=1644364800"
	for path, want := range map[string]string{
		february22 + "&resolution=1":  `"s":"error"`,
		february22 + "&resolution=60": `"s":"error"`,
		february22 + "&resolution=1W": `"s":"error"`,
		february22 + "&resolution=D":  `"s":"ok"`,
		february22 + "&resolution=1D": `"s":"ok"`,
		february22:                    `"s":"ok"`,
		"/udf/history?symbol=cbr:USDRUB&from=1644364800&to=1643673600&resolution=1D": `"s":"error"`,
	} {
		if w := get(t, server, path); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: want %s: %s", path, want, w.Body)
		}
	}
}

// A day says the same in every file: before the first recorded event the index is unknown, and no zero of a range that begins earlier.
func TestARowOfTheOverlaySaysTheSameInEveryRange(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	whole := get(t, server, "/overlay.csv").Body.String()
	for _, from := range []string{"1998-12-25", "2013-11-18", "2022-02-05"} {
		for i, line := range strings.Split(get(t, server, "/overlay.csv?from="+from).Body.String(), "\r\n") {
			if i > 0 && !strings.Contains(whole, "\r\n"+line) {
				t.Fatalf("from=%s: %q is no row of the whole", from, line)
			}
		}
	}
}

// A picture and a frame have no filters beside them: the index of some events would pass for that of all.
func TestPictureAndFrameSayWhichEventsAreCounted(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	const chosen = "category=sanctions&actor=EU&direction=escalation&min-importance=3&text=gas&as-of=2023-01-01&from=2022-02-01&to=2022-02-28"
	for _, c := range []struct {
		path, language string
		says           []string
	}{
		{"/embed/overlay?" + chosen, "en", []string{"As it was known on 1 Jan 2023", "Only events of the category sanctions.", "Only events with EU among the actors.",
			"Only events of the direction escalation.", "Only events of importance 3 and up.", "Only events with the words"}},
		{"/embed/overlay?" + chosen + "&lang=ru", "ru", []string{"Как это было известно на 1 января 2023", "Только события категории: санкции."}},
		{"/embed/overlay?from=2022-02-01&market=close&to=2022-02-28", "en", []string{"No daily price of the exchange is stored for these days."}},
		{"/?from=2022-02-01&rebase=2022-02-01&to=2022-02-28&units=pch", "en", []string{"In units other than roubles there is no index of 100"}},
	} {
		body := get(t, server, c.path).Body.String()
		for _, text := range c.says {
			if !strings.Contains(body, text) {
				t.Errorf("%s does not say %q", c.path, text)
			}
		}
	}
	for _, path := range []string{"/embed/overlay?from=2022-02-01&to=2022-02-28", "/?from=2022-02-01&to=2022-02-28"} {
		if body := get(t, server, path).Body.String(); strings.Contains(body, "Only events of") || strings.Contains(body, "In units other") || strings.Contains(body, "No daily price") {
			t.Errorf("%s tells of what was not asked for", path)
		}
	}
}
