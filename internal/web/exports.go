package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/export"
)

// tables are the exports there are, as their addresses without the suffix.
var tables = []string{"rates", "events", "overlay", "tension"}

func (s *Server) exportRoutes() []route {
	var routes []route
	for _, name := range tables {
		routes = append(routes, route{"/" + name + ".csv", s.handleExport(name)})
	}
	return routes
}

// handleExport streams a table with the filters of the address: the bytes that the command line writes for them.
func (s *Server) handleExport(name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		q, err := parseQuery(c.QueryParams())
		if err != nil {
			return err
		}
		h := c.Response().Header()
		h.Set("Content-Type", export.CSV.ContentType())
		h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, fileName(name, q)))
		h.Set("Cache-Control", "no-cache")
		if c.Request().Method == http.MethodHead {
			return c.NoContent(http.StatusOK)
		}
		out := &steadyWriter{ResponseWriter: c.Response(), control: http.NewResponseController(c.Response()), now: s.Now}
		return export.Write(c.Request().Context(), out, export.Options{}, name, s.Store, export.Query{Filter: q.filter(q.From, q.To)})
	}
}

// fileName is detente-events-2021-12-01-2022-03-15.csv: what it is and what it covers.
func fileName(name string, q query) string {
	parts := []string{"detente", name}
	for _, d := range []civil.Date{q.From, q.To} {
		if !d.IsZero() {
			parts = append(parts, d.String())
		}
	}
	if text := q.asOfText(); text != "" {
		parts = append(parts, "as-of", strings.ReplaceAll(text, ":", ""))
	}
	return strings.Join(parts, "-") + ".csv"
}

// steadyWriter moves the deadline on with every write: a long export may take its time, a reader who stops may not.
type steadyWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	now     func() time.Time
}

const writePatience = 30 * time.Second

func (w *steadyWriter) Write(p []byte) (int, error) {
	// Where the connection has no deadlines, as in a test, the server's own timeouts hold.
	_ = w.control.SetWriteDeadline(w.now().Add(writePatience))
	return w.ResponseWriter.Write(p)
}
