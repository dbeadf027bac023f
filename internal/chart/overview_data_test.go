package chart

import (
	"encoding/json"
	"testing"

	"detente/internal/testkit"
)

type overviewData struct {
	Days, Effective []*int // counted from 1970 here
	EffectiveEUR    []*int `json:"effective_eur"`
	USD, EUR        testkit.Column
	Rebase          map[string]float64
	Events          testkit.LaneEvents
	Selected        *string
	Important       []int
	Tension         struct {
		Days []int
		T, D testkit.Column
	}
	Breaks []struct {
		Day          int
		Text, Source string
	}
	Quotes []struct {
		At         int64
		Pair, Text string
		Value      float64
	}
}

// draw makes the overview and decodes what it holds.
func draw(t *testing.T, in OverviewInput) (Chart, overviewData, map[string]any) {
	t.Helper()
	c, err := Overview(in)
	if err != nil {
		t.Fatal(err)
	}
	var data overviewData
	if err := json.Unmarshal(c.Data, &data); err != nil {
		t.Fatalf("data: %v\n%.300s", err, c.Data)
	}
	data.unpack()
	var option map[string]any
	if err := json.Unmarshal(c.Option, &option); err != nil {
		t.Fatalf("option: %v\n%.300s", err, c.Option)
	}
	return c, data, option
}

// unpack counts the days from 1970, as assets/src/figures.ts does.
func (d *overviewData) unpack() {
	last := 0
	for i, step := range d.Days {
		*step += last
		last = *step
		for _, lags := range [][]*int{d.Effective, d.EffectiveEUR} {
			if i < len(lags) && lags[i] != nil {
				*lags[i] += last
			}
		}
	}
	last = 0
	for i := range d.Tension.Days {
		d.Tension.Days[i] += last
		last = d.Tension.Days[i]
	}
}
