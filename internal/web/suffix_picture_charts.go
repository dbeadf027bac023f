package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"detente/internal/chart"
	"detente/internal/words"
)

// shownChart is a chart with the address of the page that shows it, and the pixels it asks for, zero for none.
type shownChart struct {
	chart  chart.Chart
	source []string // sentences
	page   string
	height int
}

// told is the chart in a language; pictures speak another than English where their address names it, as pages do to theirs.
func (c shownChart) told(l words.Language) (shownChart, error) {
	if l == words.English {
		return c, nil
	}
	option, err := l.JSON(c.chart.Option)
	if err != nil {
		return c, err
	}
	data, err := l.JSON(c.chart.Data)
	if err != nil {
		return c, err
	}
	c.chart.Title, c.chart.Option, c.chart.Data = l.T(c.chart.Title), option, data
	for i, sentence := range c.source {
		c.source[i] = l.T(sentence)
	}
	return c, nil
}

// pictureReader reads the chart that an address means.
type pictureReader func(context.Context, pictureState, url.Values) (shownChart, error)

// single refuses the name of a figure where a page has one chart.
func (p pictureState) single() error {
	if p.figure != "" {
		return &badQuery{"figure", fmt.Sprintf("%q: this page has one chart, which needs no name", clip(p.figure))}
	}
	return nil
}

func (s *Server) overlayPicture(ctx context.Context, p pictureState, values url.Values) (shownChart, error) {
	if err := p.single(); err != nil {
		return shownChart{}, err
	}
	q, err := parseQuery(values)
	if err != nil {
		return shownChart{}, err
	}
	h, err := s.load(ctx, q)
	if err != nil {
		return shownChart{}, err
	}
	with, err := s.readBeside(ctx, q)
	if err != nil {
		return shownChart{}, err
	}
	page, err := newOverview(h, with, s.today(q), q, true)
	if err != nil {
		return shownChart{}, err
	}
	said := slices.Concat([]string{asOfWords(q)}, q.chosen(), with.market.undrawable(q, page.Window), with.market.named(q, page.Window),
		[]string{setWords(h.between(page.Window.From, page.Window.To)), "Source: Bank of Russia official rates, by the day they were set; events curated.", page.GaugeNote})
	return shownChart{*page.Chart, said, q.at("/"), 0}, nil
}

// setWords says of which days the rates are that a picture shows.
func setWords(days []day) string {
	if len(days) == 0 {
		return ""
	}
	return "Rates set " + days[0].Set.Words() + " to " + days[len(days)-1].Set.Words() + "."
}

func asOfWords(q query) string {
	if q.AsOf.IsZero() {
		return ""
	}
	return "As it was known on " + clock(q.AsOf) + "."
}

// pick is the figure that was asked for, or the first; a name that is none is a *badQuery that lists them.
func pick(asked string, names []string, figures map[string]*figureView) (*figureView, error) {
	if asked == "" {
		asked = names[0]
	}
	f, ok := figures[asked]
	if !ok {
		return nil, &badQuery{"figure", fmt.Sprintf("%q: want one of %s", clip(asked), strings.Join(names, ", "))}
	}
	if f == nil {
		return nil, &refusal{http.StatusNotFound, "There is nothing to draw", "The question has no " + asked + ": the page says why."}
	}
	return f, nil
}

// toldBeside is what a picture of a result says below it: as of when, of which events, and the figure's own words.
func (q query) toldBeside(f *figureView) []string {
	return slices.Concat([]string{asOfWords(q)}, q.within(), q.chosen(), []string{f.Foot})
}

func (s *Server) studyPicture(ctx context.Context, p pictureState, values url.Values) (shownChart, error) {
	st, err := parseStudy(values)
	if err != nil {
		return shownChart{}, err
	}
	view, err := s.viewStudy(ctx, st)
	if err != nil {
		return shownChart{}, err
	}
	f, err := pick(p.figure, []string{"path", "forest"}, map[string]*figureView{"path": view.PathChart, "forest": view.Forest})
	if err != nil {
		return shownChart{}, err
	}
	return shownChart{f.Chart, st.toldBeside(f), st.at("/study"), f.Height}, nil
}

func (s *Server) correlationPicture(ctx context.Context, p pictureState, values url.Values) (shownChart, error) {
	st, err := parseCorrelation(values)
	if err != nil {
		return shownChart{}, err
	}
	view, err := s.viewCorrelation(ctx, st)
	if err != nil {
		return shownChart{}, err
	}
	f, err := pick(p.figure, []string{"scatter", "lags", "rolling", "projection"},
		map[string]*figureView{"scatter": view.Scatter, "lags": view.CCF, "rolling": view.Rolling, "projection": view.Projection})
	if err != nil {
		return shownChart{}, err
	}
	return shownChart{f.Chart, st.toldBeside(f), st.at("/correlation"), f.Height}, nil
}
