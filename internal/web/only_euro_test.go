package web_test

import (
	"math"
	"net/http"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/store"
)

// A database with the euro alone is studied by the euro: the page answers at the address that names it. A series that was asked for and
// is not stored stays an error, and so does a file without one, which would change its meaning.
func TestPagesMeasureWhatIsStored(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	var fixings []fx.Fixing
	for i := range 60 {
		set := civil.MustParse("2022-01-03").AddDays(i)
		fixings = append(fixings, fx.Fixing{Series: fx.CBREUR, Set: set, Effective: set.AddDays(1), Nominal: 1,
			Value: fx.Rate{Unscaled: int64(86_0000 + 4000*math.Sin(float64(i))), Scale: 4}})
	}
	if _, err := db.PutFixings(t.Context(), fixings, store.Origin{Author: "test"}, readAt); err != nil {
		t.Fatal(err)
	}
	server := newServer(t, db)
	for _, page := range []string{"/study", "/correlation"} {
		answer := get(t, server, page)
		if to := answer.Header().Get("Location"); answer.Code != http.StatusFound || to != page+"?series=cbr:EURRUB" {
			t.Errorf("%s: %d, %q", page, answer.Code, to)
		}
		if answer := get(t, server, page+"?series=cbr:EURRUB"); answer.Code != http.StatusOK {
			t.Errorf("%s of the euro: %d", page, answer.Code)
		}
		for _, path := range []string{page + "?series=cbr:USDRUB", page + ".csv"} {
			if answer := get(t, server, path); answer.Code != http.StatusBadRequest || !strings.Contains(answer.Body.String(), "cbr:USDRUB") {
				t.Errorf("%s: %d", path, answer.Code)
			}
		}
	}
}
