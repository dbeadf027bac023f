package web_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestLanguageIsChosen(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, tt := range []struct {
		name, path string
		header     []string
		russian    bool
	}{
		{"as it opens", "/sources", nil, false},
		{"the browser asks", "/sources", []string{"Accept-Language", "ru-RU,ru;q=0.9,en;q=0.5"}, true},
		{"the cookie before the browser", "/sources", []string{"Accept-Language", "ru", "Cookie", "lang=en"}, false},
		{"the cookie", "/sources", []string{"Cookie", "lang=ru"}, true},
		{"the address before the cookie", "/sources?lang=en", []string{"Cookie", "lang=ru"}, false},
		{"the address", "/sources?lang=ru", nil, true},
		{"a page that measures", "/study?lang=ru", nil, true},
		{"a page without state", "/methods?lang=ru", nil, true},
		{"an error", "/nowhere?lang=ru", nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := get(t, server, tt.path, append([]string{"Accept", "text/html"}, tt.header...)...)
			body := w.Body.String()
			if got := strings.Contains(body, `<html lang="ru"`); got != tt.russian {
				t.Errorf("%s: Russian is %v", tt.path, got)
			}
			if strings.Contains(body, "Перейти к содержанию") != tt.russian {
				t.Errorf("%s: the frame is not in its language", tt.path)
			}
		})
	}
}

func TestLanguageIsKept(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	w := get(t, server, "/events?category=talks&lang=ru", "Accept", "text/html")
	if c := w.Header().Get("Set-Cookie"); !strings.HasPrefix(c, "lang=ru;") || !strings.Contains(c, "SameSite=Lax") {
		t.Errorf("Set-Cookie %q", c)
	}
	for _, want := range []string{`href="/study?lang=ru"`, `hreflang="en"`, `/events?category=talks&amp;lang=en`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if again := get(t, server, "/events?lang=ru", "Accept", "text/html", "Cookie", "lang=ru").Header().Get("Set-Cookie"); again != "" {
		t.Errorf("a cookie that is there is set again: %q", again)
	}
	if w := get(t, server, "/events?lang=fr", "Accept", "text/html"); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "want en or ru") {
		t.Errorf("a language there is none of: %d", w.Code)
	}
}

func TestLanguagesAreNeverMixed(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, path := range []string{"/", "/study", "/calendar", "/methods"} {
		en, ru := get(t, server, path), get(t, server, path, "Accept-Language", "ru")
		tag := en.Header().Get("ETag")
		if tag == "" || tag == ru.Header().Get("ETag") {
			t.Errorf("%s: ETag %q in both languages", path, tag)
		}
		if again := get(t, server, path, "Accept-Language", "ru", "If-None-Match", tag); again.Code != http.StatusOK {
			t.Errorf("%s: the English page stands for the Russian one: %d", path, again.Code)
		}
		if vary := strings.Join(ru.Header().Values("Vary"), ", "); !strings.Contains(vary, "Accept-Language") || !strings.Contains(vary, "Cookie") {
			t.Errorf("%s: Vary %q", path, vary)
		}
	}
}

// What is taken away is the same bytes whoever takes it.
func TestExportsHaveNoLanguage(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	const span = "?from=2022-02-01&to=2022-02-28"
	for _, path := range []string{"/rates.csv", "/events.csv", "/overlay.json", "/tension.ndjson", "/overlay.xlsx", "/study.csv", "/study.json", "/correlation.json", "/events.atom", "/events.ics"} {
		en := get(t, server, path+span, "Accept-Language", "en")
		ru := get(t, server, path+span, "Accept-Language", "ru", "Cookie", "lang=ru")
		asked := get(t, server, path+span+"&lang=ru")
		if en.Code != 200 || en.Body.String() != ru.Body.String() || en.Body.String() != asked.Body.String() {
			t.Errorf("%s: %d, %d, %d bytes of %d, %d, %d", path, en.Code, ru.Code, en.Body.Len(), ru.Body.Len(), asked.Code, asked.Body.Len())
		}
		if en.Header().Get("ETag") != ru.Header().Get("ETag") {
			t.Errorf("%s: another ETag in Russian", path)
		}
	}
}

// The code of a frame stands on somebody else's page: it is titled in the language that the frame is shown in.
func TestTheCodeOfAFrameIsTitledInItsLanguage(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for lang, title := range map[string]string{"en": "Rouble rates and diplomatic events from ", "ru": "Курсы рубля и дипломатические события с 1 февраля 2022 по "} {
		body := get(t, server, "/?from=2022-02-01&to=2022-03-01&lang="+lang).Body.String()
		if want := `title=&#34;` + title; !strings.Contains(body, want) {
			_, found, _ := strings.Cut(body, "&lt;iframe")
			t.Errorf("%s: no %q: %.400s", lang, want, found)
		}
	}
}
