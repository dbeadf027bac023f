package web

import "testing"

func TestWords(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		signed(0.94, 1):                 "+0.9",
		signed(-0.94, 1):                "\u22120.9",
		signed(-0.04, 1):                "0.0",
		plain(-3, 0):                    "\u22123",
		count(1234567):                  "1\u202f234\u202f567",
		count(999):                      "999",
		plural(1, "event", "events"):    "1 event",
		plural(1000, "event", "events"): "1\u202f000 events",
		// METHODS 1: 83.548 to 119.0 is dollar +42.4%, rouble -29.8%.
		roubleWords(83.548, 119.0, 1):          "rouble \u221229.8%",
		signed(logReturn(76.0509, 75.6806), 2): "\u22120.49",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
