package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

// streams tell open pages that figures or events were stored. Each looks for itself and ends with its request: there
// is nothing that could outlive it.
type streams struct {
	open   atomic.Int32
	once   sync.Once
	ending chan struct{} // closed when the server shuts down, so that streams do not hold it up
}

// end ends every stream; it may be called more than once.
func (l *streams) end() { l.once.Do(func() { close(l.ending) }) }

const (
	maxStreams = 200
	lookEvery  = 2 * time.Second
	beatEvery  = 15 * time.Second
	retryAfter = 5 * time.Second
)

// padding makes a proxy that collects a few kilobytes let go of the first message.
var padding = ":" + strings.Repeat(" ", 2048) + "\n\n"

// state of the store as a page shows it: the id of a message, so that a reader who comes back learns what was missed.
type stored struct {
	Version  int64  `json:"version"`
	Fixings  int    `json:"fixings"`
	Events   int    `json:"events"`
	Newest   string `json:"newest,omitempty"` // set date of the newest fixing
	Fixed    int    `json:"new_fixings"`      // since the reader's last message
	Happened int    `json:"new_events"`
}

func (s stored) id() string { return fmt.Sprintf("%d-%d-%d", s.Version, s.Fixings, s.Events) }

// since fills in what is new to a reader whose last message had an id; an id that is none changes nothing.
func (s stored) since(id string) stored {
	parts := strings.Split(id, "-")
	if len(parts) != 3 {
		return s
	}
	fixings, errF := strconv.Atoi(parts[1])
	events, errE := strconv.Atoi(parts[2])
	if errF == nil && errE == nil {
		s.Fixed, s.Happened = max(0, s.Fixings-fixings), max(0, s.Events-events)
	}
	return s
}

func (s *Server) stored(ctx context.Context) (stored, error) {
	h, err := s.load(ctx, query{})
	if err != nil {
		return stored{}, err
	}
	version, err := s.Store.Version(ctx)
	if err != nil {
		return stored{}, err
	}
	state := stored{Version: version, Fixings: len(h.USD.Fixings) + len(h.EUR.Fixings), Events: len(h.Events)}
	if _, last := h.span(); !last.IsZero() {
		state.Newest = last.String()
	}
	return state, nil
}

// handleLive streams what is new as server-sent events, or says it once where the reader wants JSON: then poll slowly.
func (s *Server) handleLive(c echo.Context) error {
	r := c.Request()
	last := r.Header.Get("Last-Event-ID")
	if last == "" {
		last = c.QueryParam("last")
	}
	if !strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		state, err := s.stored(r.Context())
		if err != nil {
			return err
		}
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Set("Detente-Last", state.id())
		return c.JSON(http.StatusOK, state.since(last))
	}
	if s.live.open.Add(1) > maxStreams {
		s.live.open.Add(-1)
		c.Response().Header().Set("Retry-After", "60")
		return echo.NewHTTPError(http.StatusTooManyRequests)
	}
	defer s.live.open.Add(-1)
	return s.stream(c, last)
}

func (s *Server) stream(c echo.Context, last string) error {
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no")
	c.Response().WriteHeader(http.StatusOK)
	ctx := c.Request().Context()
	out := streamWriter{c.Response(), http.NewResponseController(c.Response())}
	if err := out.message(ctx, fmt.Sprintf("retry: %d\n%s", retryAfter.Milliseconds(), padding)); err != nil {
		return nil // the reader has gone
	}
	look, beat := time.NewTicker(lookEvery), time.NewTicker(beatEvery)
	defer look.Stop()
	defer beat.Stop()
	known := int64(-1)
	for {
		version, err := s.Store.Version(ctx)
		if err == nil && version != known {
			known = version
			last, err = s.tell(ctx, out, last)
		}
		if err != nil {
			return nil // the reader has gone, or comes back by itself and asks anew
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.live.ending:
			return nil
		case <-beat.C:
			if err := out.message(ctx, "event: beat\ndata: {}\n\n"); err != nil {
				return nil
			}
		case <-look.C:
		}
	}
}

// tell sends the state of the store: "hello" to a reader who knows none or this one, "stored" where something is new.
func (s *Server) tell(ctx context.Context, out streamWriter, last string) (string, error) {
	state, err := s.stored(ctx)
	if err != nil {
		return last, err
	}
	name := "stored"
	if last == "" || last == state.id() {
		name = "hello"
	}
	body, err := json.Marshal(state.since(last))
	if err != nil {
		return last, err
	}
	return state.id(), out.message(ctx, fmt.Sprintf("event: %s\nid: %s\ndata: %s\n\n", name, state.id(), body))
}

// streamWriter sends each message at once and gives each a deadline of its own: the server's would end the stream.
type streamWriter struct {
	to      http.ResponseWriter
	control *http.ResponseController
}

func (w streamWriter) message(ctx context.Context, text string) error {
	limited, cancel := context.WithTimeout(ctx, writePatience)
	defer cancel()
	if deadline, ok := limited.Deadline(); ok {
		// Where the connection has no deadlines there is none to move on.
		_ = w.control.SetWriteDeadline(deadline)
	}
	if _, err := io.WriteString(w.to, text); err != nil {
		return err
	}
	return w.control.Flush()
}
