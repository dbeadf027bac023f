package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"detente/internal/event"
	"detente/internal/near"
	"detente/internal/store"
)

// known refuses an id of no event and a code of no actor: they would silently mean fewer events.
func (f eventFlags) known(ctx context.Context, db *store.DB) error {
	for _, id := range f.ID {
		_, err := db.Event(ctx, id, time.Time{})
		if errors.Is(err, store.ErrNotFound) {
			return unknownID(ctx, db, id)
		}
		if err != nil {
			return err
		}
	}
	if len(f.Actor) == 0 {
		return nil
	}
	actors, err := db.Actors(ctx)
	if err != nil {
		return err
	}
	for _, code := range upper(f.Actor) {
		if !slices.ContainsFunc(actors, func(a event.Actor) bool { return a.Code == code }) {
			return unknownActor(actors, code)
		}
	}
	return nil
}

// hintEvents says how events come into a database that has none, where a result rests on n of them.
func (p *program) hintEvents(db *store.DB, n int) error {
	if n > 0 {
		return nil
	}
	stored, err := db.Events(p.ctx, event.Filter{Statuses: []event.Status{event.StatusConfirmed}})
	if err != nil || len(stored) > 0 {
		return err
	}
	fmt.Fprintln(p.stderr, `detente: the database holds no confirmed event: detente event add enters one, detente import events FILE takes a CSV
with the columns occurred_at,title,category,actors,goldstein. The events of the embedded set come from a new database:
  detente export events --db new.db -o events.csv
  detente import events events.csv`)
	return nil
}

// knownGauges refuses the name of a comparison line of which nothing is stored.
func knownGauges(ctx context.Context, db *store.DB, names []string) error {
	if len(names) == 0 {
		return nil
	}
	stored, err := db.Gauges(ctx)
	if err != nil {
		return err
	}
	var known []string
	for _, g := range stored {
		known = append(known, g.Name)
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return misuse{fmt.Errorf("--gauge %s: no such comparison line is stored%s: detente import gpr FILE and detente collect --source gdelt store them", name, near.Hint(near.Words(name, known)))}
		}
	}
	return nil
}

func unknownID(ctx context.Context, db *store.DB, id string) error {
	all, err := db.Events(ctx, event.Filter{Statuses: event.Statuses()})
	if err != nil {
		return err
	}
	ids := make([]string, len(all))
	for i, e := range all {
		ids[i] = e.ID
	}
	return misuse{fmt.Errorf("--id %s: no such event%s: detente event list --status all shows the ids", id, near.Hint(near.Words(id, ids)))}
}

func unknownActor(actors []event.Actor, code string) error {
	return misuse{fmt.Errorf("--actor %s: no event names such an actor%s: want an ISO 3166 code of three letters, or an organisation's code such as NATO", code, near.Hint(event.ActorsLike(code, actors)))}
}
