package file

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"detente/internal/event"
)

// defaultImportance is the commonest of the curated table: notable.
const defaultImportance = 2

// eventReader collects the events of one file.
type eventReader struct {
	options Options
	ids     map[string]int
	bare    map[bareKey]int // rows without an id
	pending []int           // indexes of events that wait for an id
	events  event.Timeline
}

// bareKey tells one event without an id from another.
type bareKey struct {
	at    int64
	title string
}

// Events returns the events of a file in the order of its rows. Only occurred_at and title are required; what is left out:
//
//	precision    day for a plain date, minute for a time
//	category     that of the options, or other
//	actors       those of the options
//	goldstein    the value of cameo, 0 where that is empty too
//	importance   2
//	status       scheduled where it lies ahead of Options.Now, confirmed else; confirmed is refused of what lies ahead
//	origin       file, where the column is absent
//	id           made of day and title, unique within the file and the same whenever the same file is read
//
// A plain date of announced_at or coded_at means the last second of that UTC day, so that nothing counts as known too
// early. The error is an *Error, or what reading met.
func (f *File) Events() (event.Timeline, error) {
	if err := f.want(KindEvents); err != nil {
		return nil, err
	}
	reader := eventReader{options: f.options, ids: map[string]int{}, bare: map[bareKey]int{}}
	if err := f.each(reader.read); err != nil {
		return nil, err
	}
	reader.name()
	return reader.events, nil
}

func (r *eventReader) read(line *row) {
	e := event.Event{
		ID: line.word("id"), Title: line.text("title"), Summary: line.text("summary"), Location: line.text("location"),
		Category: event.Category(line.wordOr("category", string(r.options.usualCategory()))),
		Cameo:    line.word("cameo"), Actors: line.actors(), Verified: line.yes("verified"),
		Importance: int(line.whole("importance", defaultImportance)),
		SourceName: line.text("source_name"), SourceURL: line.word("source_url"), SourceTier: line.text("source_tier"),
		TimeBasis: line.text("time_basis"),
	}
	e.OccurredAt, e.Precision = line.occurred()
	e.Status = event.Status(line.wordOr("status", string(r.usual(e))))
	if e.Status == event.StatusConfirmed && r.usual(e) == event.StatusScheduled {
		line.reject("status", "confirmed", "an event that lies ahead has not happened yet: want scheduled")
	}
	if len(e.Actors) == 0 {
		e.Actors = slices.Clone(r.options.Actors)
	}
	var wholeDay bool
	if e.EndedAt, wholeDay = line.optional("ended_at"); wholeDay && !e.EndedAt.IsZero() && e.Timed() {
		line.reject("ended_at", line.word("ended_at"), "the beginning has a clock time: want the end's too, such as 2022-02-07T18:00:00Z")
	}
	e.AnnouncedAt = line.endOfDay("announced_at")
	e.Goldstein = line.goldstein(e.Cameo)
	r.provenance(line, &e)
	r.add(line, e)
}

// usual is the status of an event whose row gives none.
func (r *eventReader) usual(e event.Event) event.Status {
	if !r.options.Now.IsZero() && e.OccurredAt.After(r.options.Now) {
		return event.StatusScheduled
	}
	return event.StatusConfirmed
}

// provenance fills what the file's columns say, or else what the options do.
func (r *eventReader) provenance(line *row, e *event.Event) {
	e.Origin, e.CodedBy, e.CodedAt = "file", r.options.CodedBy, r.options.CodedAt
	if line.has("origin") {
		e.Origin = line.text("origin")
	}
	if line.has("coded_by") {
		e.CodedBy = line.text("coded_by")
	}
	if line.has("coded_at") {
		e.CodedAt = line.endOfDay("coded_at")
	}
}

func (r *eventReader) add(line *row, e event.Event) {
	if line.bad {
		return
	}
	id := e.ID
	if id == "" {
		e.ID = event.Slug(e.Day(), e.Title)
	}
	if err := e.Validate(); err != nil {
		reason := reasonOf(err, event.ErrInvalid)
		column, _, _ := strings.Cut(reason, " ")
		line.reject(map[bool]string{true: column}[slices.Contains(eventColumns, column)], "", reason)
		return
	}
	if first, twice := r.first(id, e, line.line); twice {
		line.reject("id", id, fmt.Sprintf("this event is already on line %d: keep one, or give each an id of its own", first))
		return
	}
	if id == "" {
		r.pending = append(r.pending, len(r.events))
	}
	r.events = append(r.events, e)
}

// first returns the line on which the same id, or the same instant and title without one, stood before.
func (r *eventReader) first(id string, e event.Event, line int) (int, bool) {
	if id != "" {
		first, twice := r.ids[id]
		r.ids[id] = line
		return first, twice
	}
	key := bareKey{e.OccurredAt.Unix(), e.Title}
	first, twice := r.bare[key]
	r.bare[key] = line
	return first, twice
}

// name numbers the made ids that are taken, after every row has been read, so that a given id is never changed.
func (r *eventReader) name() {
	for _, i := range r.pending {
		e := &r.events[i]
		base := e.ID
		for n := 2; r.ids[e.ID] != 0; n++ {
			e.ID = base + "-" + strconv.Itoa(n)
		}
		r.ids[e.ID] = 1
	}
}

func (r *row) wordOr(column, fallback string) string {
	if s := r.word(column); s != "" {
		return s
	}
	return fallback
}

// occurred reads occurred_at and precision, which must not contradict each other.
func (r *row) occurred() (time.Time, event.Precision) {
	at, dateOnly := r.instant("occurred_at")
	precision := event.Precision(r.word("precision"))
	switch {
	case precision == "" && dateOnly:
		precision = event.PrecisionDay
	case precision == "":
		precision = event.PrecisionMinute
	case precision == event.PrecisionDay && !at.Equal(at.Truncate(24*time.Hour)):
		r.reject("occurred_at", r.word("occurred_at"), "precision day with a time of day: write the plain date, or precision minute or hour")
	case precision != event.PrecisionDay && dateOnly:
		r.reject("occurred_at", r.word("occurred_at"), "precision "+string(precision)+" without a time: write 2022-02-07T11:34:00Z, or precision day")
	}
	return at, precision
}

// optional reads an instant, or zero where the cell is empty.
func (r *row) optional(column string) (at time.Time, dateOnly bool) {
	if r.word(column) == "" {
		return time.Time{}, false
	}
	return r.instant(column)
}

func (r *row) endOfDay(column string) time.Time {
	at, dateOnly := r.optional(column)
	if dateOnly {
		return at.Add(24*time.Hour - time.Second)
	}
	return at
}

// actors reads codes separated by semicolons.
func (r *row) actors() []string {
	var codes []string
	for code := range strings.SplitSeq(r.word("actors"), ";") {
		code = strings.TrimSpace(code)
		switch {
		case code == "":
		case slices.Contains(codes, code):
			r.reject("actors", code, "the actor is named twice: keep one")
		default:
			codes = append(codes, code)
		}
	}
	return codes
}

func (r *row) yes(column string) bool {
	switch s := strings.ToLower(r.word(column)); s {
	case "yes", "true":
		return true
	case "", "no", "false":
	default:
		r.reject(column, s, "want yes or no")
	}
	return false
}

// goldstein reads the value, or takes it from the code. A code must be one of the CAMEO table.
func (r *row) goldstein(cameo string) float64 {
	ofCode, known := event.Goldstein(cameo)
	if cameo != "" && !known {
		r.reject("cameo", cameo, "not a CAMEO event code: want digits such as 046, with their leading zero")
	}
	s := r.decimal("goldstein")
	if s == "" {
		return ofCode
	}
	value, err := strconv.ParseFloat(s, 64)
	padded, zeroLost := event.Goldstein("0" + cameo)
	switch {
	case err != nil || math.IsNaN(value) || math.IsInf(value, 0):
		r.reject("goldstein", r.word("goldstein"), "want a number from -10 to 10 such as -5.0")
	case zeroLost && value != ofCode && value == padded:
		r.reject("cameo", cameo, fmt.Sprintf("goldstein %s belongs to code 0%s: a spreadsheet has dropped the leading zero, format the column as text", s, cameo))
	}
	return value
}
