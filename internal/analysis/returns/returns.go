// Package returns turns prices into log returns and says a move in words' arithmetic: what the dollar did and what the rouble did are
// different numbers. Prices are roubles per unit of foreign currency, so a positive return is a weaker rouble. All returns are fractions
// (0.01 is one percent). It fills no gap: a return over days without an observation is one return, unscaled, and its length is told.
package returns

import (
	"errors"
	"fmt"
	"math"
)

// LongGap is the longest distance in calendar days between two observations that needs no flag.
const LongGap = 7

// ErrPrice marks a price that has no logarithm or no sense: zero, negative, infinite or NaN.
var ErrPrice = errors.New("not a positive finite number")

// ErrOrder marks days that do not ascend.
var ErrOrder = errors.New("days must ascend")

// Log returns ln(prices[i]/prices[i-1]) for i >= 1, as fractions: one value fewer than prices, none for fewer than two prices. The
// error wraps ErrPrice and names the place.
func Log(prices []float64) ([]float64, error) {
	for i, p := range prices {
		if !valid(p) {
			return nil, fmt.Errorf("returns: price %d is %g: %w", i, p, ErrPrice)
		}
	}
	if len(prices) < 2 {
		return nil, nil
	}
	out := make([]float64, len(prices)-1)
	for i := range out {
		out[i] = math.Log(prices[i+1] / prices[i])
	}
	return out, nil
}

// OnRows returns the log returns of prices that stand on the rows of a calendar, where present[i] says that row i has a price. The return
// on row i runs from the last row before it that has one, however far back; rows without a price, and the first with one, have
// no return: ok is false and the value zero. The error wraps ErrPrice and names the row. Panics where the lengths differ.
func OnRows(prices []float64, present []bool) (r []float64, ok []bool, err error) {
	if len(prices) != len(present) {
		panic("returns: OnRows of unequal lengths")
	}
	r, ok = make([]float64, len(prices)), make([]bool, len(prices))
	last := -1
	for i, p := range prices {
		if !present[i] {
			continue
		}
		if !valid(p) {
			return nil, nil, fmt.Errorf("returns: price on row %d is %g: %w", i, p, ErrPrice)
		}
		if last >= 0 {
			r[i], ok[i] = math.Log(p/prices[last]), true
		}
		last = i
	}
	return r, ok, nil
}

// GapDays returns the distance in calendar days from each day to the one before it, for i >= 1. days count from any fixed day. The
// error wraps ErrOrder and names the place.
func GapDays(days []int) ([]int, error) {
	var out []int
	for i := 1; i < len(days); i++ {
		if days[i] <= days[i-1] {
			return nil, fmt.Errorf("returns: day %d follows day %d at place %d: %w", days[i], days[i-1], i, ErrOrder)
		}
		out = append(out, days[i]-days[i-1])
	}
	return out, nil
}

// DollarChange returns the simple change of the foreign currency against the rouble for a log move, as a fraction: exp(log) - 1.
func DollarChange(log float64) float64 { return math.Expm1(log) }

// RoubleChange returns the simple change of the rouble against the foreign currency for a log move, as a fraction: exp(-log) - 1. A dollar that rises
// by 42.4 percent is a rouble that falls by 29.8.
func RoubleChange(log float64) float64 { return math.Expm1(-log) }

// Between returns the log move from one price to another, as a fraction; the error wraps ErrPrice.
func Between(from, to float64) (float64, error) {
	log, err := Log([]float64{from, to})
	if err != nil {
		return 0, err
	}
	return log[0], nil
}

func valid(p float64) bool { return p > 0 && !math.IsInf(p, 1) }
