package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
	"detente/internal/fx"
)

// Server answers requests. It is safe for concurrent use.
type Server struct {
	Deps
	inline   inline
	policies policies
	history  memo[history]
	series   memo[[]fx.SeriesID] // that can be measured
	results  *results
	started  int64 // tells the answers of this process from those of one before it
	handler  http.Handler
	scheme   echo.SchemeExtractor // by which a reader asks
	shelf    *shelf
	throttle *Throttle // of who guesses at tokens
	live     streams
	prices   memo[prices]
	metrics  *metrics
	patterns map[string]bool // of the routes
	pacer    pacer
	courtesy courtesy
	gauges   memo[[]event.GaugeSpan]
}

// New prepares the pages. It fails where a dependency is missing.
func New(deps Deps) (*Server, error) {
	if deps.Store == nil || deps.Now == nil || deps.Log == nil {
		return nil, errors.New("web: a dependency is missing: Store, Now and Log are required")
	}
	in, err := inlineOf(deps.Bundle)
	if err != nil {
		return nil, err
	}
	s := &Server{Deps: deps, inline: in, policies: policiesOf(in), results: newResults(), shelf: newShelf(shelfBytes), throttle: NewThrottle(guesses, guessSpan), started: deps.Now().UnixNano()}
	s.live.ending = make(chan struct{})
	s.metrics = newMetrics()
	s.readAhead(s.prime(deps.Kept))
	s.pacer.pace = deps.Pace
	s.scheme = echo.ExtractSchemeFromHeaders()
	s.handler = anyVersion(s.routes())
	return s, nil
}

// Handler returns the handler of every route.
func (s *Server) Handler() http.Handler { return s.handler }

const (
	headerTimeout = 5 * time.Second
	readTimeout   = 15 * time.Second
	writeTimeout  = 60 * time.Second // exports move their own deadline on as they write
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10 // bytes
)

// HTTPServer returns an http.Server for addr with the timeouts that keep slow clients from holding connections.
// The caller listens and shuts it down.
func (s *Server) HTTPServer(addr string) *http.Server {
	server := &http.Server{Addr: addr, Handler: s.handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader}
	server.RegisterOnShutdown(s.live.end)
	return server
}
