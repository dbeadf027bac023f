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
	"/study?series=ecb:EURRUB&from=2022-03-01", "/study?series=moex:USDRUB:1d", "/study?model=x", "/study?model=market&control=cbr:USDRUB", "/study?model=mean&control=ecb:EURUSD",
	"/study?model=market&control=ecb:EURRUB", "/study?pool=cbr:USDRUB", "/study?pool=ecb:EURUSD", "/study?window=-100:100&estimation=-600:-101",
	"/study?signed=true&category=monetary_policy", "/study?id=20220207-macron", "/study?actor=RUSS", "/study?category=x", "/study?as-of=2050-01-01",
	"/correlation?target=x", "/correlation?tension=x", "/correlation?permutations=0", "/correlation?break-at=1990-01-01", "/correlation?category=monetary_policy",
	"/correlation?category=talks&from=2022-01-01&to=2022-03-31", "/compare?a=2030-01-01", "/?market=x", "/?gauge=x", "/?gauge=gpr:GPRD", "/?clock=x", "/events?status=x",
	"/events?status=draft&page=0", "/events/20220207-macron", "/provenance?series=cbr:USDRUB", "/provenance?series=cbr:USDRUB&date=x", "/provenance?series=moex:USDRUB:1d&date=2022-02-08",
	"/cite?table=sources", "/cite?table=events&format=x", "/oembed", "/oembed?url=x", "/logout", "/methods?x=1", "/overlay.svg?width=9", "/overlay.png?figure=x", "/study.svg?text=xyzzy",
	"/gauges.csv", "/candles.csv", "/rates.csv?by=x", "/runs.csv?newest=0", "/rates.csv?aggregation=avg", "/rates.csv?profile=x", "/rates.csv?from=%zz", "/rates.csv?a;b",
	"/rates.csv?series=zzz:USDRUB", "/quotes.csv?series=cbr:USDRUB", "/overlay.csv?series=cbr:USDRUB", "/tension.csv?half-life=-1",
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

func TestRussianPagesSayWhatCannotBeDrawn(t *testing.T) {
	t.Parallel()
	server := newDrawingServer(t)
	for _, path := range []string{"/overlay.svg?width=9", "/overlay.png?figure=x", "/study.svg?text=xyzzy"} {
		doc, err := html.Parse(get(t, server, path, "Accept-Language", "ru").Body)
		if err != nil {
			t.Fatal(err)
		}
		if said := english(doc, nil); len(said) > 0 {
			t.Errorf("%s says %q in English", path, said)
		}
	}
}

// latin is a word of three letters or more in Latin letters; names, codes and symbols are not.
var latin = regexp.MustCompile(`\b[A-Z]?[a-z]{2,}\b`)

// names are words that Russian texts write in Latin letters.
var names = regexp.MustCompile(`"[^"]*"|известны: [^.]*|нужно (одно из: )?(ОТ|[a-z])[^.]*|похожие: [^)]*|detente [^.]*|\d{8}-[a-z-]+|https?://\S+|\((lin|chg|ch1|pch|pc1|pca|cch|cca|log)\)|\b(ru|Atom|iCalendar|CUSUM|Pound|Détente|tente|ISO|Infinity|Excel|Python|Stata|Power|Query|Grafana|TradingView|oEmbed|OpenAPI|BibTeX|JavaScript|Goldstein|Brent|CAMEO|datapackage|pandas|read_csv|curl|Shift|Enter|Esc|Home|End|Tab|fixed-b|detente_?|https?|(Europe|America)/\w+|token|cbr|ecb|moex|press|gdelt|feed|gpr|com|html|iframe|utf|atom|ics|json|csv|xlsx|ndjson|svg|png|kpss|adf)\b`)

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
