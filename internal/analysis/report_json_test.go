package analysis_test

import (
	"encoding/json"
	"strings"
	"testing"

	"detente/internal/analysis"
	"detente/internal/event"
)

// What was not asked for is null, what was is there.
func TestReportsWriteNullForWhatIsMissing(t *testing.T) {
	t.Parallel()
	in := referenceStudy(t)
	for name, report := range map[string]any{"study": study(t, in), "correlate": correlated(t, tense(in))} {
		object := asJSON(t, report).(map[string]any)
		selection := object["selection"].(map[string]any)
		if v, there := object["control"]; !there || v != nil || selection["from"] != nil || selection["to"] != nil || selection["categories"] == nil {
			t.Errorf("%s: control %v, selection %v", name, v, selection)
		}
		if v, there := object["pooled"]; there != (name == "study") || v != nil {
			t.Errorf("%s: pooled %v, there %v", name, v, there)
		}
		if object["conclusion"] == "" || object["schema"] != 1.0 || object["seed"] == nil {
			t.Errorf("%s lost fields: %v", name, object["schema"])
		}
	}
	in.Question.Model, in.Question.Control = analysis.ModelMarket, "test:EURUSD"
	in.Question.Selection = analysis.SelectionOf(event.Filter{From: day("2014-01-01")})
	want := study(t, in)
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if object := asJSON(t, want).(map[string]any); object["control"] != "test:EURUSD" || object["selection"].(map[string]any)["from"] != "2014-01-01" {
		t.Errorf("control %v, selection %v", object["control"], object["selection"])
	}
	if n := strings.Count(string(raw), `"control":`); n != 1 {
		t.Errorf("control is written %d times", n)
	}
}
