package web

import (
	"context"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

// counts are what the server counts itself; the rest is read from the store when it is asked for.
type counts struct {
	requests durations
	panics   atomic.Uint64
	began    time.Time
}

// scrapePatience bounds how long a scrape may read the store; Prometheus gives up after ten seconds by default.
const scrapePatience = 8 * time.Second

// handleMetrics answers in Prometheus' text format. Names begin with detente_; labels hold no text from outside but the names
// of sources and series.
func (s *Server) handleMetrics(c echo.Context) error {
	e := exposition{}
	s.expose(c.Request().Context(), e)
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", e.text())
}

// expose adds everything. Where the store cannot be read, detente_store_up is 0 and what is left out is in the log: the
// server's own figures must still be told.
func (s *Server) expose(ctx context.Context, e exposition) {
	e.add(buildInfo, 1, s.EmbeddedSet, runtime.Version(), s.Release)
	e.add(panicsTotal, float64(s.counts.panics.Load()))
	e.add(processBegan, float64(s.counts.began.Unix()))
	s.counts.requests.expose(e, requestDuration)
	exposeRuntime(e)
	exposeProcess(e)
	ctx, cancel := context.WithTimeout(ctx, scrapePatience)
	defer cancel()
	up := 1.0
	for _, part := range []func(context.Context, exposition) error{s.exposeRuns, s.exposeCoverage, s.exposeSize} {
		if err := part(ctx, e); err != nil {
			s.Log.Error("metrics", "error", err)
			up = 0
		}
	}
	e.add(storeUp, up)
}

var (
	buildInfo       = describe("detente_build_info", "Always 1; its labels say what runs.", "embedded_set", "go", "version")
	panicsTotal     = describeTotal("detente_http_panics_total", "Requests that ended in a panic, which was caught.")
	requestDuration = &desc{"detente_http_request_duration_seconds",
		"How long answers took, by route, method and class of status; cut is an answer that was broken off, gone a reader who left.",
		histogramKind, []string{"code", "method", "route"}}
	runsTotal   = describeTotal("detente_runs_total", "Collection runs ever recorded, by how they ended.", "source", "status")
	runRows     = describeTotal("detente_run_rows_total", "Rows of all answers, by what became of them: new, same, revised, rejected.", "outcome", "source")
	runLast     = describe("detente_run_last_timestamp_seconds", "When the newest run with this status began.", "source", "status")
	seriesAge   = describe("detente_series_missed_working_days", "Working days (Monday to Friday) since the newest set date whose hour of publication has passed; series that their publisher has ended are left out.", "series")
	seriesLast  = describe("detente_series_newest_timestamp_seconds", "Midnight UTC of the newest set date.", "series")
	seriesRows  = describe("detente_series_rows", "Fixings, candles or quotes stored of a series.", "series")
	storeBytes  = describe("detente_store_bytes", "Length of the database's files.", "file")
	storeRows   = describe("detente_store_rows", "Rows of the larger tables.", "table")
	dataVersion = describe("detente_store_data_version", "Grows with every committed change of figures or events.")
	writable    = describe("detente_store_writable", "1 where rows can be stored, 0 where the database was opened for reading alone.")
	storeUp     = describe("detente_store_up", "1 where the store could be read for this scrape, else 0.")
)

func describe(name, help string, labels ...string) *desc { return &desc{name, help, gaugeKind, labels} }

func describeTotal(name, help string, labels ...string) *desc {
	return &desc{name, help, counterKind, labels}
}
