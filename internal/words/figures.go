package words

import (
	"fmt"
	"html/template"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"detente/internal/civil"
)

const (
	minus     = "\u2212"
	thinSpace = "\u202f" // narrow, and no line ends in it
)

var (
	monthsOf = [...]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"}
	months   = [...]string{"Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"}
)

// Date writes a day: "7 Feb 2022", "7 февраля 2022".
func (l Language) Date(d civil.Date) string {
	if l == English || d.IsZero() {
		return d.Words()
	}
	return l.day(d.UTC())
}

func (l Language) day(t time.Time) string {
	return fmt.Sprintf("%d %s %d", t.Day(), monthsOf[t.Month()-1], t.Year())
}

// short is the name of a month as the axes have it.
func short(month string) string { return string([]rune(month)[:3]) }

// Field writes a day for a field of a form, which is narrow: "7 Feb 2022" becomes "7 фев 2022". Other text stays as it is.
func (l Language) Field(text string) string {
	if l == English {
		return text
	}
	day, ok := ParseDay(l.Number(text))
	if !ok {
		return text
	}
	t := day.UTC()
	return fmt.Sprintf("%d %s %d", t.Day(), short(monthsOf[t.Month()-1]), t.Year())
}

// ParseDay reads a day as Russian writes it: 7 февраля 2022, 7 фев 2022, 07.02.2022; ok is false where text is none.
func ParseDay(text string) (d civil.Date, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if t, err := time.Parse("2.1.2006", text); err == nil {
		return civil.Of(t), true
	}
	for i, name := range monthsOf {
		before, after, found := strings.Cut(text, " "+name+" ")
		if !found {
			before, after, found = strings.Cut(text, " "+short(name)+" ")
		}
		if !found {
			continue
		}
		t, err := time.Parse("2 1 2006", fmt.Sprintf("%s %d %s", before, i+1, strings.TrimSuffix(after, " г.")))
		return civil.Of(t), err == nil
	}
	return d, false
}

// Month writes a month as a heading: "February 2022", "Февраль 2022".
func (l Language) Month(d civil.Date) string {
	if l == English {
		return d.UTC().Format("January 2006")
	}
	return months[d.UTC().Month()-1] + " " + strconv.Itoa(d.UTC().Year())
}

// Count writes n with thin spaces between thousands.
func (l Language) Count(n int) string {
	if n < 0 {
		return minus + l.Count(-n)
	}
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + thinSpace + digits[i:]
	}
	return digits
}

// numeral is a number in figures as English writes it, and nothing else.
var numeral = regexp.MustCompile(`^[<≤≥(+−-]?\d[\d,\x{202f}]*(\.\d+)?(e[+-]?\d+)?( ?%)?([\x{202f}\x{00a0} ]?×[\x{202f}\x{00a0} ]?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\)?$`)

var comma = strings.NewReplacer(",", thinSpace, ".", ",")

// dated is a day as civil.Date words it, with the clock and its zone where there is one.
var dated = regexp.MustCompile(`^(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})(, \d\d:\d\d(?::\d\d)?)?( \S+)?$`)

// Number writes a number or a day that is in figures already: "75.6806" becomes "75,6806", "7 Feb 2022, 11:34 UTC" becomes
// "7 февраля 2022, 11:34 UTC". Other text stays as it is.
func (l Language) Number(text string) string {
	if l == English || text == "" {
		return text
	}
	if numeral.MatchString(text) {
		return comma.Replace(text)
	}
	m := dated.FindStringSubmatch(text)
	if m == nil {
		if month, err := time.Parse("January 2006", text); err == nil {
			return l.Month(civil.Of(month))
		}
		return text
	}
	month, err := time.Parse("Jan", m[2])
	if err != nil {
		return text
	}
	zone := strings.TrimSpace(m[5])
	if zone != "" {
		zone = " " + l.T(zone)
	}
	return m[1] + " " + monthsOf[month.Month()-1] + " " + m[3] + m[4] + zone
}

// Signs that belong to what stands beside them: a per cent sign closes up in English, as British papers have it, and no line
// ends inside of "p = 0.17" or "+ = weaker".
var (
	apart = regexp.MustCompile(`(\d) %`)
	equal = regexp.MustCompile(`([A-Za-z)]|\+) = `)
)

// set gives a text the spaces of a printed page; terminals and files have plain ones.
func (l Language) set(text string) string {
	if l == English && strings.Contains(text, " %") {
		text = apart.ReplaceAllString(text, "$1%")
	}
	if strings.Contains(text, " = ") {
		text = equal.ReplaceAllString(text, "$1\u00a0=\u00a0")
	}
	return text
}

// Word is a text as a page prints it: what is a key, or a sentence of one, in the language.
func (l Language) Word(text string) string { return l.word(text) }

// Spell is what a template prints of a value: texts, and strings that are keys, in the language; numbers and days in
// figures as the language writes them. Anything else stays what it is.
func (l Language) Spell(value any) any {
	switch v := value.(type) {
	case template.HTML:
		return v
	case civil.Date:
		return l.Date(v)
	case string:
		return l.word(v)
	}
	if v := reflect.ValueOf(value); v.Kind() == reflect.String && v.Type().PkgPath() != "html/template" {
		return l.word(v.String())
	}
	return value
}

// known is the twin of a key, also where a capital letter or a full stop made a sentence of it.
func known(s string) (string, bool) {
	if twin, ok := russian()[unset(s)]; ok {
		return twin, true
	}
	if twin, ok := russian()[unset(lowered(s))]; ok {
		return raised(twin), true
	}
	if bare, ok := strings.CutSuffix(s, "."); ok && bare != "" {
		if twin, ok := known(bare); ok {
			return twin + ".", true
		}
	}
	return "", false
}

func lowered(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

func raised(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
