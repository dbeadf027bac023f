package web_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"detente/internal/event"
)

// Who mistypes an event is told of those that may have been meant, by the letters, the words or the day of its id; a program by their ids.
func TestAnUnknownEventNamesThoseNearIt(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	link := regexp.MustCompile(`<li><a href="/events/([^"?]+)(\?[^"]*)?">`)
	for path, want := range map[string]string{
		"/events/20220207-macron-and-putin-hold-five-hour-talk-in-the-kremlin": macron, // a letter is missing
		"/events/macron-putin-kremlin":                                         macron, // words
		"/events/2022-02-07-summit":                                            macron, // a day, and no word of it
		"/events/Macron-Putin-Talks?lang=ru":                                   macron,
		"/events/" + macron + "?as-of=2020-01-01":                              macron, // it was coded later
		"/events/20220207-macron-and-putin-hold-five-hour-talk/history":        macron,
		"/events/zzz": "",
	} {
		w := get(t, server, path, "Accept", "text/html")
		var found []string
		for _, m := range link.FindAllStringSubmatch(w.Body.String(), -1) {
			found = append(found, m[1])
		}
		if w.Code != 404 || len(found) > 5 || want != "" && !slices.Contains(found, want) || want == "" && found != nil {
			t.Errorf("%s: %d, near it %q", path, w.Code, found)
		}
	}
	for _, path := range []string{"/events/20220207-macron-and-putin-hold-five-hour-talk-in-the-kremlin.csv", "/api/v1/events/20220207-macron-and-putin-hold-five-hour-talk-in-the-kremlin"} {
		var problem struct{ Detail string }
		if err := json.Unmarshal(get(t, server, path, "Accept", "*/*").Body.Bytes(), &problem); err != nil || !strings.Contains(problem.Detail, "near it: "+macron) {
			t.Errorf("%s: %v %q", path, err, problem.Detail)
		}
	}
	if body := get(t, server, "/events/macron-putin-kremlin?zone=moscow", "Accept", "text/html", "Accept-Language", "ru").Body.String(); !strings.Contains(body, "Похожие события") ||
		!strings.Contains(body, `href="/events/`+macron+`?zone=moscow"`) {
		t.Errorf("the page in Russian: %s", body)
	}
}

// Readers are not told of a draft by what resembles its id, and a long or a hostile id is text.
func TestWhatIsNamedNearAnIDIsForEveryReader(t *testing.T) {
	t.Parallel()
	db := openEmbeddedCopy(t)
	e := hostileEvent("20220207-secret-consultations", "Secret consultations")
	e.Status = event.StatusDraft
	put(t, db, e)
	put(t, db, hostileEvent("20220207-open-consultations", "<img src=x>"))
	server := newServer(t, db)
	for _, path := range []string{"/events/20220207-secret-consultation", "/events/20220207-secret-consultation.csv", "/api/v1/events/20220207-secret-consultation",
		"/study?id=20220207-secret-consultation", "/events.csv?id=20220207-secret-consultation"} {
		body := get(t, server, path).Body.String()
		if !strings.Contains(body, "20220207-open-consultations") || strings.Contains(body, e.ID) || strings.Contains(body, e.Title) || strings.Contains(body, "<img src=x") {
			t.Errorf("%s: %s", path, body)
		}
	}
	for _, id := range []string{strings.Repeat("consultations-", 80_000), "%3Cimg%20src=x%3E", "%ff%fe", "2022-02-3", "20220231-x"} {
		if w := get(t, server, "/events/"+id, "Accept", "text/html"); w.Code != 404 || w.Body.Len() > 100_000 || strings.Contains(w.Body.String(), "<img src=x") {
			t.Errorf("%.40s: %d, %d bytes", id, w.Code, w.Body.Len())
		}
	}
}
