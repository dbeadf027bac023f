package analysis_test

import (
	"math"
	"strings"
	"testing"

	"detente/internal/event"
)

// An event after the last fixing has no day: both dates are null, and the reason stands beside them.
func TestAnEventWithoutDay0HasNullDates(t *testing.T) {
	t.Parallel()
	fixings := history(400, 1)
	late := happenings(fixings, 200, 1, 2)
	late[0].OccurredAt = fixings[399].Set.AddDays(30).UTC()
	report := study(t, rouble(fixings, append(happenings(fixings, 200, 5, 3), late...)))
	rows := asJSON(t, report).(map[string]any)["events"].([]any)
	found := false
	for _, row := range rows {
		e := row.(map[string]any)
		if e["status"] != "no_day0" {
			if e["set_date"] == nil || e["set_date"] == "" {
				t.Errorf("%v has no set_date", e["id"])
			}
			continue
		}
		found = true
		if e["set_date"] != nil || e["effective_date"] != nil || e["day0"] != nil || e["reason"] == "" {
			t.Errorf("without a day 0: %v", e)
		}
	}
	if !found {
		t.Error("no event without a day 0")
	}
	ask := tense(rouble(fixings, nil))
	none := asJSON(t, correlated(t, ask)).(map[string]any)
	if none["from"] != nil || none["to"] != nil || none["reason"] == "" {
		t.Errorf("without an event the sample runs from %v to %v, %v", none["from"], none["to"], none["reason"])
	}
}

// Windows that share days make the interval to read wider, by what the adjusted test divides by; the other stays as METHODS 4.5 has it.
func TestIntervalAllowsForOverlap(t *testing.T) {
	t.Parallel()
	in := embedded(t, event.Filter{From: day("2022-01-01"), To: day("2022-02-23")})
	in.Question.Window = [2]int{0, 5}
	got := study(t, in)
	plain, wide := got.CAARCI, got.Interval()
	if len(got.Overlaps) == 0 || !(wide[0].Value < plain[0].Value && wide[1].Value > plain[1].Value) {
		t.Fatalf("%d overlaps: %v is not wider than %v", len(got.Overlaps), wide, plain)
	}
	n, r := float64(got.NUsed), got.RBar.Value
	factor := (wide[1].Value - wide[0].Value) / (plain[1].Value - plain[0].Value)
	if want := (1 + (n-1)*r) / (1 - r); factor*factor < want*(1-1e-9) || factor*factor > want*(1+1e-9) {
		t.Errorf("widened by %g, its square should be %g", factor, want)
	}
	if last := got.Path[len(got.Path)-1]; math.Abs(last.Lo.Value-wide[0].Value)+math.Abs(last.Hi.Value-wide[1].Value) > 1e-9 {
		t.Errorf("the path ends at %v to %v, the interval is %v", last.Lo, last.Hi, wide)
	}
	if got.Bootstrap[0].OK || !strings.Contains(got.Bootstrap[0].Reason, "overlap") {
		t.Errorf("the bootstrap: %v", got.Bootstrap)
	}
	in.Question.NonOverlapping = true
	if apart := study(t, in); len(apart.Overlaps) > 0 || apart.Interval() != apart.CAARCI || apart.Adjusted[0].OK {
		t.Errorf("without overlap: %v, %v", apart.Interval(), apart.Adjusted)
	}
}
