package feed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/source"
	"detente/internal/suggest"
)

const (
	titleLength   = 200  // bytes
	summaryLength = 2000 // bytes
	maxActors     = 8
	ahead         = 48 * time.Hour // a story of the day after tomorrow is misdated
)

var errFuture = errors.New("in the future")

// UnknownTime is the time basis of a draft whose story bears no date: its day is the one on which the server answered.
const UnknownTime = "unknown"

// event words a story as a draft of the day it was published. server is the time of the answer, for a story without a date.
func (s Source) event(st story, server, now time.Time, g suggest.Gazetteer) (event.Event, error) {
	title := cmp.Or(st.title, firstLine(st.text))
	if title == "" {
		return event.Event{}, errors.New("the story has neither a title nor a text")
	}
	when, err := dayOf(st, server, now)
	if err != nil {
		return event.Event{}, err
	}
	actors := g.Find(title + "\n" + st.text)
	e := event.Event{
		ID: s.id(st, title), OccurredAt: when.day.UTC(), Precision: event.PrecisionDay, TimeBasis: when.basis,
		Title: source.Cut(title, titleLength), Summary: strings.TrimSpace(source.Cut(st.text, summaryLength) + "\n" + when.note),
		Category: event.Other, Importance: 1, Actors: actors[:min(len(actors), maxActors)], Status: event.StatusDraft, Origin: s.Name(),
		SourceName: cmp.Or(s.Config.Title, s.Config.Name), SourceURL: webLink(st.link), SourceTier: s.Config.Tier, CodedBy: "rules",
	}
	coding, ok := suggest.Code(source.Cut(title, titleLength))
	if !ok {
		coding, ok = suggest.Code(source.Cut(firstLine(st.text), 2*titleLength))
	}
	if ok {
		e.Category, e.Cameo, e.Goldstein = coding.Category, coding.Cameo, coding.Goldstein
	}
	return e, nil
}

// dated is the day of a draft, and what a person must know of it.
type dated struct {
	day         civil.Date
	basis, note string
}

func dayOf(st story, server, now time.Time) (dated, error) {
	stamp := st.at.Format("2 Jan 2006, 15:04 UTC")
	switch {
	case st.at.After(now.Add(ahead)):
		return dated{}, fmt.Errorf("the story is dated %s, %w", stamp, errFuture)
	case !st.at.IsZero() && st.updated:
		return dated{day: civil.Of(st.at), note: "Last changed " + stamp + "; the feed does not say when it was published."}, nil
	case !st.at.IsZero():
		return dated{day: civil.Of(st.at), note: "Published " + stamp + "."}, nil
	case server.IsZero():
		return dated{}, fmt.Errorf("the story has no readable date (%q) and the server's answer bears none: its day is unknown", shown(st.said))
	}
	return dated{civil.Of(server.UTC()), UnknownTime, "The feed gives no date. The day is that of the server's answer: give the true one."}, nil
}

// id depends on what names the story in its feed and on nothing that is edited: the guid, else the address without query and
// fragment, else title and day.
func (s Source) id(st story, title string) string {
	key := "guid\x00" + st.guid
	if st.guid == "" {
		key = "link\x00" + normal(st.link)
	}
	if st.guid == "" && st.link == "" {
		day := "" // unknown, and not the day of the answer: the story would be new every day
		if !st.at.IsZero() {
			day = civil.Of(st.at).String()
		}
		key = "title\x00" + title + "\x00" + day
	}
	sum := sha256.Sum256([]byte(s.Config.Name + "\x00" + key))
	return "feed-" + s.Config.Name + "-" + hex.EncodeToString(sum[:6])
}

// normal is an address without what trackers add and with its host in lower case.
func normal(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	u.RawQuery, u.Fragment, u.ForceQuery = "", "", false
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	return u.String()
}

// webLink is link where it is an address of the web, else empty.
func webLink(link string) string {
	u, err := url.Parse(link)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || len(link) > 2000 {
		return ""
	}
	return link
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
