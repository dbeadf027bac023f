package web

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"sync"

	"github.com/labstack/echo/v4"

	"detente/assets"
	"detente/internal/words"
)

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
