package event

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/civil"
)

// Filter says which events are meant. The zero Filter is every confirmed or scheduled event. Fields are joined by "and",
// the values of one field by "or".
type Filter struct {
	From, To      civil.Date // UTC days, both ends included; zero is open
	Categories    []Category
	Actors        []string
	Directions    []Direction
	MinImportance int
	Text          string // every word must begin a word of title, summary, location or actors, case and accents aside; a text without a letter or digit means no event
	IDs           []string
	Statuses      []Status  // empty is confirmed and scheduled
	AsOf          time.Time // the table as it was known then; zero is now
}

// Validate names the first value outside its vocabulary, wrapping ErrInvalid.
func (f Filter) Validate() error {
	for _, c := range f.Categories {
		if !known(Categories(), c) {
			return fmt.Errorf("event: %w: category %.60q: want one of %s", ErrInvalid, c, list(Categories()))
		}
	}
	for _, d := range f.Directions {
		if !known(Directions(), d) {
			return fmt.Errorf("event: %w: direction %.60q: want one of %s", ErrInvalid, d, list(Directions()))
		}
	}
	for _, s := range f.Statuses {
		if !known(Statuses(), s) {
			return fmt.Errorf("event: %w: status %.60q: want one of %s", ErrInvalid, s, list(Statuses()))
		}
	}
	if f.MinImportance < 0 || f.MinImportance > 5 {
		return fmt.Errorf("event: %w: min-importance %d: want 1 to 5", ErrInvalid, f.MinImportance)
	}
	if !f.From.IsZero() && !f.To.IsZero() && f.To.Before(f.From) {
		return fmt.Errorf("event: %w: to %s is before from %s", ErrInvalid, f.To, f.From)
	}
	return nil
}

// WantedStatuses returns Statuses, or confirmed and scheduled where none is named.
func (f Filter) WantedStatuses() []Status {
	if len(f.Statuses) == 0 {
		return []Status{StatusConfirmed, StatusScheduled}
	}
	return f.Statuses
}

// Field is a set of fields of a Filter. Text is not among them.
type Field uint8

// The fields by which a Filter may leave an event out.
const (
	FieldDays Field = 1 << iota
	FieldCategory
	FieldActor
	FieldDirection
	FieldImportance
	FieldID
	FieldStatus
)

// Misses returns the fields by which f leaves e out; text and AsOf are not looked at.
func (f Filter) Misses(e *Event) (missed Field) {
	miss := func(field Field, is bool) {
		if is {
			missed |= field
		}
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		day := e.Day()
		miss(FieldDays, !f.From.IsZero() && day.Before(f.From) || !f.To.IsZero() && day.After(f.To))
	}
	miss(FieldCategory, len(f.Categories) > 0 && !slices.Contains(f.Categories, e.Category))
	miss(FieldActor, len(f.Actors) > 0 && !slices.ContainsFunc(f.Actors, func(a string) bool { return slices.Contains(e.Actors, a) }))
	miss(FieldDirection, len(f.Directions) > 0 && !slices.Contains(f.Directions, e.Direction()))
	miss(FieldImportance, e.Importance < f.MinImportance)
	miss(FieldID, len(f.IDs) > 0 && !slices.Contains(f.IDs, e.ID))
	miss(FieldStatus, !f.wants(e.Status))
	return missed
}

func (f Filter) wants(s Status) bool {
	if len(f.Statuses) == 0 {
		return s == StatusConfirmed || s == StatusScheduled
	}
	return slices.Contains(f.Statuses, s)
}

// Match tells whether e is meant. AsOf is the store's business and is not looked at.
func (f Filter) Match(e Event) bool { return f.Misses(&e) == 0 && f.matchText(e) }

func (f Filter) matchText(e Event) bool {
	return strings.TrimSpace(f.Text) == "" || holds(e.Searched(), wordsOf(Fold(f.Text)))
}

// Timeline is a list of events in ascending order of OccurredAt, then ID.
type Timeline []Event

// Sort puts the events in the order of a Timeline.
func (t Timeline) Sort() {
	slices.SortFunc(t, inOrder)
}

func inOrder(a, b Event) int {
	return cmp.Or(a.OccurredAt.Compare(b.OccurredAt), strings.Compare(a.ID, b.ID))
}

// Follows tells whether e comes after other in the order of a Timeline.
func (e Event) Follows(other Event) bool { return inOrder(e, other) > 0 }

// Where returns the events that f means, in the same order.
func (t Timeline) Where(f Filter) Timeline {
	var out Timeline
	for _, e := range t {
		if f.Match(e) {
			out = append(out, e)
		}
	}
	return out
}
