package chart

import (
	"strconv"

	"detente/internal/fx"
)

// inUnits tells whether the lines show something else than roubles or an index.
func (in OverviewInput) inUnits() bool { return in.Units != "" && in.Units != fx.Levels }

// bars tells whether a unit is a change since the fixing before: bars from zero show it, a line would join what does not
// belong together.
func bars(u fx.Units) bool {
	switch u {
	case fx.Change, fx.PctChange, fx.LogChange, fx.AnnualRate, fx.LogAnnualRate:
		return true
	}
	return false
}

// unitName names the axis of a unit; a fixing is a day, so "change" is since the fixing before.
func unitName(u fx.Units) string {
	switch u {
	case fx.Change, fx.YearChange:
		return u.Label() + ", roubles" + weaker
	}
	return u.Label() + " of the price in roubles" + weaker
}

// appendShown writes what the lines show instead of the rates: {"code","unit","usd":[...],"eur":[...]}, a value a row.
func (in OverviewInput) appendShown(dst []byte, rows []rateRow) []byte {
	if !in.inUnits() {
		return append(dst, "null"...)
	}
	dst = appendString(append(dst, `{"code":`...), string(in.Units))
	dst = appendString(append(dst, `,"unit":`...), in.Units.Label())
	for _, pair := range []struct {
		name  string
		rates Rates
		of    func(rateRow) *fx.Fixing
	}{{"usd", in.USD, func(r rateRow) *fx.Fixing { return r.usd }}, {"eur", in.EUR, func(r rateRow) *fx.Fixing { return r.eur }}} {
		if !pair.rates.drawn() {
			continue
		}
		values := in.Units.OfFixings(pair.rates.Fixings)
		dst = append(append(append(dst, `,"`...), pair.name...), `":`...)
		dst = appendColumn(dst, rows, func(dst []byte, r rateRow) []byte {
			f := pair.of(r)
			if f == nil {
				return append(dst, "null"...)
			}
			v, ok := values[f.Set]
			if !ok {
				return append(dst, "null"...)
			}
			return strconv.AppendFloat(dst, v, 'g', shownDigits, 64)
		})
	}
	return append(dst, '}')
}

// shownDigits are more than can be read off a chart and fewer than noise.
const shownDigits = 8
