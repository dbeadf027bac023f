package web

import (
	"fmt"
	"hash/fnv"
	"net/http"
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
		r := c.Request()
		q, err := parseQuery(c.QueryParams())
		if err != nil {
			return err
		}
		if !q.canonical(r.URL.RawQuery) {
			return c.Redirect(http.StatusFound, q.at(r.URL.Path))
		}
		tag, err := s.pageTag(r)
		if err != nil {
			return err
		}
		h := c.Response().Header()
		h.Set("Cache-Control", "no-cache")
		h.Set("ETag", tag)
		h.Add("Vary", regionsHeader)
		if strings.Contains(r.Header.Get("If-None-Match"), tag) {
			return c.NoContent(http.StatusNotModified)
		}
		return handle(c, q)
	}
}

// pageTag names what a page is made of: the stored figures, the program, the address, and the minute, since pages say
// how old the figures are.
func (s *Server) pageTag(r *http.Request) (string, error) {
	version, err := s.Store.Version(r.Context())
	if err != nil {
		return "", err
	}
	h := fnv.New64a()
	fmt.Fprintln(h, version, s.Bundle.Name("app.js"), s.Bundle.Name("style.css"), s.Deps.Now().Truncate(time.Minute).Unix(),
		r.URL.RequestURI(), r.Header.Get(regionsHeader))
	return fmt.Sprintf(`W/"%x"`, h.Sum64()), nil
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
