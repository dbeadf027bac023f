package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
	"unsafe"

	"detente/internal/chart"
	"detente/internal/civil"
	source "detente/internal/sheet"
	"detente/internal/testkit"
	"detente/internal/words"
)

// prover holds every page that the tests ask for against what html/template makes of its template, in every language.
type prover struct {
	mu     sync.Mutex
	sheets map[string]*template.Template
	wrong  []string
	proven map[string]int // pages by template and language
}

var proving = &prover{sheets: map[string]*template.Template{}, proven: map[string]int{}}

// ProveSheets begins with it; what it returns says what differed.
func ProveSheets() (wrong func() []string) {
	proof = proving.prove
	return func() []string {
		proving.mu.Lock()
		defer proving.mu.Unlock()
		return slices.Clone(proving.wrong)
	}
}

// functionsOf are what templates call, as html/template calls them: the chart is left to it to escape.
func functionsOf(l words.Language) template.FuncMap {
	c := &composer{Language: l}
	return template.FuncMap{"t": c.t, "markup": c.markup, "plural": c.plural, "count": c.count, "field": c.field, "capital": c.capital,
		"weigh": c.weigh, "fold": c.fold, "dayMark": c.dayMark, "langOf": c.langOf, "spell": l.Spell, "drawn": func(one chart.Chart) (any, error) {
			if l == words.English {
				return one, nil
			}
			return l.JSON(one.Append(nil))
		}}
}

func (p *prover) sheet(l words.Language, name string) (*template.Template, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := l.Code() + " " + name
	p.proven[key]++
	if t := p.sheets[key]; t != nil {
		return t, nil
	}
	t, err := source.Parse(os.DirFS("../../assets/templates"), name, functionsOf(l))
	p.sheets[key] = t
	return t, err
}

// mostRaced is how many pages of a template the race detector sees written both ways: there html/template takes ten times as long, and
// the browser's tests, which ask for hundreds, run without it.
const mostRaced = 12

// prove writes a page both ways. The language of a page says its sentences; the frame says it is the reader's.
func (p *prover) prove(_ words.Language, page sheet) error {
	if testkit.Racing && p.times(page) >= mostRaced {
		return nil
	}
	for _, l := range words.All() {
		t, err := p.sheet(l, page.sheet())
		if err != nil {
			return err
		}
		var want, got bytes.Buffer
		failed := t.Execute(&want, page)
		err = written(l, &got, page)
		if (err == nil) != (failed == nil) {
			return p.differs(page, l, fmt.Sprintf("it fails with %v, html/template with %v", err, failed))
		}
		if err == nil && !bytes.Equal(want.Bytes(), got.Bytes()) {
			return p.differs(page, l, firstDifference(want.Bytes(), got.Bytes()))
		}
	}
	return nil
}

// times is how often a page of that template was written both ways.
func (p *prover) times(page sheet) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.proven[words.English.Code()+" "+page.sheet()]
}

func (p *prover) differs(page sheet, l words.Language, how string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrong = append(p.wrong, fmt.Sprintf("%s in %s: %s", page.sheet(), l.Code(), how))
	return fmt.Errorf("web: %s is not what html/template makes of its template (make pages makes it anew): %s", page.sheet(), how)
}

// BothWays are the ways of writing the page that ask asks for: the Go that is made of its template, and the template itself.
func BothWays(l words.Language, ask func()) (compiled, executed func(io.Writer) error, err error) {
	var asked sheet
	proof = func(_ words.Language, page sheet) error { asked = page; return nil }
	ask()
	proof = nil
	t, err := proving.sheet(l, asked.sheet())
	return func(w io.Writer) error { return written(l, w, asked) }, func(w io.Writer) error { return t.Execute(w, asked) }, err
}

func firstDifference(want, got []byte) string {
	n := 0
	for n < min(len(want), len(got)) && want[n] == got[n] {
		n++
	}
	around := func(b []byte) []byte { return b[max(0, min(n-40, len(b))):min(n+60, len(b))] }
	return fmt.Sprintf("at byte %d %q, not %q", n, around(got), around(want))
}

// everyPage has one page of each kind.
var everyPage = []sheet{&calendarPage{}, &citePage{}, &comparePage{}, &correlationPage{}, &formPage{}, &historyPage{}, &liveblogPage{}, &queuePage{}, &unreviewedPage{},
	&downloadsPage{}, &embedPage{}, &errorPage{}, &eventPage{}, &eventsPage{}, &loginPage{}, &methodsPage{}, &overviewPage{}, &provenancePage{}, &sourcesPage{}, &studyPage{},
	&fixPage{}, &savedPage{}}

// What may stand in any field: what a reader sees, addresses, and what would break out of its place.
var hostileTexts = []string{"", "", "+0.9%", "7 Feb 2022", "Sanctions, 12 events", "/study?a=b&c=d#e", `"><script>alert(1)</script>`, "javascript:alert(1)", "JaVaScRiPt:x",
	"data:text/html,<b>", "https://a.example/?a=b&c=d'e\"", "mailto:a+b@c", "a\x00b\xff\xfe+%zz%41%", "\u2028</textarea><!--", "Ру’ссий & <b>", "`${x}`", "//host/'\"<>", "{{.Title}}", "a:b/c"}

// Every page is written as html/template would write it, whatever its fields hold: as many pages of each kind as make every branch of
// its template be taken, or nearly.
func TestAnyPageIsWrittenAsItsTemplateSays(t *testing.T) {
	t.Parallel()
	names, err := source.Names(os.DirFS("../../assets/templates"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(2022, 2))
	whole := 0
	for _, page := range everyPage {
		names = slices.DeleteFunc(names, func(name string) bool { return name == page.sheet() })
		for range 40 {
			fresh := reflect.New(reflect.TypeOf(page).Elem())
			fill(fresh.Elem(), random, 0)
			one := fresh.Elem().Interface().(sheet)
			if err := proving.prove(words.English, one); err != nil {
				t.Fatal(err)
			}
			if written(words.English, io.Discard, one) == nil {
				whole++
			}
		}
	}
	if len(names) > 0 || whole < 20*len(everyPage) {
		t.Errorf("no page is written by %v, and only %d could be made", names, whole)
	}
}

// fill puts something into every field that a template may print.
func fill(v reflect.Value, random *rand.Rand, depth int) {
	switch v.Interface().(type) {
	case civil.Date:
		v.Set(reflect.ValueOf(civil.New(2014+random.IntN(10), time.Month(1+random.IntN(12)), 1+random.IntN(28))))
		return
	case template.CSS:
		v.SetString([]string{"", "a{}"}[random.IntN(2)])
		return
	case chart.Chart:
		v.Set(reflect.ValueOf(chart.Chart{ID: "x", Option: []byte(`{"name":` + strconv.Quote(anyOf(random, "Rate", "</script>", "<!--")) + `}`), Data: []byte(`["a"]`)}))
		return
	case words.Language, time.Time:
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(anyOf(random, hostileTexts...))
	case reflect.Bool:
		v.SetBool(random.IntN(2) == 0)
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(int64(random.IntN(60) - 5))
	case reflect.Uint64:
		v.SetUint(random.Uint64())
	case reflect.Float64:
		v.SetFloat(random.NormFloat64() * math.Pow(10, float64(random.IntN(40)-20)))
	case reflect.Pointer:
		if random.IntN(5) > 0 && depth < 8 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), random, depth+1)
		}
	case reflect.Slice:
		if depth < 8 {
			v.Set(reflect.MakeSlice(v.Type(), 1+random.IntN(3)-random.IntN(2), 4))
		}
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), random, depth+1)
		}
	case reflect.Map:
		fillMap(v, random)
	case reflect.Struct:
		for i := range v.NumField() {
			if field := settable(v.Field(i)); v.Type().Field(i).IsExported() || v.Type().Field(i).Anonymous {
				fill(field, random, depth+1)
			}
		}
	}
}

// fillMap says of some fields of a form what is wrong with them.
func fillMap(v reflect.Value, random *rand.Rand) {
	if wrong, ok := v.Addr().Interface().(*map[string]string); ok {
		*wrong = map[string]string{"date": anyOf(random, hostileTexts...), "text": "no"}
	}
}

// settable is an embedded field that is not exported, as one that may be set.
func settable(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}

func anyOf(random *rand.Rand, texts ...string) string { return texts[random.IntN(len(texts))] }
