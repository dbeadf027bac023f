// Package feed reads RSS, Atom and JSON feeds of press offices and newspapers and offers their stories as draft events.
//
// The formats are RSS 2.0 (https://www.rssboard.org/rss-specification), RFC 4287 and https://www.jsonfeed.org/version/1.1/.
// The package never confirms an event, never takes the time of publication for the time of the event, and never gives a story
// without a date the day it was read on, except under that name.
package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
	"detente/internal/suggest"
)

const (
	parser   = "feed/1"
	maxBody  = 8 << 20
	maxHops  = 5
	maxItems = 2000
	accept   = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)

// Memory keeps what makes the next request cheap; *store.DB fits.
type Memory interface {
	Validators(ctx context.Context, key string) (etag, lastModified string, err error)
	PutValidators(ctx context.Context, key, etag, lastModified string, now time.Time) error
	// HaveEvents tells whether every one of the ids is stored.
	HaveEvents(ctx context.Context, ids []string) (bool, error)
	// Events lists the stored events of a filter.
	Events(ctx context.Context, f event.Filter) (event.Timeline, error)
}

// NewClient returns a client for addresses that users give: it connects to public addresses only, and to those of allow.
func NewClient(now func() time.Time, log *slog.Logger, allow []netip.Prefix) *fetch.Client {
	return fetch.New(fetch.Options{Now: now, Log: log, Transport: fetch.Guard{Allow: allow}.Transport(), MaxBody: maxBody,
		Timeout: 30 * time.Second, Tries: 2, PerSecond: 1})
}

// Source is one feed. Client is required.
type Source struct {
	Client *fetch.Client
	Config Config
	Memory Memory        // nil: every request asks for the whole feed
	Actors []event.Actor // names to look for besides the built-in ones
}

// Name is "feed:" and the feed's name; it is the origin of the drafts too.
func (s Source) Name() string { return "feed:" + s.Config.Name }

// Series is empty: a feed gives events.
func (Source) Series() []fx.SeriesID { return nil }

// Span is today: a feed cannot be asked for another day.
func (Source) Span(_ fx.SeriesID, now time.Time) source.Span {
	today := civil.Of(now.UTC())
	return source.Span{First: today, Floor: today, Last: today}
}

// Windows is one question, whatever the days.
func (Source) Windows(id fx.SeriesID, from, to civil.Date) []source.Window {
	if to.Before(from) {
		return nil
	}
	return []source.Window{{Series: id, From: from, To: to}}
}

// Read asks for the feed and offers the stories that its keywords let through. Stories that cannot be dated or named are
// in Answer.Rejected. A feed that has not changed since the last answer is an empty answer.
func (s Source) Read(ctx context.Context, _ source.Window, now time.Time) (source.Answer, error) {
	if err := s.Config.Validate(); err != nil {
		return source.Answer{}, err
	}
	var answer source.Answer
	reply, err := s.ask(ctx, &answer)
	if err != nil {
		return answer, fmt.Errorf("%s: %w", s.Name(), err)
	}
	if reply.NotModified {
		return answer, nil
	}
	stories, err := parse(reply.Body, reply.ContentType)
	if err != nil {
		return answer, answer.Unusable(fmt.Errorf("%s: %w", s.Name(), err))
	}
	if len(stories) > maxItems {
		answer.Notes = append(answer.Notes, fmt.Sprintf("%s: only the first %d of %d stories are read", s.Name(), maxItems, len(stories)))
		stories = stories[:maxItems]
	}
	answer.Since = shownSince(stories)
	server := reply.Fetches[len(reply.Fetches)-1].HTTPDate // zero where it gives none
	whole := s.draft(stories, server, now, &answer)
	if err := s.recognise(ctx, &answer); err != nil {
		return answer, fmt.Errorf("%s: %w", s.Name(), err)
	}
	if !whole {
		return answer, nil
	}
	return answer, s.remember(ctx, reply, answer, now)
}

// ask follows redirects, each to a web address that the client's guard has to take, and none twice.
func (s Source) ask(ctx context.Context, answer *source.Answer) (fetch.Reply, error) {
	request := fetch.Request{URL: s.Config.URL, Accept: accept, MaxBody: maxBody, Parser: parser}
	if s.Memory != nil {
		var err error
		if request.IfNoneMatch, request.IfModifiedSince, err = s.Memory.Validators(ctx, s.Config.Key()); err != nil {
			return fetch.Reply{}, err
		}
	}
	visited := []string{request.URL}
	for {
		reply, err := s.Client.Get(ctx, request)
		answer.Fetches = append(answer.Fetches, reply.Fetches...)
		status, ok := errors.AsType[*fetch.StatusError](err)
		if !ok || !isRedirect(status) {
			return reply, err
		}
		next, err := target(request.URL, status.Location)
		switch {
		case err != nil:
			return reply, err
		case slices.Contains(visited, next):
			return reply, fmt.Errorf("%s redirects in a circle, back to %s", s.Config.URL, next)
		case len(visited) > maxHops:
			return reply, fmt.Errorf("%s redirects more than %d times", s.Config.URL, maxHops)
		}
		visited = append(visited, next)
		request.URL = next
	}
}

func isRedirect(s *fetch.StatusError) bool {
	return slices.Contains([]int{http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect,
		http.StatusPermanentRedirect}, s.Code)
}

func target(from, location string) (string, error) {
	base, err := url.Parse(from)
	if err != nil {
		return "", err
	}
	next, err := base.Parse(location)
	if err != nil || location == "" || (next.Scheme != "http" && next.Scheme != "https") || next.Host == "" || next.User != nil {
		return "", fmt.Errorf("%s redirects to %q, which is no address of the web", from, location)
	}
	return next.String(), nil
}

// remember keeps the validators of an answer once all of its drafts are stored: kept earlier, a failure to store them would
// hide them until the feed changes again.
func (s Source) remember(ctx context.Context, reply fetch.Reply, answer source.Answer, now time.Time) error {
	if s.Memory == nil || (reply.ETag == "" && reply.LastModified == "") {
		return nil
	}
	ids := make([]string, len(answer.Events))
	for i, e := range answer.Events {
		ids[i] = e.ID
	}
	stored, err := s.Memory.HaveEvents(ctx, ids)
	if err == nil && stored {
		err = s.Memory.PutValidators(ctx, s.Config.Key(), reply.ETag, reply.LastModified, now)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	return nil
}

// draft turns stories into drafts, ascending by time and id; a story that stands twice is taken once. whole is false where one
// lies in the future, by a clock that may be wrong: the same bytes are to be read again.
func (s Source) draft(stories []story, server, now time.Time, answer *source.Answer) (whole bool) {
	whole = true
	distrust(stories)
	gazetteer := suggest.NewGazetteer(s.Actors)
	seen := map[string]bool{}
	for _, st := range stories {
		if !s.Config.wants(st.title + "\n" + st.text) {
			continue
		}
		e, err := s.event(st, server, now, gazetteer)
		if err == nil {
			err = e.Validate()
		}
		switch {
		case err != nil:
			answer.Reject("", st.String(), err.Error())
			whole = whole && !errors.Is(err, errFuture)
		case !seen[e.ID]:
			seen[e.ID] = true
			answer.Events = append(answer.Events, e)
		}
	}
	event.Timeline(answer.Events).Sort()
	return whole
}
