package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/access"
	"detente/internal/export"
)

// failure is what a reader is told: what happened, what still works, what to do.
type failure struct {
	Status int
	Title  string
	Detail string
}

// What was asked is said again in links, forms and texts: an address of 60 kB would make a page of 700.
const (
	longestAddress = 8 << 10 // bytes
	longestTyped   = 200     // characters of a value, in the field in which it is mended
	longestSaid    = 600     // characters of what is wrong
)

// failureOf decides the status of an error. Only what the reader caused is told to the reader in its own words.
func failureOf(err error) failure {
	var bad *badQuery
	var coded *echo.HTTPError
	var refused *refusal
	var unknown *unknownEvent
	switch {
	case errors.As(err, &unknown):
		return unknown.failure()
	case errors.As(err, &refused):
		return failure(*refused)
	case errors.As(err, &bad):
		return failure{http.StatusBadRequest, "That address cannot be understood", clipTo(longestSaid, fmt.Sprintf("Parameter %q: %s", clip(bad.Param), bad.Problem)) + "."}
	case errors.Is(err, export.ErrInvalid):
		return failure{http.StatusBadRequest, "That table cannot be made", capital(strings.TrimPrefix(err.Error(), "export: "+export.ErrInvalid.Error()+": ")) + "."}
	case errors.As(err, &coded) && coded.Code == http.StatusNotFound:
		return failure{http.StatusNotFound, "There is no such page", "The address may be mistyped, or the page may have moved."}
	case errors.As(err, &coded) && coded.Code < 500:
		return failure{coded.Code, "That cannot be done", "This address cannot be asked in that way."}
	case errors.Is(err, access.ErrUnwritable):
		return failure{http.StatusServiceUnavailable, "Nothing can be stored at present", "The database cannot be written: its disk is full, or it is read-only or held by another program. What you sent was not stored. Reading goes on; the reason is in the server's log."}
	case errors.Is(err, context.DeadlineExceeded):
		return failure{http.StatusServiceUnavailable, "That took too long", "Please try again, or ask for a shorter range."}
	}
	return failure{Status: http.StatusInternalServerError, Title: "Something went wrong on this side"}
}

// handleError is the one place where an error becomes an answer: a page for a browser, problem+json for a program.
func (s *Server) handleError(err error, c echo.Context) {
	r := c.Request()
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the reader has gone
	}
	if wentAway(err) {
		s.Log.Info("the reader went away, or read too slowly", "request", idOf(c), "path", r.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	}
	f := failureOf(err)
	if forms := s.formsOf(r.URL.Path); errors.Is(err, echo.ErrNotFound) && forms != "" {
		f.Detail = forms
	}
	if f.Status == http.StatusInternalServerError {
		f.Detail = "The error is in the server's log as request " + idOf(c) + ". The exports and the other pages may still work."
	}
	if f.Status >= 500 {
		s.Log.Error("request failed", "request", idOf(c), "method", r.Method, "path", r.URL.Path, "error", err)
	}
	if c.Response().Committed {
		panic(http.ErrAbortHandler) // half an export is out: a cut connection says that it is not whole
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().Header().Del("ETag")
	c.Response().Header().Del("Content-Disposition")
	if err := s.writeFailure(c, f, err); err != nil {
		s.Log.Error("error page", "path", r.URL.Path, "error", err)
	}
}

// wentAway tells that the answer could not be written to its connection, which is the reader's doing: an alert on errors
// should not be at the mercy of who breaks off a download.
func wentAway(err error) bool {
	var failed *net.OpError
	return errors.As(err, &failed) && failed.Op == "write"
}

// formsOf says in which files a page comes whose address has another suffix; empty where it comes in none.
func (s *Server) formsOf(asked string) string {
	base := strings.TrimSuffix(asked, path.Ext(asked))
	var suffixes []string
	for route := range s.patterns {
		if suffix, ok := strings.CutPrefix(route, base+"."); ok && base != asked && !strings.ContainsAny(suffix, "./") {
			suffixes = append(suffixes, "."+suffix)
		}
	}
	if suffixes == nil {
		return ""
	}
	slices.Sort(suffixes)
	return fmt.Sprintf("%s comes as %s.", base, strings.Join(suffixes, ", "))
}

func (s *Server) writeFailure(c echo.Context, f failure, cause error) error {
	var unknown *unknownEvent
	found := errors.As(cause, &unknown)
	if wantsPage(c.Request()) {
		page := errorPage{frame: s.frame(c, f.Title, ""), Failure: f, Again: correctable(c, cause)}
		if found {
			page.Near = unknown.near
		}
		return s.render(c, f.Status, page)
	}
	if found {
		f.Detail = strings.TrimSuffix(f.Detail, ".") + unknown.hint() + "."
	}
	body, err := json.Marshal(map[string]any{"type": "about:blank", "title": f.Title, "status": f.Status, "detail": f.Detail, "request": idOf(c)})
	if err != nil {
		return err
	}
	return c.Blob(f.Status, "application/problem+json", body)
}

//pagegen:template error.html
type errorPage struct {
	frame
	Failure failure
	Near    []eventView // events that may have been meant
	Again   *correction // nil where there is nothing to correct
}

// correction is the value of an address that was not understood, to be mended where it stands: the rest of what was asked stays.
type correction struct {
	Path, Name, Value string
	Known             bool // the page has such a parameter
	Others            []choice
	Without           string // the address without it
}

// correctable is the correction of a page that was asked with a wrong value.
func correctable(c echo.Context, err error) *correction {
	var bad *badQuery
	r := c.Request()
	if !errors.As(err, &bad) || r.Method != http.MethodGet || path.Ext(r.URL.Path) != "" || c.QueryParam(bad.Param) == "" {
		return nil
	}
	asked := c.QueryParams()
	again := &correction{Path: r.URL.Path, Name: clip(bad.Param), Value: clipTo(longestTyped, asked.Get(bad.Param)), Known: !strings.HasPrefix(bad.Problem, noneOfThatName)}
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		for _, value := range asked[name] {
			if name != bad.Param && value != "" {
				again.Others = append(again.Others, choice{Label: name, Value: value})
			}
		}
	}
	rest := maps.Clone(asked)
	rest.Del(bad.Param)
	again.Without = (&url.URL{Path: r.URL.Path, RawQuery: rest.Encode()}).String()
	if len(again.Without) > longestAddress {
		again.Others, again.Without = nil, r.URL.Path
	}
	return again
}

// wantsPage tells whether a browser asks for a page, and not a program or an export.
func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html") && !strings.HasPrefix(r.URL.Path, "/api/")
}
