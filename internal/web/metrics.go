package web

import (
	"context"
	"runtime"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what the server counts itself; the rest is read from the store when it is asked for.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	panics   prometheus.Counter
}

// newMetrics registers everything /metrics shows. Names begin with detente_; labels hold no text from outside but the
// names of sources and series.
func newMetrics(s *Server) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), requests: newRequests(),
		panics: prometheus.NewCounter(prometheus.CounterOpts{Name: "detente_http_panics_total", Help: "Requests that ended in a panic, which was caught."})}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "detente_build_info", Help: "Always 1; its labels say what runs.",
		ConstLabels: prometheus.Labels{"version": s.Release, "go": runtime.Version(), "embedded_set": s.EmbeddedSet}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.panics, build, &storeMetrics{s},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// timing is what is told how long an answer of a route took.
func (m *metrics) timing(route, method, outcome string) prometheus.Observer {
	return m.requests.WithLabelValues(route, method, outcome)
}

// scrapePatience bounds how long a scrape may read the store; Prometheus gives up after ten seconds by default.
const scrapePatience = 8 * time.Second

// handleMetrics answers in Prometheus' text format, or in OpenMetrics where that is asked for.
func (s *Server) handleMetrics() echo.HandlerFunc {
	h := promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{DisableCompression: true, EnableOpenMetrics: true, MaxRequestsInFlight: 2, ErrorLog: logged{s}})
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		h.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}

// logged writes what goes wrong in a scrape into the log.
type logged struct{ *Server }

// Println writes one error.
func (l logged) Println(v ...any) { l.Log.Error("metrics", "error", v) }

// storeMetrics reads the store at each scrape.
type storeMetrics struct{ *Server }

var (
	runsTotal   = describe("detente_runs_total", "Collection runs ever recorded, by how they ended.", "source", "status")
	runRows     = describe("detente_run_rows_total", "Rows of all answers, by what became of them: new, same, revised, rejected.", "source", "outcome")
	runLast     = describe("detente_run_last_timestamp_seconds", "When the newest run with this status began.", "source", "status")
	seriesAge   = describe("detente_series_missed_working_days", "Working days (Monday to Friday) since the newest set date whose hour of publication has passed; series that their publisher has ended are left out.", "series")
	seriesLast  = describe("detente_series_newest_timestamp_seconds", "Midnight UTC of the newest set date.", "series")
	seriesRows  = describe("detente_series_rows", "Fixings, candles or quotes stored of a series.", "series")
	storeBytes  = describe("detente_store_bytes", "Length of the database's files.", "file")
	storeRows   = describe("detente_store_rows", "Rows of the larger tables.", "table")
	dataVersion = describe("detente_store_data_version", "Grows with every committed change of figures or events.")
	writable    = describe("detente_store_writable", "1 where rows can be stored, 0 where the database was opened for reading alone or its disk refused the last write.")
	storeUp     = describe("detente_store_up", "1 where the store could be read for this scrape, else 0.")
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

// Describe names what Collect sends.
func (m *storeMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{runsTotal, runRows, runLast, seriesAge, seriesLast, seriesRows, storeBytes, storeRows, dataVersion, writable, storeUp} {
		to <- d
	}
}

// Collect reads the store. Where it cannot be read, detente_store_up is 0 and what is left out is in the log: the
// server's own figures must still be told.
func (m *storeMetrics) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapePatience)
	defer cancel()
	up := 1.0
	for _, part := range []func(context.Context, chan<- prometheus.Metric) error{m.runs, m.coverage, m.size} {
		if err := part(ctx, to); err != nil {
			m.Log.Error("metrics", "error", err)
			up = 0
		}
	}
	to <- prometheus.MustNewConstMetric(storeUp, prometheus.GaugeValue, up)
}
