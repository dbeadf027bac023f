package fx_test

import (
	"testing"

	"detente/data"
	"detente/internal/civil"
	"detente/internal/fx"
)

// The embedded rates of the European Central Bank, as it published them since 1999, stand on every day of the calendar and on no
// other.
func TestTARGETDaysAreThoseOfThePublishedRates(t *testing.T) {
	t.Parallel()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	have := map[civil.Date]bool{}
	var first, last civil.Date
	for _, f := range set.Fixings {
		if f.Series != fx.ECBUSD {
			continue
		}
		if last = f.Set; first.IsZero() {
			first = f.Set
		}
		have[f.Set] = true
	}
	if len(have) < 6900 {
		t.Fatalf("%d days of rates", len(have))
	}
	for d := first; !d.After(last); d = d.AddDays(1) {
		if have[d] != fx.TARGETDay(d) {
			t.Errorf("%s (%s): published %v, by the calendar %v", d, d.Weekday(), have[d], fx.TARGETDay(d))
		}
	}
}
