package web_test

import (
	"strings"
	"testing"
)

// The header of every page that measures says as of when and in which zone, and its links keep both; files and commands
// know no zone.
func TestMeasuringPagesTellZoneAndAsOf(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for path, want := range map[string][]string{
		"/study?as-of=2026-09-13&to=2022-03-31&window=-5%3A10&zone=moscow": {`data-zone="moscow"`, "times: Moscow", "As it was known on 13 Sep 2026",
			"/study?as-of=2026-09-13&amp;to=2022-03-31&amp;window=-5:10&amp;zone=brussels", " Moscow</time>",
			`href="/study.json?as-of=2026-09-13&amp;to=2022-03-31&amp;window=-5:10"`, "detente study --series cbr:USDRUB --as-of 2026-09-13 --to 2022-03-31 --window -5:10</code>",
			"?as-of=2026-09-13&amp;zone=moscow"},
		"/correlation?max-lag=5&zone=viewer": {`data-zone="viewer"`, "as of: now", "/correlation?max-lag=5&amp;zone=moscow", `href="/correlation.json?max-lag=5"`,
			"/correlation?max-lag=5&amp;target=abs-return&amp;zone=viewer", "detente correlate --series cbr:USDRUB --max-lag 5</code>"},
		"/events/20220207-biden-vows-to-end-nord-stream-2-if-russia-invades?zone=moscow": {`data-zone="moscow"`, "times: Moscow", "/study?id=20220207-biden-vows-to-end-nord-stream-2-if-russia-invades&amp;zone=moscow"},
	} {
		w := get(t, server, path)
		if w.Code != 200 {
			t.Fatalf("%s: %d to %s", path, w.Code, w.Header().Get("Location"))
		}
		body := w.Body.String()
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("%s lacks %s", path, text)
			}
		}
	}
}

// A page asked for twice is the same page, and that in another zone is another.
func TestMeasuredPagesAreTheSameTwice(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, path := range []string{"/study", "/correlation"} {
		first, moscow, again := get(t, server, path).Body.String(), get(t, server, path+"?zone=moscow").Body.String(), get(t, server, path).Body.String()
		if first != again {
			t.Errorf("%s: two readings differ", path)
		}
		if first == moscow || strings.Contains(first, "zone=moscow&") {
			t.Errorf("%s: the page in another zone is the same", path)
		}
	}
}

// Every episode is on some page of the chart and of the table, and each page says which it holds.
func TestEveryEpisodeIsOnAPage(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	seen := 0
	for page, want := range map[string]string{"/study?category=sanctions": "Episodes 1 to 60 of 94", "/study?category=sanctions&page=2": "Episodes 61 to 94 of 94"} {
		w := get(t, server, page)
		body := w.Body.String()
		if w.Code != 200 || !strings.Contains(body, want) || !strings.Contains(body, "page=2#episodes-title") {
			t.Errorf("%s: %d, or lacks %q or the way to the other page", page, w.Code, want)
		}
		_, table, _ := strings.Cut(body, `id="episodes-title"`)
		table, _, _ = strings.Cut(table, "</table>")
		seen += strings.Count(table, `<td class="date">`)
	}
	if seen != 94 {
		t.Errorf("%d of 94 episodes are on a page", seen)
	}
	if w := get(t, server, "/study?category=sanctions&page=0"); w.Code != 400 || !strings.Contains(w.Body.String(), "page") {
		t.Errorf("page 0: %d", w.Code)
	}
	if w := get(t, server, "/study.csv?page=2"); w.Code != 400 {
		t.Errorf("a page of a file: %d, want a refusal: files hold everything", w.Code)
	}
}

// Measured twice in two series is still one episode: the titles of the charts count as the conclusion does.
func TestPooledTitlesCountEpisodes(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	body := get(t, server, "/study?category=talks&from=2022-01-01&pool=cbr:EURRUB&to=2022-02-23").Body.String()
	for _, want := range []string{"Average path around 15 episodes (30 measurements)", "Each of the 30 measurements"} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %q", want)
		}
	}
}
