package breaks

import (
	"fmt"
	"slices"
)

// leastVariance is the shortest stretch that a change of variance is looked for in.
const leastVariance = 30

// VarianceChanges finds changes of variance by iterated cumulative sums of squares (Inclan and Tiao 1994) with Kappa2 of Sanso, Arago and
// Carrion (2004): it divides the series where the test rejects at the given level, then tests every division again between its
// neighbours, moving or dropping it, until none changes. The positions ascend. Stretches shorter than 30 are not searched. Errors: a
// level outside (0, 1); else as VarianceChange.
func VarianceChanges(y []float64, level float64) ([]int, error) {
	if !(level > 0 && level < 1) {
		return nil, fmt.Errorf("breaks: level %g must lie between 0 and 1", level)
	}
	if _, err := VarianceChange(y); err != nil {
		return nil, err
	}
	found := divide(y, 0, level)
	for range 20 { // a cycle of two sets of positions is possible; it ends here
		next := retest(y, found, level)
		if slices.Equal(next, found) {
			return found, nil
		}
		found = next
	}
	return found, nil
}

// divide returns the positions, counted from offset, at which the stretch and then its parts change.
func divide(y []float64, offset int, level float64) []int {
	at, ok := change(y, level)
	if !ok {
		return nil
	}
	found := divide(y[:at], offset, level)
	found = append(found, offset+at)
	return append(found, divide(y[at:], offset+at, level)...)
}

// retest looks for one change between each pair of neighbours' neighbours.
func retest(y []float64, found []int, level float64) []int {
	ends := append(append([]int{0}, found...), len(y))
	var kept []int
	for i := 1; i+1 < len(ends); i++ {
		if at, ok := change(y[ends[i-1]:ends[i+1]], level); ok {
			kept = append(kept, ends[i-1]+at)
		}
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}

func change(y []float64, level float64) (at int, ok bool) {
	if len(y) < leastVariance {
		return 0, false
	}
	v, err := VarianceChange(y)
	if err != nil || !v.Kappa2.P.OK || v.Kappa2.P.Value >= level { // no error is left: the whole series was checked
		return 0, false
	}
	return v.Kappa2.At, v.Kappa2.At < len(y)
}
