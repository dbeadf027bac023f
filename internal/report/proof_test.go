package report

import (
	"bytes"
	"html/template"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/markup"
)

// The report is written as html/template writes its template; make pages makes it anew.
func TestReportIsWhatItsTemplateSays(t *testing.T) {
	t.Parallel()
	source := template.Must(template.ParseFiles("report.html"))
	db := stored(t)
	for _, filter := range []event.Filter{{From: civil.New(2022, 1, 15), To: civil.New(2022, 3, 15)}, {Text: "no event says these words"}} {
		f, err := Read(t.Context(), db, Question{Filter: filter}, noon)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []template.HTML{"", "<svg id=\"path\"></svg>"} {
			p := page{Figures: f, Style: template.CSS(style), Overview: "<svg></svg>", Path: path, StudyText: hostile, Title: hostile, Repeat: hostile,
				Words: func(t time.Time) string { return t.Format(instantLayout) + hostile }}
			var want, got bytes.Buffer
			if err := source.Execute(&want, p); err != nil {
				t.Fatal(err)
			}
			if err := markup.Compose(&got, func(w *markup.Writer) { p.compose(&composer{w}) }); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(want.Bytes(), got.Bytes()) {
				t.Errorf("%v: %d bytes, and html/template writes %d others", filter, got.Len(), want.Len())
			}
		}
	}
}
