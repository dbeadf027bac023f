package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// handleHealth says that the process answers.
func (s *Server) handleHealth(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.String(http.StatusOK, "ok\n")
}

// handleReady says that the database answers too.
func (s *Server) handleReady(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	if _, err := s.Store.Version(c.Request().Context()); err != nil {
		s.Log.Error("not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "the database does not answer\n")
	}
	if err := s.Store.Writable(); err != nil {
		return c.String(http.StatusOK, "ready to read; the database cannot be written\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
