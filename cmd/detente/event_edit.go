package main

import (
	"errors"
	"fmt"
	"strings"

	"detente/internal/event"
	"detente/internal/store"
)

// authorFlag names who changes something.
type authorFlag struct {
	Author string `help:"Who does it, as the history keeps it." env:"DETENTE_AUTHOR,USER,USERNAME" placeholder:"NAME"`
}

func (f authorFlag) name() (string, error) {
	if f.Author == "" {
		return "", misuse{errors.New("--author is missing: a change keeps the name of who made it")}
	}
	if err := store.CheckAuthor(f.Author); err != nil {
		return "", misuse{fmt.Errorf("--author: %w", err)}
	}
	return f.Author, nil
}

// change has do change something on the database, in the author's name.
func (f authorFlag) change(p *program, do func(db *store.DB, by string) error) error {
	by, err := f.name()
	if err != nil {
		return err
	}
	return p.with(func(db *store.DB) error { return do(db, by) })
}

// fieldFlags are the fields of an event; those that are not given stay as they are.
type fieldFlags struct {
	Title      *string `help:"What happened, in one line."`
	At         *string `help:"When: 2022-02-07, RFC 3339, or 2022-02-07T14:34 with --tz." placeholder:"T"`
	TZ         *string `name:"tz" help:"Time zone of clock times, such as Europe/Moscow." placeholder:"ZONE"`
	Precision  *string `help:"minute, hour or day: how exactly the time is known." placeholder:"P"`
	End        *string `help:"End, where it is not a point in time." placeholder:"T"`
	Category   *string `help:"Kind of event; market and monetary_policy carry Goldstein 0." placeholder:"C"`
	Cameo      *string `help:"CAMEO event code, with its leading zero; it fills the Goldstein value in." placeholder:"CODE"`
	Goldstein  *string `help:"-10 (escalation) to 10, such as -5." placeholder:"X"`
	Importance *string `help:"1 routine to 5 systemic." placeholder:"N"`
	Actor      *string `help:"Actors, separated by commas: ISO 3166 codes of three letters, or EU, NATO, UN, OSCE, OPEC." placeholder:"A,.."`
	Location   *string `help:"Place in words."`
	Summary    *string `help:"What happened, in a few sentences."`
	Status     *string `help:"confirmed, scheduled, draft or rejected." placeholder:"S"`
	SourceName *string `help:"Who reports it."`
	SourceURL  *string `name:"source-url" help:"Where." placeholder:"URL"`
	SourceTier *string `help:"official, wikipedia, press, specialist or secondary." placeholder:"TIER"`
	Verified   *string `help:"yes where the date was found in a second source." placeholder:"yes|no"`
	TimeBasis  *string `help:"Where the clock time comes from."`
	Announced  *string `help:"When it was announced, where that was before it took place." placeholder:"T"`
	NewActor   bool    `help:"Allow actors that are not in the list yet."`
}

// flagField is a field of the form and the flag that gives it.
type flagField struct {
	field, flag string
	value       *string
}

func (f *fieldFlags) fields() []flagField {
	return []flagField{{"title", "--title", f.Title}, {"occurred_at", "--at", f.At}, {"zone", "--tz", f.TZ}, {"precision", "--precision", f.Precision},
		{"ended_at", "--end", f.End}, {"category", "--category", f.Category}, {"cameo", "--cameo", f.Cameo}, {"goldstein", "--goldstein", f.Goldstein},
		{"importance", "--importance", f.Importance}, {"actors", "--actor", f.Actor}, {"location", "--location", f.Location}, {"summary", "--summary", f.Summary},
		{"status", "--status", f.Status}, {"source_name", "--source-name", f.SourceName}, {"source_url", "--source-url", f.SourceURL},
		{"source_tier", "--source-tier", f.SourceTier}, {"verified", "--verified", f.Verified}, {"time_basis", "--time-basis", f.TimeBasis},
		{"announced_at", "--announced", f.Announced}}
}

// apply returns base with the fields given; what is wrong is named by its flag.
func (f *fieldFlags) apply(p *program, db *store.DB, base event.Event) (event.Event, error) {
	form := event.Form{}
	for _, field := range f.fields() {
		if field.value != nil {
			form[field.field] = *field.value
		}
	}
	rules := event.FormRules{Now: p.now()}
	if !f.NewActor {
		actors, err := db.Actors(p.ctx)
		if err != nil {
			return base, err
		}
		rules.Actors = append([]event.Actor{}, actors...)
	}
	e, err := form.Apply(base, rules)
	var wrong event.FormErrors
	if errors.As(err, &wrong) {
		return base, misuse{errors.New(f.flagErrors(wrong))}
	}
	return e, err
}

func (f *fieldFlags) flagErrors(wrong event.FormErrors) string {
	lines := make([]string, len(wrong))
	for i, w := range wrong {
		flag := w.Field
		for _, field := range f.fields() {
			if field.field == w.Field {
				flag = field.flag
			}
		}
		lines[i] = flag + ": " + w.Reason
		if w.Field == "actors" && strings.Contains(w.Reason, "not in the list") {
			lines[i] += "; --new-actor adds it"
		}
	}
	return strings.Join(lines, "\n")
}

type eventAdd struct {
	ID string `name:"id" help:"Id: lower-case letters, digits and hyphens; made of day and title without it." placeholder:"ID"`
	fieldFlags
	authorFlag
}

// Help shows an example.
func (eventAdd) Help() string {
	return "Example:\n  detente event add --title \"Talks in Geneva\" --at 2022-01-10 --cameo 046 --category talks --actor USA,RUS\n" +
		"  detente event add --title \"Board meeting of the Bank of Russia\" --at 2030-02-08T13:30 --tz Europe/Moscow --category monetary_policy --actor RUS"
}

// Run adds the event.
func (c *eventAdd) Run(p *program) error {
	return c.change(p, func(db *store.DB, by string) error {
		e, err := c.apply(p, db, event.Event{})
		if err != nil {
			return err
		}
		e.ID = c.ID
		if e, err = db.AddEvent(p.ctx, e, by, p.now()); err != nil {
			return taken(err)
		}
		p.tellStatus(e)
		return p.warnOfTwins(db, e)
	})
}

func taken(err error) error {
	var c *store.Conflict
	if errors.As(err, &c) {
		return misuse{fmt.Errorf("--id %s is taken: %s, %s: edit that one, or give another id", c.Theirs.ID, c.Theirs.When(), printable(c.Theirs.Title))}
	}
	return err
}

// warnOfTwins says on standard error what a new event looks like.
func (p *program) warnOfTwins(db *store.DB, e event.Event) error {
	alike, err := db.Duplicates(p.ctx, e.ID)
	for _, twin := range alike[e.ID] {
		fmt.Fprintf(p.stderr, "detente: it looks like %s (%s): detente event merge %s %s rejects the new one\n", twin.ID, printable(twin.Title), e.ID, twin.ID)
	}
	return err
}

type eventEdit struct {
	ID   string  `arg:"" name:"id" help:"Id of the event."`
	Made instant `name:"version" help:"The version that the edit was made on, as show prints it; the edit is refused where another has come since." placeholder:"T"`
	fieldFlags
	authorFlag
}

// Help shows an example.
func (eventEdit) Help() string {
	return "An empty value empties a field. The Goldstein value follows a changed code.\n\nExample:\n  detente event edit 20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin --at 2022-02-07T17:00 --tz Europe/Moscow --time-basis Kremlin"
}

// Run changes the event.
func (c *eventEdit) Run(p *program) error {
	return c.change(p, func(db *store.DB, by string) error {
		base, err := db.Event(p.ctx, c.ID, c.Made.Time)
		if err != nil {
			return unknownEvent(err)
		}
		e, err := c.apply(p, db, base)
		if err != nil {
			return err
		}
		e, err = db.EditEvent(p.ctx, e, by, p.now())
		if err != nil {
			return p.bothVersions(err)
		}
		changes := event.Diff(base, e)
		if len(changes) == 0 {
			fmt.Fprintf(p.stdout, "%s: nothing changed\n", e.ID)
			return nil
		}
		fmt.Fprintf(p.stdout, "%s: version %s\n", e.ID, stamp(e.KnownFrom))
		printChanges(p.stdout, changes)
		return nil
	})
}

// bothVersions shows what the other editor changed and what this edit would have.
func (p *program) bothVersions(err error) error {
	var c *store.Conflict
	if !errors.As(err, &c) {
		return err
	}
	theirs, mine := c.Changes()
	fmt.Fprintf(p.stderr, "%s changed:\n", c.Author)
	printChanges(p.stderr, theirs)
	fmt.Fprintln(p.stderr, "you would have changed:")
	printChanges(p.stderr, mine)
	return err
}
