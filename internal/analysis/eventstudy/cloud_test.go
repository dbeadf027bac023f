package eventstudy

import (
	"math"
	"slices"
	"testing"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// The cloud's paths end where the placebo draws of the same generator have their mean CARs, and its band is theirs day by day.
func TestCloudIsTheFirstOfThePlaceboDraws(t *testing.T) {
	t.Parallel()
	series, places := history()
	for _, window := range [][2]int{{0, 1}, {-2, 1}} {
		spec := Headline()
		spec.Window = window
		study := mustNew(t, series, places[:40], spec)
		placebo := study.Placebo(nil, 50, resample.New(3))
		cloud, some := study.Cloud(50, 50, resample.New(3)), study.Cloud(50, 20, resample.New(3))
		if length := window[1] - window[0] + 1; cloud.Reason != "" || len(some.Paths) != 20 || len(cloud.Lo) != length || len(cloud.Hi) != length {
			t.Fatalf("cloud %q with %d paths, %d days", cloud.Reason, len(some.Paths), len(cloud.Lo))
		}
		for b, path := range cloud.Paths {
			if d := math.Abs(path[len(path)-1] - placebo.means[b]); d > 1e-12 {
				t.Errorf("%v: draw %d ends at %v, the placebo mean is %v", window, b, path[len(path)-1], placebo.means[b])
			}
		}
		for d := range cloud.Lo {
			var day []float64
			for _, path := range cloud.Paths {
				day = append(day, path[d])
			}
			slices.Sort(day)
			if lo, hi := stat.QuantileSorted(day, 0.025), stat.QuantileSorted(day, 0.975); lo != cloud.Lo[d] || hi != cloud.Hi[d] {
				t.Errorf("%v: day %d has the band %v to %v, want %v to %v", window, d, cloud.Lo[d], cloud.Hi[d], lo, hi)
			}
		}
	}
}

// A row's move is what an event placed on that row would measure on its day 0.
func TestMovesAreEventsOfOneDay(t *testing.T) {
	t.Parallel()
	series, places := history()
	spec := Headline()
	spec.Clean = false
	study, err := New(series, places[:40], spec)
	if err != nil {
		t.Fatal(err)
	}
	byRow := map[int]DayMove{}
	for _, m := range study.Moves(0) {
		byRow[m.Row] = m
	}
	for _, e := range study.Events() {
		m, ok := byRow[e.T0]
		if e.Status != Used || e.Series != 0 || e.T0+spec.Estimation[0] < 0 {
			continue
		}
		if day := e.Days[0]; !ok || math.Abs(m.AR-day.AR) > 1e-12 || math.Abs(m.T-day.T.Value) > 1e-9 || math.Abs(m.P-day.P.Value) > 1e-9 {
			t.Errorf("row %d: move %+v, event %+v", e.T0, m, day)
		}
	}
}

// The first move has a whole estimation window before it; a row without a return has none.
func TestMovesNeedAWholeWindow(t *testing.T) {
	t.Parallel()
	r := noise(5, 300)
	r[200] = math.NaN()
	study := mustNew(t, []Series{{R: r}}, nil, Headline())
	moves := study.Moves(0)
	if first := -Headline().Estimation[0]; moves[0].Row != first || len(moves) != 300-first-1 {
		t.Errorf("%d moves from row %d, want %d from %d", len(moves), moves[0].Row, 300-first-1, first)
	}
	for _, m := range moves {
		if m.Row == 200 || math.IsNaN(m.AR) {
			t.Errorf("a move of nothing: %+v", m)
		}
	}
}

// A neutral event takes no part in a signed study, so it does not push its neighbour out either.
func TestNeutralEventsKeepNobodyOut(t *testing.T) {
	t.Parallel()
	series, _ := history()
	spec := Headline()
	spec.Signed, spec.NonOverlapping = true, true
	study, err := New(series, []Place{{T0: 300}, {T0: 301, Sign: 1}}, spec)
	if err != nil {
		t.Fatal(err)
	}
	if got := study.Events()[1].Status; got != Used {
		t.Errorf("the escalation after a neutral event is %s", got)
	}
}
