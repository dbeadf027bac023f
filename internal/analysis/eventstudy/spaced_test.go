package eventstudy

import (
	"math"
	"strings"
	"testing"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// Moved by nothing, the events give the CARs they have: the same model, without the same days.
func TestMovedByNothingIsTheEventsThemselves(t *testing.T) {
	t.Parallel()
	s := simulate(81)
	one := Series{R: s.series(900, s.t5), C: s.series(900, s.normal)}
	places := []Place{{T0: 400, Sign: 1}, {T0: 401, Sign: -1}, {T0: 405, Sign: 1}, {T0: 440, Sign: 1}, {T0: 441, Sign: 1}}
	for _, clean := range []bool{true, false} {
		spec := Headline()
		spec.Clean, spec.Signed = clean, true
		study := mustNew(t, []Series{one}, places, spec)
		p := study.pool()
		// A study of the same days at which no event is known: only the move takes days out of the estimation.
		bare := mustNew(t, []Series{one}, nil, spec)
		m := &mover{study: bare, pool: p, whole: true, at: []int{0}, parts: []part{{group: p.whole(), starts: []int{400}, left: study.leftOut(400, 41)}}}
		got, ok := m.mean()
		path, _ := m.path()
		want := stat.Mean(p.car)
		if !ok || math.Abs(got-want) > 1e-12 || math.Abs(path[len(path)-1]-want) > 1e-12 {
			t.Errorf("clean %v: %v and a path that ends at %v, the CAAR is %v", clean, got, path, want)
		}
	}
}

func TestGroupsAreChainsOfSharedDays(t *testing.T) {
	t.Parallel()
	places := []Place{{T0: 300}, {T0: 200}, {T0: 201}, {T0: 202}, {T0: 204}, {T0: 301}}
	study := mustNew(t, []Series{{R: noise(82, 500)}}, places, Headline())
	var got [][]int
	for _, g := range study.pool().groups() {
		got = append(got, g.offsets)
	}
	if len(got) != 3 || len(got[0]) != 3 || got[0][2] != 2 || len(got[1]) != 1 || len(got[2]) != 2 {
		t.Errorf("groups at %v, want 200 to 202, 204, and 300 with 301", got)
	}
}

func TestSpacedSaysWhyItIsMissing(t *testing.T) {
	t.Parallel()
	pairs := []Place{{T0: 200}, {T0: 201}, {T0: 300}}
	for _, tt := range []struct {
		name   string
		places []Place
		length int
		draws  int
		says   string
	}{
		{"apart", []Place{{T0: 200}, {T0: 250}}, 400, 10, "no windows share days"},
		{"no draws", pairs, 400, 0, "no draws"},
		{"no event", nil, 400, 10, "no event"},
		{"no room", []Place{{T0: 295}, {T0: 296}, {T0: 300}}, 305, 10, "a group of 2 overlapping windows fits at"},
	} {
		spec := Headline()
		if tt.name == "no room" {
			spec.Estimation = [2]int{-280, -11}
		}
		got := mustNew(t, []Series{{R: noise(83, tt.length)}}, tt.places, spec).Spaced(nil, tt.draws, resample.New(1))
		if got.P.OK || !strings.Contains(got.P.Reason, tt.says) || got.Test().P.OK {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

// Group by group, no two windows of different groups share a day, and a draw repeats with its seed.
func TestGroupsAreDrawnSideBySide(t *testing.T) {
	t.Parallel()
	var places []Place
	for i := range 30 {
		places = append(places, Place{T0: 135 + 13*i, Sign: 1}, Place{T0: 136 + 13*i, Sign: 1})
	}
	study := mustNew(t, []Series{{R: noise(84, 560)}}, places, Headline())
	m, reason := study.mover(study.pool(), nil, 50)
	if reason != "" || m.whole || len(m.parts) != 30 {
		t.Fatalf("%q, whole %v, %d parts", reason, m.whole, len(m.parts))
	}
	reason = m.each(50, resample.New(2), func() bool {
		on := map[int]bool{}
		for i, p := range m.parts {
			first := p.starts[m.at[i]]
			for row := first; row <= first+p.span()+1; row++ {
				if on[row] {
					t.Fatalf("row %d lies in two windows: %v", row, m.at)
				}
				on[row] = true
			}
		}
		return true
	})
	if reason != "" {
		t.Error(reason)
	}
	if a, b := study.Spaced(nil, 50, resample.New(3)), study.Spaced(nil, 50, resample.New(3)); a != b {
		t.Errorf("the same seed gives %+v and %+v", a, b)
	}
}

// The cloud's paths end where the placebo draws of the same generator have their mean CARs.
func TestSpacedCloudIsOfTheSameDates(t *testing.T) {
	t.Parallel()
	places := []Place{{T0: 300, Sign: 1}, {T0: 301, Sign: 1}, {T0: 340, Sign: 1}}
	study := mustNew(t, []Series{{R: noise(85, 1200)}}, places, Headline())
	cloud, placebo := study.SpacedCloud(150, 150, resample.New(5)), study.Spaced(nil, 150, resample.New(5))
	var ends moment2
	for _, path := range cloud.Paths {
		ends.add(path[1])
	}
	if !placebo.Whole || cloud.Draws != 150 || math.Abs(ends.sd().Value-placebo.SD.Value) > 1e-12 {
		t.Errorf("%d paths end with deviation %v, the placebo dates have %+v", cloud.Draws, ends.sd(), placebo)
	}
}
