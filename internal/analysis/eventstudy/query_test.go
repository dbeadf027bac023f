package eventstudy

import (
	"strings"
	"testing"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

func TestTestsAreNamedInTheirOrder(t *testing.T) {
	t.Parallel()
	got := mustNew(t, []Series{{R: noise(70, 400)}}, []Place{{T0: 200}, {T0: 250}, {T0: 300}}, Headline()).Aggregate(Options{})
	var names []string
	for _, test := range got.Tests {
		names = append(names, test.Name)
	}
	want := "cross_sectional_t patell_z bmp_t kp_t adjusted_patell_z time_series_t corrado_rank_z corrado_zivney_z grank_t " +
		"generalized_sign_z generalized_sign_exact sign_flip_exact wilcoxon_exact"
	if strings.Join(names, " ") != want {
		t.Errorf("got %v", names)
	}
	if _, ok := got.Test("no such test"); ok {
		t.Error("found a test that does not exist")
	}
}

func TestPlaceboSaysWhyItIsMissing(t *testing.T) {
	t.Parallel()
	study := mustNew(t, []Series{{R: noise(71, 400)}}, []Place{{T0: 200}, {T0: 250}, {T0: 300}}, Headline())
	eligible := study.Eligible()
	for _, tt := range []struct {
		name       string
		candidates []int
		draws      int
		says       string
	}{
		{"no draws", nil, 0, "no draws"},
		{"an event's own row", []int{180, 190, 200, 210}, 10, "not eligible"},
		{"too few rows", eligible[:2], 10, "fewer eligible rows"},
	} {
		got := study.Placebo(tt.candidates, tt.draws, resample.New(1))
		if got.P.OK || !strings.Contains(got.P.Reason, tt.says) || got.Test().P.OK || !got.CAAR.OK {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

func TestEligibleRowsAreFarFromEvents(t *testing.T) {
	t.Parallel()
	r := noise(72, 300)
	r[220] = nan
	study := mustNew(t, []Series{{R: r}}, []Place{{T0: 200}, {T0: 5}}, Headline())
	in := map[int]bool{}
	for _, row := range study.Eligible() {
		in[row] = true
	}
	for row, want := range map[int]bool{
		129: false, 130: true, // 130 rows of estimation
		198: true, 199: false, 200: false, 201: false, 202: true, // windows of two rows do not touch
		218: true, 219: false, 220: false, 221: true, // row 220 is not observed
		298: true, 299: false, // the window ends on the last row
	} {
		if in[row] != want {
			t.Errorf("row %d: eligible %v, want %v", row, in[row], want)
		}
	}
}

func TestPlaceboMovesEventsOfOneDayTogether(t *testing.T) {
	t.Parallel()
	r := noise(73, 400)
	mirrored := make([]float64, len(r))
	for i := range r {
		mirrored[i] = -r[i]
	}
	places := []Place{{Series: 0, T0: 200}, {Series: 1, T0: 200}, {Series: 0, T0: 300}, {Series: 1, T0: 300}}
	got := mustNew(t, []Series{{R: r}, {R: mirrored}}, places, Headline()).Placebo(nil, 50, resample.New(1))
	if got.SD.Value > 1e-15 { // every draw of the two mirrored series cancels only when both move to the same row
		t.Errorf("the draws differ by %v", got.SD)
	}
}

func TestPercentileOfAnEvent(t *testing.T) {
	t.Parallel()
	r := noise(74, 400)
	r[300] = 50
	study := mustNew(t, []Series{{R: r}}, []Place{{T0: 200}, {T0: 300}, {T0: 5}}, Headline())
	placebo := study.Placebo(nil, 10, resample.New(1))
	events := study.Events()
	if got := placebo.Percentile(events[1]); got.Value != 100 {
		t.Errorf("a move of fifty deviations is at %v percent", got)
	}
	if got := placebo.Percentile(events[0]); !got.OK || got.Value <= 0 || got.Value >= 100 {
		t.Errorf("an ordinary move is at %v percent", got)
	}
	if got := placebo.Percentile(events[2]); got.OK || got.Reason == "" {
		t.Errorf("an event without a CAR is at %v", got)
	}
	if cars := study.CARs(Options{}); len(cars) != 2 || cars[1] != events[1].CAR.Value {
		t.Errorf("CARs %v", cars)
	}
}

func TestDrawsRepeatWithTheirSeed(t *testing.T) {
	t.Parallel()
	study := mustNew(t, []Series{{R: noise(75, 600)}}, apart(25, 15), Headline())
	run := func(seed uint64) (Placebos, Flips) {
		return study.Placebo(nil, 100, resample.New(seed)), study.Aggregate(Options{Flips: 500, Rng: resample.New(seed)}).SignFlips
	}
	placebo, flips := run(1)
	again, flipsAgain := run(1)
	other, _ := run(2)
	if placebo.P != again.P || placebo.Mean != again.Mean || flips != flipsAgain {
		t.Error("the same seed gives another result")
	}
	if placebo.Mean == other.Mean {
		t.Error("another seed gives the same draws")
	}
}

// By hand: in size the eligible rows have 1, 2, 2 and 3, so that three of four are no larger than 2, whichever its sign.
func TestPercentileComparesSizes(t *testing.T) {
	t.Parallel()
	p := Placebos{sizes: sizes([][]float64{{-3, nan, 1, -2, 2, 9}}, []int{0, 1, 2, 3, 4})}
	for car, want := range map[float64]float64{0.5: 0, 1: 25, 2: 75, -2: 75, -2.5: 75, 3: 100, -9: 100} {
		if got := p.Percentile(Event{CAR: stat.Some(car)}); !got.OK || got.Value != want {
			t.Errorf("CAR %g is at %v percent, want %g", car, got, want)
		}
	}
}
