package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"detente/internal/event"
	"detente/internal/store"
)

type eventHistory struct {
	ID     string `arg:"" name:"id" help:"Id of the event."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Help shows an example.
func (eventHistory) Help() string {
	return "Example:\n  detente event history 20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin"
}

// Run prints the versions, the oldest first.
func (c *eventHistory) Run(p *program) error {
	return p.with(func(db *store.DB) error {
		steps, err := db.EventStory(p.ctx, c.ID)
		if err != nil {
			return unknownEvent(err)
		}
		if c.Format == "json" {
			return historyJSON(p.stdout, steps)
		}
		return p.toFile("", func(w io.Writer) error {
			for i, s := range steps {
				historyStep(w, i, s)
			}
			return nil
		})
	})
}

func historyStep(w io.Writer, i int, s store.Step) {
	fmt.Fprintf(w, "%s  %s\n", stamp(s.KnownFrom), printable(s.Author))
	if i == 0 {
		fmt.Fprintf(w, "  stored as %s: %s\n", s.Event.Status, printable(s.Event.Title))
	}
	if s.MergedInto != "" {
		fmt.Fprintf(w, "  merged into %s\n", s.MergedInto)
	}
	printChanges(w, s.Changes)
}

func printChanges(w io.Writer, changes []event.Change) {
	for _, c := range changes {
		fmt.Fprintf(w, "  %s: %s -> %s\n", c.Field, shown(c.Old), shown(c.New))
	}
}

func shown(text string) string {
	if text == "" {
		return "(empty)"
	}
	return printable(text)
}

// versionJSON is one version in the JSON of event history.
type versionJSON struct {
	KnownFrom  string               `json:"known_from"`
	KnownTo    *string              `json:"known_to"` // null for the current one
	Author     string               `json:"author"`
	MergedInto *string              `json:"merged_into"`
	Changes    map[string][2]string `json:"changes"` // field: old, new
	Event      map[string]string    `json:"event"`
}

func historyJSON(w io.Writer, steps []store.Step) error {
	out := make([]versionJSON, len(steps))
	for i, s := range steps {
		out[i] = versionJSON{KnownFrom: stamp(s.KnownFrom), KnownTo: orNil(stamp(s.KnownTo)), Author: s.Author,
			MergedInto: orNil(s.MergedInto), Changes: map[string][2]string{}, Event: event.FormOf(s.Event)}
		for _, c := range s.Changes {
			out[i].Changes[c.Field] = [2]string{c.Old, c.New}
		}
	}
	buffered := bufio.NewWriter(w)
	encoder := json.NewEncoder(buffered)
	encoder.SetIndent("", "  ")
	return errors.Join(encoder.Encode(out), buffered.Flush())
}

func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// distinct returns each id once, in the order given.
func distinct(ids []string) (out []string) {
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
