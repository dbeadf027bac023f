package chart

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"detente/internal/civil"
	"detente/internal/fx"
)

const hex = "0123456789abcdef"

// appendString writes s as a JSON string as json.Marshal does: what could end a script element, the two line separators
// that old browsers take for newlines, and bytes that are not UTF-8 are escaped.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		if plain[s[i]] {
			i++
			continue
		}
		size, escape := escapeAt(s, i)
		if escape != "" {
			dst = append(append(dst, s[start:i]...), escape...)
			start = i + size
		}
		i += size
	}
	return append(append(dst, s[start:]...), '"')
}

// plain are the bytes that stay as they are in a JSON string, by themselves.
var plain = func() (table [256]bool) {
	for b := byte(' '); b < utf8.RuneSelf; b++ {
		table[b] = !strings.ContainsRune("\"\\<>&", rune(b))
	}
	return table
}()

// escapeAt returns the size of the character at i and what stands for it, empty where it may stay.
func escapeAt(s string, i int) (size int, escape string) {
	b := s[i]
	if b >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return 1, `\ufffd`
		case r == '\u2028':
			return size, `\u2028`
		case r == '\u2029':
			return size, `\u2029`
		}
		return size, ""
	}
	switch b {
	case '"':
		return 1, `\"`
	case '\\':
		return 1, `\\`
	case '\b':
		return 1, `\b`
	case '\f':
		return 1, `\f`
	case '\n':
		return 1, `\n`
	case '\r':
		return 1, `\r`
	case '\t':
		return 1, `\t`
	case '<', '>', '&':
		return 1, `\u00` + string(hex[b>>4]) + string(hex[b&15])
	}
	if b < ' ' {
		return 1, `\u00` + string(hex[b>>4]) + string(hex[b&15])
	}
	return 1, ""
}

// appendFloat writes x with at most decimals digits after the point, and null where it is no number.
func appendFloat(dst []byte, x float64, decimals int) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(dst, "null"...)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, x, 'f', decimals, 64)
	if decimals > 0 {
		for dst[len(dst)-1] == '0' {
			dst = dst[:len(dst)-1]
		}
		if dst[len(dst)-1] == '.' {
			dst = dst[:len(dst)-1]
		}
	}
	if string(dst[start:]) == "-0" {
		return append(dst[:start], '0')
	}
	return dst
}

// appendFixing writes the price of one unit: the published digits where they are that price, the quotient otherwise.
func appendFixing(dst []byte, f fx.Fixing) []byte {
	switch {
	case f.Value.Unscaled <= 0 || f.Nominal <= 0:
		return append(dst, "null"...)
	case f.Nominal == 1:
		return f.Value.Append(dst)
	}
	return strconv.AppendFloat(dst, f.Rate(), 'f', -1, 64)
}

func appendDay(dst []byte, d civil.Date) []byte {
	if d.IsZero() {
		return append(dst, "null"...)
	}
	return strconv.AppendInt(dst, epochDay(d), 10)
}

func epochDay(d civil.Date) int64 { return d.Unix() / secondsPerDay }

const secondsPerDay = 86_400
