package render

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"detente/assets"
	"detente/data"
	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
	"detente/internal/testkit"
)

// bundle is the built ssr.js; without it there is nothing to test.
func bundle(t testing.TB) []byte {
	t.Helper()
	if testkit.Racing {
		t.Skip("the engine takes a hundred times longer under the race detector: make test draws without it")
	}
	built, err := assets.Load()
	if err != nil {
		t.Skip(err)
	}
	js, err := built.Read(built.Name("ssr.js"), "")
	if err != nil {
		t.Skipf("the bundle was built before ssr.js: %v: run make build", err)
	}
	return js
}

func renderer(t testing.TB, o Options) *Renderer {
	t.Helper()
	r, err := New(bundle(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// around7February is the overview of the embedded set with the window December 2021 to March 2022.
func around7February(t testing.TB, titles func(string) string) chart.Chart {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	in := chart.OverviewInput{From: civil.New(2021, 12, 1), To: civil.New(2022, 3, 15), Quotes: set.Quotes}
	for _, pair := range []struct {
		id fx.SeriesID
		to *chart.Rates
	}{{fx.CBRUSD, &in.USD}, {fx.CBREUR, &in.EUR}} {
		pair.to.Series, _ = fx.Known(pair.id)
		for _, f := range set.Fixings {
			if f.Series == pair.id {
				pair.to.Fixings = append(pair.to.Fixings, f)
			}
		}
	}
	for _, b := range set.Breaks {
		if b.Series == "" || b.Series.Source() == "cbr" {
			in.Breaks = append(in.Breaks, b)
		}
	}
	in.Events = event.Timeline(set.Events)
	for i := range in.Events {
		in.Events[i].Title = titles(in.Events[i].Title)
	}
	last := in.USD.Fixings[len(in.USD.Fixings)-1].Set
	in.Tension = tension.Index(in.Events, civil.Date{}, last, tension.Options{})
	in.Important = chart.MostImportant(in.Events, in.From, in.To, 4)
	for _, e := range in.Events {
		if e.Day() == civil.New(2022, 2, 7) && strings.Contains(e.Title, "Macron") {
			in.Selected = e.ID
		}
	}
	c, err := chart.Overview(in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func same(s string) string { return s }

var signed = Picture{Source: "Bank of Russia, official rates of the set date; events: curated, 499. Data version 1, as of 22 November 2026.",
	Link: "http://127.0.0.1:8080/?from=2021-12-01&to=2022-03-15"}

func drawnSVG(t testing.TB, r *Renderer, c chart.Chart, p Picture) string {
	t.Helper()
	svg, err := r.SVG(t.Context(), c, p)
	if err != nil {
		t.Fatal(err)
	}
	return string(svg)
}

func TestOverviewOf7February2022(t *testing.T) {
	t.Parallel()
	c := around7February(t, same)
	r := renderer(t, Options{})
	for _, theme := range []Theme{Light, Dark} {
		p := signed
		p.Theme = theme
		svg := drawnSVG(t, r, c, p)
		if dir := os.Getenv("DETENTE_PICTURES"); dir != "" { // to look at them
			if err := os.WriteFile(dir+"/overview-"+string(theme)+".svg", []byte(svg), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []string{
			`width="1200" height="720"`, palettes[theme]["--usd"], palettes[theme]["--eur"], palettes[theme]["--escalation"],
			"roubles per dollar (up = weaker rouble)", "Jan", "Feb", "USD 1", "EUR 1", "escalation", "28 Feb 2022: Capital controls",
			"Bank of Russia, official rates", "from=2021-12-01&amp;to=2022-03-15",
		} {
			if !strings.Contains(svg, want) {
				t.Errorf("%s: no %q in the picture", theme, want)
			}
		}
		if strings.Contains(svg, "--usd") || strings.Contains(svg, "NaN") || strings.Contains(svg, "undefined") {
			t.Errorf("%s: the picture holds a token, NaN or undefined", theme)
		}
	}
}

// Both lines of the index and both rates must have their points: an empty panel passes every other test.
func TestEveryPanelHasItsLine(t *testing.T) {
	t.Parallel()
	svg := drawnSVG(t, renderer(t, Options{}), around7February(t, same), Picture{})
	for _, token := range []string{"--usd", "--eur", "--escalation", "--de-escalation"} {
		longest := 0
		for _, m := range regexp.MustCompile(`<path d="([^"]+)"[^>]*stroke="`+palettes[Light][token]+`"`).FindAllStringSubmatch(svg, -1) {
			longest = max(longest, strings.Count(m[1], "L")+strings.Count(m[1], " "))
		}
		if longest < 50 { // the window has 72 fixings and 105 days
			t.Errorf("%s: the longest line has %d points", token, longest)
		}
	}
}

func TestHostileTitlesStayText(t *testing.T) {
	t.Parallel()
	const bad = `</text></svg><script>alert(1)</script><img src=x onerror="alert(2)">&"'`
	c := around7February(t, func(string) string { return bad })
	c.Title = bad
	svg := drawnSVG(t, renderer(t, Options{}), c, Picture{Source: bad, Link: `javascript:alert(1)"><script>`})
	for _, never := range []string{"<script", "<img", "onerror=\""} {
		if strings.Contains(svg, never) {
			t.Errorf("%q came through", never)
		}
	}
	if !strings.Contains(svg, "&lt;script&gt;") {
		t.Error("the title is gone")
	}
}

func TestWhatRunsIsRefused(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		`<svg><script>alert(1)</script></svg>`, `<svg><rect onclick="x"/></svg>`, `<svg><image href="http://x/"/></svg>`, `<svg><g></svg>`,
	} {
		if err := check([]byte(bad)); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestEqualQuestionsGiveEqualBytes(t *testing.T) {
	t.Parallel()
	c := around7February(t, same)
	a, b := drawnSVG(t, renderer(t, Options{}), c, signed), drawnSVG(t, renderer(t, Options{}), c, signed)
	if a != b {
		t.Error("two renderers differ")
	}
}

// The colours are a copy of the style sheet's.
func TestPalettesAreTheStyleSheet(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("../../assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	for theme, text := range map[Theme]string{Light: light, Dark: dark} {
		for _, m := range regexp.MustCompile(`(--[a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(text, -1) {
			if got := palettes[theme][m[1]]; got != m[2] {
				t.Errorf("%s %s is %q, the style sheet says %s", theme, m[1], got, m[2])
			}
		}
		for _, token := range chart.Tokens() {
			if palettes[theme][token] == "" {
				t.Errorf("%s has no %s, which charts name", theme, token)
			}
		}
	}
}

func BenchmarkFirst(b *testing.B) {
	js, c := bundle(b), around7February(b, same)
	for b.Loop() {
		r, err := New(js, Options{})
		if err != nil {
			b.Fatal(err)
		}
		drawnSVG(b, r, c, signed)
		r.Close()
	}
}

func BenchmarkNext(b *testing.B) {
	r, c := renderer(b, Options{}), around7February(b, same)
	p := signed
	drawnSVG(b, r, c, p)
	n := 0
	for b.Loop() {
		n++
		p.Link = strings.Repeat("x", n%50) + "y"
		p.W = 1000 + n%200
		drawnSVG(b, r, c, p)
	}
}

func BenchmarkCached(b *testing.B) {
	r, c := renderer(b, Options{}), around7February(b, same)
	drawnSVG(b, r, c, signed)
	for b.Loop() {
		drawnSVG(b, r, c, signed)
	}
}
