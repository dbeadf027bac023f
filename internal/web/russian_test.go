package web_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// russianPages are pages that are told in Russian to the last word; what stays English says so with lang="en".
var russianPages = []string{
	"/", story, "/?as-of=2022-02-07", "/?event=20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin&from=2021-12-01&to=2022-03-15",
	"/?units=cch&zone=moscow", "/?from=soon", "/?text=xyzzy", "/?from=2023-02-01&to=2022-02-01",
	"/events", "/events?category=sanctions", "/events?text=xyzzy", "/calendar", "/calendar?month=2026-10",
	"/compare", "/sources", "/studies", "/login", "/events?status=draft", "/events/new", "/events/liveblog",
	"/data", "/methods",
	"/events/20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin",
	"/study", "/study?category=sanctions", "/study?from=2022-02-07&to=2022-02-07", "/study?text=xyzzy", "/study?pool=cbr:EURRUB&category=talks",
	"/correlation", "/correlation?target=abs-return", "/correlation?tension=stock", "/study?window=a", "/study?window=5:1", "/study?control-lag=1", "/correlation?max-lag=0", "/correlation?control=ecb:EURUSD&newey-west=30", "/study?from=2022-01-01&to=2022-03-31",
	"/cite?from=2022-02-01&to=2022-02-28", "/provenance?date=2022-02-08&series=cbr:USDRUB", "/nowhere", "/?colour=red",
}

func TestRussianPagesAreRussian(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, path := range russianPages {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			w := get(t, server, path, "Accept", "text/html", "Accept-Language", "ru")
			doc, err := html.ParseWithOptions(w.Body, html.ParseOptionEnableScripting(false))
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range english(doc, nil) {
				t.Errorf("%d %s says %q in English", w.Code, path, text)
			}
		})
	}
}

// latin is a word of three letters or more in Latin letters; names, codes and symbols are not.
var latin = regexp.MustCompile(`\b[A-Z]?[a-z]{2,}\b`)

// names are words that Russian texts write in Latin letters.
var names = regexp.MustCompile(`"[^"]*"|известны: [^.]*|нужно (utc|ОТ|usd)[^.]*|https?://\S+|\((lin|chg|ch1|pch|pc1|pca|cch|cca|log)\)|\b(ru|Atom|iCalendar|CUSUM|Pound|Détente|tente|ISO|Infinity|Excel|Python|Stata|Power|Query|Grafana|TradingView|oEmbed|OpenAPI|BibTeX|JavaScript|Goldstein|Brent|CAMEO|datapackage|pandas|read_csv|curl|Shift|Enter|Esc|Home|End|Tab|fixed-b|detente_?|https?|(Europe|America)/\w+|token|cbr|ecb|moex|press|gdelt|feed|gpr|com|html|iframe|utf|atom|ics|json|csv|xlsx|ndjson|svg|png|kpss|adf)\b`)

// readAloud are the attributes that are read out.
var readAloud = []string{"title", "alt", "aria-label", "placeholder"}

func english(n *html.Node, found []string) []string {
	if n.Type == html.ElementNode {
		if slices.Contains([]string{"script", "style", "code", "pre", "datalist", "textarea"}, n.Data) {
			return found
		}
		for _, a := range n.Attr {
			if a.Key == "lang" && strings.HasPrefix(a.Val, "en") {
				return found
			}
		}
		for _, a := range n.Attr {
			if slices.Contains(readAloud, a.Key) && isEnglish(a.Val) {
				found = append(found, a.Key+": "+a.Val)
			}
		}
	}
	if n.Type == html.TextNode && isEnglish(n.Data) {
		found = append(found, strings.TrimSpace(n.Data))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		found = english(c, found)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func isEnglish(s string) bool { return latin.MatchString(names.ReplaceAllString(s, "")) }
