package exposition

import (
	"math"
	"os"
	"strconv"
	"strings"
)

var (
	cpuSeconds   = Counter("process_cpu_seconds_total", "Processor time, the program's and the system's for it.")
	startSeconds = Gauge("process_start_time_seconds", "When the process began, in seconds since 1970.")
	residentSize = Gauge("process_resident_memory_bytes", "Memory that the process holds.")
	virtualSize  = Gauge("process_virtual_memory_bytes", "Addresses that the process has taken.")
	virtualMost  = Gauge("process_virtual_memory_max_bytes", "Addresses that the process may take.")
	openFiles    = Gauge("process_open_fds", "Open files and connections.")
	mostFiles    = Gauge("process_max_fds", "Files and connections that the process may open.")
)

// Process tells what the system knows of this process, as /proc of Linux has it; what cannot be read is left out.
func (p *Page) Process() {
	p.stat("/proc/self/stat", "/proc/stat")
	p.limits("/proc/self/limits")
	if files, err := os.ReadDir("/proc/self/fd"); err == nil {
		p.Set(openFiles, float64(len(files)-1)) // one is the folder's own
	}
}

// ticks is how Linux counts processor time and starts, a second, on every machine that Go builds for.
const ticks = 100

// stat reads one line of numbers: proc(5). The name of the program, in brackets, may hold anything.
func (p *Page) stat(process, system string) {
	raw, _ := os.ReadFile(process)
	line := string(raw)
	fields := strings.Fields(line[strings.LastIndex(line, ")")+1:])
	if len(fields) < 22 {
		return
	}
	field := func(i int) float64 { // as proc(5) numbers them
		v, _ := strconv.ParseFloat(fields[i-3], 64)
		return v
	}
	p.Set(cpuSeconds, (field(14)+field(15))/ticks)
	p.Set(virtualSize, field(23))
	p.Set(residentSize, field(24)*float64(os.Getpagesize()))
	raw, _ = os.ReadFile(system)
	if _, rest, ok := strings.Cut(string(raw), "\nbtime "); ok { // when the machine started
		boot, _, _ := strings.Cut(rest, "\n")
		if at, err := strconv.ParseFloat(boot, 64); err == nil {
			p.Set(startSeconds, at+field(22)/ticks)
		}
	}
}

// limits reads those that apply now.
func (p *Page) limits(path string) {
	raw, _ := os.ReadFile(path)
	for line := range strings.Lines(string(raw)) {
		for name, f := range map[string]*Family{"Max open files ": mostFiles, "Max address space ": virtualMost} {
			rest, ok := strings.CutPrefix(line, name)
			if !ok {
				continue
			}
			now, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
			if now == "unlimited" {
				p.Set(f, math.MaxUint64)
			} else if v, err := strconv.ParseFloat(now, 64); err == nil {
				p.Set(f, v)
			}
		}
	}
}
