package exposition

import (
	"bytes"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// parsed is what Prometheus' own parser makes of a page.
func parsed(t *testing.T, p *Page) map[string]*dto.MetricFamily {
	t.Helper()
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(written(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	return families
}

func written(t *testing.T, p *Page) []byte {
	t.Helper()
	raw, err := p.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

const hostile = "a \\ b \"c\"\nd, é {x=\"1\"} \\n"

func TestTextIsReadAsItWasMeant(t *testing.T) {
	t.Parallel()
	level, total := Gauge("level", "Help with "+hostile, "name", "other"), Counter("runs_total", "Runs.")
	p := NewPage(false)
	p.Set(total, 3)
	p.Set(level, -1.5, hostile, "z")
	p.Set(level, math.Inf(-1), hostile, "")
	p.Set(level, math.NaN(), "", "")
	p.Set(level, 1e21, "b", "c")
	families := parsed(t, p)
	if f := families["level"]; f.GetHelp() != "Help with "+hostile || f.GetType() != dto.MetricType_GAUGE || len(f.GetMetric()) != 4 {
		t.Fatalf("%v", f)
	}
	for i, want := range []struct {
		name, other string
		value       float64
	}{{"", "", math.NaN()}, {hostile, "", math.Inf(-1)}, {hostile, "z", -1.5}, {"b", "c", 1e21}} { // in the order of the values
		m := families["level"].GetMetric()[i]
		if got := m.GetGauge().GetValue(); got != want.value && !(math.IsNaN(got) && math.IsNaN(want.value)) {
			t.Errorf("series %d is %v, want %v", i, got, want.value)
		}
		for j, value := range []string{want.name, want.other} {
			if l := m.GetLabel()[j]; l.GetValue() != value || l.GetName() != level.labels[j] {
				t.Errorf("series %d: label %v, want %q", i, l, value)
			}
		}
	}
	if f := families["runs_total"]; f.GetType() != dto.MetricType_COUNTER || f.GetMetric()[0].GetCounter().GetValue() != 3 {
		t.Errorf("%v", f)
	}
}

// A duration is within a bound that it equals: https://prometheus.io/docs/concepts/metric_types says "inclusive" of le.
func TestTimingsAreAHistogram(t *testing.T) {
	t.Parallel()
	timings := NewTimings([]time.Duration{time.Millisecond, time.Second})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, d := range []time.Duration{0, time.Millisecond, time.Millisecond + 1, time.Second, time.Minute} {
				timings.Observe(d)
			}
		})
	}
	all.Wait()
	took := Histogram("took_seconds", "How long.", "code")
	p := NewPage(false)
	p.Timed(took, timings, "2xx")
	h := parsed(t, p)["took_seconds"].GetMetric()[0].GetHistogram()
	if h.GetSampleCount() != 20 || h.GetSampleSum() != 244.008000004 { // 4 * (0.001 + 0.001000001 + 1 + 60)
		t.Errorf("%d observations, %v s", h.GetSampleCount(), h.GetSampleSum())
	}
	for i, want := range []struct {
		bound float64
		n     uint64
	}{{.001, 8}, {1, 16}, {math.Inf(1), 20}} {
		if b := h.GetBucket()[i]; b.GetUpperBound() != want.bound || b.GetCumulativeCount() != want.n {
			t.Errorf("bucket %v, want %v", b, want)
		}
	}
}

// The lines follow the specification's sections on text format: the suffix of a counter is not of its family's name, quotes of a
// help text are escaped, numbers that are no counts have a point, and the last line ends all.
func TestOpenMetrics(t *testing.T) {
	t.Parallel()
	p := NewPage(true)
	p.Set(Counter("runs_total", `The "runs".`, "source"), 3, "cbr")
	p.Set(Gauge("size_bytes", "Size."), 3596792)
	timings := NewTimings([]time.Duration{time.Second})
	timings.Observe(time.Second)
	p.Timed(Histogram("took_seconds", "How long."), timings)
	const want = `# HELP runs The \"runs\".
# TYPE runs counter
runs_total{source="cbr"} 3.0
# HELP size_bytes Size.
# TYPE size_bytes gauge
size_bytes 3.596792e+06
# HELP took_seconds How long.
# TYPE took_seconds histogram
took_seconds_bucket{le="1.0"} 1
took_seconds_bucket{le="+Inf"} 1
took_seconds_sum 1.0
took_seconds_count 1
# EOF
`
	if got := string(written(t, p)); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if p.ContentType() != "application/openmetrics-text; version=1.0.0; charset=utf-8" {
		t.Error(p.ContentType())
	}
}

func TestASeriesIsToldOnce(t *testing.T) {
	t.Parallel()
	size := Gauge("size", "Size.", "file")
	p := NewPage(false)
	p.Set(size, 1, "a")
	p.Set(size, 1, "b")
	p.Set(size, 2, "a")
	if _, err := p.Bytes(); err == nil || !strings.Contains(err.Error(), `size is told twice of ["a"]`) {
		t.Error(err)
	}
	p = NewPage(false)
	p.Set(size, 1, "a")
	p.Set(Gauge("size", "Another.", "file"), 1, "b")
	if _, err := p.Bytes(); err == nil || !strings.Contains(err.Error(), "two families size") {
		t.Error(err)
	}
}

func TestMisuseIsRefused(t *testing.T) {
	t.Parallel()
	for what, misuse := range map[string]func(){
		"too few values":   func() { NewPage(false).Set(Gauge("size", "Size.", "file"), 1) },
		"too many values":  func() { NewPage(false).Set(Gauge("size", "Size."), 1, "a") },
		"a counter's name": func() { Counter("size", "Size.") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: want a panic", what)
				}
			}()
			misuse()
		}()
	}
}

func BenchmarkObserve(b *testing.B) {
	timings := NewTimings([]time.Duration{time.Millisecond, time.Second})
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			timings.Observe(100 * time.Microsecond)
		}
	})
}
