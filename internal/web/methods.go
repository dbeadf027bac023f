package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

type methodsPage struct {
	frame
	Sections []methodSection
	Columns  []columnView
}

// handleMethods explains every number of the pages.
func (s *Server) handleMethods(c echo.Context) error {
	q, err := readers[query]{}.read(c.QueryParams())
	if err != nil {
		return err
	}
	if done, err := s.answered(c, q, 0); done || err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "methods.html", methodsPage{s.frame(c, "Methods", "/methods"), methods, columns})
}
