package main

import (
	"fmt"
	"time"

	"detente/internal/event"
	"detente/internal/store"
)

// eventIDs are events to decide on.
type eventIDs struct {
	IDs []string `arg:"" name:"id" help:"Ids of events; all are decided or none."`
	authorFlag
}

type eventConfirm struct{ eventIDs }

// Help shows an example.
func (eventConfirm) Help() string {
	return "Example:\n  detente event confirm 20220207-uk-to-send-350-more-troops-to-poland 20220207-kuleba-sets-out-kyiv-s-red-lines"
}

// Run confirms the events.
func (c *eventConfirm) Run(p *program) error { return p.decide(c.eventIDs, store.Confirm) }

type eventReject struct{ eventIDs }

// Help shows an example.
func (eventReject) Help() string { return "Example:\n  detente event reject 20220207-weather" }

// Run rejects the events.
func (c *eventReject) Run(p *program) error { return p.decide(c.eventIDs, store.Reject) }

func (p *program) decide(c eventIDs, v store.Verdict) error {
	return c.change(p, func(db *store.DB, by string) error {
		var refs []store.Ref
		for _, id := range distinct(c.IDs) {
			refs = append(refs, store.Ref{ID: id})
		}
		list, err := db.Decide(p.ctx, refs, v, by, p.now())
		if err != nil {
			return unknownEvent(err)
		}
		for _, e := range list {
			p.tellStatus(e)
		}
		return nil
	})
}

func (p *program) tellStatus(e event.Event) {
	fmt.Fprintf(p.stdout, "%s: %s, %s\n", e.ID, e.Status, e.Lasting())
}

type eventMerge struct {
	From string `arg:"" help:"The event to reject."`
	Into string `arg:"" help:"The event that stands."`
	authorFlag
}

// Help shows an example.
func (eventMerge) Help() string {
	return "The event that stands is not changed.\n\nExample:\n  detente event merge 20220207-french-president-macron-lands-in-moscow 20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin"
}

// Run merges the events.
func (c *eventMerge) Run(p *program) error {
	return c.change(p, func(db *store.DB, by string) error {
		if _, err := db.Merge(p.ctx, []store.Ref{{ID: c.From}}, c.Into, by, p.now()); err != nil {
			return unknownEvent(err)
		}
		fmt.Fprintf(p.stdout, "%s: rejected, merged into %s\n", c.From, c.Into)
		return nil
	})
}

type eventUndo struct {
	ID      string  `arg:"" name:"id" help:"Id of the event."`
	Version instant `help:"Bring back this version, as history prints it, instead of the last but one." placeholder:"T"`
	authorFlag
}

// Help shows an example.
func (eventUndo) Help() string {
	return "Undone twice, an event is as it was.\n\nExample:\n  detente event undo 20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin"
}

// Run brings the version back.
func (c *eventUndo) Run(p *program) error {
	return c.change(p, func(db *store.DB, by string) error {
		e, err := c.bring(p, db, by)
		if err != nil {
			return unknownEvent(err)
		}
		p.tellStatus(e)
		steps, err := db.EventStory(p.ctx, c.ID)
		if err != nil {
			return err
		}
		printChanges(p.stdout, steps[len(steps)-1].Changes)
		return nil
	})
}

func (c *eventUndo) bring(p *program, db *store.DB, by string) (event.Event, error) {
	now, err := db.Event(p.ctx, c.ID, time.Time{})
	switch {
	case err != nil:
		return now, err
	case c.Version.IsZero():
		list, err := db.Undo(p.ctx, []store.Ref{store.RefOf(now)}, by, p.now())
		if err != nil {
			return now, err
		}
		return list[0], nil
	}
	version, err := db.Event(p.ctx, c.ID, c.Version.Time)
	if err != nil {
		return version, err
	}
	return db.Restore(p.ctx, store.RefOf(now), version.KnownFrom, by, p.now())
}
