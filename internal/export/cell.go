package export

import (
	"math"
	"strconv"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

type cellKind uint8

const (
	missing cellKind = iota
	text
	words
	digits
	rate
	day
	instant
	yes
)

// Cell is one value of a row. The zero Cell is a missing value. It is kept small: a long table makes millions of them.
type Cell struct {
	kind  cellKind
	scale uint8  // of a rate; generalScale of a computed number
	text  string // also a number already written with a decimal point
	words []string
	n     int64 // unscaled value of a rate, seconds of an instant, days of a day since 1970, 1 for yes
}

// Missing is no value: empty in CSV, null in JSON.
func Missing() Cell { return Cell{} }

// Text is running text or a word; an empty one is missing.
func Text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{kind: text, text: s}
}

// List is words: joined by semicolons in CSV, an array in JSON. No word is a missing value.
func List(ws []string) Cell {
	if len(ws) == 0 {
		return Cell{}
	}
	return Cell{kind: words, words: ws}
}

// Rate is a price as published; a zero one is missing.
func Rate(r fx.Rate) Cell {
	if r.IsZero() {
		return Cell{}
	}
	return Cell{kind: rate, n: r.Unscaled, scale: r.Scale}
}

// Int is a whole number.
func Int(n int64) Cell { return Cell{kind: digits, text: strconv.FormatInt(n, 10)} }

// Fixed is a number with that many decimals, never a minus zero. NaN and the infinities are missing.
func Fixed(x float64, decimals int) Cell {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Cell{}
	}
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.HasPrefix(s, "-") && strings.Trim(s, "-0.") == "" {
		s = s[1:]
	}
	return Cell{kind: digits, text: s}
}

// Shortest is a number with the fewest decimals that give it back, at least one: -8.0, 3.25.
func Shortest(x float64) Cell {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Cell{}
	}
	s := strconv.FormatFloat(x+0, 'f', -1, 64) // + 0 makes a minus zero a zero
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return Cell{kind: digits, text: s}
}

// generalScale marks a computed number, which a sheet shows in its general form.
const generalScale = 255

// computed is a number of a result, with as many digits as it takes to read it back unchanged.
func computed(digitsOf string) Cell { return Cell{kind: digits, scale: generalScale, text: digitsOf} }

// Day is a date, YYYY-MM-DD; no day is missing.
func Day(d civil.Date) Cell {
	if d.IsZero() {
		return Cell{}
	}
	return Cell{kind: day, n: d.Unix() / secondsPerDay}
}

// Instant is RFC 3339 in UTC; the zero time is missing.
func Instant(t time.Time) Cell {
	if t.IsZero() {
		return Cell{}
	}
	return Cell{kind: instant, n: t.Unix()}
}

// YesNo is yes or no in CSV, true or false in JSON.
func YesNo(b bool) Cell {
	if b {
		return Cell{kind: yes, n: 1}
	}
	return Cell{kind: yes}
}
