package web

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"detente/internal/civil"
	"detente/internal/event"
)

const (
	minus     = "\u2212"
	thinSpace = "\u202f" // narrow, and no line ends in it
	noBreak   = "\u00a0"
)

// signed prints x with its sign, a real minus and the given decimals: "+0.9", "−0.9", "0.0" where it rounds to nothing.
func signed(x float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	switch {
	case strings.Trim(text, "0.") == "":
		return text
	case x < 0:
		return minus + text
	}
	return "+" + text
}

// plain prints x with the given decimals and a real minus.
func plain(x float64, decimals int) string { return strings.TrimPrefix(signed(x, decimals), "+") }

// count prints n with thin spaces between thousands.
func count(n int) string {
	digits := strconv.Itoa(n)
	if n < 0 {
		return minus + count(-n)
	}
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, groups...), thinSpace)
}

// gaugeText prints a value as it was published, with thin spaces between thousands and a real minus.
func gaugeText(x float64) string {
	whole, rest, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'f', -1, 64), ".")
	text := whole
	if n, err := strconv.Atoi(whole); err == nil {
		text = count(n)
	}
	if rest != "" {
		text += "." + rest
	}
	if x < 0 {
		return minus + text
	}
	return text
}

// plural prints n and the word for it: "1 event", "1 234 events".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}

// roubleChange is the change of the rouble's value, in percent, when a price in roubles goes from before to after.
// Reference: METHODS 1; it is not the negative of the price's change.
func roubleChange(before, after float64) float64 { return 100 * (before/after - 1) }

// logReturn is the price's log return in percent: above zero is a weaker rouble.
func logReturn(before, after float64) float64 { return 100 * math.Log(after/before) }

// roubleWords says a move of the rouble: "rouble +0.9%".
func roubleWords(before, after float64, decimals int) string {
	return "rouble " + signed(roubleChange(before, after), decimals) + "%"
}

// clock prints an instant in UTC: "7 Feb 2022, 11:34 UTC".
func clock(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") }

// age says how long ago a day was.
func age(day, today civil.Date) string {
	switch n := today.DaysSince(day); {
	case n < 0:
		return "in " + plural(-n, "day", "days")
	case n == 0:
		return "today"
	case n == 1:
		return "yesterday"
	default:
		return plural(n, "day", "days") + " ago"
	}
}

// glyph is the shape of a direction: shape as well as colour, since not everybody sees the colour.
func glyph(d event.Direction) string {
	switch d {
	case event.Escalation:
		return "▲"
	case event.DeEscalation:
		return "▼"
	}
	return "●"
}

var importanceWords = map[int]string{1: "routine", 2: "notable", 3: "major", 4: "grave", 5: "systemic"}

// capital makes the first letter a capital one.
func capital(s string) string {
	if s == "" {
		return s
	}
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}
