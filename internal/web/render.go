package web

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"detente/internal/markup"
	"detente/internal/words"
)

// sheet is a page that can be written. The methods are made of its template, and render writes it.
type sheet interface {
	sheet() string // the name of its template
	compose(c *composer)
}

// proof is asked about every page that is rendered; only tests set it.
var proof func(l words.Language, page sheet) error

// render writes a page. It is rendered whole before the first byte leaves, so that an error is an error page.
func (s *Server) render(c echo.Context, status int, page sheet) error {
	status = statusOf(c, status)
	l := languageOf(c.Request())
	if proof != nil {
		if err := proof(l, page); err != nil {
			return err
		}
	}
	kept, _ := c.Get(shelfKey).(*shelved)
	if kept != nil && status == http.StatusOK {
		return s.shelve(c, kept, func(w io.Writer) error { return written(l, w, page) })
	}
	var body bytes.Buffer
	if err := written(l, &body, page); err != nil {
		return err
	}
	if c.Request().Method == http.MethodHead {
		c.Response().Header().Set("Content-Type", "text/html; charset=utf-8")
		return c.NoContent(status)
	}
	return c.HTMLBlob(status, body.Bytes())
}

// written writes a page in a language.
func written(l words.Language, w io.Writer, page sheet) error {
	if err := markup.Compose(w, func(w *markup.Writer) { page.compose(composerOf(w, l)) }); err != nil {
		return fmt.Errorf("web: template %s: %w", page.sheet(), err)
	}
	return nil
}
