package file

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// row reads the cells of one record; what it cannot read becomes a problem of the file and makes the row bad.
type row struct {
	record
	file *File
	bad  bool
}

func (r *row) reject(column, value, reason string) {
	r.bad = true
	r.file.problems = append(r.file.problems, Problem{Line: r.line, Column: column, Value: value, Reason: reason})
}

// has tells whether the file has the column, filled or not.
func (r *row) has(column string) bool {
	_, ok := r.file.layout.index[column]
	return ok
}

// text returns a cell as it stands, without the apostrophe that a spreadsheet's profile puts before a formula's sign.
func (r *row) text(column string) string {
	i, ok := r.file.layout.index[column]
	if !ok {
		return ""
	}
	if r.file.excel {
		return unguarded(r.cells[i])
	}
	return r.cells[i]
}

// word returns a cell that is not running text: white space around it means nothing.
func (r *row) word(column string) string { return strings.TrimSpace(r.text(column)) }

// unguarded takes off the apostrophe that export's spreadsheet profiles put before what would be a formula (export, formula).
func unguarded(s string) string {
	rest := strings.TrimLeft(s, "'")
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }))
	if len(rest) < len(s) && rest != "" && (strings.IndexByte("\t\r\n", rest[0]) >= 0 || strings.ContainsRune("=+-@＝＋－＠", first)) {
		return s[1:]
	}
	return s
}

var (
	mangledDate = regexp.MustCompile(`^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b`)
	dotted      = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})\b`)
	serialDate  = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
)

// dateFix says what to do with a date that is not one.
func dateFix(s, wanted string) string {
	switch {
	case s == "":
		return "the cell is empty: want " + wanted
	case dotted.MatchString(s):
		return "not a date: want " + wanted
	case mangledDate.MatchString(s):
		return "a spreadsheet has rewritten the date and its day and month cannot be told apart: format the column as text and write " + wanted
	case serialDate.MatchString(s):
		return "this is a spreadsheet's day number: format the column as text and write " + wanted
	}
	return "not a date: want " + wanted
}

// day reads YYYY-MM-DD, and DD.MM.YYYY, which a Russian or German spreadsheet makes of it: with points the day comes first
// everywhere. With strokes it does not, and the date is refused.
func day(s string) (civil.Date, error) {
	if m := dotted.FindStringSubmatch(s); m != nil && m[0] == s {
		return civil.Parse(fmt.Sprintf("%s-%02s-%02s", m[3], m[2], m[1]))
	}
	return civil.Parse(s)
}

// wallLayouts are a day and a clock time without a zone: as spreadsheets with points in their dates write them, and as ISO 8601 has it.
var wallLayouts = []string{"2.1.2006 15:04", "2.1.2006 15:04:05", "2.1.2006, 15:04", "2.1.2006, 15:04:05",
	"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"}

// wallClock reads what a clock on the wall showed.
func wallClock(s string) (wall time.Time, ok bool) {
	for _, layout := range wallLayouts {
		if wall, err := time.Parse(layout, s); err == nil {
			return wall, true
		}
	}
	return wall, false
}

// inZone returns the instant at which clocks of the file's zone show what wall shows.
func (f *File) inZone(wall time.Time) (time.Time, error) {
	const example = "Europe/Moscow"
	at, _, err := event.ParseMoment(wall.Format("2006-01-02 15:04:05"), cmp.Or(f.options.Zone, example))
	if f.options.Zone != "" {
		return at, err
	}
	ways := wall.Format(time.RFC3339) + " for UTC"
	if err == nil { // the clocks of Moscow showed it once
		ways = at.Format(time.RFC3339) + " for Moscow, or " + ways
	}
	return time.Time{}, fmt.Errorf("the time has no zone: name that of the whole file, such as --tz %s, or write %s", example, ways)
}

// date reads a day.
func (r *row) date(column string) civil.Date {
	s := r.word(column)
	d, err := day(s)
	if wall, ok := wallClock(s); ok && err != nil {
		r.reject(column, s, "a rate is of a day: write "+civil.Of(wall).String()+" without the clock time")
		return d
	}
	if err != nil {
		r.reject(column, s, dateFix(s, "YYYY-MM-DD, such as 2022-02-08"))
	}
	return d
}

// instant reads an RFC 3339 time of whole seconds, a clock time of Options.Zone, or a plain date, which dateOnly reports and
// which is midnight in UTC.
func (r *row) instant(column string) (at time.Time, dateOnly bool) {
	s := r.word(column)
	if len(s) <= len(civil.Layout) {
		if d, err := day(s); err == nil {
			return d.UTC(), true
		}
	}
	at, err := time.Parse(time.RFC3339, s)
	wall, isWall := wallClock(s)
	if isWall {
		at, err = r.file.inZone(wall)
	}
	switch {
	case err != nil && isWall:
		r.reject(column, s, err.Error())
	case err != nil:
		r.reject(column, s, dateFix(s, "2022-02-07T11:34:00Z, or the plain date 2022-02-07"))
	case at.Nanosecond() != 0:
		r.reject(column, s, "the time has a fraction of a second: want whole seconds")
	}
	return at.UTC(), false
}

// price reads a rate above zero. Where no comma separates cells it may be the decimal sign, as some spreadsheets write it.
func (r *row) price(column string) fx.Rate {
	s := r.decimal(column)
	value, err := fx.ParseRate(s)
	if err != nil {
		r.reject(column, r.word(column), "want a plain number above zero such as 75.6806, with at most 12 decimals and no separator of thousands")
	}
	return value
}

func (r *row) decimal(column string) string {
	s := r.word(column)
	if t, ok := r.file.rows.(*table); ok && t.reader.Comma != ',' && strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		return strings.Replace(s, ",", ".", 1)
	}
	return s
}

// whole reads a whole number, or fallback where the cell is empty or the column absent.
func (r *row) whole(column string, fallback int64) int64 {
	s := r.word(column)
	if s == "" {
		return fallback
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		r.reject(column, s, "want a whole number such as 1")
	}
	return n
}

// series reads a series id: of candles with an interval, of rates without.
func (r *row) series(candles bool) fx.SeriesID {
	s := r.word("series")
	if known := r.file.series; s == string(known) && known != "" {
		return known // that of the row before: a file of candles repeats it millions of times
	}
	id, err := fx.ParseSeriesID(s)
	switch {
	case err != nil && candles:
		r.reject("series", s, "want source:PAIR:interval such as moex:USDRUB:1m")
	case err != nil:
		r.reject("series", s, "want source:PAIR such as cbr:USDRUB")
	case candles && id.Interval() == "":
		r.reject("series", s, fmt.Sprintf("candles need an interval: want %s:1m, or whichever it is", s))
	case !candles && id.Interval() != "":
		r.reject("series", s, "an interval is for candles (series,start,open,high,low,close): want source:PAIR such as cbr:USDRUB")
	case r.file.options.Only != "" && id != r.file.options.Only:
		r.reject("series", s, fmt.Sprintf("--series asks for %s: leave --series out, or the row", r.file.options.Only))
	default:
		r.file.series = id
	}
	return id
}
