package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/access"
)

// handleHealth says that the process answers.
func (s *Server) handleHealth(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.String(http.StatusOK, "ok\n")
}

// readyWait is how long the database has to answer who asks whether it does.
const readyWait = 2 * time.Second

// handleReady says that the database answers too, and what keeps it from being written: readers need not be sent away for that.
func (s *Server) handleReady(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	if err := s.answers(c.Request().Context()); err != nil {
		s.Log.Error("not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "the database does not answer\n")
	}
	switch err := s.Store.Writable(); {
	case errors.Is(err, access.ErrLocked):
		return c.String(http.StatusOK, "ready to read; the database cannot be written: another program has it locked\n")
	case err != nil:
		return c.String(http.StatusOK, "ready to read; the database cannot be written\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// answers asks the database for its version. A disk that hangs does not heed that the time is over: who asked is told all the same.
func (s *Server) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWait)
	defer cancel()
	answer := make(chan error, 1)
	go func() {
		_, err := s.Store.Version(ctx)
		answer <- err
	}()
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
