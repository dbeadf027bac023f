package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
)

// tableFault is the parameter that names a table of a result which there is none of.
func tableFault(err error) error {
	_, text, _ := strings.Cut(err.Error(), export.ErrInvalid.Error()+": ")
	return &badQuery{"table", strings.TrimPrefix(text, "table ")}
}

// handleTable streams a table with the filters of the address: the bytes that the command line writes for them. Behind the
// body come the number of rows and the hash, as trailers.
func (s *Server) handleTable(name string, format export.Format) echo.HandlerFunc {
	return func(c echo.Context) error {
		t, err := parseTable(name, format, c.QueryParams())
		if err != nil {
			return err
		}
		ctx := c.Request().Context()
		if err := s.checkTable(ctx, t); err != nil {
			return err
		}
		if known, err := s.sameFile(c, t); known || err != nil {
			return err
		}
		return s.send(c, t)
	}
}

// sameFile answers 304 where the reader has the table already, as far as the version of the figures tells.
func (s *Server) sameFile(c echo.Context, t tableState) (bool, error) {
	if s.moving(t) {
		c.Response().Header().Set("Cache-Control", "no-cache")
		return false, nil
	}
	return s.unchanged(c)
}

// moving tells of a table that changes though no figure does: with every collection, or with the day.
func (s *Server) moving(t tableState) bool {
	return slices.Contains(volatileTables, t.Table) || (t.Table == "tension" && t.To.After(s.today(t.query)))
}

// send writes a table with its headers.
func (s *Server) send(c echo.Context, t tableState) error {
	ctx := c.Request().Context()
	meta, err := export.Describe(ctx, s.Store, t.Table, t.options(), s.askedNow(t), s.Now())
	if err != nil {
		return err
	}
	s.announce(c, t, meta)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return s.deliver(c, t, meta)
}

// askedNow is what is asked, on the day of the server's clock.
func (s *Server) askedNow(t tableState) export.Query {
	q := t.asked()
	q.Today = s.today(t.query)
	return q
}

// announce writes the headers of a table.
func (s *Server) announce(c echo.Context, t tableState, meta export.Meta) {
	h := c.Response().Header()
	h.Set("Content-Type", t.Format.ContentType())
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, t.fileName()))
	h.Set("Detente-Data-Version", meta.DataVersion)
	h.Set("Trailer", export.TrailerRows+", "+export.TrailerSHA256)
	if t.Format == export.CSV {
		describedAt(h, address("/"+t.Table+csvwSuffix, t))
	}
	h.Add("Link", "<"+address("/cite", citation{tableState: t})+`>; rel="cite-as"`)
}

func (s *Server) deliver(c echo.Context, t tableState, meta export.Meta) error {
	out := &steadyWriter{ResponseWriter: c.Response(), control: http.NewResponseController(c.Response()), now: s.Now}
	options := t.options()
	pause := s.courtesy.pauses(s.Now)
	options.Meta, options.Pause = &meta, pause
	receipt, err := export.Deliver(c.Request().Context(), out, options, t.Table, s.files(pause), s.askedNow(t))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(export.TrailerRows, fmt.Sprint(receipt.Rows))
	h.Set(export.TrailerSHA256, receipt.SHA256)
	return nil
}

// fileName is detente-events-2021-12-01-2022-03-15.csv: what it is and what it covers.
func (t tableState) fileName() string {
	parts := []string{"detente", t.Table}
	if t.question() != nil {
		parts = append(parts, orUsual(t.resultName(), t.asked().Result))
	}
	for _, id := range append(t.asked().Measured(), t.Series...) {
		parts = append(parts, strings.ReplaceAll(string(id), ":", "-"))
	}
	for _, name := range t.gauges() {
		parts = append(parts, event.LineOf(name).Column())
	}
	for _, word := range []string{t.From.String(), t.To.String(), string(t.Units), string(t.Frequency), indexWord(t.index())} {
		if word != "" {
			parts = append(parts, word)
		}
	}
	if text := t.asOfText(); text != "" {
		parts = append(parts, "as-of", strings.ReplaceAll(text, ":", ""))
	}
	return strings.Join(parts, "-") + "." + string(t.Format)
}

// indexWord is the part of a file's name that tells an index.
func indexWord(day civil.Date) string {
	if day.IsZero() {
		return ""
	}
	return "index-" + day.String()
}

// steadyWriter moves the deadline on with every write: a long export may take its time, a reader who stops may not. Nor may one
// who takes a little now and then: the log of the database grows for as long as anybody reads a table.
type steadyWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	now     func() time.Time
	written int64         // bytes
	waited  time.Duration // for the reader to take them
}

const (
	writePatience = 30 * time.Second
	slowStart     = 2 * time.Minute
	slowest       = 8 << 10 // bytes a second on average, when that is over
)

func (w *steadyWriter) Write(p []byte) (int, error) {
	began := w.now()
	// Where the connection has no deadlines, as in a test, the server's own timeouts hold.
	_ = w.control.SetWriteDeadline(began.Add(w.patience()))
	n, err := w.ResponseWriter.Write(p)
	w.written += int64(n)
	w.waited += w.now().Sub(began)
	return n, err
}

// patience is how long the reader may take for the next piece.
func (w *steadyWriter) patience() time.Duration {
	return min(writePatience, slowStart+time.Duration(w.written/slowest)*time.Second-w.waited)
}
