package web_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// A drawing that is opened by itself is a document: it can run nothing, and what would need a script is forbidden twice.
func TestDrawnDocumentsRunNothing(t *testing.T) {
	t.Parallel()
	h := get(t, newServer(t, openEmbedded(t)), "/overlay.svg").Header()
	for _, want := range []string{"default-src 'none'", "sandbox", "require-trusted-types-for 'script'", "trusted-types 'none'"} {
		if !strings.Contains(h.Get("Content-Security-Policy"), want) {
			t.Errorf("no %s in %q", want, h.Get("Content-Security-Policy"))
		}
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"} {
		if h.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, h.Get(name), want)
		}
	}
}

// A session that a stranger put into the browser before the login is not the one that is logged in.
func TestSessionIsMadeAtLogin(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.cookie = "detente_session=planted"
	w := d.post("/login", url.Values{"token": {d.token}})
	set := w.Header().Get("Set-Cookie")
	if w.Code != http.StatusSeeOther || set == "" || strings.Contains(set, "planted") {
		t.Fatalf("%d %q", w.Code, set)
	}
	if again := d.post("/events/new", url.Values{"title": {"x"}}); again.Code != http.StatusUnauthorized {
		t.Errorf("the planted session is taken: %d", again.Code)
	}
	first, _, _ := strings.Cut(set, ";")
	second, _, _ := strings.Cut(d.post("/login", url.Values{"token": {d.token}}).Header().Get("Set-Cookie"), ";")
	if first == second {
		t.Error("two logins have one secret")
	}
}

// A form of another site is refused before anything else is looked at, and one without the login's own value too.
func TestFormsFromElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.login()
	for name, header := range map[string][]string{"by its origin": {"Origin", "https://evil.example"}, "by the browser's word": {"Sec-Fetch-Site", "cross-site"}, "without the value": nil} {
		if w := d.post("/events/new", url.Values{"title": {"x"}}, header...); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

// What leads out of a folder, or into a statement of SQL, is text that nothing is found by.
func TestPathsAndStatementsAreText(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, path := range []string{"/static/..%2f..%2fetc%2fpasswd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/....//x", "/events/..%2f..%2fetc%2fpasswd", "/studies/%2e%2e%2fdetente.db"} {
		if w := get(t, server, path); w.Code != 404 || strings.Contains(w.Body.String(), "root:") {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	before := get(t, server, "/events.json").Body.String()
	for _, text := range []string{`'; DROP TABLE events; --`, `" OR 1=1 --`, `x') UNION SELECT secret FROM tokens --`, `NEAR(a b)`, `title:*`, `%' OR '1'='1`} {
		for _, parameter := range []string{"text", "category", "actor", "id", "from"} {
			w := get(t, server, "/events.json?"+parameter+"="+url.QueryEscape(text))
			if w.Code >= 500 || (w.Code == 200 && len(w.Body.String()) > len(before)/2) {
				t.Errorf("%s=%s: %d with %d bytes", parameter, text, w.Code, w.Body.Len())
			}
		}
	}
	if get(t, server, "/events.json").Body.String() != before {
		t.Error("the events have changed")
	}
}

// The README's table of threats names tests that are there.
func TestEveryThreatHasItsTest(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(readme), "| threat | test |")
	table, _, _ = strings.Cut(table, "\n\n")
	names := regexp.MustCompile(`(Test|Fuzz)[A-Za-z]+`).FindAllString(table, -1)
	if !ok || len(names) < 15 {
		t.Fatalf("the table names %d tests", len(names))
	}
	out, err := exec.CommandContext(t.Context(), "grep", "-rhoE", "--include=*_test.go", `^func (Test|Fuzz)[A-Za-z]+`, "../..").Output()
	if err != nil {
		t.Fatal(err)
	}
	there := " " + strings.ReplaceAll(strings.ReplaceAll(string(out), "\n", " "), "func ", "")
	for _, name := range names {
		if !strings.Contains(there, " "+name+" ") {
			t.Errorf("there is no %s", name)
		}
	}
}
