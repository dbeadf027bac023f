package file

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"detente/internal/civil"
	"detente/internal/event"
)

// icsColumns are the columns that an iCalendar's properties become.
var icsColumns = []string{"id", "occurred_at", "precision", "title", "summary", "category", "location", "status", "source_name", "source_url", "ended_at", "actors"}

const icsBegin = "BEGIN:VCALENDAR"

// calendar is the events of an iCalendar as rows: the dates of meetings that institutions publish. Reference: RFC 5545.
type calendar struct {
	in     *bufio.Reader
	layout layout
	line   int
	ahead  string          // the physical line after the last logical one, empty for none
	own    map[string]bool // the ids of events that Détente wrote
	ours   bool            // whether the event being read is one
	lasts  property        // its DURATION
	zone   string          // of times that name none, empty where they are refused
}

func openICS(in *bufio.Reader, zone string) (*calendar, layout, error) {
	l, err := layoutOf(icsColumns, KindEvents)
	return &calendar{in: in, layout: l, zone: zone, own: map[string]bool{}}, l, err
}

func isICS(in *bufio.Reader) bool {
	head, _ := in.Peek(len(icsBegin)) // a shorter file is none
	return strings.EqualFold(string(head), icsBegin)
}

// property is one logical line: NAME;PARAMETER=x:value.
type property struct {
	line              int
	name, zone, value string
}

// next returns the next VEVENT.
func (c *calendar) next() (record, error) {
	var cells map[string]string
	begun, nested := 0, 0
	for {
		p, err := c.property()
		if errors.Is(err, io.EOF) && cells != nil {
			return record{}, Problem{Line: begun, Reason: "the event has no END:VEVENT: the file is cut off", fatal: true}
		}
		if err != nil {
			return record{}, err
		}
		switch value := strings.ToUpper(p.value); {
		case p.name == "BEGIN" && value == "VEVENT":
			cells, begun, c.ours, c.lasts = map[string]string{}, p.line, false, property{}
		case p.name == "BEGIN" && cells != nil:
			nested++ // an alarm
		case p.name == "END" && nested > 0:
			nested--
		case p.name == "END" && value == "VEVENT" && cells != nil:
			if c.ours {
				c.own[cells["id"]] = true
				untell(cells)
			}
			if err := c.end(cells); err != nil {
				return record{}, err
			}
			return c.record(begun, cells), nil
		case cells != nil && nested == 0:
			if err := c.take(cells, p); err != nil {
				return record{}, c.skip(err)
			}
		}
	}
}

// skip reads on to the end of an event with a problem, so that the next one is read.
func (c *calendar) skip(problem error) error {
	for {
		p, err := c.property()
		if err != nil || p.name == "END" && strings.EqualFold(p.value, "VEVENT") {
			return problem
		}
	}
}

func (c *calendar) record(line int, cells map[string]string) record {
	out := make([]string, len(c.layout.columns))
	for name, value := range cells {
		out[c.layout.index[name]] = value
	}
	return record{line, out}
}

// take puts a property into the cell it is of; those of no column are passed over.
func (c *calendar) take(cells map[string]string, p property) (err error) {
	switch p.name {
	case "UID":
		cells["id"], c.ours = idOfUID(p.value)
	case "SUMMARY":
		cells["title"] = strings.Join(strings.Fields(p.value), " ")
	case "DESCRIPTION":
		cells["summary"] = p.value
	case "LOCATION":
		cells["location"] = p.value
	case "URL":
		cells["source_url"] = p.value
	case "CATEGORIES":
		for name := range strings.SplitSeq(p.value, ",") {
			for _, known := range event.Categories() {
				if strings.EqualFold(strings.TrimSpace(name), known.Label()) || strings.EqualFold(strings.TrimSpace(name), string(known)) {
					cells["category"] = string(known)
				}
			}
		}
	case "STATUS":
		cells["status"] = map[string]string{"CANCELLED": string(event.StatusRejected), "TENTATIVE": string(event.StatusDraft)}[strings.ToUpper(p.value)]
	case "RRULE", "RDATE":
		return Problem{Line: p.line, Column: p.name, Value: p.value, Reason: "an event that repeats is not read: write each of its days as an event"}
	case "DTSTART":
		cells["occurred_at"], err = c.instant(p)
	case "DURATION":
		c.lasts = p
	case "DTEND":
		if cells["ended_at"], err = c.instant(p); err == nil && len(p.value) == len("20060102") {
			cells["ended_at"] = dayBefore(cells["ended_at"], cells["occurred_at"])
		}
	}
	return err
}

var duration = regexp.MustCompile(`^\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$`)

// end reads DURATION, which may stand in the place of DTEND (RFC 5545, 3.6.1).
func (c *calendar) end(cells map[string]string) error {
	if c.lasts.value == "" || cells["ended_at"] != "" {
		return nil
	}
	m := duration.FindStringSubmatch(strings.ToUpper(c.lasts.value))
	if m == nil {
		return Problem{Line: c.lasts.line, Column: "DURATION", Value: c.lasts.value, Reason: "want a duration such as P3D or PT1H30M"}
	}
	var lasts time.Duration
	for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi("0" + m[i+1]) // digits, by the expression
		lasts += time.Duration(n) * unit
	}
	if day, err := time.Parse(time.DateOnly, cells["occurred_at"]); err == nil {
		cells["ended_at"] = dayBefore(day.Add(lasts).Format(time.DateOnly), cells["occurred_at"])
	} else if at, err := time.Parse(time.RFC3339, cells["occurred_at"]); err == nil && lasts > 0 {
		cells["ended_at"] = at.Add(lasts).Format(time.RFC3339)
	}
	return nil
}

// dayBefore is the last day of a whole-day event, whose DTEND is the day after; empty where it is the first as well.
func dayBefore(end, start string) string {
	at, err := time.Parse(time.DateOnly, end)
	if last := at.AddDate(0, 0, -1).Format(time.DateOnly); err == nil && last > start {
		return last
	}
	return ""
}

// instant reads a day, an instant in UTC, or a time in the zone that the property names, or else the caller.
func (c *calendar) instant(p property) (string, error) {
	if at, err := time.Parse("20060102", p.value); err == nil {
		return at.Format(time.DateOnly), nil
	}
	if at, err := time.Parse("20060102T150405Z", p.value); err == nil {
		return at.Format(time.RFC3339), nil
	}
	wrong := Problem{Line: p.line, Column: p.name, Value: p.value, Reason: "want a day such as 20261218, an instant such as 20261218T103000Z, or a time with TZID=Europe/Moscow; --tz Europe/Moscow names the zone of all that name none"}
	name := cmp.Or(p.zone, c.zone)
	if name == "" || name == "Local" {
		return "", wrong
	}
	zone, err := zoneOf(name)
	if err != nil {
		wrong.Value, wrong.Reason = p.zone, "the zone is not known: write a name such as Europe/Moscow in its place"
		return "", wrong
	}
	shown, err := time.Parse("20060102T150405", p.value)
	if err != nil {
		return "", wrong
	}
	at := civil.Of(shown).At(shown.Hour(), shown.Minute(), zone).Add(time.Duration(shown.Second()) * time.Second)
	return at.UTC().Format(time.RFC3339), nil
}

// idOfUID names an event by its UID alone, so that one that is moved is the same when the file is read again.
func idOfUID(uid string) (id string, ours bool) {
	if id, ours := strings.CutSuffix(uid, "@detente"); ours {
		return id, true
	}
	sum := sha256.Sum256([]byte(uid))
	return "ics-" + hex.EncodeToString(sum[:6]), false
}

// untell takes back what export writes behind the summary of an event, and the address of its page.
func untell(cells map[string]string) {
	cells["source_url"] = ""
	lines := strings.Split(cells["summary"], "\n")
	for len(lines) > 0 {
		last := lines[len(lines)-1]
		actors, ofActors := strings.CutPrefix(last, "Actors: ")
		source, ofSource := strings.CutPrefix(last, "Source: ")
		switch at := strings.LastIndexByte(source, ' '); {
		case ofActors:
			cells["actors"] = strings.ReplaceAll(actors, ", ", ";")
		case ofSource && (strings.HasPrefix(source[at+1:], "http://") || strings.HasPrefix(source[at+1:], "https://")):
			cells["source_name"], cells["source_url"] = strings.TrimSpace(source[:at+1]), source[at+1:]
		case ofSource:
			cells["source_name"] = source
		case last == "The time is known to the hour only.":
			cells["precision"] = string(event.PrecisionHour)
		default:
			cells["summary"] = strings.Join(lines, "\n")
			return
		}
		lines = lines[:len(lines)-1]
	}
	cells["summary"] = ""
}

// property reads a logical line: a line that begins with a space goes on with the one before.
func (c *calendar) property() (property, error) {
	text, err := c.physical()
	if err != nil {
		return property{}, err
	}
	at := c.line
	for {
		more, err := c.physical()
		if err != nil || (more[0] != ' ' && more[0] != '\t') {
			c.ahead = more // what went wrong is met again
			break
		}
		text += more[1:]
		if len(text) > maxICSLine {
			return property{}, Problem{Line: at, Reason: fmt.Sprintf("the line is longer than %d bytes", maxICSLine), fatal: true}
		}
	}
	if !utf8.ValidString(text) {
		return property{}, Problem{Line: at, Reason: textWanted, fatal: true}
	}
	name, value, ok := strings.Cut(text, ":")
	if !ok {
		return property{}, Problem{Line: at, Value: text, Reason: "is no line of a calendar: want NAME:value", fatal: true}
	}
	p := property{line: at, value: unescaped.Replace(strings.TrimSpace(value))}
	parts := strings.Split(name, ";")
	p.name = strings.ToUpper(parts[0])
	for _, parameter := range parts[1:] {
		if key, zone, _ := strings.Cut(parameter, "="); strings.EqualFold(key, "TZID") {
			p.zone = strings.Trim(zone, `"`)
		}
	}
	return p, nil
}

const maxICSLine = 64 << 10

var unescaped = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";")

// physical reads the next line that is not empty, without its end; io.EOF after the last.
func (c *calendar) physical() (string, error) {
	if line := c.ahead; line != "" {
		c.ahead = ""
		return line, nil
	}
	for {
		raw, err := c.in.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return "", Problem{Line: c.line + 1, Reason: fmt.Sprintf("the line is longer than %d bytes", maxICSLine), fatal: true}
		case err != nil && (!errors.Is(err, io.EOF) || len(raw) == 0):
			return "", err
		}
		c.line++
		if text := strings.TrimRight(string(raw), "\r\n"); text != "" {
			return text, nil
		}
	}
}
