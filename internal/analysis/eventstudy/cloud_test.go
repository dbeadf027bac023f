package eventstudy

import (
	"math"
	"testing"

	"detente/internal/analysis/resample"
)

// The cloud's paths end where the placebo draws of the same generator have their mean CARs.
func TestCloudIsTheFirstOfThePlaceboDraws(t *testing.T) {
	t.Parallel()
	series, places := history()
	study, err := New(series, places[:40], Headline())
	if err != nil {
		t.Fatal(err)
	}
	placebo := study.Placebo(nil, 50, resample.New(3))
	cloud := study.Cloud(50, 20, resample.New(3))
	if cloud.Reason != "" || len(cloud.Paths) != 20 || len(cloud.Lo) != 2 {
		t.Fatalf("cloud %q with %d paths", cloud.Reason, len(cloud.Paths))
	}
	for b, path := range cloud.Paths {
		if d := math.Abs(path[1] - placebo.means[b]); d > 1e-12 {
			t.Errorf("draw %d ends at %v, the placebo mean is %v", b, path[1], placebo.means[b])
		}
	}
	if !(cloud.Lo[1] < 0 && cloud.Hi[1] > 0) {
		t.Errorf("95 percent band %v to %v does not hold zero", cloud.Lo[1], cloud.Hi[1])
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
