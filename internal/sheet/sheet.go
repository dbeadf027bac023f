// Package sheet reads the templates of the pages as people write them. The program itself executes none: internal/pagegen makes Go of
// them, and tests hold the two against one another.
package sheet

import (
	"fmt"
	"html/template"
	"io/fs"
)

// Layout stands around every page that is not a document of its own.
const Layout = "layout.html"

// embedded is a document of its own, without the layout.
const embedded = "embed.html"

// Names are the pages there are.
func Names(templates fs.FS) ([]string, error) {
	all, err := fs.Glob(templates, "*.html")
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	var names []string
	for _, name := range all {
		if name != Layout {
			names = append(names, name)
		}
	}
	return names, nil
}

// Parse reads a page together with the layout and the parts; executing what it returns begins with the layout. What a page prints
// for a reader passes through the function spell.
func Parse(templates fs.FS, name string, functions template.FuncMap) (*template.Template, error) {
	t, err := template.New(Layout).Funcs(functions).ParseFS(templates, Layout, "parts/*.html", name)
	if err != nil {
		return nil, fmt.Errorf("sheet: %s: %w", name, err)
	}
	for _, part := range t.Templates() {
		spellOut(part.Tree)
	}
	if name == embedded {
		t = t.Lookup(name)
	}
	return t, nil
}
