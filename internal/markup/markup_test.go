package markup

import (
	"bytes"
	"errors"
	"html/template"
	"math/rand/v2"
	"strings"
	"testing"
)

// Each place of a template, and what writes there. What html/template makes of it is what is right.
var places = map[string]struct {
	before, after string
	write         func(w *Writer, text string)
}{
	"text":             {"<p>", "</p>", (*Writer).Text},
	"attribute":        {`<p title="`, `">`, (*Writer).Text},
	"title":            {"<title>", "</title>", (*Writer).Text},
	"textarea":         {"<textarea>", "</textarea>", (*Writer).Text},
	"address":          {`<a href="`, `">`, (*Writer).URL},
	"picture":          {`<img src="`, `">`, (*Writer).URL},
	"rest of a path":   {`<a href="/events/`, `">`, (*Writer).URLRest},
	"middle of a path": {`<a href="/events/`, `/edit">`, (*Writer).URLRest},
	"parameter":        {`<a href="/?id=`, `">`, (*Writer).URLPart},
	"place in a page":  {`<a href="/methods#`, `">`, (*Writer).URLPart},
}

var templates = func() map[string]*template.Template {
	all := map[string]*template.Template{}
	for name, p := range places {
		all[name] = template.Must(template.New(name).Parse(p.before + "{{.}}" + p.after))
	}
	return all
}()

func same(t *testing.T, text string) {
	t.Helper()
	for name, p := range places {
		var want, got bytes.Buffer
		if err := templates[name].Execute(&want, text); err != nil {
			t.Fatal(err)
		}
		err := Compose(&got, func(w *Writer) {
			w.Raw(p.before)
			p.write(w, text)
			w.Raw(p.after)
		})
		if err != nil || got.String() != want.String() {
			t.Errorf("%s: %q is written %q, not %q (%v)", name, text, &got, &want, err)
		}
	}
}

var hostile = []string{"", "plain", "Ру’ссий — 7,5 %", `"><script>alert('1')</script>`, "javascript:alert(1)", "JAVASCRIPT:x", "java\nscript:x", " javascript:x", "vbscript:x",
	"data:text/html,<b>", "https://a.example:80/?a=b&c=d'e\"#f", "HTTP://x", "mailto:a+b@c", "ftp://x", "a/b:c", ":", "://", "//host/'\"<>", "%41%zz%4", "%", "a b\tc\r\nd", "a\x00b\x7f",
	"\xff\xfe\xc3", "\u2028\u2029\ufeff\ufffd", "+1 − 2 = 3", "`${x}`", "&amp;&lt;&#34;", "<!-- --> ]]>", "(a)[b]{c}|^~*!$,;@", "#", "?a=b", strings.Repeat("<&\">", 9000)}

func TestTextIsEscapedAsHTMLTemplateDoes(t *testing.T) {
	t.Parallel()
	for _, text := range hostile {
		same(t, text)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		text := make([]byte, random.IntN(40))
		for i := range text {
			text[i] = byte(random.IntN(256))
		}
		same(t, string(text))
	}
}

func FuzzTextIsEscapedAsHTMLTemplateDoes(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(same)
}

// What html/template prints of numbers and of markup.
func TestNumbersAndMarkup(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	err := Compose(&b, func(w *Writer) {
		w.Int(-12)
		w.Uint(1 << 63)
		w.Bool(true)
		w.Raw("<b>")
	})
	if want := "-129223372036854775808true<b>"; err != nil || b.String() != want {
		t.Error(b.String(), err)
	}
}

var errFull = errors.New("full")

type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAPageThatCannotBeWhole(t *testing.T) {
	t.Parallel()
	missing := errors.New("no chart")
	for want, page := range map[string]func(*Writer){
		"full":                        func(w *Writer) { w.Raw(strings.Repeat("x", 3*pieceBytes)); w.Text("y") },
		"page.html: .Card is missing": func(*Writer) { At((*int)(nil), "page.html: .Card") },
		"no chart":                    func(*Writer) { Must(1, missing) },
		".Nav has 1 elements, not 2":  func(*Writer) { Index([]int{7}, 1, ".Nav") },
		"broken":                      func(*Writer) { panic("broken") },
	} {
		if err := Compose(&full{pieceBytes}, page); err == nil || err.Error() != want {
			t.Errorf("%v, not %s", err, want)
		}
	}
	if err := Compose(&full{9}, func(w *Writer) { w.Int(int64(*Index([]int{7, 8}, 1, ""))); w.Int(int64(Must(*At(new(int), ""), nil))) }); err != nil {
		t.Error(err)
	}
}
