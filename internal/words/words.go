// Package words holds what a reader sees in more than one language: English, which the source code is written in, and
// Russian, which ru/*.json holds. It never touches exports, JSON or the command line, which speak English alone.
//
// To add a string: write the English where it is used, and its Russian under the same key in the file of ru/ for its area.
//
//	template   {{t "Set on %s" .Day}}  {{markup "See <a href=\"%s\">methods</a>" .URL}}  {{plural .N "event" "events"}}
//	Go         nothing: what Go composes is English, and is said in Russian where a template prints it
//	TypeScript say('Set on %s', day)       plural(n, 'event', 'events')
//
// A sentence that Go composes has its format as a key: "%s since %s (%s)". Its arguments are found in the sentence and said
// likewise; those that the key writes as %q stay as they are. "12 events" is found by the plural "event|events".
//
// A key has fmt's verbs; Russian may reorder them (%[2]s). A plural's key is "event|events" and its Russian has three forms,
// "событие|события|событий"; forms that hold %s say where the number stands, others follow it. Arguments of type
// civil.Date, and strings that are keys, numbers ("−0.91%") or days ("7 Feb 2022"), are written as the
// language writes them. So is all that a template prints as text or as a title, an alt, a label or a placeholder, outside
// <code> and <pre>: {{.Label}} needs no t. Whatever stays English on a Russian page stands in an element with lang="en".
// The test fails where a key has no Russian, Russian has no key, or placeholders differ.
package words

import (
	"fmt"
	"html"
	"html/template"
	"strings"
	"unicode"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"detente/internal/civil"
)

// Language is a language of the pages; the zero one is English.
type Language string

// The languages there are.
const (
	English Language = ""
	Russian Language = "ru"
)

// Code is the language as addresses and cookies write it: en or ru.
func (l Language) Code() string {
	if l == English {
		return "en"
	}
	return string(l)
}

// Tag is the language as <html lang> writes it.
func (l Language) Tag() string {
	if l == English {
		return "en-GB"
	}
	return string(l)
}

// Written is the language of a text that somebody wrote, by its letters: Russian where most are Cyrillic, English else.
func Written(text string) Language {
	cyrillic := 0 // more than Latin ones
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Latin, r):
			cyrillic--
		}
	}
	if cyrillic > 0 {
		return Russian
	}
	return English
}

// All lists the languages.
func All() []Language { return []Language{English, Russian} }

// Parse reads a code; ok is false where there is no such language.
func Parse(code string) (l Language, ok bool) {
	for _, l := range All() {
		if l.Code() == code {
			return l, true
		}
	}
	return English, false
}

var accepting = language.NewMatcher([]language.Tag{language.BritishEnglish, language.Russian})

// Accepted is the language that an Accept-Language header likes best; English where it names none there is.
func Accepted(header string) Language {
	if header == "" {
		return English
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return English
	}
	if _, i, confidence := accepting.Match(tags...); confidence > language.No {
		return All()[i]
	}
	return English
}

// T says key, a string or what prints as one, with its arguments. A key without a twin stays English.
func (l Language) T(key any, args ...any) string {
	switch k := key.(type) {
	case fmt.Stringer:
		return l.T(k.String(), args...)
	case string:
		return l.say(k, args)
	}
	return l.say(fmt.Sprint(key), args)
}

func (l Language) say(key string, args []any) string {
	if l != English {
		if twin, ok := russian()[unset(key)]; ok {
			key = twin
		}
	}
	if len(args) == 0 {
		return l.word(key)
	}
	return l.set(fmt.Sprintf(key, l.spelled(args)...))
}

// Markup says a key that holds HTML; its arguments are escaped, but for those that are template.HTML.
func (l Language) Markup(key string, args ...any) template.HTML {
	safe := l.spelled(args)
	for i, a := range safe {
		switch a := a.(type) {
		case template.HTML:
		case string:
			safe[i] = html.EscapeString(a)
		default:
			safe[i] = html.EscapeString(fmt.Sprint(a))
		}
	}
	return template.HTML(l.say(key, safe))
}

// Plural says n with the word for it: "1 event", "1 234 events". Forms that hold %s say where the number stands.
func (l Language) Plural(n int, one, many string, args ...any) string {
	form := many
	switch {
	case l == English && n == 1:
		form = one
	case l != English:
		if forms := strings.Split(russian()[unset(one+"|"+many)], "|"); len(forms) == 3 {
			form = forms[russianForm(n)]
		}
	}
	if !strings.Contains(form, "%s") && !strings.Contains(form, "%[1]s") {
		form = "%s " + form
	}
	return fmt.Sprintf(form, append([]any{l.Count(n)}, l.spelled(args)...)...)
}

// russianForm is 0 for 1, 21, 101, 1 for 2 to 4, 22, and 2 for the rest. Reference: CLDR plural rules, Russian.
func russianForm(n int) int {
	if n < 0 {
		n = -n
	}
	switch plural.Cardinal.MatchPlural(language.Russian, n, 0, 0, 0, 0) {
	case plural.One:
		return 0
	case plural.Few:
		return 1
	}
	return 2
}

// spelled writes arguments as the language does.
func (l Language) spelled(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case civil.Date:
			out[i] = l.Date(a)
		case string:
			out[i] = l.word(a)
		default:
			out[i] = a
		}
	}
	return out
}
