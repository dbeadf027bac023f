package web

import (
	"context"
	"errors"
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
	PNG(ctx context.Context, c chart.Chart, p render.Picture) ([]byte, error)
}

// aroundChart is what title, source and link take of a picture; tallest is what still is one. In pixels.
const aroundChart, tallest = 140, 4000

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

// alternate is another form of a page, as its head names it.
type alternate struct{ Type, URL, Title string }

// alternates of the overview: how to show it in a frame, as a picture and as a table.
func (s *Server) alternates(c echo.Context, q query) []alternate {
	asked := url.Values{"url": {s.site(c) + q.at("/")}}
	all := []alternate{
		{"application/json+oembed", "/oembed?" + asked.Encode(), "Détente"},
		{"text/csv", address("/overlay.csv", tableState{query: q, Table: "overlay", Units: q.Units}), "The same in figures"},
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
