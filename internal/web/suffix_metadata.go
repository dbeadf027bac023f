package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"detente/internal/export"
	"detente/internal/fx"
)

// handleTableMetadata describes the CSV of the same parameters, as CSV on the Web wants it beside the file.
func (s *Server) handleTableMetadata(name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		t, err := parseTable(name, export.CSV, c.QueryParams())
		if err != nil {
			return err
		}
		if err := s.checkTable(c.Request().Context(), t); err != nil {
			return err
		}
		if known, err := s.sameFile(c, t); known || err != nil {
			return err
		}
		item, err := s.survey(c.Request().Context(), t)
		if err != nil {
			return err
		}
		return sendCSVW(c, item)
	}
}

// csvwSuffix is where the description of a CSV stands, beside it.
const csvwSuffix = ".csv-metadata.json"

// describedAt tells the reader of a CSV where its description is.
func describedAt(h http.Header, at string) {
	h.Add("Link", "<"+at+`>; rel="describedby"; type="application/csvm+json"`)
}

func sendCSVW(c echo.Context, of export.Item) error {
	described, err := export.CSVW(of)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/csvm+json", described)
}

// survey describes a table with the hash of its bytes, at its address beside the descriptor. A description is kept until
// the figures change: millions of candles are not read for everyone who asks.
func (s *Server) survey(ctx context.Context, t tableState) (export.Item, error) {
	path := address(t.Table+"."+string(t.Format), t)
	look := func(ctx context.Context) (export.Meta, int, error) {
		meta, err := export.Survey(ctx, s.files(nil), t.Table, t.options(), s.askedNow(t), s.Now())
		return meta, 1, err
	}
	if s.moving(t) || t.question() != nil { // a question is kept already, and waits for its own turn
		meta, _, err := look(ctx)
		return export.Item{Meta: meta, Path: path}, err
	}
	key, err := s.resultKey(ctx, "survey", path)
	if err != nil {
		return export.Item{}, err
	}
	meta, err := computed(ctx, s.results, key, look)
	return export.Item{Meta: meta, Path: path}, err
}

// handlePackage describes every table, or with ?table= the one that the other parameters ask for.
func (s *Server) handlePackage(c echo.Context) error {
	asked, err := s.packaged(c.Request().Context(), c.QueryParams())
	if err != nil {
		return err
	}
	if known, err := s.unchanged(c); known || err != nil {
		return err
	}
	var items []export.Item
	for _, t := range asked {
		item, err := s.survey(c.Request().Context(), t)
		if err != nil {
			return err
		}
		items = append(items, item)
	}
	described, err := export.Package(items...)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/json", described)
}

// packaged are the tables of a package.
func (s *Server) packaged(ctx context.Context, values url.Values) ([]tableState, error) {
	if name := values.Get("table"); name != "" {
		t, err := parseCited(values)
		if err != nil {
			return nil, err
		}
		return []tableState{t.tableState}, s.checkTable(ctx, t.tableState)
	}
	candles, err := s.candleSeries(ctx)
	if err != nil {
		return nil, err
	}
	var all []tableState
	add := func(name string, own url.Values) error {
		for param, value := range values {
			own[param] = value
		}
		t, err := parseTable(name, export.CSV, own)
		all = append(all, t)
		return err
	}
	for _, name := range packageTables {
		if err := add(name, url.Values{}); err != nil {
			return nil, err
		}
	}
	if values.Get("gauge") != "" {
		if err := add("gauges", url.Values{}); err != nil {
			return nil, err
		}
	}
	for _, id := range candles {
		if err := add("candles", url.Values{"series": {string(id)}}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// packageTables are in the package beside a table a series of candles. What follows from a question, and how collecting
// went, is described by itself, with ?table=.
var packageTables = []string{"events", "overlay", "quotes", "rates", "tension"}

// candleSeries are the series of candles that hold any.
func (s *Server) candleSeries(ctx context.Context) ([]fx.SeriesID, error) {
	covered, err := s.Store.Coverage(ctx)
	var ids []fx.SeriesID
	for _, c := range covered {
		if c.Series.Kind == fx.KindCandle && c.Count > 0 {
			ids = append(ids, c.Series.ID)
		}
	}
	return ids, err
}
