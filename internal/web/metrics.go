package web

import (
	"context"
	"mime"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/exposition"
)

// metrics are what the server counts itself; the rest is read from the store when it is asked for.
type metrics struct {
	panics   atomic.Int64
	mu       sync.RWMutex
	requests map[answered]*exposition.Timings
}

// answered is what requests are counted by.
type answered struct{ outcome, method, route string }

// answerBounds are those of how long answers take.
var answerBounds = []time.Duration{time.Millisecond, 2500 * time.Microsecond, 5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2500 * time.Millisecond, 5 * time.Second, 10 * time.Second, 30 * time.Second}

func newMetrics() *metrics { return &metrics{requests: map[answered]*exposition.Timings{}} }

// timing is what is told how long an answer of a route took.
func (m *metrics) timing(route, method, outcome string) *exposition.Timings {
	by := answered{outcome, method, route}
	m.mu.RLock()
	t := m.requests[by]
	m.mu.RUnlock()
	if t != nil {
		return t
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if t = m.requests[by]; t == nil {
		t = exposition.NewTimings(answerBounds)
		m.requests[by] = t
	}
	return t
}

// Names begin with detente_; labels hold no text from outside but the names of sources and series.
var (
	requestsTaken = exposition.Histogram("detente_http_request_duration_seconds",
		"How long answers took, by route, method and class of status; cut is an answer that was broken off, gone a reader who left.", "code", "method", "route")
	panicsTotal = exposition.Counter("detente_http_panics_total", "Requests that ended in a panic, which was caught.")
	buildInfo   = exposition.Gauge("detente_build_info", "Always 1; its labels say what runs.", "embedded_set", "go", "version")
)

// tell writes what was counted.
func (m *metrics) tell(p *exposition.Page) {
	p.Set(panicsTotal, float64(m.panics.Load()))
	m.mu.RLock()
	defer m.mu.RUnlock()
	for by, t := range m.requests {
		p.Timed(requestsTaken, t, by.outcome, by.method, by.route)
	}
}

// scrapes is how many may be answered at once: who asks more often than the store can be read is told to wait.
const scrapes = 2

// scrapePatience bounds how long a scrape may read the store; Prometheus gives up after ten seconds by default.
const scrapePatience = 8 * time.Second

// handleMetrics answers in Prometheus' text format, or in OpenMetrics where that is asked for.
func (s *Server) handleMetrics() echo.HandlerFunc {
	going := make(chan struct{}, scrapes)
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Add("Vary", "Accept")
		select {
		case going <- struct{}{}:
			defer func() { <-going }()
		default:
			return c.String(http.StatusServiceUnavailable, strconv.Itoa(scrapes)+" scrapes are being answered: ask again when they are done\n")
		}
		p := exposition.NewPage(wantsOpenMetrics(c.Request().Header.Get("Accept")))
		p.Set(buildInfo, 1, s.EmbeddedSet, runtime.Version(), s.Release)
		p.Runtime()
		p.Process()
		s.metrics.tell(p)
		s.tellStore(p)
		body, err := p.Bytes()
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, p.ContentType(), body)
	}
}

// wantsOpenMetrics tells whether an Accept header sets OpenMetrics at least as high as the older format.
func wantsOpenMetrics(accept string) bool {
	open := qualityOf("application/openmetrics-text", accept)
	return open > 0 && open >= qualityOf("text/plain", accept)
}

// qualityOf is the highest that an Accept header gives a type by its name; 0 where it is not named.
func qualityOf(form, accept string) (most float64) {
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil || name != form {
			continue
		}
		q := 1.0
		if weight, ok := params["q"]; ok {
			q, _ = strconv.ParseFloat(weight, 64) // what is no number counts for nothing
		}
		most = max(most, q)
	}
	return most
}

// tellStore reads the store. Where it cannot be read, detente_store_up is 0 and what is left out is in the log: the
// server's own figures must still be told.
func (s *Server) tellStore(p *exposition.Page) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapePatience)
	defer cancel()
	up := 1.0
	for _, part := range []func(context.Context, *exposition.Page) error{s.tellRuns, s.tellCoverage, s.tellSize} {
		if err := part(ctx, p); err != nil {
			s.Log.Error("metrics", "error", err)
			up = 0
		}
	}
	p.Set(storeUp, up)
}
