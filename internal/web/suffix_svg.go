package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/chart"
	"detente/internal/render"
	"detente/internal/words"
)

// Drawer draws a chart without a browser; *render.Renderer fits it.
type Drawer interface {
	SVG(ctx context.Context, c chart.Chart, p render.Picture) ([]byte, error)
}

// pictureState says how a chart is drawn and, where a page has several, which one.
type pictureState struct {
	width, height int
	theme         string
	figure        string
}

var pictureReaders = readers[pictureState]{
	"width":  func(p *pictureState, v string) (err error) { p.width, err = readWhole(v); return err },
	"height": func(p *pictureState, v string) (err error) { p.height, err = readWhole(v); return err },
	"theme":  func(p *pictureState, v string) error { p.theme = v; return nil },
	"figure": func(p *pictureState, v string) error { p.figure = v; return nil },
}

// parsePicture takes what is about the picture out of the parameters; rest is the address of the page that shows the chart.
func parsePicture(values url.Values) (p pictureState, rest url.Values, err error) {
	rest, own := maps.Clone(values), url.Values{}
	for name := range pictureReaders {
		if list, ok := rest[name]; ok {
			own[name] = list
			delete(rest, name)
		}
	}
	p, err = pictureReaders.read(own)
	return p, rest, err
}

// aroundChart is what title, source and link take of a picture; tallest is what still is one. In pixels.
const aroundChart, tallest = 140, 4000

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

// inLanguage names the language of a page in the address of a picture for it.
func inLanguage(c echo.Context, address string) string {
	l := languageOf(c.Request())
	if l == words.English || strings.Contains(address, langParam+"=") {
		return address
	}
	between := "?"
	if strings.Contains(address, "?") {
		between = "&"
	}
	return address + between + langParam + "=" + l.Code()
}

func (s *Server) svgRoutes() []route {
	return []route{
		{"/overlay.svg", s.open(s.handleSVG(s.overlayPicture))},
		{"/study.svg", s.open(s.handleSVG(s.studyPicture))},
		{"/correlation.svg", s.open(s.handleSVG(s.correlationPicture))},
	}
}

// handleSVG draws the chart of a page: the parameters are the page's, and width, height, theme and figure. A picture that
// was drawn before is answered before anything is read.
func (s *Server) handleSVG(read func(context.Context, pictureState, url.Values) (shownChart, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, rest, err := parsePicture(c.QueryParams())
		if err != nil {
			return err
		}
		if s.Drawer == nil {
			return &refusal{http.StatusServiceUnavailable, "No charts here", "This program was built without its charts. The tables and exports work."}
		}
		if known, err := s.unchanged(c); known || err != nil {
			return err
		}
		// The figures are in the tag, and the day decides which window is shown where the address names none.
		key := "picture " + c.Response().Header().Get("ETag") + s.today(query{}).String() + s.site(c)
		if kept := s.shelf.get(key); kept != nil {
			return picture(c, kept)
		}
		svg, err := s.drawn(c, p, rest, read)
		if err != nil {
			return err
		}
		s.shelf.put(key, svg)
		return picture(c, svg)
	}
}

// drawn reads and draws the chart.
func (s *Server) drawn(c echo.Context, p pictureState, rest url.Values, read func(context.Context, pictureState, url.Values) (shownChart, error)) ([]byte, error) {
	shown, err := read(c.Request().Context(), p, rest)
	if err != nil {
		return nil, err
	}
	l, asked := askedLanguage(c.Request())
	if asked {
		if shown, err = shown.told(l); err != nil {
			return nil, err
		}
	}
	if p.height == 0 && shown.height > 0 {
		p.height = min(shown.height+aroundChart, tallest)
	}
	svg, err := s.Drawer.SVG(c.Request().Context(), shown.chart, render.Picture{W: p.width, H: p.height, Theme: render.Theme(p.theme), Source: strings.TrimSpace(strings.Join(shown.source, " ")), Link: s.site(c) + shown.page, Words: l.Scripts()})
	if errors.Is(err, render.ErrInvalid) {
		return nil, &badQuery{"width, height or theme", strings.TrimPrefix(err.Error(), "render: ")}
	}
	return svg, err
}

// picture answers with an SVG. It can be opened by itself: nothing in it may run or be fetched, its own style apart.
func picture(c echo.Context, svg []byte) error {
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	return c.Blob(http.StatusOK, "image/svg+xml", svg)
}

// preview is the address of a page's picture for those who show a link with one; empty where there are no pictures. SVG is
// what is drawn: who shows only bitmaps shows none.
func (s *Server) preview(c echo.Context, path string, st state) string {
	if s.Drawer == nil {
		return ""
	}
	v := st.values()
	v.Set("width", "1200")
	v.Set("height", "630")
	return s.site(c) + inLanguage(c, address(path, bare(v)))
}

func (s *Server) overlayPicture(ctx context.Context, _ pictureState, values url.Values) (shownChart, error) {
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
	return shownChart{*page.Chart, []string{asOfWords(q), "Source: Bank of Russia official rates, by the day they were set; events curated.", page.GaugeNote}, q.at("/"), 0}, nil
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
	return shownChart{f.Chart, []string{asOfWords(st.query), f.Foot}, st.at("/study"), f.Height}, nil
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
	return shownChart{f.Chart, []string{asOfWords(st.query), f.Foot}, st.at("/correlation"), f.Height}, nil
}

// alternate is another form of a page, as its head names it.
type alternate struct{ Type, URL, Title string }

// alternates of the overview: how to show it in a frame, as a picture and as a table.
func (s *Server) alternates(c echo.Context, q query) []alternate {
	asked := url.Values{"url": {s.site(c) + q.at("/")}}
	all := []alternate{
		{"application/json+oembed", "/oembed?" + asked.Encode(), "Détente"},
		{"text/csv", address("/overlay.csv", tableState{query: q, Table: "overlay"}), "The same in figures"},
	}
	if s.Drawer != nil {
		all = append(all, alternate{"image/svg+xml", q.at("/overlay.svg"), "The chart as a picture"})
	}
	return all
}

// feeds of a page of events.
func feeds(q query) []alternate {
	return []alternate{{"application/atom+xml", q.undrawn().at("/events.atom"), "Events"}, {"text/calendar", q.undrawn().at("/events.ics"), "Events"}}
}
