package store

import (
	"context"
	"math"

	"detente/internal/civil"
	"detente/internal/fx"
)

// Disagreement is a day on which two sources say different things of one price.
type Disagreement struct {
	Set        civil.Date
	What       string // "EUR/USD", "EUR/RUB"
	A, B       string // the sources, the cross of the Bank of Russia's two rates first
	RateA      float64
	RateB      float64
	Difference float64 // of A from B, as a fraction of B
}

// Disagreements returns the set dates on which the Bank of Russia and the European Central Bank differ by more than
// tolerance, a fraction, by ascending date. It is a sign to look, not a fault: in March 2022 the two markets were apart.
func (db *DB) Disagreements(ctx context.Context, tolerance float64) ([]Disagreement, error) {
	rates := map[fx.SeriesID]map[civil.Date]float64{}
	var days []civil.Date
	for _, id := range []fx.SeriesID{fx.CBRUSD, fx.CBREUR, fx.ECBUSD, fx.ECBRUB} {
		list, err := db.Fixings(ctx, id, Range{})
		if err != nil {
			return nil, wrap("disagreements", err)
		}
		rates[id] = map[civil.Date]float64{}
		for _, f := range list {
			if rates[id][f.Set] = f.Value.Float() / float64(f.Nominal); id == fx.CBREUR {
				days = append(days, f.Set)
			}
		}
	}
	var found []Disagreement
	for _, d := range days {
		euro, dollar := rates[fx.CBREUR][d], rates[fx.CBRUSD][d]
		for _, c := range []Disagreement{
			{d, "EUR/USD", "cbr:EURRUB / cbr:USDRUB", string(fx.ECBUSD), euro / dollar, rates[fx.ECBUSD][d], 0},
			{d, "EUR/RUB", string(fx.CBREUR), string(fx.ECBRUB), euro, rates[fx.ECBRUB][d], 0},
		} {
			c.Difference = c.RateA/c.RateB - 1 // not finite where one of them is missing
			if math.Abs(c.Difference) > tolerance && !math.IsInf(c.Difference, 0) && !math.IsInf(c.RateA, 0) {
				found = append(found, c)
			}
		}
	}
	return found, nil
}
