package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/words"
)

// langParam is both the parameter and the cookie: the address decides, then what was chosen before, then the browser.
const langParam = "lang"

// languageAge is how long a choice is remembered, in seconds: a year.
const languageAge = 365 * 24 * 60 * 60

// languageOf is the language that a reader wants a page in.
func languageOf(r *http.Request) words.Language {
	if l, ok := askedLanguage(r); ok {
		return l
	}
	if cookie, err := r.Cookie(langParam); err == nil {
		if l, ok := words.Parse(cookie.Value); ok {
			return l
		}
	}
	return words.Accepted(r.Header.Get("Accept-Language"))
}

// askedLanguage is the language that an address names.
func askedLanguage(r *http.Request) (words.Language, bool) {
	if !strings.Contains(r.URL.RawQuery, langParam+"=") {
		return words.English, false
	}
	return words.Parse(r.URL.Query().Get(langParam))
}

// inLanguages are the states of pages: every page can be asked for in a language, and its links keep it.
type inLanguages interface{ tell(code string) error }

func (q *query) tell(code string) error {
	if _, ok := words.Parse(code); !ok {
		return fmt.Errorf("%q: want en or ru", clip(code))
	}
	q.Lang = code
	return nil
}

// rememberLanguage keeps the language of an address for the pages that follow.
func rememberLanguage(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if l, ok := askedLanguage(r); ok && wantsPage(r) {
			if kept, err := r.Cookie(langParam); err != nil || kept.Value != l.Code() {
				c.SetCookie(&http.Cookie{Name: langParam, Value: l.Code(), Path: "/", MaxAge: languageAge, HttpOnly: true,
					SameSite: http.SameSiteLaxMode, Secure: c.IsTLS()})
			}
		}
		return next(c)
	}
}

// languageLink is the page in another language, or in this one.
type languageLink struct {
	Code, Name, URL string
	Whole           string // with the site, for other machines
	On              bool
}

var languageNames = map[words.Language]string{words.English: "English", words.Russian: "Русский"}

// languageLinks are the addresses of a page in each language.
func (s *Server) languageLinks(c echo.Context) []languageLink {
	r := c.Request()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return nil
	}
	var links []languageLink
	for _, l := range words.All() {
		v := r.URL.Query()
		v.Set(langParam, l.Code())
		path := address(r.URL.Path, bare(v))
		links = append(links, languageLink{l.Code(), languageNames[l], path, s.site(c) + path, l == languageOf(r)})
	}
	return links
}

// navIn are the pages that exist, in the language of the address where it names one.
func navIn(r *http.Request) []navEntry {
	l, ok := askedLanguage(r)
	if !ok {
		return nav
	}
	entries := make([]navEntry, len(nav))
	for i, e := range nav {
		entries[i] = navEntry{e.Path, address(e.Path, bare(url.Values{langParam: {l.Code()}})), e.Label}
	}
	return entries
}

// quoting is the frame of a page whose title is an event's.
func (f frame) quoting() frame {
	f.Quoted = true
	return f
}
