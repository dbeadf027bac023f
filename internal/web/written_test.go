package web_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"detente/internal/civil"
	"detente/internal/event"
)

// What somebody wrote stands on every page as it was written, in an element that says the language of its letters: a screen reader
// would spell Russian in English. A Russian page says "Sanctions" in Russian where the word is its own; a title of that name it leaves.
func TestWhatSomebodyWroteSaysItsLanguage(t *testing.T) {
	t.Parallel()
	db := openEmbeddedCopy(t)
	russian := event.Event{ID: "russian", OccurredAt: civil.New(2021, 6, 16).UTC(), Precision: event.PrecisionDay, Title: "Переговоры на вилле", Summary: "Пять часов",
		Location: "Женева", SourceName: "Коммерсантъ", Category: event.Talks, Cameo: "046", Goldstein: 7, Importance: 5, Status: event.StatusConfirmed, Origin: "manual"}
	english := russian
	english.ID, english.OccurredAt, english.Title, english.Summary, english.Location, english.SourceName = "english", civil.New(2021, 6, 17).UTC(), "Sanctions", "Talks", "source", "Events"
	put(t, db, russian, english)
	server := newServer(t, db)
	for _, path := range []string{"/events?from=2021-06-16&to=2021-06-17", "/events/russian", "/events/english", "/?event=russian&from=2021-06-01&to=2021-06-30", "/?event=english&from=2021-06-01&to=2021-06-30",
		"/study?from=2021-06-16&to=2021-06-17", "/compare?a=2021-06-16&b=2022-02-24", "/calendar?month=2021-06"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			saysLanguages(t, get(t, server, path, "Accept", "text/html", "Accept-Language", "ru").Body.String(), "Переговоры на вилле", "Sanctions")
		})
	}
}

func TestWhatSomebodyWroteSaysItsLanguageAtTheDesk(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.draft("russian", "Переговоры на вилле", "USA")
	d.draft("english", "Sanctions", "USA")
	d.login()
	page := func(path string) string {
		return get(t, d.server, path, "Cookie", d.cookie, "Accept-Language", "ru", "Accept", "text/html").Body.String()
	}
	saysLanguages(t, page("/events?status=draft"), "Переговоры на вилле", "Sanctions")
	for _, path := range []string{"/events/russian", "/events/russian/edit", "/events/russian/history"} {
		saysLanguages(t, page(path), "Переговоры на вилле")
	}
	text := "14:30 Sanctions\n\nEvents\n\n15:10 Переговоры в Кремле начались\n\nПрезидент Франции прибыл в Кремль.\n"
	w := d.post("/events/liveblog", d.form("text", text, "date", "7 Feb 2022", "zone", "UTC", "source_name", "Wire", "act", "read"), "Accept-Language", "ru")
	saysLanguages(t, w.Body.String(), "Переговоры в Кремле начались")
}

// saysLanguages fails where a page lacks one of the texts, or holds one, or a part of itself, in an element of another language.
func saysLanguages(t *testing.T, page string, texts ...string) {
	t.Helper()
	doc, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string][]string{}
	hear(doc, "", said)
	for _, heard := range said["en"] {
		if strings.ContainsFunc(heard, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
			t.Errorf("%q is said to be English", heard)
		}
	}
	for _, text := range texts {
		in := map[bool]string{true: "ru", false: "en"}[text[0] >= 0x80]
		if !slices.Contains(said[in], text) {
			t.Errorf("the page does not say %q in %s", text, in)
		}
		if in == "en" && slices.Contains(said["ru"], text) {
			t.Errorf("%q is said to be Russian", text)
		}
	}
}

// hear collects what is read out, by the language that it is read in.
func hear(n *html.Node, in string, said map[string][]string) {
	if n.Type == html.ElementNode && slices.Contains([]string{"script", "style", "code", "pre", "datalist", "textarea"}, n.Data) {
		return
	}
	for _, a := range n.Attr {
		if a.Key == "lang" {
			in = a.Val[:2]
		}
	}
	for _, a := range n.Attr {
		if slices.Contains(readAloud, a.Key) {
			said[in] = append(said[in], a.Val)
		}
	}
	if n.Type == html.TextNode {
		said[in] = append(said[in], strings.TrimPrefix(strings.TrimSpace(n.Data), ": "))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		hear(c, in, said)
	}
}
