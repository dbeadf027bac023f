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
		if known, err := s.unchanged(c); known || err != nil {
			return err
		}
		item, err := s.survey(c.Request().Context(), t)
		if err != nil {
			return err
		}
		described, err := export.CSVW(item)
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "application/csvm+json", described)
	}
}

// survey describes a table with the hash of its bytes, at its address beside the descriptor.
func (s *Server) survey(ctx context.Context, t tableState) (export.Item, error) {
	meta, err := export.Survey(ctx, s.Store, t.Table, t.options(), t.asked(), s.Now())
	return export.Item{Meta: meta, Path: address(t.Table+"."+string(t.Format), t)}, err
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
	daily, err := s.dailyCandles(ctx)
	if err != nil {
		return nil, err
	}
	var all []tableState
	for _, name := range tables {
		own := url.Values{}
		if name == "candles" {
			if len(daily) == 0 {
				continue
			}
			own.Set("series", joined(daily))
		}
		if name == "gauges" && values.Get("gauge") == "" {
			continue
		}
		for param, value := range values {
			own[param] = value
		}
		t, err := parseTable(name, export.CSV, own)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// dailyCandles are the series of daily candles that hold any. Minutes are too many to be described with the rest: their
// descriptor is asked for by name.
func (s *Server) dailyCandles(ctx context.Context) ([]fx.SeriesID, error) {
	covered, err := s.Store.Coverage(ctx)
	var daily []fx.SeriesID
	for _, c := range covered {
		if c.Series.Kind == fx.KindCandle && c.Series.ID.Interval() == "1d" && c.Count > 0 {
			daily = append(daily, c.Series.ID)
		}
	}
	return daily, err
}
