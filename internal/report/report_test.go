package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"detente/assets"
	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/inquiry"
	"detente/internal/render"
	"detente/internal/store"
	"detente/internal/testkit"
	"detente/internal/testkit/embedded"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const hostile = `</svg></table><script>alert(1)</script><img src="http://example.org/x.png">`

// stored is the embedded set, with one event whose title is hostile.
func stored(t *testing.T) *store.DB {
	t.Helper()
	db := embedded.Open(t, noon)
	bad := event.Event{ID: "hostile", OccurredAt: time.Date(2022, 2, 9, 9, 0, 0, 0, time.UTC), Precision: event.PrecisionMinute, Title: hostile,
		Category: event.Other, Goldstein: -10, Importance: 5, Status: event.StatusConfirmed}
	if _, err := db.PutEvents(t.Context(), []event.Event{bad}, store.Origin{Author: "test"}, noon); err != nil {
		t.Fatal(err)
	}
	return db
}

func drawer(t *testing.T) *render.Renderer {
	t.Helper()
	if testkit.Racing {
		t.Skip("the engine takes a hundred times longer under the race detector: make test draws without it")
	}
	built, err := assets.Load()
	if err != nil {
		t.Skip(err)
	}
	js, err := built.Read(built.Name("ssr.js"), "")
	if err != nil {
		t.Skipf("the bundle was built before ssr.js: %v", err)
	}
	r, err := render.New(js, render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func written(t *testing.T, db *store.DB, filter event.Filter) (string, Figures) {
	t.Helper()
	draws := drawer(t)
	f, err := Read(t.Context(), db, Question{Filter: filter}, noon)
	if err != nil {
		t.Fatal(err)
	}
	q := analysis.DefaultStudy(fx.CBRUSD)
	q.Selection, q.Placebos = analysis.SelectionOf(f.Filter), 200
	in, err := inquiry.Study(t.Context(), db, q)
	if err != nil {
		t.Fatal(err)
	}
	if f.Study, err = analysis.Study(in); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(t.Context(), &b, draws, f); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("DETENTE_PICTURES"); dir != "" { // to look at it
		if err := os.WriteFile(filepath.Join(dir, "report.html"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return b.String(), f
}

func TestReportStandsByItself(t *testing.T) {
	t.Parallel()
	db := stored(t)
	html, f := written(t, db, event.Filter{From: civil.New(2022, 1, 15), To: civil.New(2022, 3, 15)})
	for _, never := range []string{`<script`, `<img`, `<link`, `<iframe`, `url\([^#]`, `@import`, `<[a-zA-Z][^<>]*\s(src|href|on\w+)=`} {
		if found := regexp.MustCompile(never).FindString(html); found != "" {
			t.Errorf("the report holds %q", found)
		}
	}
	for _, want := range []string{"2022-02-07", "75.6806", "Macron", "data version", "half-life 14 days", "BMP", "detente export overlay --from 2022-01-15 --to 2022-03-15"} {
		if !strings.Contains(html, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if n := strings.Count(html, "<svg "); n != 2 {
		t.Errorf("%d drawings, want the overview and the path", n)
	}
	if n := strings.Count(html, "</tr>"); n != len(f.Events.Rows)+len(f.Overlay.Rows)+len(f.Coverage)+3 {
		t.Errorf("%d rows for %d events, %d fixings and %d series", n, len(f.Events.Rows), len(f.Overlay.Rows), len(f.Coverage))
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(html, -1) {
		if ids[m[1]] {
			t.Errorf("id %s stands twice", m[1])
		}
		ids[m[1]] = true
	}
}

// The hash that the report prints is that of the file the command beside it writes.
func TestReportPrintsTheHashOfItsTables(t *testing.T) {
	t.Parallel()
	db := stored(t)
	html, f := written(t, db, event.Filter{From: civil.New(2022, 1, 15), To: civil.New(2022, 3, 15)})
	var b bytes.Buffer
	if err := export.Write(t.Context(), &b, export.Options{}, "overlay", db, export.Query{Filter: f.Filter}); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b.Bytes())
	if !strings.Contains(html, hex.EncodeToString(sum[:])) {
		t.Error("the hash of the overlay is not in the report")
	}
}

func TestReportOfAFilterThatFitsNothing(t *testing.T) {
	t.Parallel()
	html, _ := written(t, stored(t), event.Filter{Text: "no event says these words"})
	if !strings.Contains(html, "No event of the window fits the filter.") || strings.Count(html, "<svg ") != 1 {
		t.Error("want the overview, no path and a sentence in place of the events")
	}
}

func TestReportOfAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "d.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := Read(t.Context(), db, Question{}, noon); err == nil || !strings.Contains(err.Error(), "detente collect") {
		t.Errorf("%v: want an error that says what to do", err)
	}
}
