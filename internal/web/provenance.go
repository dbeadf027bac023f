package web

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"

	"github.com/labstack/echo/v4"

	"detente/internal/fx"
	"detente/internal/provenance"
)

// provenanceState asks where one figure comes from.
type provenanceState struct {
	query
	Series fx.SeriesID
	Date   string // as provenance.Of reads it
}

var provenanceReaders = carrying(func(p *provenanceState) *query { return &p.query }, readers[provenanceState]{
	"series": func(p *provenanceState, v string) (err error) { p.Series, err = readSeries(v); return err },
	"date":   func(p *provenanceState, v string) error { p.Date = v; return nil },
}, "as-of")

func (p provenanceState) values() url.Values {
	v := p.query.values()
	v.Set("series", string(p.Series))
	v.Set("date", p.Date)
	return v
}

//pagegen:template provenance.html
type provenancePage struct {
	frame
	Value    string
	Sentence string
	Facts    []figureFact
	URL      string // that was asked; empty where nothing was fetched
	Line     string // of the embedded file
	Fault    string // why the stored value cannot be shown to be right
	Bytes    string // address of the stored bytes
	Command  string
	Others   []alternate // the same day of the other pairs of the source
}

// figureFact is one thing that is known of a figure; a raw value is printed as it is in every language.
type figureFact struct {
	Name, Value, Note string
	Raw               bool
}

// provenanceOf is the page about the rate of a series that is in force from a day, or the candle from an instant, as known
// at the time the reader looks at.
func provenanceOf(id fx.SeriesID, date string, q query) string {
	return address("/provenance", provenanceState{query{AsOf: q.AsOf, AsOfDay: q.AsOfDay, view: view{Lang: q.Lang}}, id, date})
}

func (s *Server) trail(c echo.Context) (p provenanceState, t provenance.Trail, err error) {
	if p, err = provenanceReaders.read(c.QueryParams()); err != nil {
		return p, t, err
	}
	if p.Series == "" {
		return p, t, needed("series", string(fx.CBRUSD))
	}
	if p.Date == "" {
		return p, t, needed("date", "2022-02-08, the day the rate is in force from")
	}
	t, err = provenance.Of(c.Request().Context(), s.Store, p.Series, p.Date, p.AsOf)
	var refused *provenance.Refusal
	switch {
	case errors.As(err, &refused) && refused.Param != "":
		return p, t, &badQuery{refused.Param, refused.Problem}
	case errors.As(err, &refused):
		return p, t, &refusal{http.StatusNotFound, "There is no such figure", capital(refused.Problem) + "."}
	}
	return p, t, err
}

// command is how the command line tells the same.
func (p provenanceState) command() string {
	line := fmt.Sprintf("detente show-source %s %s", p.Series, p.Date)
	if text := p.asOfText(); text != "" {
		line += " --as-of " + text
	}
	return line
}

// handleProvenance shows where one figure comes from.
func (s *Server) handleProvenance(c echo.Context) error {
	p, t, err := s.trail(c)
	if err != nil {
		return err
	}
	if done, err := s.answered(c, p, 0); done || err != nil {
		return err
	}
	page := provenancePage{frame: s.frame(c, "Where a figure comes from", "/sources"), Command: p.command()}
	page.tell(t)
	beside, err := t.Beside(c.Request().Context(), s.Store)
	if err != nil {
		return err
	}
	for _, id := range beside {
		page.Others = append(page.Others, alternate{URL: provenanceOf(id, t.Fixing.Effective.String(), p.query), Title: string(id)})
	}
	if len(t.Fetch.Body) > 0 {
		page.Bytes = address("/provenance/bytes", p)
	}
	return s.render(c, http.StatusOK, page)
}

// handleProvenanceBytes sends the bytes of the request as they came, never to be shown or run in place.
func (s *Server) handleProvenanceBytes(c echo.Context) error {
	p, t, err := s.trail(c)
	if err != nil {
		return err
	}
	if len(t.Fetch.Body) == 0 {
		return &refusal{http.StatusNotFound, "There are no stored bytes", "This figure was not fetched: its page says where it comes from."}
	}
	name := fmt.Sprintf("%s-%s-fetch-%d%s", p.Series.Source(), t.Fetch.At.UTC().Format("20060102"), t.Fetch.ID, extensionOf(t.Fetch.ContentType))
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(name)}))
	h.Set("Detente-Sha256", t.Fetch.SHA256)
	return c.Blob(http.StatusOK, "application/octet-stream", t.Fetch.Body)
}

// extensionOf names a saved body by what its publisher said it is.
func extensionOf(contentType string) string {
	kind, _, _ := mime.ParseMediaType(contentType) // one that cannot be read has no extension
	return map[string]string{"application/xml": ".xml", "text/xml": ".xml", "application/json": ".json", "text/csv": ".csv"}[kind]
}
