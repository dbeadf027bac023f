package web

import (
	"math/rand/v2"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// requestID is the header that names a request, and the key under which its context keeps it. A name that a client
// sends is not taken over: it could be another's, or hold anything.
const requestID = "X-Request-Id"

// newRequestID is 16 hexadecimal digits, unlike any other's.
func newRequestID() string {
	const digits = "0123456789abcdef"
	var b [16]byte
	for i, n := 0, rand.Uint64(); i < len(b); i, n = i+1, n>>4 { // it is no secret, and need only differ
		b[i] = digits[n&15]
	}
	return string(b[:])
}

// idOf is the name of a request.
func idOf(c echo.Context) string { return c.Response().Header().Get(requestID) }

// observe names each request and measures how long it takes, by its route and the class of its status. It stands
// outside everything else, so that what panics is counted too.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(requestID, newRequestID())
		began, outcome := s.Now(), "cut" // half an answer is out
		quick := !givesWay(c.Request())
		if quick {
			s.courtesy.enter(began)
		}
		defer func() {
			if quick {
				s.courtesy.leave()
			}
			s.metrics.timing(s.routeOf(c), methodOf(c.Request()), outcome).Observe(s.Now().Sub(began))
		}()
		if err := next(c); err != nil {
			c.Error(err)
		}
		outcome = "gone" // the reader left before an answer was there
		if c.Response().Committed {
			outcome = strconv.Itoa(c.Response().Status/100) + "xx"
		}
		return nil
	}
}

// methodOf keeps a made-up method from becoming a label.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// routeOf is the pattern that answered: a path as it was asked would let anybody make a million series.
func (s *Server) routeOf(c echo.Context) string {
	if path := c.Path(); s.patterns[path] {
		return path
	}
	return "none"
}
