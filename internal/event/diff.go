package event

import (
	"time"
)

// Change is one field that differs between two versions of an event, in the words of Form.
type Change struct{ Field, Old, New string }

// Diff lists what changes from a to b, in the order of FormFields, then origin and coded_by. Empty where they say the
// same; the id, coded_at and known_from are not looked at.
func Diff(a, b Event) []Change {
	var out []Change
	was, is := diffable(a), diffable(b)
	for _, field := range append(FormFields(), "origin", "coded_by") {
		if was[field] != is[field] {
			out = append(out, Change{field, was[field], is[field]})
		}
	}
	return out
}

func diffable(e Event) Form {
	f := FormOf(e)
	f["origin"], f["coded_by"] = e.Origin, e.CodedBy
	return f
}

// Revision is one version of an event.
type Revision struct {
	Event     Event
	KnownFrom time.Time
	KnownTo   time.Time // when the next version replaced it; zero for the current one
	Author    string
	FetchID   int64 // zero where nothing was fetched
}
