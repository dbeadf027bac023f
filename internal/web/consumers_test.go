package web_test

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"detente/internal/web"
)

// post asks as a data source does.
func post(t testing.TB, server *web.Server, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	server.Handler().ServeHTTP(w, r)
	return w
}

// decode reads an answer strictly: a field that the consumer does not know is an error of the test.
func decode[T any](t testing.TB, w *httptest.ResponseRecorder) (v T) {
	t.Helper()
	in := json.NewDecoder(w.Body)
	in.DisallowUnknownFields()
	if err := in.Decode(&v); err != nil || w.Code != 200 {
		t.Fatalf("%d: %v", w.Code, err)
	}
	return v
}

const february = `"range":{"from":"2022-02-01T00:00:00.000Z","to":"2022-02-28T23:59:59.000Z","raw":{"from":"now-6h","to":"now"}}`

// Consumers show titles as HTML: what a feed carried in must stay text there too.
func TestHostileTextStaysTextForConsumers(t *testing.T) {
	t.Parallel()
	db := openOwn(t)
	put(t, db, hostileEvent("hostile", hostileTitles[2]))
	server := newServer(t, db)
	for _, path := range []string{"/udf/marks?symbol=cbr:USDRUB&from=0&to=2000000000", "/udf/timescale_marks?symbol=cbr:USDRUB&from=0&to=2000000000", "/grafana/annotations"} {
		body := get(t, server, path).Body.String()
		if strings.Contains(body, "<img") || strings.Contains(body, `\u003cimg`) || !strings.Contains(body, "onerror") {
			t.Errorf("%s: %s", path, body)
		}
	}
}

// Reference: https://oembed.com, 2.3 Consumer Request and Response.
func TestOEmbed(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	ask := func(address, more string) *httptest.ResponseRecorder {
		return get(t, server, "/oembed?url="+url.QueryEscape(address)+more, "Accept", "application/json")
	}
	w := ask("http://example.com/?from=2021-12-01&to=2022-03-15", "&maxwidth=600&format=json")
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
		t.Fatalf("%d %v", w.Code, err)
	}
	if got["version"] != "1.0" || got["type"] != "rich" || got["width"] != 600.0 || got["height"] != 560.0 || got["provider_name"] != "Détente" {
		t.Errorf("%v", got)
	}
	if frame := got["html"].(string); !strings.Contains(frame, `src="http://example.com/embed/overlay?from=2021-12-01&amp;to=2022-03-15"`) || !strings.Contains(frame, `width="600"`) {
		t.Error(frame)
	}
	for _, tt := range []struct {
		address, more string
		status        int
	}{
		{"http://example.com/sources", "", 404}, {"http://evil.example/", "", 404}, {"http://example.com/?colour=red", "", 400}, {"", "", 400},
		{"http://example.com/", "&format=xml", 501}, {"http://example.com/", "&maxwidth=wide", 400}, {"javascript://example.com/%0Aalert(1)", "", 404},
	} {
		if w := ask(tt.address, tt.more); w.Code != tt.status {
			t.Errorf("%s %s: %d, want %d", tt.address, tt.more, w.Code, tt.status)
		}
	}
}

// A frame whose address is wrong says so; the chart of another range would be taken for the one that was meant.
func TestAWrongFrameShowsNoChart(t *testing.T) {
	t.Parallel()
	w := get(t, newServer(t, openEmbedded(t)), "/embed/overlay?from=2021-12-01&to=soon")
	if body := w.Body.String(); w.Code != 400 || !strings.Contains(body, "is not a date") || strings.Contains(body, `<svg class="sketch`) {
		t.Errorf("%d %s", w.Code, body)
	}
}

func TestFrameHasItsOwnPolicy(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	w := get(t, server, "/embed/overlay?from=2021-12-01&to=2022-03-15")
	h, body := w.Header(), w.Body.String()
	if w.Code != 200 || h.Get("X-Frame-Options") != "" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors *") || !strings.Contains(h.Get("Content-Security-Policy"), "form-action 'none'") {
		t.Errorf("%d %v", w.Code, h)
	}
	for _, want := range []string{`id="overview-chart"`, `<svg class="sketch`, `data-from="2021-12-01" data-to="2022-03-15"`, `href="/?from=2021-12-01&amp;to=2022-03-15"`, "Bank of Russia"} {
		if !strings.Contains(body, want) {
			t.Errorf("the frame lacks %s", want)
		}
	}
	for _, never := range []string{"<form", "<nav", "style=\""} {
		if strings.Contains(body, never) {
			t.Errorf("the frame has %s", never)
		}
	}
	if again := get(t, server, "/embed/overlay?from=2021-12-01&to=2022-03-15"); again.Body.String() != body || again.Header().Get("X-Frame-Options") != "" {
		t.Errorf("asked again the frame is another: %v", again.Header())
	}
	if same := get(t, server, "/embed/overlay?from=2021-12-01&to=2022-03-15", "If-None-Match", h.Get("ETag")); same.Code != 304 {
		t.Errorf("a frame that its reader has: %d", same.Code)
	}
	for _, path := range []string{"/", "/study", "/cite"} {
		if h := get(t, server, path).Header(); h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s can be framed: %v", path, h)
		}
	}
}
