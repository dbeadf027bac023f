package exposition

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"time"
)

// sum is a figure that is a sum of the runtime's own.
type sum struct {
	family *Family
	of     []string
}

// sums have the names that dashboards of Go programs ask for.
var sums = []sum{
	{Gauge("go_threads", "Threads that the runtime has."), []string{"/sched/threads/total:threads"}},
	{Gauge("go_sched_gomaxprocs_threads", "Threads that may run Go code at once."), []string{"/sched/gomaxprocs:threads"}},
	{Gauge("go_gc_gogc_percent", "By how many per cent the heap may grow between two collections."), []string{"/gc/gogc:percent"}},
	{Gauge("go_gc_gomemlimit_bytes", "Memory that the runtime is told to stay below."), []string{"/gc/gomemlimit:bytes"}},
	heap("alloc_bytes", "Bytes of objects on the heap.", "objects"),
	heap("heap_alloc_bytes", "Bytes of objects on the heap, as go_memstats_alloc_bytes.", "objects"),
	heap("heap_inuse_bytes", "Bytes of spans in use.", "objects", "unused"),
	heap("heap_idle_bytes", "Bytes of the heap that wait to be used.", "released", "free"),
	heap("heap_released_bytes", "Bytes of the heap that were given back to the system.", "released"),
	heap("heap_sys_bytes", "Bytes of the heap that were had from the system.", "objects", "unused", "released", "free"),
	heap("stack_inuse_bytes", "Bytes of stacks of goroutines.", "stacks"),
	memory("stack_sys_bytes", "Bytes of stacks of goroutines and threads.", "heap/stacks", "os-stacks"),
	memory("mspan_inuse_bytes", "Bytes of span structures in use.", "metadata/mspan/inuse"),
	memory("mspan_sys_bytes", "Bytes of span structures.", "metadata/mspan/inuse", "metadata/mspan/free"),
	memory("mcache_inuse_bytes", "Bytes of cache structures in use.", "metadata/mcache/inuse"),
	memory("mcache_sys_bytes", "Bytes of cache structures.", "metadata/mcache/inuse", "metadata/mcache/free"),
	memory("buck_hash_sys_bytes", "Bytes of the tables of profiles.", "profiling/buckets"),
	memory("gc_sys_bytes", "Bytes of the collector's own.", "metadata/other"),
	memory("other_sys_bytes", "Bytes of all else that the runtime had from the system.", "other"),
	memory("sys_bytes", "Bytes that the runtime had from the system.", "total"),
	{Gauge("go_memstats_heap_objects", "Objects on the heap."), []string{"/gc/heap/objects:objects"}},
	{Gauge("go_memstats_next_gc_bytes", "Size of the heap at which the next collection begins."), []string{"/gc/heap/goal:bytes"}},
	{Counter("go_memstats_alloc_bytes_total", "Bytes of objects that were ever made."), []string{"/gc/heap/allocs:bytes"}},
	{Counter("go_memstats_mallocs_total", "Objects that were ever made."), []string{"/gc/heap/allocs:objects", "/gc/heap/tiny/allocs:objects"}},
	{Counter("go_memstats_frees_total", "Objects that were ever let go."), []string{"/gc/heap/frees:objects", "/gc/heap/tiny/allocs:objects"}},
}

func memory(name, help string, classes ...string) sum {
	of := make([]string, len(classes))
	for i, class := range classes {
		of[i] = "/memory/classes/" + class + ":bytes"
	}
	return sum{Gauge("go_memstats_"+name, help), of}
}

func heap(name, help string, parts ...string) sum {
	return memory(name, help, strings.Fields("heap/"+strings.Join(parts, " heap/"))...)
}

var (
	routines = Gauge("go_goroutines", "Goroutines that exist now, without the runtime's own.")
	goInfo   = Gauge("go_info", "Always 1; its label is the release of Go.", "version")
	lastGC   = Gauge("go_memstats_last_gc_time_seconds", "When the newest collection ended, in seconds since 1970.")
	gcPause  = &Family{"go_gc_duration_seconds", "How long collections stopped everything: quantiles of the newest.", "summary", nil}
)

// Runtime tells what the Go runtime knows of itself, without stopping it.
func (p *Page) Runtime() {
	p.Set(goInfo, 1, runtime.Version())
	p.Set(routines, float64(runtime.NumGoroutine()))
	for _, s := range sums {
		p.Set(s.family, s.read())
	}
	p.collections()
}

// read adds up; a name that this release of Go does not have counts for nothing.
func (s sum) read() (total float64) {
	samples := make([]metrics.Sample, len(s.of))
	for i, name := range s.of {
		samples[i].Name = name
	}
	metrics.Read(samples)
	for _, one := range samples {
		if one.Value.Kind() == metrics.KindUint64 {
			total += float64(one.Value.Uint64())
		}
	}
	return total
}

func (p *Page) collections() {
	stats := debug.GCStats{PauseQuantiles: make([]time.Duration, 5)}
	debug.ReadGCStats(&stats)
	var lines []byte
	for i, q := range []float64{0, .25, .5, .75, 1} {
		lines = p.line(lines, gcPause, "", nil, "quantile", p.number(q), p.number(stats.PauseQuantiles[i].Seconds()))
	}
	lines = p.line(lines, gcPause, "_sum", nil, "", "", p.number(stats.PauseTotal.Seconds()))
	p.add(gcPause, nil, p.line(lines, gcPause, "_count", nil, "", "", count(uint64(stats.NumGC))))
	p.Set(lastGC, float64(stats.LastGC.UnixNano())/1e9)
}
