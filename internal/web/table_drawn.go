package web

import (
	"detente/internal/civil"
	"detente/internal/fx"
)

// drawnColumns are what the lines of the chart show instead of roubles, which the table has beside them: a unit or an index. Without a
// name there are none.
type drawnColumns struct {
	Name     string // "% change", or "index"
	USD, EUR drawnHead
}

// drawnHead says what a pair's column holds: a unit, or the day whose rate is 100.
type drawnHead struct{ Label, Base string }

const unitDecimals = 4

// drawn is the table with a column a pair for what the lines show. Units go before an index, as on the chart.
func (t dayTable) drawn(h history, q query) dayTable {
	switch {
	case q.Units != "":
		t.Drawn = drawnColumns{q.Units.Short(), drawnHead{Label: q.Units.Label()}, drawnHead{Label: q.Units.Label()}}
		usd, eur := q.Units.OfFixings(h.USD.Fixings), q.Units.OfFixings(h.EUR.Fixings)
		for i := range t.Rows {
			t.Rows[i].USDDrawn, t.Rows[i].EURDrawn = drawnCell(usd, t.Rows[i].day), drawnCell(eur, t.Rows[i].day)
		}
	case !q.Rebase.IsZero():
		usd, _ := fx.BaseOf(h.USD.Fixings, q.Rebase)
		eur, _ := fx.BaseOf(h.EUR.Fixings, q.Rebase)
		t.Drawn = drawnColumns{"index", drawnHead{Base: usd.Set.Words()}, drawnHead{Base: eur.Set.Words()}}
		ofUSD, ofEUR := fx.Index(h.USD.Fixings, q.Rebase), fx.Index(h.EUR.Fixings, q.Rebase)
		for i := range t.Rows {
			t.Rows[i].USDDrawn, t.Rows[i].EURDrawn = indexCell(ofUSD, t.Rows[i].day), indexCell(ofEUR, t.Rows[i].day)
		}
	}
	return t
}

func drawnCell(of map[civil.Date]float64, d civil.Date) string {
	if v, ok := of[d]; ok {
		return signed(v, unitDecimals)
	}
	return ""
}

func indexCell(of map[civil.Date]float64, d civil.Date) string {
	if v, ok := of[d]; ok {
		return plain(v, indexDecimals)
	}
	return ""
}
