package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/analysis"
	"detente/internal/fx"
	"detente/internal/inquiry"
)

type correlationPage struct {
	frame
	Form        correlationForm
	Facets      facets
	FacetCarry  []field
	Correlation correlationView
	Clear       string // URL without filters of events; empty where there is none
	Exports     []link
	Command     string // that gives the same result in a terminal
}

// handleCorrelation measures how a series and the tension of the filtered events move together.
func (s *Server) handleCorrelation(c echo.Context) error {
	st, err := parseCorrelation(c.QueryParams())
	if err != nil {
		return err
	}
	st.Table = ""
	if done, err := s.answered(c, st, time.Time{}); done || err != nil {
		return err
	}
	ctx := c.Request().Context()
	h, err := s.load(ctx, st.query)
	if err != nil {
		return err
	}
	page := correlationPage{frame: s.frame(c, "Correlation", "/correlation").asOf(st, st.query)}
	if page.Empty = len(h.Days) == 0; page.Empty {
		return s.render(c, http.StatusOK, "correlation.html", page)
	}
	report, err := s.correlation(ctx, st.Question)
	if err != nil {
		return err
	}
	if page.Form, err = s.correlationForm(ctx, st); err != nil {
		return err
	}
	page.complete(h, st)
	if page.Correlation, err = newCorrelationView(report, st); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "correlation.html", page)
}

// complete fills in what stands around the result.
func (p *correlationPage) complete(h history, st correlationState) {
	p.Facets = newFacets(h.Events.Where(confirmed), h, st.query, window{From: st.From, To: st.To}, p.Path)
	p.FacetCarry = hidden(st, facetNames...)
	if st.filtered() {
		p.Clear = st.with(func(s *correlationState) { s.query = s.unfiltered() }).at(p.Path)
		p.Facets.Clear = p.Clear
	}
	table := func(name string) string {
		return st.with(func(s *correlationState) { s.Table = name }).at("/correlation.csv")
	}
	p.Exports = []link{
		{"Summary CSV", st.at("/correlation.csv"), "The correlations of the same fixing with every p-value"},
		{"Pairs CSV", table("scatter"), "A row a fixing: tension and target"},
		{"Lags CSV", table("ccf"), "A row a lag"},
		{"JSON", st.at("/correlation.json"), "Everything on this page, with every digit"},
	}
	p.Command = commandLine("correlate", st)
}

// correlation answers a question, from memory where nothing has changed since it was asked last.
func (s *Server) correlation(ctx context.Context, q analysis.CorrelateQuestion) (analysis.CorrelateReport, error) {
	key, err := s.resultKey(ctx, "correlation", q)
	if err != nil {
		return analysis.CorrelateReport{}, err
	}
	return computed(ctx, s.results, key, func(ctx context.Context) (analysis.CorrelateReport, int, error) {
		in, err := inquiry.Correlation(ctx, s.Store, q)
		if err != nil {
			return analysis.CorrelateReport{}, 0, questionError(err)
		}
		report, err := analysis.Correlate(in)
		return report, 10 + (len(report.Rolling)+report.N)/4, questionError(err)
	})
}

// correlationForm is the question as the form shows it.
type correlationForm struct {
	Series, Controls, Targets, Tensions []choice
	From, To, BreakAt, IDs              string
	HalfLife                            string
	MaxLag, Window, Horizon, Draws      int
	Seed                                uint64
	Carry                               []field
}

// correlationFields are the parameters that the form has fields for.
var correlationFields = []string{"series", "control", "target", "tension", "half-life", "max-lag", "window", "horizon", "break-at", "seed", "permutations", "from", "to", "id"}

func (s *Server) correlationForm(ctx context.Context, st correlationState) (correlationForm, error) {
	q := st.Question
	form := correlationForm{From: st.From.Words(), To: st.To.Words(), BreakAt: q.BreakAt.Words(), IDs: strings.Join(st.IDs, ", "), HalfLife: numberText(q.HalfLife),
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
