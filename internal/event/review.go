package event

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrUnknown is wrapped where an event, or a version of one, is not stored.
var ErrUnknown = errors.New("not found")

// Ref names the version of an event that somebody looked at. A zero KnownFrom is whichever version is current.
type Ref struct {
	ID        string
	KnownFrom time.Time
}

// RefOf is the version that e is.
func RefOf(e Event) Ref { return Ref{e.ID, e.KnownFrom} }

// Verdict is what a person decides of an event.
type Verdict string

// Verdicts. Confirm makes an event that lies ahead scheduled, any other confirmed.
const (
	Confirm Verdict = "confirm"
	Reject  Verdict = "reject"
)

// Step is one version of an event and what it changed.
type Step struct {
	Revision
	Changes    []Change // against the version before; empty in the first
	MergedInto string   // the event that this version was merged into, empty otherwise
}

// ErrConflict is wrapped by every Conflict.
var ErrConflict = errors.New("changed by somebody else")

// Conflict is the error of a change that was made on a version which is no longer current. Nothing was stored and nothing
// is lost: Mine is what was to be stored.
type Conflict struct {
	Base   Event // the version the change was made on; the zero Event where there never was one
	Mine   Event
	Theirs Event  // the version that stands now
	Author string // who stored Theirs
}

// Changes lists what Theirs changed since Base, and Mine what this change would have.
func (c *Conflict) Changes() (theirs, mine []Change) {
	return Diff(c.Base, c.Theirs), Diff(c.Base, c.Mine)
}

// Error says who changed what.
func (c *Conflict) Error() string {
	theirs, _ := c.Changes()
	fields := make([]string, len(theirs))
	for i, change := range theirs {
		fields[i] = change.Field
	}
	return fmt.Sprintf("event %q: %v: %s stored a version at %s (%s): look at it and change that one", c.Theirs.ID, ErrConflict, c.Author,
		c.Theirs.KnownFrom.UTC().Format(time.RFC3339), strings.Join(fields, ", "))
}

// Unwrap returns ErrConflict.
func (c *Conflict) Unwrap() error { return ErrConflict }
