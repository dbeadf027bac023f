package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/chart"
	"detente/internal/render"
	"detente/internal/words"
)

// Drawer draws a chart without a browser; *render.Renderer fits it.
type Drawer interface {
	SVG(ctx context.Context, c chart.Chart, p render.Picture) ([]byte, error)
	PNG(ctx context.Context, c chart.Chart, p render.Picture) ([]byte, error)
}

// pictureState says how a chart is drawn and, where a page has several, which one.
type pictureState struct {
	width, height int
	theme         string
	figure        string
	scale         float64 // of a PNG alone
}

var pictureReaders = readers[pictureState]{
	"width":  func(p *pictureState, v string) (err error) { p.width, err = readWhole(v); return err },
	"height": func(p *pictureState, v string) (err error) { p.height, err = readWhole(v); return err },
	"theme":  func(p *pictureState, v string) error { p.theme = v; return nil },
	"figure": func(p *pictureState, v string) error { p.figure = v; return nil },
}

// bitmapReaders are those of a PNG.
var bitmapReaders = readers[pictureState]{
	"width": pictureReaders["width"], "height": pictureReaders["height"], "theme": pictureReaders["theme"], "figure": pictureReaders["figure"],
	"scale": func(p *pictureState, v string) (err error) { p.scale, err = readScale(v); return err },
}

// readScale reads a number above zero; how large it may be is the drawer's to say.
func readScale(v string) (float64, error) {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || !(n > 0) || n > 100 {
		return 0, fmt.Errorf("%q: want a number from 1 to 3", clip(v))
	}
	return n, nil
}

// pictureKind is a way to draw a chart.
type pictureKind struct {
	suffix, contentType string
	read                readers[pictureState]
	draw                func(Drawer) func(context.Context, chart.Chart, render.Picture) ([]byte, error)
}

var (
	vector = pictureKind{"svg", "image/svg+xml", pictureReaders, func(d Drawer) func(context.Context, chart.Chart, render.Picture) ([]byte, error) { return d.SVG }}
	bitmap = pictureKind{"png", "image/png", bitmapReaders, func(d Drawer) func(context.Context, chart.Chart, render.Picture) ([]byte, error) { return d.PNG }}
)

// pictureKinds are by their suffix.
var pictureKinds = map[string]pictureKind{vector.suffix: vector, bitmap.suffix: bitmap}

// parse takes what is about the picture out of the parameters; rest is the address of the page that shows the chart.
func (k pictureKind) parse(values url.Values) (p pictureState, rest url.Values, err error) {
	rest, own := maps.Clone(values), url.Values{}
	for name := range k.read {
		if list, ok := rest[name]; ok {
			own[name] = list
			delete(rest, name)
		}
	}
	p, err = k.read.read(own)
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

// pictureReader reads the chart that an address means.
type pictureReader func(context.Context, pictureState, url.Values) (shownChart, error)

func (s *Server) pictureRoutes() (routes []route) {
	for path, read := range map[string]pictureReader{"/overlay": s.overlayPicture, "/study": s.studyPicture, "/correlation": s.correlationPicture, "/compare": s.comparePicture} {
		for _, k := range pictureKinds {
			routes = append(routes, route{path + "." + k.suffix, s.open(s.handlePicture(k, read))})
		}
	}
	return routes
}

// handlePicture draws the chart of a page: the parameters are the page's, and width, height, theme and figure, of a bitmap
// also scale. A picture that was drawn before is answered before anything is read.
func (s *Server) handlePicture(k pictureKind, read pictureReader) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, rest, err := k.parse(c.QueryParams())
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
		if kept := s.shelf.get([]byte(key)); kept != nil {
			return k.answer(c, kept.body)
		}
		drawn, err := s.drawn(c, k, p, rest, read)
		if err != nil {
			return err
		}
		s.shelf.put(&shelved{key: key, body: drawn})
		return k.answer(c, drawn)
	}
}

// drawn reads and draws the chart.
func (s *Server) drawn(c echo.Context, k pictureKind, p pictureState, rest url.Values, read pictureReader) ([]byte, error) {
	shown, err := read(c.Request().Context(), p, rest)
	if err != nil {
		return nil, k.naming(err)
	}
	l, asked := askedLanguage(c.Request())
	if asked {
		if shown, err = shown.told(l); err != nil {
			return nil, err
		}
	}
	if p.height == 0 && shown.height > 0 {
		p.height = min(int(float64(shown.height+aroundChart)*k.stretch(p)), tallest)
	}
	out, err := k.draw(s.Drawer)(c.Request().Context(), shown.chart, render.Picture{W: p.width, H: p.height, Scale: p.scale, Theme: render.Theme(p.theme),
		Source: strings.TrimSpace(strings.Join(shown.source, " ")), Link: s.site(c) + shown.page, Words: l.Scripts()})
	if errors.Is(err, render.ErrInvalid) {
		return nil, &badQuery{k.sizes(), strings.TrimPrefix(err.Error(), "render: ")}
	}
	return out, err
}

// naming adds the parameters of pictures to the known ones that a refusal of the page's lists.
func (k pictureKind) naming(err error) error {
	var bad *badQuery
	if !errors.As(err, &bad) {
		return err
	}
	known, ok := strings.CutPrefix(bad.Problem, noneOfThatName)
	if !ok {
		return err
	}
	all := append(strings.Split(known, ", "), sortedKeys(k.read)...)
	slices.Sort(all)
	return &badQuery{bad.Param, noneOfThatName + strings.Join(all, ", ")}
}

// stretch is how many pixels of the picture one of the chart takes.
func (k pictureKind) stretch(p pictureState) float64 {
	if k.suffix != bitmap.suffix {
		return 1
	}
	if p.scale > 0 {
		return p.scale
	}
	return render.UsualScale
}

// sizes are the parameters that a refused size or theme may come from.
func (k pictureKind) sizes() string {
	if k.suffix == bitmap.suffix {
		return "width, height, scale or theme"
	}
	return "width, height or theme"
}

// answer gives a picture. It can be opened by itself: nothing in it may run or be fetched, its own style apart.
func (k pictureKind) answer(c echo.Context, drawn []byte) error {
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	return c.Blob(http.StatusOK, k.contentType, drawn)
}

// pictures are the addresses of a page's chart: as a drawing, and as the bitmap of 1200 by 630 pixels that those show who are
// sent a link. Sent is the bitmap's whole address, for them.
type pictures struct{ Vector, Bitmap, Sent string }

// picturesOf are those of the page whose pictures have a path without a suffix; nil where there are none.
func (s *Server) picturesOf(c echo.Context, path string, st state) *pictures {
	if s.Drawer == nil {
		return nil
	}
	v := st.values()
	v.Set("height", "630") // some charts have a height of their own
	sent := inLanguage(c, address(path+".png", bare(v)))
	return &pictures{Vector: inLanguage(c, address(path+".svg", st)), Bitmap: sent, Sent: s.site(c) + sent}
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
	return shownChart{*page.Chart, []string{asOfWords(q), setWords(h.between(page.Window.From, page.Window.To)), "Source: Bank of Russia official rates, by the day they were set; events curated.", page.GaugeNote}, q.at("/"), 0}, nil
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
		all = append(all, alternate{"image/svg+xml", q.at("/overlay.svg"), "The chart as a picture"}, alternate{"image/png", q.at("/overlay.png"), "The chart as a bitmap"})
	}
	return all
}

// feeds of a page of events.
func feeds(q query) []alternate {
	return []alternate{{"application/atom+xml", q.undrawn().at("/events.atom"), "Events"}, {"text/calendar", q.undrawn().at("/events.ics"), "Events"}}
}
