package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"detente/internal/export"
)

type downloadsPage struct {
	frame
	Tables []tableView
}

// tableView is a table that can be taken away, with its data dictionary.
type tableView struct {
	Name, URL, About string
	Columns          []export.Column
}

// handleDownloads says what can be downloaded, column by column.
func (s *Server) handleDownloads(c echo.Context, q query) error {
	page := downloadsPage{frame: s.frame(c, "Data", "/data").inState(q)}
	for _, t := range []struct {
		table export.Table
		about string
	}{
		{export.OverlayTable(), "A row a set date: both Bank of Russia rates, their log returns, the tension index and the events whose day 0 it is."},
		{export.RatesTable(), "The Bank of Russia's rates by the day they are in force from, exactly as published."},
		{export.EventsTable(), "A row an event, with its source. What is exported can be imported again."},
		{export.TensionTable(), "A row a calendar day: flow and stock of tension and diplomacy."},
	} {
		page.Tables = append(page.Tables, tableView{t.table.Name, q.exported("/" + t.table.Name + ".csv"), t.about, t.table.Columns})
	}
	return s.render(c, http.StatusOK, "data.html", page)
}
