package web

import (
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

// page parses the state, sends a reader to the canonical URL of it, and answers 304 where the reader has the page already.
func (s *Server) page(handle pageHandler) echo.HandlerFunc {
	return func(c echo.Context) error {
		q, err := parsePage(c.QueryParams())
		if err != nil {
			return err
		}
		if len(q.Faults) > 0 {
			faulty(c)
			return handle(c, q)
		}
		if done, err := s.answered(c, q, s.Deps.Now().Truncate(time.Minute)); done || err != nil {
			return err
		}
		return handle(c, q)
	}
}

// answered sends a reader to the canonical URL of a state, says that the reader has the page already, or answers with the
// page as it was made for another. A page that says
// how old its figures are is another one with every minute; others give a zero clock.
func (s *Server) answered(c echo.Context, st state, clock time.Time) (bool, error) {
	r := c.Request()
	if !canonical(r.URL.RawQuery, st) {
		return true, c.Redirect(http.StatusFound, address(r.URL.Path, st))
	}
	tag, err := s.pageTag(r, clock)
	if err != nil {
		return false, err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	h.Add("Vary", regionsHeader)
	h.Add("Vary", "Accept-Language, Cookie")
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		return true, c.NoContent(http.StatusNotModified)
	}
	return s.fromShelf(c, tag)
}

// pageTag names what a page is made of: the stored figures, this run of the program, since the next may be of another build, the
// address, the language, the theme and the clock.
func (s *Server) pageTag(r *http.Request, clock time.Time) (string, error) {
	version, err := s.Store.Version(r.Context())
	if err != nil {
		return "", err
	}
	key := strconv.AppendInt(make([]byte, 0, 256), version, 10)
	key = strconv.AppendInt(append(key, ' '), clock.Unix(), 10)
	key = strconv.AppendInt(append(key, ' '), s.started, 10)
	for _, part := range []string{languageOf(r).Code(), themeOf(r), r.Header.Get(regionsHeader), r.URL.RequestURI()} {
		key = append(append(key, ' '), part...)
	}
	h := fnv.New64a()
	h.Write(key)
	return string(append(strconv.AppendUint([]byte(`W/"`), h.Sum64(), 16), '"')), nil
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
