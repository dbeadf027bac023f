package web

import (
	"bytes"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// handleStatic serves a file of the bundle under its hashed name, for ever, as it was compressed when it was built.
func (s *Server) handleStatic(c echo.Context) error { return s.serveStatic(c, c.Param("name")) }

func (s *Server) handleFavicon(c echo.Context) error {
	return s.serveStatic(c, s.Bundle.Name("favicon.svg"))
}

func (s *Server) serveStatic(c echo.Context, name string) error {
	encoding := accepted(c.Request().Header.Get("Accept-Encoding"))
	body, err := s.Bundle.Read(name, encoding)
	if err != nil || strings.HasSuffix(name, ".json") {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	h.Set("Content-Type", typeOf(name))
	h.Set("Access-Control-Allow-Origin", "*") // a frame that is shut off has no origin, and its modules come from elsewhere
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("ETag", `"`+name+encoding+`"`)
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(body))
	return nil
}

// accepted picks the smallest encoding that the client takes, empty for none.
func accepted(header string) string {
	for _, encoding := range []string{"br", "gzip"} {
		if accepts(header, encoding) {
			return encoding
		}
	}
	return ""
}

// accepts tells whether an Accept-Encoding header names an encoding with a quality above zero.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, quality, weighed := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == encoding {
			return !weighed || strings.Trim(strings.ReplaceAll(quality, "q=", ""), " 0.") != ""
		}
	}
	return false
}

func typeOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// compressible are the types that are worth compressing on the way out; the bundle is compressed already.
func compressible(contentType string) bool {
	for _, t := range []string{"text/html", "text/csv", "application/json", "application/problem+json", "application/x-ndjson"} {
		if strings.HasPrefix(contentType, t) {
			return true
		}
	}
	return false
}
