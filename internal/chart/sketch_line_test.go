package chart

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestStraightened(t *testing.T) {
	t.Parallel()
	tooth := []point{{0, 0}, {1, 1}, {2, 2}, {3, 90}, {3, 40}, {3, 60}, {4, 50}, {6, 30}, {8, 10}}
	if got, want := straightened(tooth, 0.1), []point{{0, 0}, {2, 2}, {3, 90}, {3, 40}, {3, 60}, {8, 10}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := straightened(tooth, 0); !slices.Equal(got, tooth) {
		t.Errorf("without a tolerance: %v", got)
	}
}

// What is left of a wild and of a smooth line is a part of it that passes every point of it within the tolerance.
func TestStraightenedLinesAreTheSameLine(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 50 {
		var list []point
		level := 0.0
		for x := range 400 {
			if level *= 0.9; random.IntN(20) == 0 || round%2 == 0 {
				level = 100 * random.Float64()
			}
			list = append(list, point{float64(x), level})
		}
		got := straightened(slices.Clone(list), quarterPixel)
		if round%2 == 1 && len(got) > len(list)/2 {
			t.Fatalf("%d of %d points stay of a line that decays", len(got), len(list))
		}
		at := 0
		for _, p := range list {
			for at < len(got)-2 && got[at+1].x < p.x {
				at++
			}
			if d := p.offChord(got[at], got[at+1]); d > quarterPixel || math.IsNaN(d) {
				t.Fatalf("%v is %.2f off", p, d)
			}
		}
		for _, p := range got {
			if !slices.Contains(list, p) {
				t.Fatalf("%v was not in the line", p)
			}
		}
	}
}
