package exposition

import (
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"testing"
	"time"
)

// value is the figure of a family without labels; NaN where the page has none.
func value(t *testing.T, p *Page, name string) float64 {
	t.Helper()
	f := parsed(t, p)[name]
	if len(f.GetMetric()) != 1 {
		return math.NaN()
	}
	return f.GetMetric()[0].GetGauge().GetValue() + f.GetMetric()[0].GetCounter().GetValue()
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The fields are counted as proc(5) of Linux numbers them: 14 and 15 are hundredths of a second, 22 the start in them since the
// machine's, 23 bytes, 24 pages.
func TestProcessIsReadFromProc(t *testing.T) {
	t.Parallel()
	p := NewPage(false)
	p.stat(file(t, "12 (a ) 1 2) S 4 5 6 7 8 9 10 11 12 13 1400 1550 16 17 18 19 20 21 2200 2300 24 25\n"), file(t, "cpu 1\nbtime 1796000000\nprocesses 5\n"))
	p.limits(file(t, "Limit   Soft Limit   Hard Limit   Units\nMax address space         unlimited            unlimited            bytes\nMax open files            1024                 4096                 files\n"))
	for name, want := range map[string]float64{
		"process_cpu_seconds_total": 29.5, "process_start_time_seconds": 1796000022, "process_virtual_memory_bytes": 2300,
		"process_resident_memory_bytes": 24 * float64(os.Getpagesize()), "process_max_fds": 1024, "process_virtual_memory_max_bytes": 1 << 64,
	} {
		if got := value(t, p, name); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	p = NewPage(false)
	p.stat(file(t, "12 (cut"), "/no/such/file")
	p.limits("/no/such/file")
	if len(p.series) != 0 {
		t.Errorf("%d series of files that say nothing", len(p.series))
	}
}

func TestThisProcess(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("no /proc here")
	}
	p := NewPage(false)
	p.Process()
	now := float64(time.Now().Unix())
	if at := value(t, p, "process_start_time_seconds"); !(at > now-3600 && at <= now+1) {
		t.Errorf("started at %v, and it is %v", at, now)
	}
	if rss := value(t, p, "process_resident_memory_bytes"); !(rss > 1<<20 && rss < 1<<40) {
		t.Errorf("%v bytes", rss)
	}
	if open := value(t, p, "process_open_fds"); !(open >= 3 && open <= value(t, p, "process_max_fds")) { // in, out, error
		t.Errorf("%v files are open", open)
	}
}

// Not beside other tests, whose goroutines would come and go between the two readings.
func TestRuntimeIsToldAsItIs(t *testing.T) {
	var known []string
	for _, d := range metrics.All() {
		if d.Kind == metrics.KindUint64 {
			known = append(known, d.Name)
		}
	}
	for _, s := range sums {
		for _, name := range s.of {
			if !slices.Contains(known, name) {
				t.Errorf("%s: the runtime has no %s", s.family.name, name)
			}
		}
	}
	runtime.GC()
	p := NewPage(false)
	p.Runtime()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for name, now := range map[string]float64{"go_memstats_sys_bytes": float64(m.Sys), "go_memstats_heap_sys_bytes": float64(m.HeapSys), "go_memstats_heap_alloc_bytes": float64(m.HeapAlloc),
		"go_memstats_mallocs_total": float64(m.Mallocs), "go_memstats_heap_objects": float64(m.HeapObjects), "go_goroutines": float64(runtime.NumGoroutine()),
		"go_memstats_frees_total": float64(m.Frees), "go_memstats_alloc_bytes_total": float64(m.TotalAlloc), "go_memstats_heap_inuse_bytes": float64(m.HeapInuse), "go_memstats_next_gc_bytes": float64(m.NextGC),
		"go_memstats_stack_inuse_bytes": float64(m.StackInuse), "go_memstats_stack_sys_bytes": float64(m.StackSys), "go_memstats_mspan_inuse_bytes": float64(m.MSpanInuse), "go_memstats_mspan_sys_bytes": float64(m.MSpanSys),
		"go_memstats_mcache_inuse_bytes": float64(m.MCacheInuse), "go_memstats_mcache_sys_bytes": float64(m.MCacheSys), "go_memstats_buck_hash_sys_bytes": float64(m.BuckHashSys), "go_memstats_gc_sys_bytes": float64(m.GCSys),
		"go_memstats_other_sys_bytes": float64(m.OtherSys), "go_sched_gomaxprocs_threads": float64(runtime.GOMAXPROCS(0))} {
		if got := value(t, p, name); !(got > now/4 && got < now*4) { // between two readings a little changes
			t.Errorf("%s is %v, and now %v", name, got, now)
		}
	}
	if got := value(t, p, "go_memstats_last_gc_time_seconds"); math.Abs(got-float64(time.Now().Unix())) > 60 {
		t.Errorf("the newest collection was at %v", got)
	}
	pause := parsed(t, p)["go_gc_duration_seconds"].GetMetric()[0].GetSummary()
	if pause.GetSampleCount() == 0 || len(pause.GetQuantile()) != 5 || pause.GetQuantile()[4].GetValue() <= 0 {
		t.Errorf("%v", pause)
	}
}
