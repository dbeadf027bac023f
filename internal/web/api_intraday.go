package web

import (
	"context"

	"detente/internal/analysis"
	"detente/internal/fx"
	"detente/internal/inquiry"
)

// intradayState asks for the response by the minute to the events of a filter.
type intradayState struct {
	query
	Series fx.SeriesID
}

var intradayReaders = aboutEvents(func(s *intradayState) *query { return &s.query }, readers[intradayState]{
	"series": func(s *intradayState, v string) (err error) { s.Series, err = readSeries(v); return err },
})

func (s *Server) apiIntraday(ctx context.Context, st intradayState) (reply, error) {
	if st.Series == "" {
		return reply{}, needed("series", string(fx.MOEXUSD1))
	}
	if err := st.check(); err != nil {
		return reply{}, err
	}
	report, err := s.minutes(ctx, st)
	return reply{body: report}, err
}

// minutes measures, or finds what was measured of the same figures.
func (s *Server) minutes(ctx context.Context, st intradayState) (analysis.IntradayStudy, error) {
	selection := analysis.SelectionOf(st.filter(st.From, st.To))
	question := struct {
		Series    fx.SeriesID
		Selection analysis.Selection
		AsOf      string
	}{st.Series, selection, st.AsOf.String()}
	return measured(ctx, s, "intraday", selection, question, func(ctx context.Context) (analysis.IntradayStudy, int, error) {
		report, err := inquiry.Intraday(ctx, s.Store, st.Series, selection, st.AsOf)
		return report, 10 + report.NEvents, err
	})
}
