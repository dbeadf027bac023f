package web

import (
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
)

// What the program says of itself, under the names that dashboards for Go programs know.
var (
	goInfo       = describe("go_info", "Always 1; its label is the version of Go.", "version")
	goroutines   = describe("go_goroutines", "Goroutines that exist.")
	heapObjects  = describe("go_memstats_heap_alloc_bytes", "Bytes of the heap in use, garbage not yet swept included.")
	memoryHeld   = describe("go_memstats_sys_bytes", "Bytes obtained from the system and not returned.")
	nextGC       = describe("go_memstats_next_gc_bytes", "Size of the heap at which the next collection ends.")
	allocated    = describeTotal("go_memstats_alloc_bytes_total", "Bytes ever allocated on the heap.")
	collections  = describeTotal("go_gc_cycles_total_gc_cycles_total", "Garbage collections completed.")
	processCPU   = describeTotal("process_cpu_seconds_total", "Processor time, user and system.")
	processRSS   = describe("process_resident_memory_bytes", "Resident memory.")
	processVM    = describe("process_virtual_memory_bytes", "Virtual memory.")
	processFiles = describe("process_open_fds", "Open files.")
	processBegan = describe("process_start_time_seconds", "When the server was made.")
)

// runtimeSamples are what Go counts and the metric each becomes.
var runtimeSamples = []struct {
	name string
	as   *desc
}{
	{"/sched/goroutines:goroutines", goroutines},
	{"/memory/classes/heap/objects:bytes", heapObjects},
	{"/gc/heap/goal:bytes", nextGC},
	{"/gc/heap/allocs:bytes", allocated},
	{"/gc/cycles/total:gc-cycles", collections},
}

func exposeRuntime(e exposition) {
	e.add(goInfo, 1, runtime.Version())
	samples := make([]metrics.Sample, len(runtimeSamples), len(runtimeSamples)+2)
	for i, s := range runtimeSamples {
		samples[i].Name = s.name
	}
	samples = append(samples, metrics.Sample{Name: "/memory/classes/total:bytes"}, metrics.Sample{Name: "/memory/classes/heap/released:bytes"})
	metrics.Read(samples)
	for i, s := range runtimeSamples {
		e.add(s.as, float64(samples[i].Value.Uint64()))
	}
	held := samples[len(samples)-2].Value.Uint64() - samples[len(samples)-1].Value.Uint64()
	e.add(memoryHeld, float64(held))
}

// clockTick is Linux's USER_HZ, the unit of processor time in /proc.
const clockTick = 100

// exposeProcess reads /proc; where there is none, these metrics are left out. Reference: proc_pid_stat(5).
func exposeProcess(e exposition) {
	raw, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return
	}
	_, rest, _ := strings.Cut(string(raw), ") ") // the name before it may hold blanks
	fields := strings.Fields(rest)               // the first is field 3
	at := func(n int) float64 {
		if n-3 >= len(fields) {
			return 0
		}
		v, _ := strconv.ParseFloat(fields[n-3], 64) // the kernel writes numbers
		return v
	}
	e.add(processCPU, (at(14)+at(15))/clockTick)
	e.add(processVM, at(23))
	e.add(processRSS, at(24)*float64(os.Getpagesize()))
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		e.add(processFiles, float64(len(open)))
	}
}
