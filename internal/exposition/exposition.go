// Package exposition writes figures as Prometheus reads them: in its text format, version 0.0.4, and in OpenMetrics 1.0. It
// counts durations, and reads what the Go runtime and the system say of this process. It never serves: internal/web does.
//
// The formats: https://prometheus.io/docs/instrumenting/exposition_formats and https://prometheus.io/docs/specs/om/open_metrics_spec
package exposition

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Family is what series that differ by their labels alone have in common.
type Family struct {
	name, help, kind string
	labels           []string
}

// Gauge is a figure that may fall. Its labels are named in the order in which their values will be.
func Gauge(name, help string, labels ...string) *Family {
	return &Family{name, help, "gauge", labels}
}

// Counter is a figure that grows from 0 while the process lives; its name ends in _total, which OpenMetrics asks for.
func Counter(name, help string, labels ...string) *Family {
	if !strings.HasSuffix(name, "_total") {
		panic("exposition: the counter " + name + " does not end in _total")
	}
	return &Family{name, help, "counter", labels}
}

// Histogram is a number of Timings.
func Histogram(name, help string, labels ...string) *Family {
	return &Family{name, help, "histogram", labels}
}

// Page is one answer to a scrape. It is used by one goroutine.
type Page struct {
	open   bool
	series map[*Family][]series
}

// series is the lines of one, and the values of its labels, by which it is sorted.
type series struct {
	values []string
	lines  []byte
}

// NewPage begins a page, in OpenMetrics where open is set.
func NewPage(open bool) *Page { return &Page{open, map[*Family][]series{}} }

// ContentType is what the header of that name says of the page.
func (p *Page) ContentType() string {
	if p.open {
		return "application/openmetrics-text; version=1.0.0; charset=utf-8"
	}
	return "text/plain; version=0.0.4; charset=utf-8"
}

// Set tells the figure of a series. It panics where there are more or fewer values than labels.
func (p *Page) Set(f *Family, v float64, values ...string) {
	p.add(f, values, p.line(nil, f, "", values, "", "", p.number(v)))
}

// Timed tells what durations were counted of a series of a Histogram.
func (p *Page) Timed(f *Family, t *Timings, values ...string) {
	var lines []byte
	within, bounds, sum := t.read()
	for i, bound := range bounds {
		lines = p.line(lines, f, "_bucket", values, "le", p.number(bound), count(within[i]))
	}
	all := count(within[len(bounds)])
	lines = p.line(lines, f, "_bucket", values, "le", "+Inf", all)
	lines = p.line(lines, f, "_sum", values, "", "", p.number(sum))
	p.add(f, values, p.line(lines, f, "_count", values, "", "", all))
}

func (p *Page) add(f *Family, values []string, lines []byte) {
	if len(values) != len(f.labels) {
		panic(fmt.Sprintf("exposition: %s has the labels %v, not %v", f.name, f.labels, values))
	}
	p.series[f] = append(p.series[f], series{values, lines})
}

// line appends one sample; the label extra, if any, comes last.
func (p *Page) line(to []byte, f *Family, suffix string, values []string, extra, value, number string) []byte {
	to = append(append(to, f.name...), suffix...)
	open := byte('{')
	label := func(name, value string) {
		to = append(append(append(to, open), name...), `="`...)
		to = append(append(to, quoted.Replace(value)...), '"')
		open = ','
	}
	for i, v := range values[:min(len(values), len(f.labels))] { // add complains where there are more
		label(f.labels[i], v)
	}
	if extra != "" {
		label(extra, value)
	}
	if open == ',' {
		to = append(to, '}')
	}
	return append(append(append(to, ' '), number...), '\n')
}

// Bytes is the page: families by name, each whole, its series by their labels' values. A series that was told twice is an
// error, since a scraper would refuse all.
func (p *Page) Bytes() ([]byte, error) {
	var b bytes.Buffer
	families := slices.SortedFunc(maps.Keys(p.series), func(a, b *Family) int { return cmp.Compare(a.name, b.name) })
	for i, f := range families {
		list := p.series[f]
		slices.SortFunc(list, func(a, b series) int { return slices.Compare(a.values, b.values) })
		if i > 0 && families[i-1].name == f.name {
			return nil, fmt.Errorf("exposition: there are two families %s", f.name)
		}
		p.head(&b, f)
		for j, s := range list {
			if j > 0 && slices.Equal(list[j-1].values, s.values) {
				return nil, fmt.Errorf("exposition: %s is told twice of %q", f.name, s.values)
			}
			b.Write(s.lines)
		}
	}
	if p.open {
		b.WriteString("# EOF\n")
	}
	return b.Bytes(), nil
}

func (p *Page) head(b *bytes.Buffer, f *Family) {
	name, help := f.name, unbroken.Replace(f.help)
	if p.open {
		name, help = strings.TrimSuffix(name, "_total"), quoted.Replace(f.help)
	}
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, f.kind)
}

var (
	unbroken = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	quoted   = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)

// number is a figure as the formats write it; OpenMetrics has a point in each that is no count.
func (p *Page) number(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "+Inf"
	case math.IsInf(v, -1):
		return "-Inf"
	}
	s := strconv.FormatFloat(v, 'g', -1, 64)
	if p.open && !strings.ContainsAny(s, "e.N") {
		s += ".0"
	}
	return s
}

func count(n uint64) string { return strconv.FormatUint(n, 10) }
