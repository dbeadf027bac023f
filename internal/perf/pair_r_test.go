package perf

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"detente/data"
	"detente/internal/analysis"
	"detente/internal/analysis/resample"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// pairRuns are odd, so that a median is one of the runs.
const pairRuns = 5

// exact is what computed numbers may differ by, relative to R's; drawn ones may differ by four standard errors of their draws.
const exact = 1e-8

// BenchmarkStudyAgainstR pairs detente study with its battery in base R and sandwich: 500 events on 27 years of the embedded dollar
// fixings, 2,000 placebo dates. The two take turns on one processor; what R computes has to agree. R leaves out what it has no
// counterpart of (placebo cloud, periods, unexplained moves), so the ratio flatters R.
func BenchmarkStudyAgainstR(b *testing.B) {
	in, folder := studied(b), b.TempDir()
	first := studyOnce(b, in)
	writeColumn(b, filepath.Join(folder, "prices.csv"), "price", len(in.Fixings), func(i int) string { return number(in.Fixings[i].Rate()) })
	var rows []string
	for _, e := range first.Events {
		switch e.Status {
		case analysis.StatusUsed:
			rows = append(rows, strconv.Itoa(*e.Day0))
		case analysis.StatusMerged:
		default:
			b.Fatalf("event %s is %s: every one should be measured", e.ID, e.Status)
		}
	}
	writeColumn(b, filepath.Join(folder, "days.csv"), "row", len(rows), func(i int) string { return rows[i] })
	theirs := pair(b, "study", folder, 200*time.Millisecond, func() { studyOnce(b, in) })
	agree(b, theirs, studyFigures(first), map[string]int{"sign_flip_p": 99_999, "placebo_p": 2000, "span_p": 2000})
	if ours, r := first.Placebo.SD.Value, theirs["placebo_sd"]; !(math.Abs(ours-r) <= 0.1*r) {
		b.Errorf("standard deviation of 2,000 placebo averages: %g, R %g", ours, r)
	}
}

// BenchmarkCorrelateAgainstR pairs detente correlate with its battery in R with sandwich and zoo, on the same events and fixings: 999
// random orders over 41 lags, all rotations. R leaves out GARCH, Bai-Perron, ADF, the bootstrap and the periods.
func BenchmarkCorrelateAgainstR(b *testing.B) {
	from, folder := studied(b), b.TempDir()
	in := analysis.CorrelateInput{Question: analysis.DefaultCorrelate(fx.CBRUSD), Series: from.Series, Fixings: from.Fixings, Timeline: from.Timeline, Breaks: from.Breaks}
	once := func() analysis.CorrelateReport {
		report, err := analysis.Correlate(in)
		if err != nil {
			b.Fatal(err)
		}
		return report
	}
	first := once()
	s := first.Scatter
	writeColumn(b, filepath.Join(folder, "pairs.csv"), "target,tension", len(s.Target), func(i int) string { return number(s.Target[i]) + "," + number(s.Tension[i]) })
	theirs := pair(b, "correlate", folder, 300*time.Millisecond, func() { once() })
	agree(b, theirs, correlateFigures(first), map[string]int{"p_permutation": first.Draws})
}

// studied is the question of the pairings: the embedded fixings of the dollar since 1999, and 500 made-up events on them.
func studied(b *testing.B) analysis.StudyInput {
	if _, err := exec.LookPath("Rscript"); err != nil {
		b.Skip("Rscript is not here to pair with: Debian has it in r-base-core, with r-cran-sandwich and r-cran-zoo")
	}
	set, err := data.Load()
	if err != nil {
		b.Fatal(err)
	}
	series, _ := fx.Known(fx.CBRUSD)
	in := analysis.StudyInput{Question: analysis.DefaultStudy(fx.CBRUSD), Series: series, Breaks: set.Breaks}
	for _, f := range set.Fixings {
		if f.Series == fx.CBRUSD && !f.Set.Before(civil.New(1999, time.January, 1)) {
			in.Fixings = append(in.Fixings, f)
		}
	}
	slices.SortFunc(in.Fixings, func(a, b fx.Fixing) int { return a.Set.Compare(b.Set) })
	random := resample.New(500)
	for i := range 500 {
		on, weight := in.Fixings[200+random.Intn(len(in.Fixings)-210)].Set, float64(1+random.Intn(8))
		if random.Intn(3) > 0 {
			weight = -weight
		}
		in.Timeline = append(in.Timeline, event.Event{ID: fmt.Sprintf("made-%03d", i), OccurredAt: on.UTC().Add(5 * time.Hour), Precision: event.PrecisionMinute, Title: "made up",
			Category: event.Sanctions, Goldstein: weight, Importance: 2, Status: event.StatusConfirmed, CodedAt: on.UTC()})
	}
	return in
}

func studyOnce(b *testing.B, in analysis.StudyInput) analysis.StudyReport {
	report, err := analysis.Study(in)
	if err != nil {
		b.Fatal(err)
	}
	return report
}

// pair lets ours and the R script of that name take turns and reports the medians; R counts its statistics alone, without its start.
// Ours has to stay within bound.
func pair(b *testing.B, script, folder string, bound time.Duration, ours func()) map[string]float64 {
	var mine, peer []time.Duration
	var figures map[string]float64
	for b.Loop() {
		for range pairRuns {
			start := time.Now()
			ours()
			mine = append(mine, time.Since(start))
			figures = runR(b, script, folder)
			peer = append(peer, time.Duration(figures["seconds"]*1e9))
		}
	}
	delete(figures, "seconds")
	a, r := median(mine), median(peer)
	b.Logf("%s: %.3f s, R %.3f s: %.0f times as long, medians of %d", script, a.Seconds(), r.Seconds(), r.Seconds()/a.Seconds(), len(mine))
	if a > bound {
		b.Errorf("%s takes %s, wanted are %s at most", script, a, bound)
	}
	b.ReportMetric(a.Seconds(), "s")
	b.ReportMetric(r.Seconds(), "R-s")
	b.ReportMetric(r.Seconds()/a.Seconds(), "R/ours")
	b.ReportMetric(0, "ns/op")
	return figures
}

// runR runs a script of pair_r and returns the name,value lines it prints.
func runR(b *testing.B, script, folder string) map[string]float64 {
	cmd := exec.CommandContext(b.Context(), "Rscript", "--vanilla", filepath.Join("pair_r", script+".R"), folder)
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s.R: %v", script, err)
	}
	lines, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil {
		b.Fatalf("%s.R: %v\n%s", script, err, out)
	}
	figures := map[string]float64{}
	for _, line := range lines {
		if figures[line[0]], err = strconv.ParseFloat(line[1], 64); err != nil {
			b.Fatalf("%s.R: %v", script, line)
		}
	}
	return figures
}

// agree compares every figure of R with ours of the same name. draws names those that come of random draws, and how many.
func agree(b *testing.B, theirs, ours map[string]float64, draws map[string]int) {
	b.Helper()
	compared := 0
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		r, ok := theirs[name]
		if !ok {
			b.Errorf("R does not print %s", name)
			continue
		}
		allowed := exact * max(1e-3, math.Abs(r))
		if n := draws[name]; n > 0 {
			allowed = 4*math.Sqrt(2*r*(1-r)/float64(n)) + 2/float64(n)
		}
		compared++
		if off := math.Abs(ours[name] - r); !(off <= allowed) {
			b.Errorf("%s: %.12g, R %.12g: %.2g apart, %.2g allowed", name, ours[name], r, off, allowed)
		}
	}
	b.Logf("%d figures agree with R: computed ones to %g of their size, p-values from random draws within four standard errors", compared, exact)
}

func writeColumn(b *testing.B, path, header string, n int, cell func(i int) string) {
	var out bytes.Buffer
	fmt.Fprintln(&out, header)
	for i := range n {
		fmt.Fprintln(&out, cell(i))
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 17, 64) }
