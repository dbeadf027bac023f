package web

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"
)

// drawnPolicy is for a drawing that is opened by itself: a document that can run nothing. Pages have no such line, as ECharts'
// canvas renderer assigns markup where Trusted Types forbid it (LIBRARIES.md).
const drawnPolicy = "; sandbox; require-trusted-types-for 'script'; trusted-types 'none'"

// fixedHeaders are those of every answer beside its policy. The values are shared by all answers, which saves an allocation each:
// whoever wants another sets it, and nobody writes into one.
var fixedHeaders = map[string][]string{
	"X-Content-Type-Options":       {"nosniff"},
	"Referrer-Policy":              {"same-origin"},
	"X-Frame-Options":              {"DENY"},
	"Cross-Origin-Resource-Policy": sameOrigin,
	"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
}

// apart keeps a page out of reach of the window that opened it. A browser pays for it with a process of its own, some 25 ms of the
// first sight of a page, so only pages on which something can be changed ask for it, and all that are answered to a login: no link of
// another site brings a login along (its cookie is SameSite=Strict).
func apart(h http.Header) { h["Cross-Origin-Opener-Policy"] = sameOrigin }

var sameOrigin = []string{"same-origin"}

// policies are the policy of a page and that of a drawing, as a header has them.
type policies struct{ page, drawn []string }

func policiesOf(in inline) policies {
	page := in.policy(pageRules, in.Style, in.First)
	return policies{[]string{page}, []string{page + drawnPolicy}}
}

// secureHeaders does nothing but set headers: echo puts its handlers together anew for every request.
func (s *Server) secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		s.secure(h)
		if _, err := c.Cookie(sessionCookie); err == nil {
			apart(h)
		}
		if path := c.Request().URL.Path; strings.HasSuffix(path, ".svg") && !strings.HasPrefix(path, "/static/") {
			h["Content-Security-Policy"] = s.policies.drawn
		}
		return next(c)
	}
}

// secure sets the headers of a page.
func (s *Server) secure(h http.Header) {
	for name, value := range fixedHeaders {
		h[name] = value
	}
	h["Content-Security-Policy"] = s.policies.page
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
				s.metrics.panics.Add(1)
				s.Log.Error("panic", "request", idOf(c), "path", c.Request().URL.Path, "panic", p, "stack", string(debug.Stack()))
				err = fmt.Errorf("web: panic: %v", p)
			}
		}()
		return next(c)
	}
}
