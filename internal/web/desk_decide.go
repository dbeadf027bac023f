package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
	"detente/internal/words"
)

// handleReviewForm decides. The act is confirm, reject or merge of the ticked events, or one of these with a colon and the
// one event it is of: its button stands beside it.
func (s *Server) handleReviewForm(c echo.Context) error {
	form, err := sentForm(c, maxDesk)
	if err != nil {
		return err
	}
	q, err := backTo(form.Get("back"))
	if err != nil {
		return err
	}
	by, err := s.writer(c, form)
	var events []event.Event
	var said string
	if err == nil {
		events, said, err = s.act(c.Request().Context(), languageOf(c.Request()), form, by)
	}
	if trouble, ok := troubleOf(err); ok {
		if !wantsPage(c.Request()) {
			return &trouble
		}
		return s.showQueue(c, trouble.Status, q, queuePage{Trouble: &trouble, Into: form.Get("into")}, form["event"])
	}
	if err != nil {
		return err
	}
	say(c, said)
	return changed(c, address("/events", q), events...)
}

// maxDesk is the size of a form with a thousand ticked events.
const maxDesk = 1 << 20

// backTo is the state of the queue that a form was sent from.
func backTo(text string) (queue, error) {
	v, err := url.ParseQuery(text)
	if err != nil {
		return queue{}, &badQuery{"back", "cannot be read"}
	}
	q, err := queueReaders.read(v)
	if q.Status == "" {
		q.Status = event.StatusDraft
	}
	return q, err
}

// act does what the form says, and returns what now stands and how to say it.
func (s *Server) act(ctx context.Context, l words.Language, form url.Values, by string) ([]event.Event, string, error) {
	what, of, single := strings.Cut(form.Get("act"), ":")
	keys := form["event"]
	into := eventIn(form.Get("into"))
	if single {
		of, target, _ := strings.Cut(of, ":")
		keys = []string{of}
		if target != "" {
			into = target
		}
	}
	refs, err := refsOf(keys)
	if err != nil {
		return nil, "", err
	}
	var out []event.Event
	switch what {
	case string(event.Confirm), string(event.Reject):
		out, err = s.Store.Decide(ctx, refs, event.Verdict(what), by, s.Now())
		return out, capital(decidedWords(l, out)), err
	case "merge":
		if into == "" {
			return nil, "", &refusal{http.StatusUnprocessableEntity, "Merge into which event?", "Give the id or the address of the event that stands."}
		}
		out, err = s.Store.Merge(ctx, refs, into, by, s.Now())
		return out, fmt.Sprintf("%s merged into %s.", plural(len(out), "event", "events"), into), err
	case "undo":
		out, err = s.Store.Undo(ctx, refs, by, s.Now())
		return out, l.T("Undone: %s", decidedWords(l, out)), err
	}
	return nil, "", &refusal{http.StatusUnprocessableEntity, "Nothing was asked", "Choose confirm, reject, merge or undo."}
}

func refsOf(keys []string) ([]event.Ref, error) {
	if len(keys) == 0 {
		return nil, &refusal{http.StatusUnprocessableEntity, "No event is ticked", "Tick the events that are meant, or use the buttons beside one."}
	}
	var refs []event.Ref
	for _, key := range keys {
		ref, ok := refOf(key)
		if !ok {
			return nil, &refusal{http.StatusUnprocessableEntity, "That is not an event", fmt.Sprintf("%q does not name a version of an event.", clip(key))}
		}
		if !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs, nil
}

// eventIn is the id in what somebody pasted: an id, or the address of one of the event's pages.
func eventIn(text string) string {
	text = strings.TrimSpace(text)
	if _, after, ok := strings.Cut(text, "/events/"); ok {
		text = after
	}
	if end := strings.IndexAny(text, "/?#"); end >= 0 {
		text = text[:end]
	}
	return text
}

// decidedAs are the words for how many events have come to a status.
var decidedAs = map[event.Status]string{event.StatusConfirmed: "%d confirmed", event.StatusScheduled: "%d scheduled", event.StatusDraft: "%d draft",
	event.StatusRejected: "%d rejected"}

// decidedWords counts what became of events: "2 confirmed, 1 scheduled."
func decidedWords(l words.Language, list []event.Event) string {
	var parts []string
	for _, st := range event.Statuses() {
		n := 0
		for _, e := range list {
			if e.Status == st {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, l.T(decidedAs[st], n))
		}
	}
	return strings.Join(parts, ", ") + "."
}
