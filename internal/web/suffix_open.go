package web

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// exposed are the headers that a script of another site may read.
const exposed = "ETag, Link, Content-Disposition, Detente-Data-Version, Detente-Rows, Detente-Sha256"

// open lets scripts of every site read an answer: what is served is public, and no answer depends on who asks.
func (s *Server) open(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", exposed)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		return next(c)
	}
}

// handlePreflight answers what a browser asks before a script of another site may ask.
func (s *Server) handlePreflight(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
	h.Set("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match")
	h.Set("Access-Control-Max-Age", "86400")
	return c.NoContent(http.StatusNoContent)
}

// unchanged answers 304 where the reader has the answer already. It is for answers that depend on nothing but the stored
// figures, the running program and the address.
func (s *Server) unchanged(c echo.Context) (bool, error) {
	r := c.Request()
	version, err := s.Store.Version(r.Context())
	if err != nil {
		return false, err
	}
	sum := fnv.New64a()
	fmt.Fprintln(sum, version, s.started, r.URL.RequestURI())
	return s.tagged(c, fmt.Sprintf(`W/"%x"`, sum.Sum64()))
}

// holds tells whether the reader has the answer of a tag already: it names the tag, weak or strong (RFC 9110, 13.1.2).
func holds(r *http.Request, tag string) bool {
	return strings.Contains(r.Header.Get("If-None-Match"), strings.TrimPrefix(tag, "W/"))
}

// tagged gives an answer its tag, and answers 304 where the reader names that tag.
func (s *Server) tagged(c echo.Context, tag string) (bool, error) {
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	if holds(c.Request(), tag) {
		return true, c.NoContent(http.StatusNotModified)
	}
	return false, nil
}
