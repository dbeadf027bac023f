package web

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// regionsHeader is sent by the bundle: the parts of the page it will use. Without "chart-data" the chart's figures, the
// bulk of a page, are left out.
const regionsHeader = "Want-Regions"

// pageHandler answers with a page in a state that was understood.
type pageHandler func(c echo.Context, q query) error

// daily is the span of pages that tell by days how old something is: Coordinated Universal Time begins them anew.
const daily = 24 * time.Hour

// page parses the state, sends a reader to the canonical URL of it, and answers 304 where the reader has the page already. The
// clock of the page stands still for a span.
func (s *Server) page(handle pageHandler, span time.Duration) echo.HandlerFunc {
	return func(c echo.Context) error {
		q, err := parsePage(c.QueryParams())
		if err != nil {
			return err
		}
		if len(q.Faults) > 0 {
			faulty(c)
			return handle(c, q)
		}
		if done, err := s.answered(c, q, span); done || err != nil {
			return err
		}
		return handle(c, q)
	}
}

// answered sends a reader to the canonical URL of a state, says that the reader has the page already, or answers with the
// page as it was made for another. A page that says how old its figures are is another one after every span; others give zero.
func (s *Server) answered(c echo.Context, st state, span time.Duration) (bool, error) {
	r := c.Request()
	if !canonical(r.URL.RawQuery, st) {
		return true, c.Redirect(http.StatusFound, address(r.URL.Path, st))
	}
	version, err := s.Store.Version(r.Context())
	if err != nil {
		return false, err
	}
	e := editionOf(version, span, s.Now())
	tag := s.pageTag(r, e)
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	h.Add("Vary", regionsHeader)
	h.Add("Vary", "Accept-Language, Cookie")
	if holds(r, tag) {
		return true, c.NoContent(http.StatusNotModified)
	}
	return s.fromShelf(c, e, tag)
}

// pageTag names what a page is made of: the edition, this run of the program, since the next may be of another build, and what its
// reader asks for.
func (s *Server) pageTag(r *http.Request, e edition) string {
	h := fnv.New64a()
	h.Write(s.pageKey(fmt.Appendln(nil, e.version, e.began, s.started), r))
	return string(append(strconv.AppendUint([]byte(`W/"`), h.Sum64(), 16), '"'))
}

// pageKey appends what a page's reader asks for: language, theme, regions, site and address, none of which can hold the sign that
// parts them.
func (s *Server) pageKey(key []byte, r *http.Request) []byte {
	key = append(append(key, languageOf(r).Code()...), '\n')
	key = append(append(key, themeOf(r)...), '\n')
	key = append(append(key, r.Header.Get(regionsHeader)...), '\n')
	if s.Site == "" { // else it is the same for all
		key = append(append(key, s.scheme(r)...), '\n')
		key = append(append(key, r.Host...), '\n')
	}
	return append(key, r.URL.RequestURI()...)
}

// wants tells whether the reader will use a region: a browser all of them, the bundle those it names.
func wants(r *http.Request, region string) bool {
	named := r.Header.Get(regionsHeader)
	if named == "" {
		return true
	}
	for part := range strings.SplitSeq(named, ",") {
		if strings.TrimSpace(part) == region {
			return true
		}
	}
	return false
}
