package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/store"
	"detente/internal/web"
)

// scrape reads /metrics as Prometheus does.
func scrape(t *testing.T, server *web.Server) string {
	t.Helper()
	w := get(t, server, "/metrics", "Accept", "text/plain")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Content-Type"))
	}
	return w.Body.String()
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	run := runlog.Run{Source: "cbr", Started: readAt, Finished: readAt, Status: runlog.Partial, Counts: runlog.Counts{New: 3, Same: 2, Rejected: 1}}
	var err error
	if run.ID, err = db.StartRun(t.Context(), run); err == nil {
		err = db.FinishRun(t.Context(), run)
	}
	if err == nil {
		_, err = db.StartRun(t.Context(), runlog.Run{Source: "ecb", Started: readAt, Status: runlog.Running})
	}
	if err != nil {
		t.Fatal(err)
	}
	server := newServer(t, db)
	get(t, server, "/sources")
	get(t, server, "/no/such/page")
	text := scrape(t, server)
	for _, want := range []string{
		`detente_runs_total{source="cbr",status="partial"} 1`,
		`detente_run_rows_total{outcome="rejected",source="cbr"} 1`,
		`detente_http_request_duration_seconds_count{code="2xx",method="GET",route="/sources"} 1`,
		`detente_http_request_duration_seconds_count{code="4xx",method="GET",route="none"} 1`,
		`detente_run_last_timestamp_seconds{source="ecb",status="running"}`, `detente_store_rows{table="runs"} 2`, `detente_store_up 1`, `detente_build_info{`, `detente_series_rows{series="cbr:USDRUB"} 0`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(text, `detente_runs_total{source="ecb",status="running"}`) {
		t.Error("a run that goes on is counted as ended")
	}
	if strings.Contains(text, "/no/such") {
		t.Error("a path from outside became a label")
	}
	promtool(t, text, "check", "metrics")
}

// The headers are those of Prometheus 2.49 and 3.4, and what others send.
func TestMetricsInTheFormatThatIsAskedFor(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmpty(t))
	for accept, open := range map[string]bool{
		"": false, "*/*": false, "text/plain": false, "text/html,*/*;q=0.8": false, "application/openmetrics-text;q=0": false,
		"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1":                                                                 true,
		"application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;q=0.2,*/*;q=0.1": true,
		"text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.5":                                                                                                                            false,
	} {
		w := get(t, server, "/metrics", "Accept", accept)
		_, closed := strings.CutSuffix(w.Body.String(), "\n# EOF\n")
		if w.Code != 200 || closed != open || strings.HasPrefix(w.Header().Get("Content-Type"), "application/openmetrics-text; version=1.0.0") != open {
			t.Errorf("%q: %d %s, closed: %v", accept, w.Code, w.Header().Get("Content-Type"), closed)
		}
		if !slices.Contains(w.Header().Values("Vary"), "Accept") {
			t.Errorf("%q: %v may be kept for others", accept, w.Header().Values("Vary"))
		}
	}
}

// waiting is a store whose answer comes when it is let go, and is an error.
type waiting struct {
	*store.DB
	asked, answer chan struct{}
}

func (s waiting) Coverage(context.Context) ([]fx.Coverage, error) {
	s.asked <- struct{}{}
	<-s.answer
	return nil, errors.New("the disk is slow")
}

// Scrapes that the store cannot keep up with do not pile up, and one whose store fails tells the rest.
func TestScrapesDoNotPileUp(t *testing.T) {
	t.Parallel()
	db := waiting{openEmpty(t), make(chan struct{}), make(chan struct{})}
	server, err := web.New(web.Deps{Store: db, Now: func() time.Time { return readAt }, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			if text := get(t, server, "/metrics").Body.String(); !strings.Contains(text, "\ndetente_store_up 0\n") || !strings.Contains(text, "\ndetente_http_panics_total 0\n") {
				t.Errorf("a store that fails: %s", text)
			}
		})
	}
	<-db.asked
	<-db.asked
	if w := get(t, server, "/metrics"); w.Code != http.StatusServiceUnavailable || !strings.HasPrefix(w.Body.String(), "2 scrapes are") {
		t.Errorf("a third scrape: %d %s", w.Code, w.Body)
	}
	close(db.answer)
	all.Wait()
}

// The newest embedded fixing was set on Wednesday 9 September 2026 and the pages are read on Saturday: Thursday and Friday
// have passed.
func TestAgeOfASeriesInWorkingDays(t *testing.T) {
	t.Parallel()
	text := scrape(t, newServer(t, openEmbedded(t)))
	if want := `detente_series_missed_working_days{series="cbr:USDRUB"} 2`; !strings.Contains(text, want+"\n") {
		t.Errorf("no %s", want)
	}
	for _, never := range []string{"ecb:EURRUB", "press:USDRUB"} {
		if strings.Contains(text, `missed_working_days{series="`+never) {
			t.Errorf("%s grows no older", never)
		}
	}
}

// The README's rules name metrics that are there; where promtool is installed, it reads and tries them too.
func TestAlertExample(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(readme), "```yaml\ngroups:")
	rules, _, _ := strings.Cut("groups:"+rest, "```")
	names := regexp.MustCompile(`detente_[a-z_]+`).FindAllString(rules, -1)
	if !ok || len(names) < 4 || !strings.Contains(rules, "detente_series_missed_working_days") {
		t.Fatalf("the README shows no rules, or names %v only", names)
	}
	text := scrape(t, newServer(t, openEmbedded(t)))
	for _, name := range slices.Compact(names) {
		if !strings.Contains(text, "\n# TYPE "+name+" ") && !strings.Contains(name, "_total") {
			t.Errorf("%s is not a metric", name)
		}
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	promtool(t, "", "check", "rules", write("rules.yml", rules))
	promtool(t, "", "test", "rules", write("test.yml", alertTest))
}

const alertTest = `rule_files: [rules.yml]
evaluation_interval: 1h
tests:
  - interval: 1h
    input_series:
      - {series: 'detente_series_missed_working_days{series="cbr:USDRUB"}', values: '0x30 3x30'}
      - {series: 'detente_series_missed_working_days{series="cbr:EURRUB"}', values: '2x60'}
      - {series: 'detente_series_rows{series="cbr:USDRUB"}', values: '0x60'}
      - {series: 'detente_series_rows{series="cbr:EURRUB"}', values: '1x60'}
    alert_rule_test:
      - eval_time: 25h
        alertname: NoFixingAtAll
        exp_alerts: [{exp_labels: {series: "cbr:USDRUB"}, exp_annotations: {summary: "cbr:USDRUB was never collected"}}]
      - {eval_time: 30h, alertname: NoNewFixing}
      - eval_time: 33h
        alertname: NoNewFixing
        exp_alerts: [{exp_labels: {series: "cbr:USDRUB", severity: page}, exp_annotations: {summary: "3 working days without a new cbr:USDRUB"}}]
`

// promtool checks with Prometheus' own program, where it is installed.
func promtool(t *testing.T, in string, args ...string) {
	t.Helper()
	path, err := exec.LookPath("promtool")
	if err != nil {
		t.Log("promtool is not installed (Debian: prometheus): the names alone were checked")
		return
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Stdin = strings.NewReader(in)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("promtool %v: %v\n%s", args, err, out)
	}
}
