package words

import (
	"fmt"
	"html/template"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"detente/internal/civil"
)

const (
	minus     = "\u2212"
	thinSpace = "\u2009"
)

var (
	monthsOf = [...]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"}
	months   = [...]string{"Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"}
	weekdays = [...]string{"вс", "пн", "вт", "ср", "чт", "пт", "сб"}
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

// Time writes an instant as clocks in its location show it, without the zone: "7 Feb 2022, 11:34".
func (l Language) Time(t time.Time) string {
	if l == English {
		return t.Format("2 Jan 2006, 15:04")
	}
	return l.day(t) + t.Format(", 15:04")
}

// Month writes a month as a heading: "February 2022", "Февраль 2022".
func (l Language) Month(d civil.Date) string {
	if l == English {
		return d.UTC().Format("January 2006")
	}
	return months[d.UTC().Month()-1] + " " + strconv.Itoa(d.UTC().Year())
}

// Weekday writes the short name of a day of the week: "Mon", "пн".
func (l Language) Weekday(d time.Weekday) string {
	if l == English {
		return d.String()[:3]
	}
	return weekdays[d]
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
var numeral = regexp.MustCompile(`^[<(+−-]?\d[\d,\x{2009}]*(\.\d+)?(e[+-]?\d+)?( ?%)?\)?$`)

var comma = strings.NewReplacer(",", thinSpace, ".", ",")

// dated is a day as civil.Date words it, with the clock and its zone where there is one.
var dated = regexp.MustCompile(`^(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})(, \d\d:\d\d(?::\d\d)?)?( \S+)?$`)

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

// Spell is what a template prints of a value: texts, and strings that are keys, in the language; numbers and days in
// figures as the language writes them. Anything else stays what it is.
func (l Language) Spell(value any) any {
	switch v := value.(type) {
	case Text:
		return v.In(l)
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

func (l Language) word(s string) string {
	if l == English {
		return s
	}
	if twin, ok := russian[s]; ok {
		return twin
	}
	return l.Number(s)
}

// figure is a number that fmt writes with the language's decimal sign.
type figure struct {
	Language
	x float64
}

// Format implements fmt.Formatter.
func (f figure) Format(s fmt.State, verb rune) {
	text := fmt.Sprintf(fmt.FormatString(s, verb), f.x)
	if f.Language != English {
		text = strings.Replace(text, ".", ",", 1)
	}
	fmt.Fprint(s, text)
}
