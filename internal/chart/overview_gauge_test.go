package chart

import (
	"encoding/json"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/event"
)

func TestOverviewDrawsAComparisonOnAnAxisOfItsOwn(t *testing.T) {
	t.Parallel()
	in := made(3, 2)
	if c, _, option := draw(t, in); len(option["yAxis"].([]any)) != 4 || !strings.Contains(string(c.Data), `"gauge":null`) {
		t.Errorf("%d axes without a comparison", len(option["yAxis"].([]any)))
	}
	in.Gauge.Line = event.LineOf("gpr:GPRD")
	// SOURCES 5: GPRD of 23 and 24 February 2022.
	in.Gauge.Days = []event.Gauge{{Name: "gpr:GPRD", Day: civil.New(2020, 1, 1), Value: 431.25}, {Name: "gpr:GPRD", Day: civil.New(2020, 1, 3), Value: 371}}
	c, _, option := draw(t, in)
	axes, all := option["yAxis"].([]any), option["series"].([]any)
	axis, drawn := axes[len(axes)-1].(map[string]any), all[len(all)-1].(map[string]any)
	if axis["id"] != "gauge" || axis["position"] != "right" || axis["name"] != "GPR, index, 1985–2019 = 100" {
		t.Errorf("axis %v", axis)
	}
	if drawn["id"] != "gauge" || drawn["yAxisIndex"] != float64(len(axes)-1) || drawn["xAxisIndex"] != float64(2) {
		t.Errorf("line %v", drawn)
	}
	if !strings.Contains(c.Title, "the tension index and Geopolitical Risk index") {
		t.Errorf("title %q", c.Title)
	}
	var data struct {
		Gauge struct {
			Short, Unit string
			Days        []int
			V           []float64
		}
	}
	if err := json.Unmarshal(c.Data, &data); err != nil {
		t.Fatal(err)
	}
	if got := data.Gauge; got.Short != "GPR" || len(got.Days) != 2 || got.Days[1]-got.Days[0] != 2 || got.V[0] != 431.25 {
		t.Errorf("data %+v", got)
	}
}
