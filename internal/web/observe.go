package web

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// requestID is the header that names a request, and the key under which its context keeps it. A name that a client
// sends is not taken over: it could be another's, or hold anything.
const requestID = "X-Request-Id"

// newRequestID is 16 hexadecimal digits, unlike any other's.
func newRequestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

// idOf is the name of a request.
func idOf(c echo.Context) string { return c.Response().Header().Get(requestID) }

// observe names each request and measures how long it takes, by its route and the class of its status. It stands
// outside everything else, so that what panics is counted too.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(requestID, newRequestID())
		began, outcome := s.Now(), "cut" // half an answer is out
		defer func() {
			s.counts.requests.observe(answered{outcome, methodOf(c.Request()), s.routeOf(c)}, s.Now().Sub(began))
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
