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

// A page that was printed before is the same page, and another page of the same question is not.
func TestMeasuredPagesAreKeptByAddress(t *testing.T) {
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
