package cbr

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// sameRate compares value over nominal with VunitRate, which the bank prints rounded and sometimes as 5,39256E-05. They
// must agree within half a unit of VunitRate's last place.
func sameRate(rate float64, printed string) error {
	unit, half, err := parseUnit(printed)
	if err != nil {
		return err
	}
	if diff := math.Abs(rate - unit); diff > half*(1+1e-6)+1e-12*unit {
		return fmt.Errorf("value by nominal is %s, but VunitRate is %s", strconv.FormatFloat(rate, 'g', 10, 64), printed)
	}
	return nil
}

// parseUnit reads a number with comma and perhaps an exponent, and gives half a unit of its last printed place.
func parseUnit(s string) (value, half float64, err error) {
	wrong := fmt.Errorf("VunitRate %q: want a number with a decimal comma", s)
	mantissa, exponent, scientific := strings.Cut(strings.ToUpper(s), "E")
	whole, fraction, _ := strings.Cut(mantissa, ",")
	if whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, 0, wrong
	}
	shift := 0
	if scientific {
		if shift, err = strconv.Atoi(exponent); err != nil || shift < -12 || shift > 12 {
			return 0, 0, wrong
		}
	}
	value, err = strconv.ParseFloat(fmt.Sprintf("%s.%se%d", whole, fraction, shift), 64)
	if err != nil || value <= 0 {
		return 0, 0, wrong
	}
	return value, 0.5 * math.Pow10(shift-len(fraction)), nil
}
