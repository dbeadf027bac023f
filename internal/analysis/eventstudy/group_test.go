package eventstudy

import (
	"math"
	"testing"

	"detente/internal/analysis/stat"
)

// By hand: the groups add up to 3, 3 and -0.5 of a sum of 5.5 over five events. Times 3/5 they are 1.8, 1.8 and -0.3, with mean 1.1;
// of the eight sums of their flips 3.9, 3.3 and those below zero are as far from zero as 3.3.
func TestGroupsAreFlippedByTheirShare(t *testing.T) {
	t.Parallel()
	p := pool{spec: Headline(), car: []float64{1, 2, 3, -1, 0.5}}
	for _, t0 := range []int{10, 11, 20, 30, 31} {
		p.events = append(p.events, &Event{Place: Place{T0: t0}})
	}
	f, test := p.groupFlips(p.groups(), Options{})
	if f.Count != 4 || f.Total != 8 || f.SmallestP.Value != 0.25 {
		t.Errorf("%d of %d, smallest p %v, want 4 of 8 and 0.25", f.Count, f.Total, f.SmallestP)
	}
	if test.Name != SignFlipGrouped || math.Abs(test.Statistic.Value-1.1) > 1e-15 || test.P.Value != 0.5 {
		t.Errorf("%s has statistic %v and p %v, want 1.1 and 0.5", test.Name, test.Statistic, test.P)
	}
}

// Groups of one shape share their sums of placebo CARs; those whose signs differ do not.
func TestGroupsMoveWithTheirSigns(t *testing.T) {
	t.Parallel()
	r := noise(86, 400)
	places := []Place{{T0: 140, Sign: 1}, {T0: 141, Sign: 1}, {T0: 330, Sign: 1}, {T0: 331, Sign: -1}}
	spec := Headline()
	spec.Signed, spec.Clean = true, false
	study := mustNew(t, []Series{{R: r}}, places, spec)
	m, reason := study.mover(study.pool(), nil, 10)
	if reason != "" || m.whole || len(m.parts) != 2 {
		t.Fatalf("%q, %+v", reason, m)
	}
	car := func(t0 int) float64 { return r[t0] + r[t0+1] - 2*stat.Mean(r[t0-130:t0-10]) }
	for i, sign := range []float64{1, -1} {
		one := m.parts[i]
		for k, t0 := range one.starts {
			if want := car(t0) + sign*car(t0+1); math.Abs(one.sums[k]-want) > 1e-12 {
				t.Fatalf("group %d on row %d: %g, want %g", i, t0, one.sums[k], want)
			}
		}
	}
}
