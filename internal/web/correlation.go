package web

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/analysis"
	"detente/internal/fx"
	"detente/internal/inquiry"
)

//pagegen:template correlation.html
type correlationPage struct {
	measuringPage
	Form        correlationForm
	Correlation correlationView
}

// handleCorrelation measures how a series and the tension of the filtered events move together.
func (s *Server) handleCorrelation(c echo.Context) error {
	st, err := parseCorrelationPage(c.QueryParams())
	if err != nil {
		return err
	}
	if st.Question.Series, err = s.elseStored(c, st.Question.Series); err != nil {
		return err
	}
	st.Table = ""
	plain := st.with(func(s *correlationState) { s.view = view{} })
	asked := asking{title: "Correlation", command: "correlate", state: st, first: st, events: st.query, plain: plain,
		unfiltered: st.with(func(s *correlationState) { s.query = s.unfiltered() }).at("/correlation"),
		exports:    resultTakes(tableState{query: plain.query, Table: "correlation", correlation: &plain}, correlationTables)}
	return s.answerMeasured(c, asked, func(ctx context.Context, around measuringPage) (sheet, error) {
		page := correlationPage{measuringPage: around}
		if page.Empty {
			return page, nil
		}
		if page.Form, err = s.correlationForm(ctx, st); err != nil {
			return page, err
		}
		if page.Correlation, err = s.viewCorrelation(ctx, st); page.Correlation.Scatter == nil {
			page.Pictures = nil
		}
		return page, err
	})
}

// correlationTables are the tables of a correlation's answer.
var correlationTables = []string{"summary", "ccf", "rolling", "ols", "granger", "local_projection", "periods", "scatter"}

// viewCorrelation is the correlation of a state as its page prints it.
func (s *Server) viewCorrelation(ctx context.Context, st correlationState) (correlationView, error) {
	report, err := s.correlation(ctx, st.Question)
	if err != nil {
		return correlationView{}, err
	}
	return newCorrelationView(report, st)
}

// correlation answers a question, from memory where nothing has changed since it was asked last.
func (s *Server) correlation(ctx context.Context, q analysis.CorrelateQuestion) (analysis.CorrelateReport, error) {
	return measured(ctx, s, "correlation", q.Selection, q, func(ctx context.Context) (analysis.CorrelateReport, int, error) {
		in, err := inquiry.Correlation(ctx, s.Store, q)
		if err != nil {
			return analysis.CorrelateReport{}, 0, err
		}
		report, err := analysis.Correlate(in)
		return report, 10 + (len(report.Rolling)+report.N)/4, err
	})
}

// correlationForm is the question as the form shows it.
type correlationForm struct {
	Series, Controls, Targets, Tensions []choice
	From, To, BreakAt, IDs              string
	HalfLife, NeweyWest                 string
	ControlLag                          bool
	MaxLag, Window, Horizon, Draws      int
	Seed                                uint64
	Carry                               []field
}

// correlationFields are the parameters that the form has fields for.
var correlationFields = []string{"series", "control", "target", "tension", "control-lag", "newey-west", "half-life", "max-lag", "window", "horizon", "break-at", "seed", "permutations", "from", "to", "id"}

func (s *Server) correlationForm(ctx context.Context, st correlationState) (correlationForm, error) {
	q := st.Question
	form := correlationForm{From: st.From.Words(), To: st.To.Words(), BreakAt: q.BreakAt.Words(), IDs: strings.Join(st.IDs, ", "), HalfLife: numberText(q.HalfLife), NeweyWest: lagText(q.NeweyWest), ControlLag: q.ControlLag == 1,
		MaxLag: q.MaxLag, Window: q.Window, Horizon: q.Horizon, Draws: q.Draws, Seed: q.Seed, Carry: hidden(st, correlationFields...)}
	stored, err := s.measurable(ctx)
	if err != nil {
		return form, err
	}
	form.Series = seriesChoices(stored, q.Series, "")
	form.Controls = seriesChoices(slices.DeleteFunc(slices.Clone(stored), func(id fx.SeriesID) bool { return id == q.Series }), q.Control, "none")
	for _, t := range []string{analysis.TargetReturn, analysis.TargetAbsReturn, analysis.TargetVolatility, analysis.TargetLevel} {
		form.Targets = append(form.Targets, choice{t, targetLabels[t], t == q.Target})
	}
	form.Tensions = []choice{{analysis.TensionFlow, "flow of the day", q.Tension == analysis.TensionFlow},
		{analysis.TensionStock, "stock, fading", q.Tension == analysis.TensionStock}}
	return form, nil
}

var targetLabels = map[string]string{
	analysis.TargetReturn:     "daily move",
	analysis.TargetAbsReturn:  "size of the daily move",
	analysis.TargetVolatility: "volatility over 20 fixings",
	analysis.TargetLevel:      "level (refused unless stationary)",
}
