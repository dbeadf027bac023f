// Package collect brings a source up to date: it plans which days to ask, asks, checks what came, stores what is
// believable and records the run with every fetch and every row that was kept out.
//
// It never removes a stored row, never takes a bad answer for "nothing new", never lets two runs of one source go at
// once, and knows nothing of formats or addresses: that is the sources' business.
package collect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source"
)

// ErrBusy is wrapped where another run of the same source is still going.
var ErrBusy = errors.New("another run of this source is going")

// Source is one publisher. Series is empty for a source of events: it is then asked for windows without a series.
type Source interface {
	Name() string
	Series() []fx.SeriesID
	// Span says which days can be asked at now.
	Span(id fx.SeriesID, now time.Time) source.Span
	// Windows cuts a closed range of days into questions, ascending.
	Windows(id fx.SeriesID, from, to civil.Date) []source.Window
	// Read asks one window; now decides which bars are closed. Answer.Fetches is filled also where it fails.
	Read(ctx context.Context, w source.Window, now time.Time) (source.Answer, error)
}

// Figures is where rows are kept; *store.DB fits.
type Figures interface {
	Fixings(ctx context.Context, id fx.SeriesID, r fx.Range) ([]fx.Fixing, error)
	LastFixing(ctx context.Context, id fx.SeriesID, asOf time.Time) (fx.Fixing, bool, error)
	Candles(ctx context.Context, id fx.SeriesID, from, to, asOf time.Time) ([]fx.Candle, error)
	// ShortDays lists the days of trade in [from, to) of which minutes are missing, ascending.
	ShortDays(ctx context.Context, id fx.SeriesID, from, to time.Time) ([]fx.ShortDay, error)
	PutFixings(ctx context.Context, rows []fx.Fixing, by runlog.Origin, now time.Time) (runlog.Counts, error)
	PutCandles(ctx context.Context, rows []fx.Candle, by runlog.Origin, now time.Time) (runlog.Counts, error)
	AddDrafts(ctx context.Context, rows []event.Event, by runlog.Origin, now time.Time) (runlog.Counts, error)
	PutGauges(ctx context.Context, rows []event.Gauge, by runlog.Origin, now time.Time) (runlog.Counts, error)
}

// Ledger is where runs are recorded; *store.DB fits.
type Ledger interface {
	StartRun(ctx context.Context, r runlog.Run) (int64, error)
	FinishRun(ctx context.Context, r runlog.Run) error
	AddFetch(ctx context.Context, f runlog.Fetch) (int64, error)
	Runs(ctx context.Context, source string, limit int) ([]runlog.Run, error)
	// Claim holds a source for this program until release or its death; ok is false where somebody else holds it. An error
	// that wraps errors.ErrUnsupported says that there are no claims here.
	Claim(source string) (release func(), ok bool, err error)
}

// Store is Figures and Ledger in one.
type Store interface {
	Figures
	Ledger
}

// Options of a Collector. Now is required; every other zero field has the default named beside it.
type Options struct {
	Now      func() time.Time
	Log      *slog.Logger   // slog.Default()
	Progress func(Progress) // called after each window, from the goroutine of its run; none
	Lease    time.Duration  // where the store has no claims, a run recorded as going for longer is taken for dead: 30 min
}

// Progress says how far a collection is.
type Progress struct {
	Source      string
	Window      source.Window // the one just done
	Done, Total int           // windows
	Counts      runlog.Counts // of the whole collection so far
	Err         error         // why the window brought nothing; nil where it did
}

// Collector collects from its sources into one store. It is safe for several goroutines.
type Collector struct {
	store   Store
	sources map[string]Source
	opts    Options
	mu      sync.Mutex
	busy    map[string]bool
	parts   map[partOfDay]time.Time // when they were asked again
}

// New returns a collector of the sources; it panics where Options.Now is missing or two sources have one name.
func New(store Store, sources []Source, o Options) *Collector {
	if o.Now == nil {
		panic("collect: Options.Now is missing")
	}
	o.Log = cmp.Or(o.Log, slog.Default())
	o.Lease = cmp.Or(o.Lease, 30*time.Minute)
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	c := &Collector{store: store, sources: map[string]Source{}, opts: o, busy: map[string]bool{}, parts: map[partOfDay]time.Time{}}
	for _, s := range sources {
		if _, twice := c.sources[s.Name()]; twice {
			panic("collect: two sources are named " + s.Name())
		}
		c.sources[s.Name()] = s
	}
	return c
}

// Names lists the sources in alphabetical order.
func (c *Collector) Names() []string { return slices.Sorted(maps.Keys(c.sources)) }

func (c *Collector) source(name string) (Source, error) {
	s, ok := c.sources[name]
	if !ok {
		return nil, fmt.Errorf("collect: there is no source %q: want one of %s", name, strings.Join(c.Names(), ", "))
	}
	return s, nil
}
