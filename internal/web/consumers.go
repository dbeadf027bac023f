package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/export"
	"detente/internal/fx"
)

// Files is what files, the API and the tools of others read beside the pages.
type Files interface {
	export.Source
	export.Catalogue
	// Zoom gives candles of [from, to) as at most points/4 buckets, ascending.
	Zoom(ctx context.Context, id fx.SeriesID, from, to time.Time, points int) ([]fx.Bucket, error)
}

// fileRoutes are the addresses that are not pages: files, the API, citations and what the tools of others ask for.
func (s *Server) fileRoutes() []route {
	return slices.Concat(s.exportRoutes(), s.calendarRoutes(), s.feedRoutes(), s.pictureRoutes(), s.apiRoutes(), s.citeRoutes(), s.grafanaRoutes(), s.udfRoutes(), []route{
		{"/embed/overlay", s.framed(s.page(s.handleEmbed, daily))},
		{"/oembed", s.open(s.handleOEmbed)},
	})
}

// register adds the routes of files. What scripts of other sites may ask, their browsers ask about first.
func (s *Server) register(e *echo.Echo) {
	for _, r := range s.fileRoutes() {
		e.GET(r.path, r.handle)
		e.HEAD(r.path, r.handle)
		e.OPTIONS(r.path, s.open(s.handlePreflight))
		if strings.HasPrefix(r.path, "/grafana/") { // its questions come in the body of a POST, and change nothing
			e.POST(r.path, r.handle)
		}
	}
	e.HTTPErrorHandler = s.openErrors(e.HTTPErrorHandler)
}

// openErrors lets scripts of other sites read why an answer of the API is an error: echo's own errors, such as one for a
// wrong method, never pass through a route.
func (s *Server) openErrors(next echo.HTTPErrorHandler) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			c.Response().Header().Set("Access-Control-Allow-Origin", "*")
		}
		next(err, c)
	}
}

// framed lets every site show an answer in a frame.
func (s *Server) framed(next echo.HandlerFunc) echo.HandlerFunc {
	policy := s.inline.policy(frameRules, s.inline.Framed, s.inline.Style) // an error has the style of a page
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Del("X-Frame-Options")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		return next(c)
	}
}
