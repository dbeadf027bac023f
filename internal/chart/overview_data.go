package chart

import (
	"strconv"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/tension"
)

// appendData writes the columns that doc.go describes.
func (in OverviewInput) appendData(dst []byte, bases struct{ usd, eur base }) []byte {
	rows := joinRates(in.USD, in.EUR)
	dst = appendRates(append(dst, '{'), rows, in.USD.drawn(), in.EUR.drawn())
	dst = appendRebase(append(dst, `,"rebase":`...), bases)
	dst = in.appendShown(append(dst, `,"shown":`...), rows)
	dst = in.appendMarket(append(dst, `,"market":`...), rows)
	dst = in.appendEvents(append(dst, `,"events":`...))
	dst = append(dst, `,"selected":`...)
	if i := in.selected(); i >= 0 {
		dst = appendString(dst, in.Selected)
	} else {
		dst = append(dst, "null"...)
	}
	dst = appendInts(append(dst, `,"important":`...), in.important())
	dst = appendTension(append(dst, `,"tension":`...), in.Tension)
	dst = in.Gauge.append(append(dst, `,"gauge":`...))
	dst = appendBreaks(append(dst, `,"breaks":`...), in.Breaks)
	dst = in.appendQuotes(append(dst, `,"quotes":`...))
	return append(dst, `,"narrow":{"usd":"`+narrowUSD+`","eur":"`+narrowEUR+`"}}`...)
}

// sizeHint is a little more than the data's usual size in bytes.
func (in OverviewInput) sizeHint() int {
	return 1024 + 40*max(len(in.USD.Fixings), len(in.EUR.Fixings)) + 320*len(in.Events) + 24*len(in.Tension)
}

// rateRow is one set date; a pair without a fixing on it is nil.
type rateRow struct {
	set      civil.Date
	usd, eur *fx.Fixing
}

// joinRates puts the fixings of the pairs drawn side by side by set date, ascending. Nothing is filled in.
func joinRates(usd, eur Rates) []rateRow {
	var a, b []fx.Fixing
	if usd.drawn() {
		a = usd.Fixings
	}
	if eur.drawn() {
		b = eur.Fixings
	}
	rows := make([]rateRow, 0, max(len(a), len(b)))
	for len(a) > 0 || len(b) > 0 {
		var row rateRow
		if len(a) > 0 && (len(b) == 0 || !b[0].Set.Before(a[0].Set)) {
			row.set, row.usd = a[0].Set, &a[0]
		}
		if len(b) > 0 && (len(a) == 0 || !a[0].Set.Before(b[0].Set)) {
			row.set, row.eur = b[0].Set, &b[0]
		}
		if row.usd != nil {
			a = a[1:]
		}
		if row.eur != nil {
			b = b[1:]
		}
		rows = append(rows, row)
	}
	return rows
}

func appendRates(dst []byte, rows []rateRow, usd, eur bool) []byte {
	dst = appendSteps(append(dst, `"days":`...), rows, func(r rateRow) civil.Date { return r.set })
	dst = appendColumn(append(dst, `,"effective":`...), rows, func(dst []byte, r rateRow) []byte {
		if r.usd != nil {
			return appendLag(dst, r.usd)
		}
		return appendLag(dst, r.eur)
	})
	if differ(rows) {
		dst = appendColumn(append(dst, `,"effective_eur":`...), rows, func(dst []byte, r rateRow) []byte { return appendLag(dst, r.eur) })
	}
	if usd {
		dst = appendPrices(append(dst, `,"usd":`...), rows, func(r rateRow) *fx.Fixing { return r.usd })
	}
	if eur {
		dst = appendPrices(append(dst, `,"eur":`...), rows, func(r rateRow) *fx.Fixing { return r.eur })
	}
	return dst
}

// differ tells whether the two pairs of some set date are in force from different days, as with two central banks.
func differ(rows []rateRow) bool {
	for _, r := range rows {
		if r.usd != nil && r.eur != nil && r.usd.Effective != r.eur.Effective {
			return true
		}
	}
	return false
}

func appendColumn[T any](dst []byte, rows []T, cell func([]byte, T) []byte) []byte {
	dst = append(dst, '[')
	for i, r := range rows {
		dst = cell(comma(dst, i), r)
	}
	return append(dst, ']')
}

func appendRate(dst []byte, f *fx.Fixing) []byte {
	if f == nil {
		return append(dst, "null"...)
	}
	return appendFixing(dst, *f)
}

// appendLag writes how many days after it was set a rate is in force from.
func appendLag(dst []byte, f *fx.Fixing) []byte {
	if f == nil {
		return append(dst, "null"...)
	}
	return strconv.AppendInt(dst, int64(f.Effective.DaysSince(f.Set)), 10)
}

func appendRebase(dst []byte, bases struct{ usd, eur base }) []byte {
	if !bases.usd.ok && !bases.eur.ok {
		return append(dst, "null"...)
	}
	separator := byte('{')
	for _, b := range []struct {
		name string
		base
	}{{"usd", bases.usd}, {"eur", bases.eur}} {
		if !b.ok {
			continue
		}
		dst = append(append(append(dst, separator, '"'), b.name...), `":`...)
		dst = strconv.AppendFloat(dst, b.rate, 'f', -1, 64)
		dst = appendDay(append(append(append(dst, `,"`...), b.name...), `_day":`...), b.set)
		separator = ','
	}
	return append(dst, '}')
}

// stockDecimals is how many digits of the index are worth drawing.
const (
	stockDecimals = 2
	stockUnit     = 100
)

func appendTension(dst []byte, days []tension.Day) []byte {
	dst = appendSteps(append(dst, `{"days":`...), days, func(d tension.Day) civil.Date { return d.Date })
	dst = appendStock(append(dst, `,"t":`...), days, func(d tension.Day) float64 { return d.Tension })
	dst = appendStock(append(dst, `,"d":`...), days, func(d tension.Day) float64 { return d.Diplomacy })
	return append(dst, '}')
}

func appendBreaks(dst []byte, breaks []fx.Break) []byte {
	return appendColumn(dst, mergeBreaks(breaks), func(dst []byte, b fx.Break) []byte {
		dst = appendDay(append(dst, `{"day":`...), b.Date)
		dst = appendString(append(dst, `,"text":`...), b.What)
		dst = appendString(append(dst, `,"source":`...), b.Source)
		return append(dst, '}')
	})
}

func appendInts(dst []byte, list []int) []byte {
	return appendColumn(dst, list, func(dst []byte, n int) []byte { return strconv.AppendInt(dst, int64(n), 10) })
}
