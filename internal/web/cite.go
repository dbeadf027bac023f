package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/export"
	"detente/internal/fx"
)

// citation is a table that is to be cited.
type citation struct{ tableState }

// values are those of the table, with its name and format.
func (t citation) values() url.Values {
	v := t.tableState.values()
	if result := v.Get("table"); result != "" {
		v.Set("result", result)
	}
	v.Set("table", t.Table)
	if t.Format != export.CSV {
		v.Set("format", string(t.Format))
	}
	return v
}

// parseCited reads a table whose name and format are parameters: overlay as CSV where nothing else is said.
func parseCited(values url.Values) (citation, error) {
	rest := url.Values{}
	for name, list := range values {
		rest[name] = list
	}
	name, format := orUsual(valueOf(values, "table"), "overlay"), export.Format(orUsual(valueOf(values, "format"), string(export.CSV)))
	rest.Del("table")
	if slices.Contains(resultTables, name) && rest.Has("result") {
		rest["table"] = rest["result"]
		rest.Del("result")
	}
	rest.Del("format")
	if name == "sources" {
		return citation{}, &badQuery{"table", "sources is of now, and gives other bytes tomorrow: cite the series themselves"}
	}
	if !slices.Contains(tables, name) {
		return citation{}, &badQuery{"table", fmt.Sprintf("%q: want one of %s", clip(name), strings.Join(tables, ", "))}
	}
	if !slices.Contains(export.Formats(), format) {
		return citation{}, &badQuery{"format", fmt.Sprintf("%q: want csv, xlsx, json or ndjson", clip(string(format)))}
	}
	t, err := parseTable(name, format, rest)
	return citation{t}, err
}

// pinned is the state as of an instant that lies in the past: what was known then stays what was known then. Rows that
// are stored in the running second would not, so it is the one before.
func (q query) pinned(now time.Time) query {
	before := now.UTC().Truncate(time.Second).Add(-time.Second)
	if q.AsOf.IsZero() || q.AsOf.After(before) {
		q.AsOf, q.AsOfDay = before, civil.Date{}
	}
	return q
}

// pinnedTable is the table as of an instant that lies in the past.
func (t tableState) pinnedTable(now time.Time) tableState {
	t.query = t.pinned(now)
	if t.study != nil {
		st := *t.study
		st.query, st.Question.AsOf = t.query, t.query.AsOf
		t.study = &st
	}
	if t.correlation != nil {
		st := *t.correlation
		st.query, st.Question.AsOf = t.query, t.query.AsOf
		t.correlation = &st
	}
	return t
}

// page is the address of the page that shows the table.
func (t tableState) page() string {
	switch {
	case t.study != nil:
		return t.study.with(func(s *studyState) { s.Table = "" }).at("/study")
	case t.correlation != nil:
		return t.correlation.with(func(s *correlationState) { s.Table = "" }).at("/correlation")
	case t.Table == "events":
		return t.query.at("/events")
	case t.Table == "runs":
		return "/sources"
	case t.Table == "studies":
		return "/studies"
	}
	return t.query.with(func(q *query) {
		if t.Units != fx.Levels {
			q.Units = t.Units // the page draws them
		}
	}).at("/")
}

// cited is a citation in words and in the formats of reference managers.
type cited struct {
	Meta   export.Meta
	Link   string // lasting address of the bytes
	Page   string // lasting address of the page
	Text   string
	BibTeX string
	RIS    string
}

// cite pins a table and describes it with the hash of its bytes.
func (s *Server) cite(ctx context.Context, site string, t citation) (cited, error) {
	t.tableState = t.pinnedTable(s.Now())
	meta, err := export.Survey(ctx, s.files(nil), t.Table, t.options(), s.askedNow(t.tableState), s.Now())
	if err != nil {
		return cited{}, err
	}
	out := cited{Meta: meta, Link: site + address("/"+t.Table+"."+string(t.Format), t.tableState), Page: site + t.page()}
	out.Text = meta.Cite() + " " + out.Link
	out.BibTeX, out.RIS = bibTeX(meta, out.Link), ris(meta, out.Link)
	return out, nil
}

func bibTeX(m export.Meta, link string) string {
	return fmt.Sprintf("@misc{detente-%s-%.8s,\n  author  = {{Détente}},\n  title   = {{%s}},\n  year    = {%d},\n  version = {%s},\n  url     = {%s},\n  urldate = {%s},\n  note    = {%s}\n}\n",
		m.Table.Name, m.Receipt.SHA256, braceless(m.Table.Title), m.Retrieved.Year(), m.DataVersion, link, m.Retrieved.Format(time.DateOnly), braceless(m.Cite()))
}

// braceless keeps a field of BibTeX whole.
func braceless(s string) string {
	return strings.NewReplacer("{", "(", "}", ")", `\`, "/", "%", `\%`, "&", `\&`, "#", `\#`, "_", `\_`, "$", `\$`, "~", `\~{}`, "^", `\^{}`).Replace(s)
}

// Reference: RIS format specification; DATA is a data file.
func ris(m export.Meta, link string) string {
	var b strings.Builder
	for _, line := range [][2]string{{"TY", "DATA"}, {"AU", "Détente"}, {"TI", m.Table.Title}, {"PY", m.Retrieved.Format("2006")}, {"DA", m.Retrieved.Format("2006/01/02")},
		{"ET", "data version " + m.DataVersion}, {"UR", link}, {"N1", m.Cite()}, {"ER", ""}} {
		fmt.Fprintf(&b, "%s  - %s\r\n", line[0], strings.Join(strings.Fields(line[1]), " "))
	}
	return b.String()
}

//pagegen:template cite.html
type citePage struct {
	frame
	Cited   cited
	Rows    int
	Known   string
	Formats []link
}

func (s *Server) citeRoutes() []route {
	plain := func(contentType string, of func(cited) string) echo.HandlerFunc {
		return s.open(func(c echo.Context) error {
			what, _, err := s.askedToCite(c)
			if err != nil {
				return err
			}
			return c.Blob(http.StatusOK, contentType, []byte(of(what)))
		})
	}
	return []route{
		{"/cite", s.handleCite},
		{"/cite.txt", plain("text/plain; charset=utf-8", func(c cited) string { return c.Text + "\n" })},
		{"/cite.bib", plain("application/x-bibtex; charset=utf-8", func(c cited) string { return c.BibTeX })},
		{"/cite.ris", plain("application/x-research-info-systems; charset=utf-8", func(c cited) string { return c.RIS })},
	}
}

func orUsual[T ~string](word, usual T) T {
	if word == "" {
		return usual
	}
	return word
}

func (s *Server) askedToCite(c echo.Context) (cited, citation, error) {
	t, err := parseCited(c.QueryParams())
	if err != nil {
		return cited{}, t, err
	}
	if err := s.checkTable(c.Request().Context(), t.tableState); err != nil {
		return cited{}, t, err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	what, err := s.cite(c.Request().Context(), s.site(c), t)
	return what, t, err
}

// handleCite shows how to cite what a page shows: a lasting link, the hash of its bytes and the version of the figures.
func (s *Server) handleCite(c echo.Context) error {
	what, t, err := s.askedToCite(c)
	if err != nil {
		return err
	}
	page := citePage{frame: s.frame(c, "Cite", ""), Cited: what, Rows: what.Meta.Receipt.Rows, Known: clock(what.Meta.AsOf())}
	for _, f := range []struct{ label, path string }{{"Plain text", "/cite.txt"}, {"BibTeX", "/cite.bib"}, {"RIS", "/cite.ris"}} {
		pinned := t
		pinned.tableState = t.pinnedTable(s.Now())
		page.Formats = append(page.Formats, link{f.label, address(f.path, pinned), ""})
	}
	return s.render(c, http.StatusOK, page)
}

// site is the address of the pages as the reader has it.
func (s *Server) site(c echo.Context) string {
	if s.Site != "" {
		return strings.TrimRight(s.Site, "/")
	}
	return s.scheme(c.Request()) + "://" + c.Request().Host
}
