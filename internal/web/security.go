package web

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"
)

// policy allows what this server itself serves and nothing else: no script or style inside a page, no other host.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// drawnPolicy is for a drawing that is opened by itself: a document that can run nothing. Pages have no such line, as ECharts'
// canvas renderer assigns markup where Trusted Types forbid it (LIBRARIES.md).
const drawnPolicy = "; sandbox; require-trusted-types-for 'script'; trusted-types 'none'"

// fixedHeaders are those of every answer. The values are shared by all answers, which saves an allocation each: whoever wants
// another sets it, and nobody writes into one.
var fixedHeaders = map[string][]string{
	"Content-Security-Policy":      {policy},
	"X-Content-Type-Options":       {"nosniff"},
	"Referrer-Policy":              {"same-origin"},
	"X-Frame-Options":              {"DENY"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
}

func secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		for name, value := range fixedHeaders {
			h[name] = value
		}
		if path := c.Request().URL.Path; strings.HasSuffix(path, ".svg") && !strings.HasPrefix(path, "/static/") {
			h.Set("Content-Security-Policy", policy+drawnPolicy)
		}
		return next(c)
	}
}

// recoverPanics turns a panic into an error, so that one request cannot end the server.
func (s *Server) recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler: // net/http's own way to drop a connection
				panic(p)
			default:
				s.metrics.panics.Inc()
				s.Log.Error("panic", "request", idOf(c), "path", c.Request().URL.Path, "panic", p, "stack", string(debug.Stack()))
				err = fmt.Errorf("web: panic: %v", p)
			}
		}()
		return next(c)
	}
}
