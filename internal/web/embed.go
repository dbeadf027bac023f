package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
)

// embedPage is the chart of the overview without what stands around it.
//
//pagegen:template embed.html
type embedPage struct {
	overviewPage
	Page   string   // address of the whole page
	Chosen []string // as of when, and which events are counted
}

// handleEmbed is the overview's chart alone, for a frame on another site. A frame has no field that could say what is wrong with it.
func (s *Server) handleEmbed(c echo.Context, q query) error {
	if len(q.Faults) > 0 {
		_, err := parseQuery(c.QueryParams())
		return err
	}
	page, _, _, err := s.overviewOf(c, q, true)
	if err != nil {
		return err
	}
	page.frame = s.frame(c, page.Heading, "")
	page.Charts = s.charts()
	chosen := q.chosen()
	if !q.AsOf.IsZero() {
		chosen = append([]string{asOfWords(q)}, chosen...)
	}
	return s.render(c, http.StatusOK, embedPage{page, q.at("/"), chosen})
}

// The size of a frame, in pixels, where the consumer does not ask for less.
const (
	frameWidth, frameHeight        = 900, 560
	leastFrameWide, leastFrameTall = 320, 420
)

// handleOEmbed tells a site how to show the overview of an address in a frame.
//
// Reference: https://oembed.com, version 1.0.
func (s *Server) handleOEmbed(c echo.Context) error {
	if f := c.QueryParam("format"); f != "" && f != "json" {
		return &refusal{http.StatusNotImplemented, "Only JSON", "This server answers with format=json."}
	}
	shown, err := s.embedded(c)
	if err != nil {
		return err
	}
	width, err := sizeWithin(c, "maxwidth", frameWidth, leastFrameWide)
	if err != nil {
		return err
	}
	height, err := sizeWithin(c, "maxheight", frameHeight, leastFrameTall)
	if err != nil {
		return err
	}
	frame := s.site(c) + shown.at("/embed/overlay")
	said := object{"version": "1.0", "type": "rich", "provider_name": "Détente", "provider_url": s.site(c) + "/", "title": overviewTitle(shown),
		"cache_age": 3600, "width": width, "height": height,
		"html": fmt.Sprintf(`<iframe src="%s" width="%d" height="%d" title="%s" loading="lazy" frameborder="0"></iframe>`,
			template.HTMLEscapeString(frame), width, height, template.HTMLEscapeString(overviewTitle(shown)))}
	if p := s.picturesOf(c, "/overlay", shown); p != nil {
		said["thumbnail_url"], said["thumbnail_width"], said["thumbnail_height"] = p.Sent, 1200, 630
	}
	return c.JSON(http.StatusOK, said)
}

func overviewTitle(q query) string {
	title := "Rouble rates and diplomatic events"
	for _, d := range []struct {
		word string
		day  civil.Date
	}{{" from ", q.From}, {" to ", q.To}} {
		if !d.day.IsZero() {
			title += d.word + d.day.Words()
		}
	}
	return title
}

// embedded is the state of the overview that ?url= names on this site.
func (s *Server) embedded(c echo.Context) (query, error) {
	raw := c.QueryParam("url")
	if raw == "" {
		return query{}, &badQuery{"url", "is missing: give the address of the overview"}
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme+"://"+u.Host != s.site(c) || (u.Path != "/" && u.Path != "" && u.Path != "/embed/overlay") {
		return query{}, &refusal{http.StatusNotFound, "That cannot be embedded", "Only the overview of this site can."}
	}
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return query{}, &badQuery{"url", "has parameters that cannot be read"}
	}
	return parseQuery(values)
}

func sizeWithin(c echo.Context, name string, usual, least int) (int, error) {
	v := c.QueryParam(name)
	if v == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		return 0, &badQuery{name, "want a number of pixels"}
	}
	return max(min(n, usual), least), nil
}
