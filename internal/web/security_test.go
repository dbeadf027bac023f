package web_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"detente/assets"
)

// A drawing that is opened by itself is a document: it can run nothing, and what would need a script is forbidden twice.
func TestDrawnDocumentsRunNothing(t *testing.T) {
	t.Parallel()
	w := get(t, newDrawingServer(t), "/overlay.svg?from=2022-02-01&to=2022-02-28")
	h := w.Header()
	if w.Code != 200 { // a refusal is a page, and has another policy
		t.Fatal(w.Code)
	}
	for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "sandbox", "require-trusted-types-for 'script'", "trusted-types 'none'"} {
		if !strings.Contains(h.Get("Content-Security-Policy"), want) {
			t.Errorf("no %s in %q", want, h.Get("Content-Security-Policy"))
		}
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"} {
		if h.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, h.Get(name), want)
		}
	}
}

// What stands in a page is what its policy allows, to the byte: a browser would run and show nothing else.
func TestPolicyAllowsWhatStandsInThePage(t *testing.T) {
	t.Parallel()
	if _, err := assets.Load(); err != nil {
		t.Skip(err)
	}
	server := newServer(t, openEmbedded(t))
	for _, path := range []string{"/", "/methods", "/nowhere", "/embed/overlay", "/?lang=ru"} {
		w := get(t, server, path)
		within := regexp.MustCompile(`(?s)<(?:script data-script[^>]*|style)>(.*?)</(?:script|style)>`).FindAllStringSubmatch(w.Body.String(), -1)
		if len(within) != 2 {
			t.Fatalf("%s: %d scripts and style sheets within the page", path, len(within))
		}
		for _, part := range within {
			sum := sha256.Sum256([]byte(part[1]))
			if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(w.Header().Get("Content-Security-Policy"), want) {
				t.Errorf("%s: the policy does not allow %.60q, which is %s", path, part[1], want)
			}
		}
	}
}

// A choice of light or dark stands in the page that is asked for next, and a page kept for one reader is not another's.
func TestThemeStandsInThePage(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	tags := map[string]bool{}
	for _, c := range []struct{ cookie, want string }{
		{"", `<html lang="en-GB">`}, {"dark", `<html lang="en-GB" data-theme="dark">`}, {"light", `<html lang="en-GB" data-theme="light">`}, {"pink", `<html lang="en-GB">`},
	} {
		w := get(t, server, "/methods", "Cookie", "detente_theme="+c.cookie)
		if !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("cookie %q: %.60q", c.cookie, w.Body)
		}
		tags[w.Header().Get("ETag")] = true
	}
	if len(tags) != 3 {
		t.Errorf("tags %v, want one each for light, dark and the system's", tags)
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

// What a login shows is out of reach of the window that opened it, and so are the forms that take a token. Nobody else pays for that.
func TestPagesOfALoginStandApart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	apart := func(path string) bool { return d.get(path).Header().Get("Cross-Origin-Opener-Policy") == "same-origin" }
	for path, want := range map[string]bool{"/login": true, "/study/fix?category=sanctions": true, "/events?status=draft": true, "/": false, "/events": false, "/overlay.svg": false} {
		if apart(path) != want {
			t.Errorf("%s, without a login: apart is %v", path, !want)
		}
	}
	d.login()
	for _, path := range []string{"/", "/events", "/events/new", "/login", "/overlay.svg", "/nowhere"} {
		if !apart(path) {
			t.Errorf("%s, logged in: not apart", path)
		}
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
		if w := get(t, server, path); w.Code != 404 || strings.Contains(w.Body.String(), "root:x:") {
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

// The button's choice holds on the next page, and the chart is drawn anew in it.
func TestBrowserThemeIsKept(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open("/")
	const paper = `getComputedStyle(document.body).backgroundColor`
	light := evaluate[string](p, paper)
	p.ClickOn("[data-theme-toggle]")
	dark := evaluate[string](p, paper)
	p.Go("/methods")
	if kept := evaluate[string](p, paper); dark == light || kept != dark {
		t.Errorf("light %s, after a click %s, on the next page %s", light, dark, kept)
	}
	p.ClickOn("[data-theme-toggle]")
	p.Open("/")
	if back := evaluate[string](p, paper); back != light {
		t.Errorf("chosen back it is %s, not %s", back, light)
	}
	p.ExpectNoFaults()
}
