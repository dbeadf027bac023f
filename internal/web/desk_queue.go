package web

import (
	"context"
	"slices"
	"strings"

	"detente/internal/event"
)

// queueRow is an event that waits, and those it is likely the same as.
type queueRow struct {
	tellingView
	Twins  []tellingView
	Ticked bool
}

// More is how many twins stand behind the most alike one.
func (r queueRow) More() int { return len(r.Twins) - 1 }

// tellingView is one telling of an event.
type tellingView struct {
	eventView
	End                            *eventView // of one that is no point in time
	Key, Status, Summary, Location string
	Who, Source, SourceURL, Origin string
	Coding                         string // in words, with the Goldstein value
	By, Since                      string // who stored this version, and when
}

type decidedRow struct {
	Key, ID, Title, Status, By, When, URL string
}

func (s *Server) fillQueue(ctx context.Context, page *queuePage, q queue, ticked []string) error {
	f := q.filter(q.From, q.To)
	f.Statuses = []event.Status{q.Status}
	list, err := s.Store.Events(ctx, f)
	if err != nil {
		return err
	}
	slices.Reverse(list)
	page.Total = len(list)
	from := min((max(q.Page, 1)-1)*queueLength, len(list))
	shown := list[from:min(from+queueLength, len(list))]
	page.First, page.Last = from+1, from+len(shown)
	if from > 0 {
		page.Newer = address("/events", queue{q.query, q.Status, q.Page - 1})
	}
	if from+len(shown) < len(list) {
		page.Older = address("/events", queue{q.query, q.Status, max(q.Page, 1) + 1})
	}
	if page.Rows, err = s.queueRows(ctx, shown, q, ticked); err != nil {
		return err
	}
	page.Decided, err = s.decided(ctx)
	return err
}

func (s *Server) queueRows(ctx context.Context, shown event.Timeline, q queue, ticked []string) ([]queueRow, error) {
	h, err := s.load(ctx, q.query)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(shown))
	for i, e := range shown {
		ids[i] = e.ID
	}
	by, err := s.Store.Authors(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var twins map[string]event.Timeline
	if q.AsOf.IsZero() && q.Status == event.StatusDraft {
		if twins, err = s.Store.Duplicates(ctx, ids...); err != nil {
			return nil, err
		}
	}
	rows := make([]queueRow, len(shown))
	for i, e := range shown {
		row := queueRow{tellingView: h.telling(e), Ticked: slices.Contains(ticked, refText(e))}
		row.By, row.Since = by[e.ID], clock(e.KnownFrom)
		for _, twin := range twins[e.ID][:min(len(twins[e.ID]), 3)] {
			row.Twins = append(row.Twins, h.telling(twin))
		}
		rows[i] = row
	}
	return rows, nil
}

func (h history) telling(e event.Event) tellingView {
	v := tellingView{eventView: h.view(e, pageOf(e)), End: h.end(e), Key: refText(e), Status: string(e.Status), Summary: e.Summary, Location: e.Location,
		Source: e.SourceName, SourceURL: e.SourceURL, Origin: e.Origin}
	names := make([]string, len(e.Actors))
	for i, a := range e.Actors {
		names[i] = h.actorName(a)
	}
	v.Who = strings.Join(names, ", ")
	if text, ok := event.Describe(e.Cameo); ok {
		v.Coding = "CAMEO " + e.Cameo + ", " + strings.ToLower(text[:1]) + text[1:] + ", "
	}
	v.Coding += "Goldstein " + signed(e.Goldstein, 1)
	return v
}

func (s *Server) decided(ctx context.Context) ([]decidedRow, error) {
	list, err := s.Store.LastDecided(ctx, decidedShown)
	if err != nil {
		return nil, err
	}
	rows := make([]decidedRow, len(list))
	for i, r := range list {
		rows[i] = decidedRow{Key: refText(r.Event), ID: r.Event.ID, Title: r.Event.Title, Status: string(r.Event.Status), By: r.Author, When: clock(r.KnownFrom), URL: "/events/" + r.Event.ID + "/history"}
	}
	return rows, nil
}
