package export

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"detente/internal/event"
)

// AtomContentType is the media type of Atom, for HTTP.
const AtomContentType = "application/atom+xml; charset=utf-8"

// tag begins the ids of the feed and its entries. They name no site, so that an entry stays the same one wherever the
// database is served from.
const tag = "tag:detente,2022:"

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Author   atomAuthor  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr"`
}

// Feed says which feed is written.
type Feed struct {
	Site    string    // the address of the pages
	Page    string    // the page whose events they are: "/events", or "/calendar"; the first where empty
	Query   string    // the filters, as the feed's address has them behind its question mark; empty is every event
	Updated time.Time // when the newest version in the feed became known; zero in a feed of nothing
}

// Atom writes the events as a feed, in the order given: the newest first is what readers expect. An entry's id is made of
// the event's id alone and lasts; its updated is when its version became known. The feed's own id holds its filters: readers
// take two feeds of one id for one. Text is plain text, never mark-up.
//
// Reference: RFC 4287, RFC 4151.
func Atom(w io.Writer, events []event.Event, f Feed) error {
	site, query := strings.TrimRight(f.Site, "/"), ""
	if f.Query != "" {
		query = "?" + f.Query
	}
	if f.Updated.Before(revised) {
		f.Updated = revised
	}
	page := cmp.Or(f.Page, "/events")
	feed := atomFeed{ID: tag + page[1:] + query, Title: "Détente: " + page[1:], Subtitle: "Diplomatic, military and market events about the rouble",
		Updated: f.Updated.UTC().Format(time.RFC3339), Author: atomAuthor{"Détente"},
		Links: []atomLink{{"self", site + page + ".atom" + query, "application/atom+xml"}, {"alternate", site + page + query, "text/html"}}}
	for i := range events {
		feed.Entries = append(feed.Entries, entryOf(&events[i], site))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("export: feed: %w", err)
	}
	out := xml.NewEncoder(w)
	out.Indent("", " ")
	if err := out.Encode(feed); err != nil {
		return fmt.Errorf("export: feed: %w", err)
	}
	return nil
}

func entryOf(e *event.Event, site string) atomEntry {
	known := e.KnownFrom
	if known.IsZero() {
		known = e.OccurredAt
	}
	out := atomEntry{ID: tag + "events/" + e.ID, Title: legible(e.Title), Updated: known.UTC().Format(time.RFC3339),
		Links: []atomLink{{"alternate", site + "/events/" + e.ID, "text/html"}},
		Categories: []atomCategory{{string(e.Category), tag + "category"}, {string(e.Direction()), tag + "direction"},
			{string(e.Status), tag + "status"}},
		Summary: legible(strings.TrimSpace(e.Lasting() + ". " + aboutEvent(e)))}
	if e.SourceURL != "" {
		out.Links = append(out.Links, atomLink{Rel: "via", Href: e.SourceURL})
	}
	return out
}
