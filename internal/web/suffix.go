package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/near"
)

// kinds are the series that a table can hold.
var kinds = map[string][]fx.Kind{
	"rates":   {fx.KindFixing, fx.KindReference},
	"overlay": {fx.KindFixing, fx.KindReference},
	"candles": {fx.KindCandle},
	"quotes":  {fx.KindPress},
}

// checkTable refuses what of the question is not stored.
func (s *Server) checkTable(ctx context.Context, t tableState) error {
	if err := s.checkSeries(ctx, t.Table, t.Series...); err != nil {
		return err
	}
	if err := s.checkEvents(ctx, t.query); err != nil {
		return err
	}
	return s.checkGauges(ctx, t.gauges()...)
}

// checkSeries refuses a series that is not stored or does not belong in the table.
func (s *Server) checkSeries(ctx context.Context, table string, ids ...fx.SeriesID) error {
	if len(ids) == 0 {
		return nil
	}
	stored, err := s.Store.Series(ctx)
	if err != nil {
		return err
	}
	var fit []string
	for _, known := range stored {
		if slices.Contains(kinds[table], known.Kind) {
			fit = append(fit, string(known.ID))
		}
	}
	for _, id := range ids {
		if !slices.Contains(fit, string(id)) {
			return &badQuery{"series", fmt.Sprintf("%s is not one of %s%s: there are %s", id, table, near.Hint(near.Words(string(id), fit)), strings.Join(fit, ", "))}
		}
	}
	return nil
}

func (s *Server) exportRoutes() []route {
	var routes []route
	for _, name := range tables {
		for _, format := range export.Formats() {
			handle := s.open(s.handleTable(name, format))
			file := "/" + name + "." + string(format)
			routes = append(routes, route{file, handle}, route{"/data" + file, handle})
		}
		described := s.open(s.handleTableMetadata(name))
		routes = append(routes, route{"/" + name + csvwSuffix, described}, route{"/data/" + name + csvwSuffix, described})
	}
	return append(routes, route{"/data/datapackage.json", s.open(s.handlePackage)})
}
