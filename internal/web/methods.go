package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"detente/internal/export"
)

//pagegen:template methods.html
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
	return s.render(c, http.StatusOK, methodsPage{s.frame(c, "Methods", "/methods"), methods, columns})
}

// columnView explains a column of the exports of studies and correlations; its anchor is col- and the name.
type columnView struct{ Name, Text string }

// columns are in the order of the tables. A missing number is an empty cell.
var columns = func() (all []columnView) {
	for _, c := range export.ResultColumns() {
		all = append(all, columnView{c.Name, c.About})
	}
	return all
}()
