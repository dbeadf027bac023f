package event

import "time"

// Revision is one version of an event.
type Revision struct {
	Event     Event
	KnownFrom time.Time
	KnownTo   time.Time // when the next version replaced it; zero for the current one
	Author    string
	FetchID   int64 // zero where nothing was fetched
}
