package web

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// desc is a metric: its samples differ in the values of its labels, which stand in alphabetical order.
type desc struct {
	name, help, kind string
	labels           []string
}

// The kinds of a metric.
const (
	counterKind   = "counter"
	gaugeKind     = "gauge"
	histogramKind = "histogram"
)

// exposition gathers samples and writes them in Prometheus' text format, version 0.0.4. It writes that format alone, since
// the client library brought Protocol Buffers into the program.
// Reference: https://prometheus.io/docs/instrumenting/exposition_formats/.
type exposition map[*desc][]string

// add takes one sample; the values follow the labels.
func (e exposition) add(d *desc, v float64, values ...string) { e.sample(d, "", v, values...) }

// sample takes one sample of a name with a suffix, and with a last label that is not one of the metric's.
func (e exposition) sample(d *desc, suffix string, v float64, values ...string) {
	line := []byte(d.name + suffix)
	for i, value := range values {
		label := "le"
		if i < len(d.labels) {
			label = d.labels[i]
		}
		line = append(line, "{,"[min(i, 1)])
		line = append(append(line, label...), `="`...)
		line = append(append(line, labelEscapes.Replace(value)...), '"')
	}
	if len(values) > 0 {
		line = append(line, '}')
	}
	line = appendMetric(append(line, ' '), v)
	e[d] = append(e[d], string(append(line, '\n')))
}

var (
	labelEscapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
	helpEscapes  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
)

func appendMetric(dst []byte, v float64) []byte {
	if math.IsInf(v, 1) {
		return append(dst, "+Inf"...)
	}
	return strconv.AppendFloat(dst, v, 'g', -1, 64)
}

// text is the whole answer, the metrics by their names.
func (e exposition) text() []byte {
	var out []byte
	for _, d := range slices.SortedFunc(maps.Keys(e), func(a, b *desc) int { return cmp.Compare(a.name, b.name) }) {
		out = append(out, "# HELP "+d.name+" "+helpEscapes.Replace(d.help)+"\n# TYPE "+d.name+" "+d.kind+"\n"...)
		if d.kind != histogramKind { // whose buckets must stay in their order
			slices.Sort(e[d])
		}
		for _, line := range e[d] {
			out = append(out, line...)
		}
	}
	return out
}

// durations counts how long answers took, by route, method and class of status. It is safe for use by several goroutines.
type durations struct {
	of sync.Map // answered to *buckets
}

// answered is what one histogram counts, in the order of its labels.
type answered struct{ code, method, route string }

// bounds are the upper ends of the buckets, closed, in seconds.
var bounds = [...]float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

type buckets struct {
	counts [len(bounds) + 1]atomic.Uint64 // of each bucket alone; the last is above all bounds
	sum    atomic.Int64                   // nanoseconds
}

func (d *durations) observe(what answered, took time.Duration) {
	found, ok := d.of.Load(what)
	if !ok {
		found, _ = d.of.LoadOrStore(what, new(buckets))
	}
	b := found.(*buckets)
	at, _ := slices.BinarySearch(bounds[:], took.Seconds())
	b.counts[at].Add(1)
	b.sum.Add(int64(took))
}

// expose adds every histogram, in the order of their labels.
func (d *durations) expose(e exposition, as *desc) {
	all := map[answered]*buckets{}
	d.of.Range(func(what, b any) bool { all[what.(answered)] = b.(*buckets); return true })
	for _, what := range slices.SortedFunc(maps.Keys(all), func(a, b answered) int {
		return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.method, b.method), cmp.Compare(a.code, b.code))
	}) {
		all[what].expose(e, as, what)
	}
}

func (b *buckets) expose(e exposition, as *desc, what answered) {
	total := uint64(0)
	for i := range b.counts {
		total += b.counts[i].Load()
		bound := math.Inf(1)
		if i < len(bounds) {
			bound = bounds[i]
		}
		e.sample(as, "_bucket", float64(total), what.code, what.method, what.route, string(appendMetric(nil, bound)))
	}
	e.sample(as, "_sum", time.Duration(b.sum.Load()).Seconds(), what.code, what.method, what.route)
	e.sample(as, "_count", float64(total), what.code, what.method, what.route)
}
