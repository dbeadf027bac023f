package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/store"
)

type eventCommand struct {
	List    eventList    `cmd:"" help:"List events; drafts with --status draft."`
	Show    eventShow    `cmd:"" help:"Show one event and what looks like it."`
	Add     eventAdd     `cmd:"" help:"Add an event; one that lies ahead is scheduled."`
	Edit    eventEdit    `cmd:"" help:"Change fields of an event; the old version is kept."`
	Confirm eventConfirm `cmd:"" help:"Confirm drafts; those that lie ahead become scheduled."`
	Reject  eventReject  `cmd:"" help:"Reject events: they stay stored and are drawn and counted nowhere."`
	Merge   eventMerge   `cmd:"" help:"Reject an event as another telling of one that stands."`
	Undo    eventUndo    `cmd:"" help:"Bring back the version before the last change, as a new version."`
	History eventHistory `cmd:"" help:"Show every version of an event: who changed what, and when."`
}

// Help shows an example.
func (eventCommand) Help() string {
	return "Machines bring drafts, people decide. Every change is a version with its author and time; nothing is deleted.\n\n" +
		"Example:\n  detente event list --status draft\n  detente event confirm 20220207-kuleba-sets-out-kyiv-s-red-lines"
}

type eventList struct {
	Status []string `help:"Statuses: draft, confirmed, scheduled, rejected, or all; confirmed and scheduled without them." placeholder:"S,.."`
	Format string   `enum:"table,csv,json" default:"table" help:"table, csv or json."`
	eventFlags
}

// Help shows an example.
func (eventList) Help() string {
	return "Example:\n  detente event list --status draft\n  detente event list --actor FRA --from 2022-02-01 --to 2022-02-28 --format csv"
}

// Run prints the events.
func (c *eventList) Run(p *program) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	for _, s := range c.Status {
		if s == "all" {
			f.Statuses = event.Statuses()
			break
		}
		f.Statuses = append(f.Statuses, event.Status(s))
	}
	if err := f.Validate(); err != nil {
		return misuse{err}
	}
	return p.with(func(db *store.DB) error {
		if err := c.known(p.ctx, db); err != nil {
			return err
		}
		list, err := db.Events(p.ctx, f)
		if err != nil {
			return err
		}
		return p.toFile("", func(w io.Writer) error {
			if c.Format == "table" {
				return eventTable(w, list)
			}
			return export.Events(w, export.Options{Format: export.Format(c.Format)}, list)
		})
	})
}

func eventTable(w io.Writer, list event.Timeline) error {
	out := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, "ID\tWHEN\tSTATUS\tCATEGORY\tGOLDSTEIN\tIMPORTANCE\tACTORS\tTITLE")
	for _, e := range list {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n", e.ID, e.Lasting(), e.Status, e.Category,
			strconv.FormatFloat(e.Goldstein, 'f', -1, 64), e.Importance, strings.Join(e.Actors, ";"), shortened(printable(e.Title)))
	}
	return out.Flush()
}

// shortened keeps a table's lines readable whatever length a title has.
func shortened(title string) string {
	const most = 160 // characters
	if runes := []rune(title); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return title
}

// printable keeps a stored text from steering the terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}

type eventShow struct {
	ID     string      `arg:"" name:"id" help:"Id of the event."`
	AsOf   pastInstant `help:"As it was known then: a date or an RFC 3339 time." placeholder:"T"`
	Format string      `enum:"text,json" default:"text" help:"text or json."`
}

// Help shows an example.
func (eventShow) Help() string {
	return "Example:\n  detente event show 20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin --as-of 2022-02-08"
}

// Run prints the event.
func (c *eventShow) Run(p *program) error {
	return p.with(func(db *store.DB) error {
		e, err := db.Event(p.ctx, c.ID, c.AsOf.Time)
		if err != nil {
			return unknownEvent(err)
		}
		if c.Format == "json" {
			return export.Events(p.stdout, export.Options{Format: export.NDJSON}, []event.Event{e})
		}
		return p.toFile("", func(w io.Writer) error {
			showEvent(w, e)
			return c.others(p, db, w)
		})
	})
}

func showEvent(w io.Writer, e event.Event) {
	fmt.Fprintf(w, "%-14s%s\n", "id", e.ID)
	form := event.FormOf(e)
	for _, field := range event.FormFields() {
		if form[field] != "" {
			fmt.Fprintf(w, "%-14s%s\n", field, printable(form[field]))
		}
	}
	if text, ok := event.Describe(e.Cameo); ok {
		fmt.Fprintf(w, "%-14s%s\n", "cameo means", text)
	}
	fmt.Fprintf(w, "%-14s%s\n", "origin", printable(e.Origin))
	fmt.Fprintf(w, "%-14s%s %s\n", "coded", printable(e.CodedBy), stamp(e.CodedAt))
	fmt.Fprintf(w, "%-14s%s\n", "version", stamp(e.KnownFrom))
}

// others names what was merged into the event and what looks like it.
func (c *eventShow) others(p *program, db *store.DB, w io.Writer) error {
	merged, err := db.MergedFrom(p.ctx, c.ID)
	if err != nil {
		return err
	}
	alike, err := db.Duplicates(p.ctx, c.ID)
	if err != nil {
		return err
	}
	for _, id := range merged {
		fmt.Fprintf(w, "%-14s%s\n", "also told as", id)
	}
	for _, e := range alike[c.ID] {
		fmt.Fprintf(w, "%-14s%s (%s, %s): %s\n", "looks like", e.ID, e.Lasting(), e.Status, printable(e.Title))
	}
	return nil
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// unknownEvent adds to an error about an id where ids are found.
func unknownEvent(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%w: detente event list --status all shows the ids", err)
	}
	return err
}
