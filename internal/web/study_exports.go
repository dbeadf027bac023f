package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/inquiry"
)

// resultRoutes are the exports of studies and correlations: the bytes that the command writes for the same parameters.
func (s *Server) resultRoutes() []route {
	return []route{
		{"/study.csv", s.handleStudyExport(export.CSV)},
		{"/study.json", s.handleStudyExport(export.JSON)},
		{"/correlation.csv", s.handleCorrelationExport(export.CSV)},
		{"/correlation.json", s.handleCorrelationExport(export.JSON)},
	}
}

func (s *Server) handleStudyExport(format export.Format) echo.HandlerFunc {
	return func(c echo.Context) error {
		st, err := parseStudy(c.QueryParams())
		if err != nil {
			return err
		}
		report, err := s.study(c.Request().Context(), st.Question)
		if err != nil {
			return err
		}
		return writeResult(c, download{"study", st.Question.Series, format, orUsual(st.Table, inquiry.StudyTable)}, report)
	}
}

func (s *Server) handleCorrelationExport(format export.Format) echo.HandlerFunc {
	return func(c echo.Context) error {
		st, err := parseCorrelation(c.QueryParams())
		if err != nil {
			return err
		}
		report, err := s.correlation(c.Request().Context(), st.Question)
		if err != nil {
			return err
		}
		return writeResult(c, download{"correlation", st.Question.Series, format, orUsual(st.Table, inquiry.CorrelationTable)}, report)
	}
}

func orUsual(table, usual string) string {
	if table == "" {
		return usual
	}
	return table
}

// download says what is taken away.
type download struct {
	name   string
	series fx.SeriesID
	format export.Format
	table  string
}

// file is detente-study-cbr-usdrub-tests.csv.
func (d download) file() string {
	parts := []string{"detente", d.name, strings.ToLower(strings.ReplaceAll(string(d.series), ":", "-"))}
	if d.format == export.CSV {
		parts = append(parts, strings.ReplaceAll(d.table, "_", "-"))
	}
	return strings.Join(parts, "-") + "." + string(d.format)
}

func writeResult(c echo.Context, d download, report inquiry.Report) error {
	var body bytes.Buffer
	var err error
	if d.format == export.JSON {
		err = inquiry.WriteJSON(&body, report)
	} else {
		err = inquiry.WriteCSV(&body, report, d.table)
	}
	if err != nil {
		return questionError(err)
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, d.file()))
	h.Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, d.format.ContentType(), body.Bytes())
}
