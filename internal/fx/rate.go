package fx

import (
	"fmt"
	"math"
	"strconv"
)

// maxScale keeps every unscaled value of a believable rate inside int64.
const maxScale = 12

// Rate is a price exactly as it was published: Unscaled / 10^Scale. 75.6806 and 75.68060 are equal prices and
// different Rates, since each prints as its publisher printed it. The zero Rate is "0", which no series holds.
type Rate struct {
	Unscaled int64
	Scale    uint8
}

// ParseRate reads digits with at most one decimal point: "75.6806", "20". A sign, a comma, an exponent, NaN, more
// than 12 decimals or zero is ErrInvalid: a rate is positive and finite.
func ParseRate(s string) (Rate, error) {
	r, err := ParseNumber(s)
	if err != nil {
		return Rate{}, err
	}
	if r.Unscaled <= 0 {
		return Rate{}, fmt.Errorf("fx: %w: rate %q is not above zero", ErrInvalid, s)
	}
	return r, nil
}

// ParseNumber is ParseRate for quantities that may be zero, such as a volume.
func ParseNumber(s string) (Rate, error) {
	var unscaled uint64
	point := -1
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' && point < 0:
			point = i
		case c < '0' || c > '9':
			return Rate{}, notPlain(s)
		case unscaled > (math.MaxInt64-uint64(c-'0'))/10:
			return Rate{}, fmt.Errorf("fx: %w: %q has more digits than a rate can hold", ErrInvalid, s)
		default:
			unscaled = 10*unscaled + uint64(c-'0')
		}
	}
	scale := 0
	if point >= 0 {
		scale = len(s) - 1 - point
	}
	if s == "" || point == 0 || point == len(s)-1 || scale > maxScale {
		return Rate{}, notPlain(s)
	}
	return Rate{Unscaled: int64(unscaled), Scale: uint8(scale)}, nil
}

func notPlain(s string) error {
	return fmt.Errorf("fx: %w: %q is not a plain decimal number such as 75.6806", ErrInvalid, s)
}

// MustRate is ParseRate for constants; it panics where s is not a rate.
func MustRate(s string) Rate {
	r, err := ParseRate(s)
	if err != nil {
		panic(err)
	}
	return r
}

// String prints the rate as published.
func (r Rate) String() string { return string(r.Append(nil)) }

// Append writes the rate as published to the end of dst.
func (r Rate) Append(dst []byte) []byte {
	if r.Scale == 0 {
		return strconv.AppendInt(dst, r.Unscaled, 10)
	}
	whole, fraction := r.Unscaled/pow10(r.Scale), r.Unscaled%pow10(r.Scale)
	dst = strconv.AppendInt(dst, whole, 10)
	dst = append(dst, '.')
	for p := pow10(r.Scale - 1); p > fraction && p > 1; p /= 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, fraction, 10)
}

// Float returns the nearest float64, to compute with and never to store.
func (r Rate) Float() float64 { return float64(r.Unscaled) / math.Pow10(int(r.Scale)) }

// IsZero tells whether r holds no price.
func (r Rate) IsZero() bool { return r.Unscaled == 0 }

// Equal tells whether the two prices are the same number, however they are printed.
func (r Rate) Equal(o Rate) bool {
	for r.Scale > o.Scale && r.Unscaled%10 == 0 {
		r = Rate{r.Unscaled / 10, r.Scale - 1}
	}
	for o.Scale > r.Scale && o.Unscaled%10 == 0 {
		o = Rate{o.Unscaled / 10, o.Scale - 1}
	}
	return r == o
}

// MarshalText writes the rate as published.
func (r Rate) MarshalText() ([]byte, error) { return r.Append(nil), nil }

// UnmarshalText reads what MarshalText writes.
func (r *Rate) UnmarshalText(text []byte) error {
	parsed, err := ParseNumber(string(text))
	*r = parsed
	return err
}

func pow10(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}
