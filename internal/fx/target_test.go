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

// The Bank of Russia set its rates of 1997 and later on every day of which the calendar is sure; of a year it is sure of more than
// two hundred.
func TestTheBankOfRussiaSetItsRatesOnEverySureWorkingDay(t *testing.T) {
	t.Parallel()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	have := map[civil.Date]bool{}
	var last civil.Date
	for _, f := range set.Fixings {
		if f.Series == fx.CBRUSD {
			have[f.Set], last = true, f.Set
		}
	}
	sure := map[int]int{}
	for d := civil.New(1992, 1, 1); !d.After(last); d = d.AddDays(1) {
		if !fx.SureWorkingDay(d) {
			continue
		}
		sure[d.UTC().Year()]++
		if !have[d] {
			t.Errorf("%s (%s): the calendar is sure of a rate that was not set", d, d.Weekday())
		}
	}
	for year := 1997; year < last.UTC().Year(); year++ {
		if sure[year] < 200 {
			t.Errorf("%d: sure of %d days only", year, sure[year])
		}
	}
}
