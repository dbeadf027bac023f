package liveblog

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"detente/internal/civil"
	"detente/internal/event"
)

// clock is a time that the text states, placed on the page's day.
type clock struct {
	at        time.Time
	precision event.Precision
	dated     bool // the text says of which day
}

// zones are the names by which news texts call a zone. Local time is nobody's and is left out.
var zones = map[string]string{
	"gmt": "UTC", "utc": "UTC", "bst": "Europe/London", "cet": "Europe/Berlin", "cest": "Europe/Berlin", "msk": "Europe/Moscow",
	"eet": "Europe/Kyiv", "eest": "Europe/Kyiv", "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
	"moscow time": "Europe/Moscow", "kyiv time": "Europe/Kyiv", "kiev time": "Europe/Kyiv", "london time": "Europe/London",
	"berlin time": "Europe/Berlin", "paris time": "Europe/Paris", "brussels time": "Europe/Brussels",
	"washington time": "America/New_York", "new york time": "America/New_York", "istanbul time": "Europe/Istanbul",
	"ankara time": "Europe/Istanbul", "warsaw time": "Europe/Warsaw", "minsk time": "Europe/Minsk",
}

const zoneWords = `gmt|utc|bst|cest|cet|msk|eest|eet|edt|est|et|(?:moscow|kyiv|kiev|london|berlin|paris|brussels|washington|new york|istanbul|ankara|warsaw|minsk|local) time`

var (
	// stated is a time with its zone: 11:34 GMT, 0806 GMT, 2.30pm Moscow time, 5pm CET.
	stated = late(`(?i)\b(?:(\d{1,2})[:.h](\d{2})|(\d{2})(\d{2})|(\d{1,2}))\s*(a\.?m\.?|p\.?m\.?)?\s*(?:hours\s+)?\(?(` + zoneWords + `)\b`)
	// bare is a time without a zone, after a word that says it is one.
	bare = late(`(?i)\b(?:at|as of|by|around|about|from|since|until|posted)\s+(\d{1,2})(?:[:.](\d{2})\s*(a\.?m\.?|p\.?m\.?)?|\s*(a\.?m\.?|p\.?m\.?))(?:\s+(local))?`)
	// alone is a line that is nothing but a time, with or without its date, its zone and brackets.
	alone = late(`(?i)^[(\[]?(?:posted at\s+)?(?:DATE[\s,–-]+)?(\d{1,2})[:.](\d{2})\s*(a\.?m\.?|p\.?m\.?)?\s*\(?(?:(` + zoneWords + `)|\d{1,2}[:.]\d{2}\s*(?:gmt|utc))?[)\]]?(?:[\s,–-]+DATE)?[)\]]?$`)
	// leading is a time at the head of its line, with the news behind it.
	leading   = late(`(?i)^(\d{1,2}[:.]\d{2}(?:\s*(?:a\.?m\.?|p\.?m\.?))?(?:\s*\(?(?:` + zoneWords + `)\b\)?)?)\s*[:|–—-]?\s+(\S.{9,})$`)
	datePart  = late(`(?i)\b(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{4})\b|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{1,2}),? (\d{4})\b|\b(\d{4}-\d{2}-\d{2})\b`)
	monthName = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// statedTime returns the first time in text that can be placed: one with a zone before one without, which is the page's.
func statedTime(text string, p Page) (clock, bool) {
	for _, m := range stated().FindAllStringSubmatch(text, -1) {
		zone, ok := zones[strings.ToLower(strings.Join(strings.Fields(m[7]), " "))]
		if !ok {
			continue // local time: of which place, the text does not say
		}
		if c, ok := place(m[1]+m[3]+m[5], m[2]+m[4], m[6], zone, p); ok {
			return c, true
		}
	}
	for _, m := range bare().FindAllStringSubmatchIndex(text, -1) {
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		if group(5) != "" || afterNumber().MatchString(text[m[1]:]) {
			continue
		}
		if c, ok := place(group(1), group(2), group(3)+group(4), "", p); ok {
			return c, true
		}
	}
	return clock{}, false
}

// afterNumber says that what looked like 5.30 is a quantity: more digits, a unit of money or of share, or a zone.
var afterNumber = late(`(?i)^(\d|\s*(%|percent|per cent|million|billion|trillion|ro?ubles?|dollars?|euros?|points?|per|to the|against|versus|` + zoneWords + `))`)

// place puts hour and minute on the page's day. In a zone other than the page's it is the instant that falls on that day by
// the page's clock, or, of an hour that a day of summer time lacks, on that day by its own.
func place(hour, minute, half, zone string, p Page) (clock, bool) {
	h, err := strconv.Atoi(hour)
	if err != nil {
		return clock{}, false
	}
	c := clock{precision: event.PrecisionHour}
	m := 0
	if minute != "" {
		c.precision = event.PrecisionMinute
		if m, err = strconv.Atoi(minute); err != nil {
			return clock{}, false
		}
	} else if half == "" {
		return clock{}, false
	}
	if h, err = halfDay(h, half); err != nil || m > 59 {
		return clock{}, false
	}
	where := p.Zone
	if zone != "" {
		if where, err = time.LoadLocation(zone); err != nil {
			return clock{}, false
		}
	}
	for _, shift := range []int{0, -1, 1} {
		c.at = p.Date.AddDays(shift).At(h, m, where).UTC()
		if civil.Of(c.at.In(p.Zone)) == p.Date {
			return c, true
		}
	}
	c.at = p.Date.At(h, m, where).UTC() // a day of 23 hours in the page's zone lacks one of another's
	return c, true
}

// halfDay turns an hour of a twelve-hour clock into one of twenty-four; half is empty, am or pm.
func halfDay(h int, half string) (int, error) {
	switch half = strings.ToLower(strings.ReplaceAll(half, ".", "")); {
	case half == "" && h <= 23:
		return h, nil
	case half == "am" && h >= 1 && h <= 12:
		return h % 12, nil
	case half == "pm" && h >= 1 && h <= 12:
		return h%12 + 12, nil
	}
	return 0, strconv.ErrRange
}

// stampLine reads a line that is nothing but a time. A date in it takes the place of the page's.
func stampLine(line string, p Page) (clock, bool) {
	if len(line) > 60 || len(line) < 4 {
		return clock{}, false
	}
	dated := false
	if m := datePart().FindStringSubmatch(line); m != nil {
		dated = true
		day, ok := dateOf(m)
		if !ok {
			return clock{}, false
		}
		p.Date = day
		line = datePart().ReplaceAllString(line, "DATE")
	}
	m := alone().FindStringSubmatch(line)
	if m == nil {
		return clock{}, false
	}
	if c, ok := statedTime(line, p); ok { // "14:40 (11:40 GMT)" names a zone beside the page's
		c.dated = dated
		return c, true
	}
	if m[4] != "" {
		return clock{}, false
	}
	c, ok := place(m[1], m[2], m[3], "", p)
	c.dated = dated
	return c, ok
}

// stampedLine parts a line into the time at its head and the news behind it, which begins as a sentence does: "12.10 per cent" is no time.
func stampedLine(line string, p Page) (at clock, rest string, ok bool) {
	m := leading().FindStringSubmatch(line)
	if m == nil {
		return at, "", false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(m[2], `"“«‘'`))
	if !unicode.IsUpper(first) {
		return at, "", false
	}
	at, ok = stampLine(m[1], p)
	return at, m[2], ok
}

func dateOf(m []string) (civil.Date, bool) {
	if m[7] != "" {
		day, err := civil.Parse(m[7])
		return day, err == nil
	}
	year, month, day := m[3]+m[6], strings.ToLower(m[2]+m[4]), m[1]+m[5]
	for i, name := range monthName {
		if name == month {
			if len(day) == 1 {
				day = "0" + day
			}
			d, err := civil.Parse(year + "-" + strconv.Itoa(101 + i)[1:] + "-" + day)
			return d, err == nil
		}
	}
	return civil.Date{}, false
}
