package testkit

import (
	"encoding/json"
	"fmt"
)

// LaneEvent is an event of the overview's figures.
type LaneEvent struct {
	ID               string // empty where it is the slug of day and title
	Title, Cat       string
	At               int64  // ms since 1970
	End              *int64 // nil where it did not last
	Timed, Scheduled bool
	Dir, Imp         int
}

// LaneEvents are the events of the overview's figures, which internal/chart writes as columns.
type LaneEvents []LaneEvent

// UnmarshalJSON reads the columns; they must be equally long.
func (l *LaneEvents) UnmarshalJSON(raw []byte) error {
	var c struct {
		ID                              []any
		Title, Cats                     []string
		At                              []int64
		Dir, Imp, Cat, Timed, Scheduled []int
		End                             [][2]int64
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return err
	}
	n := len(c.ID)
	for _, length := range []int{len(c.Title), len(c.At), len(c.Dir), len(c.Imp), len(c.Cat)} {
		if length != n {
			return fmt.Errorf("testkit: a column of %d events has %d", n, length)
		}
	}
	list, at := make(LaneEvents, n), int64(0)
	for i := range list {
		at += c.At[i]
		id, _ := c.ID[i].(string)
		list[i] = LaneEvent{ID: id, Title: c.Title[i], Cat: c.Cats[c.Cat[i]], At: at, Dir: c.Dir[i], Imp: c.Imp[i]}
	}
	for _, i := range c.Timed {
		list[i].Timed = true
	}
	for _, i := range c.Scheduled {
		list[i].Scheduled = true
	}
	for _, e := range c.End {
		list[e[0]].End = &e[1]
	}
	*l = list
	return nil
}
