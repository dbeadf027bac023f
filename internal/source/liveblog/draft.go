package liveblog

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/suggest"
)

const (
	titleLength   = 140
	summaryLength = 4000
)

// reader collects the result of one page.
type reader struct {
	page      Page
	gazetteer suggest.Gazetteer
	ids       map[string]int
	quoted    map[fx.Quote]bool
	result    Result
	unsure    bool // of the day of the entry that is taken
}

// take turns an entry into a draft and its prices. An entry that names no actor and matches no rule is skipped.
func (r *reader) take(e entry) {
	if ofRoubles().MatchString(e.heading + " " + e.body()) {
		for _, text := range append([]string{e.lead}, e.more...) {
			r.quotesOf(text, e.stamp)
		}
	}
	actors := r.gazetteer.Find(e.heading + "\n" + e.lead)
	if len(actors) == 0 {
		reason := "it names no actor of the list"
		r.result.Skipped = append(r.result.Skipped, Skipped{e.line, clip(e.firstWords(), titleLength), reason})
		return
	}
	r.result.Drafts = append(r.result.Drafts, r.draft(e, actors))
}

func (r *reader) draft(e entry, actors []string) event.Event {
	d := event.Event{
		OccurredAt: r.page.Date.UTC(), Precision: event.PrecisionDay, Title: e.title(), Summary: clip(e.body(), summaryLength),
		Category: event.Other, Importance: 1, Actors: actors, Status: event.StatusDraft, Origin: Origin,
		SourceName: r.page.SourceName, SourceURL: r.page.SourceURL, CodedBy: "rules",
	}
	if at, ok := e.time(r.page); ok && r.unsure {
		d.Summary += fmt.Sprintf("\n\nAt %s of this day or of one beside it: %s.", at.at.Format("15:04 UTC"), unsureDay)
	} else if ok {
		d.OccurredAt, d.Precision, d.TimeBasis = at.at, at.precision, "source"
	}
	if e.coded {
		d.Category, d.Cameo, d.Goldstein = e.coding.Category, e.coding.Cameo, e.coding.Goldstein
	}
	d.ID = r.id(r.page.Date, d.Title, e.body())
	return d
}

// time is the one the entry states, else the one it is stamped with. The time of a price is not that of what else the entry tells.
func (e entry) time(p Page) (clock, bool) {
	for i, text := range append([]string{e.lead}, e.more...) {
		if i > 0 && ofRoubles().MatchString(text) && !e.ofRoubles() {
			continue
		}
		if at, ok := statedTime(text, p); ok {
			return at, true
		}
	}
	if e.stamp != nil {
		return *e.stamp, true
	}
	return clock{}, false
}

// title is the heading, or the first sentence without its full stop, shortened.
func (e entry) title() string {
	title := e.heading
	if title == "" {
		title = sentences(e.lead)[0]
	}
	return clip(strings.TrimSuffix(strings.TrimSpace(title), "."), titleLength)
}

// id is the slug of day and title with the beginning of the text's hash, so that it is no curated event's id. An entry that
// stands on the page twice word for word is numbered.
func (r *reader) id(day civil.Date, title, body string) string {
	sum := sha256.Sum256([]byte(Origin + "\x00" + title + "\x00" + body))
	id := event.Slug(day, title) + "-" + hex.EncodeToString(sum[:3])
	r.ids[id]++
	if n := r.ids[id]; n > 1 {
		return fmt.Sprintf("%s-%d", id, n)
	}
	return id
}
