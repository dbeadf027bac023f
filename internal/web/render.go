package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/chart"
	"detente/internal/words"
)

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
