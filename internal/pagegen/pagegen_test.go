package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/internal/sheet"
)

func TestFilesAreWhatTheTemplatesSayToday(t *testing.T) {
	t.Parallel()
	for _, target := range targets {
		files, err := target.generate("../..")
		if err != nil {
			t.Fatal(err)
		}
		there, err := filepath.Glob(filepath.Join("../..", target.dir, "*"+suffix))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range there {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(text, files[filepath.Base(path)]) {
				t.Errorf("%s is not of today's templates: run make pages", path)
			}
			delete(files, filepath.Base(path))
		}
		for name := range files {
			t.Errorf("%s/%s is not there: run make pages", target.dir, name)
		}
	}
}

// module is a package that has a page, as far as its types go.
const module = `package web

import "html/template"

type composer struct{}

func (c *composer) t(key any, args ...any) string { return "" }
func (c *composer) risky(n int) (string, error) { return "", nil }

//pagegen:template layout.html
type frame struct{ Title, Path string; Markup template.HTML }

//pagegen:template page.html
type page struct {
	frame
	Rows   []row
	Found  *row
	Errors map[string]string
	Any    any
	N      int
	hidden string
}

type row struct{ Title string; Sub *row }

func (r row) Words(n int) string { return "" }
`

// made makes Go of a page whose block main is given.
func made(t *testing.T, main string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module detente\n\ngo 1.26\n", "web/web.go": module,
		"pages/layout.html": `<title>{{.Title}}</title>{{block "main" .}}{{end}}`, "pages/page.html": `{{define "main"}}` + main + `{{end}}`,
		"pages/parts/part.html": `{{define "part"}}<i>{{.Title}}</i>{{end}}{{define "asks"}}{{if .}}<i>{{.Title}}</i>{{end}}{{end}}`} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := target{"web", "pages", "pages", sheet.Parse}.generate(dir)
	return string(files["page_page_gen.go"]), err
}

// What a template says becomes the Go that a person would write.
func TestGoOfATemplate(t *testing.T) {
	t.Parallel()
	for main, want := range map[string]string{
		`<p>{{.Title}}</p>`:                                              `c.tell(d.Title)`,
		`<p title="{{.Title}}">{{.N}}</p>`:                               `c.Int(int64(d.N))`,
		`<a href="{{.Path}}">{{t "to %s" .Path}}</a>`:                    `c.URL(d.Path)`,
		`<p>{{t "to %s" .N}}</p>`:                                        `c.tell(c.t("to %s", d.N))`,
		`<p>{{t "Rates"}}</p>`:                                           `c.say("Rates")`,
		`<p>{{risky .N}}</p>`:                                            `c.tell(markup.Must(c.risky(d.N)))`,
		`<p>{{.Markup}}</p>`:                                             `c.Raw(string(d.Markup))`,
		`{{if .Rows}}some{{else}}none{{end}}`:                            "if len(d.Rows) > 0 {\n\t\tc.Raw(\"some\")\n\t} else {\n\t\tc.Raw(\"none\")",
		`{{if and .Title (not .N)}}some{{end}}`:                          `if (d.Title != "") && (!(d.N != 0)) {`,
		`{{if eq .Path $.Title "x"}}{{end}}`:                             "",
		`{{range $i, $r := .Rows}}{{if $i}}, {{end}}{{$r.Title}}{{end}}`: "for i1 := range x1 {\n\t\td1 := &x1[i1]\n\t\tif i1 != 0 {",
		`{{range .Rows}}-{{end}}`:                                        "for range x1 {",
		`{{with .Found}}{{.Title}}{{end}}`:                               "if d1 := d.Found; d1 != nil {\n\t\tc.tell(d1.Title)",
		`<p>{{.Found.Title}}</p>`:                                        `c.tell(markup.At(d.Found, "page.html: .Found.Title").Title)`,
		`{{if .Found}}{{.Found.Words 3}}{{end}}`:                         `c.tell(d.Found.Words(3))`,
		`<p>{{(index .Rows 0).Title}}</p>`:                               `c.tell(markup.Index(d.Rows, 0, "page.html: index .Rows 0").Title)`,
		`{{with .Errors.date}}{{.}}{{end}}`:                              `if d1 := d.Errors["date"]; d1 != "" {`,
		`{{template "part" .Found}}`:                                     `writePartOfRow(c, markup.At(d.Found, `,
		`{{template "asks" .Found}}`:                                     `writeAsksOfRow(c, d.Found)`,
		`<p>{{or .Title "–"}}</p>`:                                       `c.tell(cmp.Or(d.Title, "–"))`,
		`<code>{{.Title}}</code>`:                                        `c.Text(d.Title)`,
	} {
		got, err := made(t, main)
		if err != nil && want != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %v: want %q in\n%s", main, err, want, got)
		}
	}
}

// What could go wrong while a page is made is refused before, with its place.
func TestTemplatesThatAreRefused(t *testing.T) {
	t.Parallel()
	for main, want := range map[string]string{
		`{{.Nothing}}`:                 `page.html:1:19: .Nothing: detente/web.page has no Nothing`,
		`{{.hidden}}`:                  `has no hidden`,
		`{{.Rows.Title}}`:              `has no Title`,
		`{{.Any}}`:                     `what it holds is known only when the page is made`,
		`{{.Rows}}`:                    `cannot be printed`,
		`{{.Errors.date}}`:             `may not be there`,
		`{{range .N}}{{end}}`:          `this is no list but int`,
		`{{if eq .N "1"}}{{end}}`:      `int is not compared with string`,
		`{{.Found.Words}}`:             `takes 1 arguments, not 0`,
		`{{.Title.Words 3}}`:           `has no Words`,
		`<script>{{.Title}}</script>`:  `nothing is known that escapes string for its place: "jsvalescaper"`,
		`<p title="{{.Markup}}">`:      `is not printed here`,
		`<p title={{if .N}}"{{end}}>`:  `{{if}} branches end in different contexts`,
		`{{template "nowhere" .}}`:     `nowhere`,
		`{{printf "%d" .N | js}}`:      `js is not known here`,
		`{{$x := .N}}{{$x = 3}}{{$x}}`: `variables are set once`,
	} {
		if _, err := made(t, main); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", main, err, want)
		}
	}
}
