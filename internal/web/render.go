package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"detente/assets"
	"detente/internal/chart"
	"detente/internal/words"
)

// frame is what every page has around its content.
type frame struct {
	inline
	Title      string
	Quoted     bool   // the title is somebody's, and English whatever the page is
	Here       string // the path of the navigation entry that is lit; empty for none
	Nav        []navEntry
	Script     string // hashed paths of the bundle, empty where it was not built
	Charts     string // what the script asks for where a page has a chart
	Words      string // the catalogue of the scripts; empty in English
	Theme      string // light or dark where the reader chose; empty leaves it to the system
	Icon       string
	Notice     string    // why there are no charts
	AsOf       *asOfLine // set where the page shows the past
	AsOfForm   bool      // the page can show the past
	Carry      []field   // what the form for it carries along
	AsOfDay    textField // what stands in that form
	Zone       zone
	Zones      []zoneLink  // empty where the page cannot tell its times otherwise
	Path       string      // of this page, without its state
	Address    string      // of this page as it is shown, whole: for paper
	Alternates []alternate // other forms of the page
	Shared     string      // what a message says of the page; empty is its title
	Pictures   *pictures   // of its chart; nil for none
	Empty      bool        // the database holds no rates
	Language   words.Language
	Languages  []languageLink // empty where the page answers a form
}

type navEntry struct{ Path, URL, Label string }

// asOfLine says that the page shows what was known then.
type asOfLine struct {
	When, Short   string // the moment, and the day where its end is meant
	NowURL, Value string
}

// nav are the pages that exist.
var nav = []navEntry{
	{"/", "/", "Overview"}, {"/events", "/events", "Events"}, {"/study", "/study", "Study"},
	{"/correlation", "/correlation", "Correlation"}, {"/calendar", "/calendar", "Calendar"},
	{"/data", "/data", "Data"}, {"/sources", "/sources", "Sources"}, {"/methods", "/methods", "Methods"},
}

// frame prepares the surroundings of a page; here is the path of its navigation entry.
func (s *Server) frame(c echo.Context, title, here string) frame {
	f := frame{Title: title, Here: here, Nav: navIn(c.Request()), Path: c.Request().URL.Path, Address: s.site(c) + c.Request().URL.RequestURI()}
	f.Language, f.Languages = languageOf(c.Request()), s.languageLinks(c)
	if !s.Bundle.Built() {
		f.Notice = assets.NotBuilt()
		return f
	}
	f.inline, f.Theme = s.inline, themeOf(c.Request())
	f.Script, f.Charts, f.Icon = s.static("app.js"), s.static("charts.js"), s.static("favicon.svg")
	if f.Language != words.English {
		f.Words = s.static(f.Language.Code() + ".js")
	}
	return f
}

func (s *Server) static(name string) string { return "/static/" + s.Bundle.Name(name) }

// inState completes the frame of a page that can tell its times in another zone and show the past: st is its whole state,
// q the part that says how and as of when.
func (f frame) inState(st state, q query) frame {
	f.Zone, f.Zones = q.Zone, zoneLinks(f.Path, st, q.Zone)
	return f.asOf(st, q)
}

// asOf completes the frame of a page that can show the past: st is its whole state, q the part that says as of when.
func (f frame) asOf(st state, q query) frame {
	f.AsOfForm, f.Carry = true, hidden(st, "as-of")
	f.AsOfDay = q.field("as-of", q.AsOfDay.String())
	if !q.AsOf.IsZero() {
		v := st.values()
		v.Del("as-of")
		f.AsOf = &asOfLine{When: clock(q.AsOf), Short: orUsual(q.AsOfDay.Words(), clock(q.AsOf)), NowURL: address(f.Path, bare(v)), Value: q.asOfText()}
	}
	return f
}

// bare is a state that is nothing but its parameters.
type bare url.Values

func (b bare) values() url.Values { return url.Values(b) }

// sheets are the templates of the pages in one language, by name. Each is read when its first page is made: all of them
// take longer than everything else before the first page.
type sheets map[string]*sheet

// sheet is one template, read when it is asked for and not in memory.
type sheet struct {
	name   string
	in     words.Language
	mu     sync.Mutex
	parsed *template.Template // nil until it is read, and after a rest
}

func (s *sheet) get() (t *template.Template, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.parsed == nil {
		s.parsed, err = parseSheet(s.in, s.name)
	}
	return s.parsed, err
}

func (s *sheet) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parsed = nil
}

// Sheets are the templates of all pages, for a server that will be.
type Sheets struct{ in map[words.Language]sheets }

// NewSheets finds the templates; each is read when its first page is made.
func NewSheets() (Sheets, error) {
	in, err := pageSheets()
	return Sheets{in}, err
}

// Warm reads and escapes, as is else done when a template is first executed, that of the first page. A failure is left to the
// first reader.
func (s Sheets) Warm() {
	if t, err := s.in[words.English]["overview.html"].get(); err == nil {
		_ = t.Execute(io.Discard, nil) // there is no page to show
	}
}

// pageSheets are the sheets of each language.
func pageSheets() (map[words.Language]sheets, error) {
	names, err := fs.Glob(assets.Templates(), "*.html")
	if err != nil {
		return nil, fmt.Errorf("web: templates: %w", err)
	}
	all := map[words.Language]sheets{}
	for _, l := range words.All() {
		all[l] = sheets{}
		for _, name := range names {
			if name != "layout.html" {
				all[l][name] = &sheet{name: name, in: l}
			}
		}
	}
	return all, nil
}

// Rest lets go of the templates, which are read again as pages are made: some milliseconds each.
func (s *Server) Rest() {
	for _, of := range s.pages {
		for _, one := range of {
			one.forget()
		}
	}
}

// embedSheet is a document of its own, without the layout.
const embedSheet = "embed.html"

// parseSheet reads a template together with the layout and the parts.
func parseSheet(l words.Language, name string) (*template.Template, error) {
	t, err := template.New("layout.html").Funcs(functions(l)).ParseFS(assets.Templates(), "layout.html", "parts/*.html", name)
	if err != nil {
		return nil, fmt.Errorf("web: template %s: %w", name, err)
	}
	for _, part := range t.Templates() {
		spellOut(part.Tree)
	}
	if name == embedSheet {
		t = t.Lookup(name)
	}
	return t, nil
}

// sheet returns the template of a page in the language of its reader.
func (s *Server) sheet(c echo.Context, name string) (*template.Template, error) {
	one, ok := s.pages[languageOf(c.Request())][name]
	if !ok {
		return nil, fmt.Errorf("web: there is no template %s", name)
	}
	return one.get()
}

// functions are what templates may call; they speak l.
func functions(l words.Language) template.FuncMap {
	return template.FuncMap{
		"t":       l.T,
		"markup":  l.Markup,
		"plural":  l.Plural,
		"count":   l.Count,
		"spell":   l.Spell,
		"field":   l.Field,
		"dayMark": func(m chart.DayMark) string { return dayMark(l, m) },
		"drawn":   func(c any) (any, error) { return drawnIn(l, c) },
		"capital": capital,
		"weigh":   func(text string) weighed { return weigh(l, text) },
		"fold":    func(list []warningView) foldedWarnings { return fold(l, list) },
		"join":    strings.Join,
	}
}

// dayMark tells as much of a day as its place under a chart has room for.
func dayMark(l words.Language, m chart.DayMark) string {
	parts := strings.Fields(l.Field(m.Day.Words())) // "7 Feb 2022"
	switch m.Form {
	case chart.DayOfMonth:
		return parts[0] + " " + parts[1]
	case chart.MonthName:
		return parts[1]
	case chart.MonthOfYear:
		return parts[1] + " " + parts[2]
	case chart.YearAlone:
		return parts[2]
	}
	return strings.Join(parts, " ")
}

// drawnIn is a chart with its words in a language.
func drawnIn(l words.Language, c any) (any, error) {
	if l == words.English {
		return inScript(c), nil
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return l.JSON(raw)
}

// inScript is a chart as the text of a script element. It is JSON in which nothing can end the element, so that it need not be
// marshalled and escaped once more: for a chart of thousands of points that takes as long as a fifth of the page. Anything else
// is left to html/template.
func inScript(c any) any {
	drawn, ok := c.(*chart.Chart)
	if one, is := c.(chart.Chart); is {
		drawn, ok = &one, true
	}
	if !ok || drawn == nil {
		return c
	}
	text := drawn.Append(make([]byte, 0, len(drawn.Option)+len(drawn.Data)+len(drawn.ID)+64))
	if bytes.ContainsAny(text, "<>&\u2028\u2029") {
		return c
	}
	return template.JS(text)
}

// render writes a page. It is rendered whole before the first byte leaves, so that an error is an error page.
func (s *Server) render(c echo.Context, status int, name string, page any) error {
	status = statusOf(c, status)
	t, err := s.sheet(c, name)
	if err != nil {
		return err
	}
	kept, _ := c.Get(shelfKey).(*shelved)
	if kept != nil && status == http.StatusOK {
		return s.shelve(c, kept, func(w io.Writer) error { return executed(t, name, w, page) })
	}
	var body bytes.Buffer
	if err := executed(t, name, &body, page); err != nil {
		return err
	}
	if c.Request().Method == http.MethodHead {
		c.Response().Header().Set("Content-Type", "text/html; charset=utf-8")
		return c.NoContent(status)
	}
	return c.HTMLBlob(status, body.Bytes())
}

func executed(t *template.Template, name string, w io.Writer, page any) error {
	if err := t.Execute(w, page); err != nil {
		return fmt.Errorf("web: template %s: %w", name, err)
	}
	return nil
}
