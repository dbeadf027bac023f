// Package fx holds the words of exchange rates: pair, rate, fixing, candle, quote, series, calendar and break.
//
// It computes nothing but what a word means (a rate per one unit, the day a fixing was set, the fixing an event falls
// into) and never reads a file, a network, a database or a clock.
package fx

import (
	"errors"
	"fmt"
)

// ErrInvalid is wrapped by every error that says a value is not one the words of this package allow.
var ErrInvalid = errors.New("invalid value")

// Pair is base and quote currency in one word: USDRUB is roubles per one US dollar, so up means a weaker rouble.
type Pair string

// The pairs Détente keeps. EURUSD is dollars per euro, the control of the market model.
const (
	USDRUB Pair = "USDRUB"
	EURRUB Pair = "EURRUB"
	EURUSD Pair = "EURUSD"
)

// ParsePair reads six capital letters of two ISO 4217 codes.
func ParsePair(s string) (Pair, error) {
	if len(s) != 6 {
		return "", fmt.Errorf("fx: %w: %q is not a pair: want six capital letters such as USDRUB", ErrInvalid, s)
	}
	for _, c := range s {
		if c < 'A' || c > 'Z' {
			return "", fmt.Errorf("fx: %w: %q is not a pair: want six capital letters such as USDRUB", ErrInvalid, s)
		}
	}
	return Pair(s), nil
}

// Base is the currency one unit of which is priced: USD in USDRUB; of a word shorter than six, the empty pair for one,
// the whole word.
func (p Pair) Base() string { return string(p[:p.split()]) }

// Quote is the currency the price is in: RUB in USDRUB; empty for a word shorter than six.
func (p Pair) Quote() string { return string(p[p.split():]) }

// split is the length of the base: a word too short to hold two codes has no quote.
func (p Pair) split() int {
	if len(p) < 6 {
		return len(p)
	}
	return 3
}

// String shows the pair with a stroke: USD/RUB.
func (p Pair) String() string {
	if len(p) != 6 {
		return string(p)
	}
	return p.Base() + "/" + p.Quote()
}

// currencyNames are the names in running text, plural as in "roubles per dollar".
var currencyNames = map[string][2]string{
	"USD": {"dollar", "dollars"},
	"EUR": {"euro", "euros"},
	"RUB": {"rouble", "roubles"},
	"CNY": {"yuan", "yuan"},
}

// Unit names what one unit of the price is: "roubles per dollar".
func (p Pair) Unit() string {
	return plural(p.Quote()) + " per " + Singular(p.Base())
}

// Singular names a currency in running text: "dollar" for USD; a code without a name stays a code.
func Singular(code string) string {
	if names, ok := currencyNames[code]; ok {
		return names[0]
	}
	return code
}

func plural(code string) string {
	if names, ok := currencyNames[code]; ok {
		return names[1]
	}
	return code
}
