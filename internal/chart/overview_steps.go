package chart

import (
	"math"
	"strconv"

	"detente/internal/civil"
	"detente/internal/fx"
)

// mostExact is the largest whole number that the browser's numbers hold with all below it.
const mostExact = 1<<53 - 1

// stepper writes the numbers of a column in whole units of their last digit, each as what it lies above the one before: fewer
// bytes than the numbers themselves, which the browser has again to the last digit. It is the number before.
type stepper int64

func (s *stepper) append(dst []byte, units int64) []byte {
	dst = strconv.AppendInt(dst, units-int64(*s), 10)
	*s = stepper(units)
	return dst
}

// appendPrices writes the prices of one unit of a column, {"digits":4,"steps":[754849,-123,null,…]}. Where one of them is no
// decimal that the browser holds, such as a third, the numbers stand as they are.
func appendPrices(dst []byte, rows []rateRow, of func(rateRow) *fx.Fixing) []byte {
	digits, ok := decimals(rows, of)
	if !ok {
		return appendColumn(dst, rows, func(dst []byte, r rateRow) []byte { return appendRate(dst, of(r)) })
	}
	var s stepper
	dst = strconv.AppendInt(append(dst, `{"digits":`...), int64(digits), 10)
	dst = appendColumn(append(dst, `,"steps":`...), rows, func(dst []byte, r rateRow) []byte {
		f := of(r)
		if f == nil || f.Value.Unscaled <= 0 {
			return append(dst, "null"...)
		}
		units, _ := wholeUnits(f, digits)
		return s.append(dst, units)
	})
	return append(dst, '}')
}

// decimals is the most digits after the point of any price of the column; not ok where one is not to be written so.
func decimals(rows []rateRow, of func(rateRow) *fx.Fixing) (most uint8, ok bool) {
	for _, r := range rows {
		if f := of(r); f != nil {
			_, digits := shifted(f)
			most = max(most, digits)
		}
	}
	for _, r := range rows {
		if f := of(r); f != nil {
			if _, fits := wholeUnits(f, most); !fits {
				return 0, false
			}
		}
	}
	return most, true
}

// shifted divides by the nominal as far as it is a power of ten: what is left of it, and the digits after the point.
func shifted(f *fx.Fixing) (nominal int64, digits uint8) {
	nominal, digits = f.Nominal, f.Value.Scale
	for nominal > 1 && nominal%10 == 0 {
		nominal, digits = nominal/10, digits+1
	}
	return nominal, digits
}

// wholeUnits is the price of one unit in whole units of the last of digits.
func wholeUnits(f *fx.Fixing, digits uint8) (units int64, ok bool) {
	nominal, own := shifted(f)
	if nominal != 1 || own > digits {
		return 0, false
	}
	units = f.Value.Unscaled
	for range digits - own {
		if units > mostExact/10 {
			return 0, false
		}
		units *= 10
	}
	return units, units <= mostExact
}

// appendStock writes a column of the index like appendPrices.
func appendStock[T any](dst []byte, rows []T, of func(T) float64) []byte {
	var s stepper
	dst = strconv.AppendInt(append(dst, `{"digits":`...), stockDecimals, 10)
	dst = appendColumn(append(dst, `,"steps":`...), rows, func(dst []byte, r T) []byte {
		units := math.Round(of(r) * stockUnit)
		if math.IsNaN(units) || math.Abs(units) > mostExact {
			return append(dst, "null"...)
		}
		return s.append(dst, int64(units))
	})
	return append(dst, '}')
}

// appendSteps writes ascending days as what each lies after the one before, the first after 1970: a third of the bytes.
func appendSteps[T any](dst []byte, rows []T, day func(T) civil.Date) []byte {
	last := civil.New(1970, 1, 1)
	return appendColumn(dst, rows, func(dst []byte, r T) []byte {
		d := day(r)
		dst = strconv.AppendInt(dst, int64(d.DaysSince(last)), 10)
		last = d
		return dst
	})
}
