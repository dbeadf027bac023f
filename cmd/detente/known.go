package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/event"
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
			return misuse{fmt.Errorf("--gauge %s: no such comparison line is stored%s: detente import gpr FILE and detente collect --source gdelt store them", name, meant(near(name, known)))}
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
	return misuse{fmt.Errorf("--id %s: no such event%s: detente event list --status all shows the ids", id, meant(near(id, ids)))}
}

func unknownActor(actors []event.Actor, code string) error {
	names := map[string]string{}
	var said []string
	for _, a := range actors {
		shown := a.Code + " (" + a.Name + ")"
		names[a.Code], names[strings.ToUpper(a.Name)] = shown, shown
		said = append(said, a.Code, strings.ToUpper(a.Name))
	}
	var alike []string
	for _, word := range near(code, said) {
		alike = append(alike, names[word])
	}
	return misuse{fmt.Errorf("--actor %s: no event names such an actor%s: want an ISO 3166 code of three letters, or an organisation's code such as NATO", code, meant(distinct(alike)))}
}

// meant names the words in brackets; nothing without words.
func meant(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return " (near it: " + strings.Join(words, ", ") + ")"
}

// near returns the words that resemble one that is not among them, at most three, the likest first.
func near(word string, among []string) []string {
	distances := map[string]int{}
	var out []string
	for _, other := range among {
		d := distance(word, other)
		if len(word) > 2 && strings.HasPrefix(other, word) {
			d = min(d, 1)
		}
		if d <= max(1, len(word)/3) {
			distances[other] = d
			out = append(out, other)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(distances[a], distances[b]) })
	return out[:min(3, len(out))]
}

// distance is how many bytes must be put in, taken out or changed to make a of b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}
