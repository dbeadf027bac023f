package main

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	text "text/template"
	"text/template/parse"
	"unsafe"

	"detente/internal/sheet"
)

// target is a package whose templates are made Go.
type target struct {
	dir       string // below the root
	templates string // where they are
	origin    string // what the head of a file says they are
	read      func(templates fs.FS, name string, functions template.FuncMap) (*template.Template, error)
}

var targets = []target{
	{"internal/web", "assets/templates", "assets/templates", sheet.Parse},
	{"internal/report", "internal/report", "report.html", parseAlone},
}

func parseAlone(templates fs.FS, name string, functions template.FuncMap) (*template.Template, error) {
	return template.New(name).Funcs(functions).ParseFS(templates, name)
}

// page is a template with all it calls, escaped.
type page struct {
	name  string
	root  string // the template that it begins with
	trees map[string]*parse.Tree
	files map[string]string // where each was written, by its name as it was written
}

// source reads a page and lets html/template escape it.
func (t target) source(root, name string, names []string) (*page, error) {
	templates := os.DirFS(filepath.Join(root, t.templates))
	silent := template.FuncMap{"spell": func() string { return "" }} // only the names count: nothing is executed
	for _, n := range names {
		silent[n] = func() string { return "" }
	}
	set, err := t.read(templates, name, silent)
	if err != nil {
		return nil, err
	}
	p := &page{name: name, root: set.Name(), trees: map[string]*parse.Tree{}, files: map[string]string{}}
	if err := p.places(templates); err != nil {
		return nil, err
	}
	var unsafeMarkup *template.Error
	if err := set.Execute(io.Discard, nil); errors.As(err, &unsafeMarkup) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, one := range executed(set).Templates() {
		if one.Tree != nil {
			p.trees[one.Name()] = one.Tree
		}
	}
	return p, nil
}

// places tells which file each template was written in: html/template keeps the last part of a name alone.
func (p *page) places(templates fs.FS) error {
	files, err := fs.Glob(templates, "parts/*.html")
	if err != nil {
		return err
	}
	if p.root == sheet.Layout {
		files = append([]string{sheet.Layout}, files...)
	}
	for _, file := range append(files, p.name) {
		raw, err := fs.ReadFile(templates, file)
		if err != nil {
			return err
		}
		tree := parse.New(file)
		tree.Mode = parse.SkipFuncCheck
		defined := map[string]*parse.Tree{}
		if _, err := tree.Parse(string(raw), "", "", defined); err != nil {
			return err
		}
		for name := range defined {
			p.files[name] = file
		}
	}
	return nil
}

// executed is what html/template executes. It holds more than the set does: a part that stands in a tag or a style sheet is escaped
// for its place in a copy, which html/template shows to nobody.
func executed(set *template.Template) *text.Template {
	field := reflect.ValueOf(set).Elem().FieldByName("text")
	return *(**text.Template)(unsafe.Pointer(field.UnsafeAddr()))
}
