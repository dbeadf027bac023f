package web

import (
	"context"
	"log/slog"
	"net/netip"
	"time"

	"detente/assets"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/inquiry"
	"detente/internal/provenance"
	"detente/internal/runlog"
)

// Rates are the stored figures. Lists are ascending; a zero AsOf is now.
type Rates interface {
	// Version grows with every change of figures or events.
	Version(ctx context.Context) (int64, error)
	Fixings(ctx context.Context, id fx.SeriesID, r fx.Range) ([]fx.Fixing, error)
	Quotes(ctx context.Context, id fx.SeriesID, r fx.Range) ([]fx.Quote, error)
	Breaks(ctx context.Context) ([]fx.Break, error)
}

// Gauges are the stored comparison lines; *store.DB fits.
type Gauges interface {
	Gauges(ctx context.Context) ([]event.GaugeSpan, error)
	Gauge(ctx context.Context, name string, r fx.Range) ([]event.Gauge, error)
}

// Events are the stored events and those who take part in them.
type Events interface {
	Events(ctx context.Context, f event.Filter) (event.Timeline, error)
	// EventsChanged returns the ids of what changed after a version and what stands under them now, unless that is too much.
	EventsChanged(ctx context.Context, after int64) (ids []string, now event.Timeline, ok bool, err error)
	// Oldest returns up to limit events after one, of which only instant and id count; zero is from the first on.
	Oldest(ctx context.Context, f event.Filter, after event.Event, limit int) ([]event.Event, error)
	// OnceScheduled lists the events of which an earlier version was scheduled, in alphabetical order.
	OnceScheduled(ctx context.Context, asOf time.Time) ([]string, error)
	Actors(ctx context.Context) ([]event.Actor, error)
	// EventHistory lists every version of an event.
	EventHistory(ctx context.Context, id string) ([]event.Revision, error)
}

// Sources are what is stored of each series and how it was collected.
type Sources interface {
	Coverage(ctx context.Context) ([]fx.Coverage, error)
	// ShortDays lists the days of trade in [from, to) of which minutes are missing, ascending; a zero end is open.
	ShortDays(ctx context.Context, id fx.SeriesID, from, to time.Time) ([]fx.ShortDay, error)
	Runs(ctx context.Context, source string, limit int) ([]runlog.Run, error)
}

// Upkeep is what an operator watches.
type Upkeep interface {
	// Tallies sums up all runs by source and status.
	Tallies(ctx context.Context) ([]runlog.Tally, error)
	// Rows counts the rows of the larger tables, Bytes the length of the files.
	Rows(ctx context.Context) (map[string]int64, error)
	Bytes() (map[string]int64, error)
	// Writable is nil, or why nothing can be stored, also while another program has the database locked; what is stored can be read.
	Writable() error
}

// Store is all that pages read; *store.DB fits it.
type Store interface {
	Rates
	Gauges
	Events
	Sources
	Upkeep
	Studies
	inquiry.Store
	provenance.Store
	Files
	Access
	Desk
}

// Deps is what a Server works with. All fields are required but those said to be optional.
type Deps struct {
	Store  Store
	Bundle assets.Bundle // may be the zero Bundle: pages are then without charts and say so
	Now    func() time.Time
	Log    *slog.Logger
	// NextDue tells when a source is asked next; ok is false where it is not on the schedule. Optional.
	NextDue func(source string, now time.Time) (due time.Time, ok bool)
	// Liveblog reads the text of a live-blog; its error says what is wrong with the text. Optional: without it no text is read.
	Liveblog func(text string, page LiveblogPage) (LiveblogOffer, error)
	// Drawer draws charts without a browser. Optional: without it there are no pictures.
	Drawer Drawer
	// Site is where readers reach the pages, such as https://rates.example.org; empty is the host they ask. Optional.
	Site string
	// Pace bounds what one client may ask. Optional: without it nobody is slowed down.
	Pace Pace
	// Proxies are the addresses whose X-Forwarded-For is believed. Optional: without them nobody's is.
	Proxies []netip.Prefix
	// Ahead, where set, has the figures of the first page read at once, until it ends. Optional: the first reader waits for them.
	Ahead context.Context
	// Kept, where set, is what Keep of an earlier run gave; the caller answers for it that the program, the way it was started and the
	// stored figures are those of that run to the last byte. Optional: the first reader waits for a page to be made.
	Kept []byte
	// Release is the version of the program and EmbeddedSet that of the figures in it, for the metrics. Optional.
	Release, EmbeddedSet string
}
