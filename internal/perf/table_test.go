package perf

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	table = flag.String("table", "", "measure, and write the table to this file: make bench")
	only  = flag.String("only", "", "measure only what has one of these words in its name, separated by commas")
	turns = flag.Int("turns", 3, "how often each side has its turn; the medians are compared")
)

// TestMain is, under its own name, the tests; and where it is asked to be, the bare server of serving.
func TestMain(m *testing.M) {
	if file := os.Getenv("PERF_BARE"); file != "" {
		serveBare(file)
		return
	}
	os.Exit(m.Run())
}

// row is one line of the table. A ratio of ours to the peer's; both are medians of turns taken one after the other.
type row struct {
	claim, peer         string
	ours, theirs, ratio string
	bound               string
	met                 bool
}

// TestTable measures everything in the README's table. It takes about a quarter of an hour.
func TestTable(t *testing.T) {
	if *table == "" {
		t.Skip("no -table FILE: make bench")
	}
	b := newBench(t)
	var rows []row
	for _, m := range []struct {
		name    string
		measure func(*bench, *testing.T) []row
	}{
		{"ingest", (*bench).ingest}, {"commits", (*bench).commits}, {"zoom", (*bench).zoom}, {"option", (*bench).option},
		{"size", (*bench).size}, {"start", (*bench).start}, {"memory", (*bench).memory}, {"exporting", (*bench).exporting}, {"serving", (*bench).serving},
		{"lists", (*bench).lists}, {"growth", (*bench).growth}, {"browser", (*bench).browser},
	} {
		if *only != "" && !slices.ContainsFunc(strings.Split(*only, ","), func(word string) bool { return strings.Contains(m.name, word) }) {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			start := time.Now()
			measured := m.measure(b, t)
			for _, r := range measured {
				t.Log(r.line())
			}
			t.Logf("%s took %.0f s", m.name, time.Since(start).Seconds())
			rows = append(rows, measured...)
		})
	}
	if err := os.WriteFile(*table, []byte(markdown(rows)), 0o644); err != nil {
		t.Fatal(err)
	}
}

func markdown(rows []row) string {
	out := fmt.Sprintf("Measured on %s, %d processors, %s; medians of %d turns each, taken by turns.\n\n", time.Now().UTC().Format("2 January 2006"), runtime.NumCPU(), runtime.Version(), *turns) +
		"| what | against | ours | theirs | ratio | bound | met |\n| --- | --- | --- | --- | --- | --- | --- |\n"
	for _, r := range rows {
		out += r.line() + "\n"
	}
	return out
}

func (r row) line() string {
	met := "yes"
	if !r.met {
		met = "**no**"
	}
	return "| " + strings.Join([]string{r.claim, r.peer, r.ours, r.theirs, r.ratio, r.bound, met}, " | ") + " |"
}

// atMost is a row of a measured figure without a peer.
func atMost(claim string, got, bound float64, unit string) row {
	return row{claim: claim, ours: figure(got) + " " + unit, bound: "≤ " + figure(bound) + " " + unit, met: got <= bound}
}

// against is a row of two medians whose ratio has a bound; above says that more is better.
func against(claim, peer string, ours, theirs, bound float64, unit string, above bool) row {
	ratio, sign := ours/theirs, "≤"
	met := ratio <= bound
	if above {
		met, sign = ratio >= bound, "≥"
	}
	return row{claim, peer, figure(ours) + " " + unit, figure(theirs) + " " + unit, figure(ratio), sign + " " + figure(bound), met}
}

// stated is a row of two medians whose ratio has no bound.
func stated(claim, peer string, ours, theirs float64, unit string) row {
	return row{claim, peer, figure(ours) + " " + unit, figure(theirs) + " " + unit, figure(ours / theirs), "stated", true}
}

// figure is a number with three digits that matter.
func figure(x float64) string {
	switch {
	case x >= 1000:
		return fmt.Sprintf("%.0f", x)
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	case x >= 0.1:
		return fmt.Sprintf("%.2f", x)
	}
	return fmt.Sprintf("%.3f", x)
}

func median[T cmp.Ordered](list []T) T {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

func quantile(list []time.Duration, q float64) time.Duration {
	slices.Sort(list)
	return list[int(q*float64(len(list)-1))]
}
