package eventstudy

import "testing"

// A placebo date has a model from as many observations as an event has one: the least asked for, and more than the model has parameters.
func TestPlaceboModelsNeedObservations(t *testing.T) {
	t.Parallel()
	r := []float64{1, nan, 2, -3, 5, 4}
	c := []float64{1, 2, 4, 3, 7, 5}
	for _, tt := range []struct {
		name     string
		c        []float64
		to       int
		least, m int
		ok       bool
	}{
		{"the least", nil, 3, 3, 3, true},
		{"one too few", nil, 2, 3, 2, false},
		{"as many as parameters", nil, 1, 1, 1, false},
		{"one more than parameters", nil, 2, 1, 2, true},
		{"as many as parameters of the market model", c, 2, 1, 2, false},
		{"one more than parameters of the market model", c, 3, 1, 3, true},
	} {
		one := newRows(Series{R: r, C: tt.c})
		model, ok := newRunning(&one).fit(0, tt.to, tt.least, 0, nil)
		if ok != tt.ok || model.m != tt.m {
			t.Errorf("%s: ok %v from %d, want %v from %d", tt.name, ok, model.m, tt.ok, tt.m)
		}
	}
	one := newRows(Series{R: r})
	if _, ok := newRunning(&one).fit(0, 5, 5, 0, [][2]int{{4, 4}}); ok {
		t.Error("a row that an event takes out still counts")
	}
}
