package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

// batch is one put: rows of one origin that became known at one instant, in one transaction.
type batch struct {
	tx        *hotTx
	incoming  *incoming
	by        Origin
	now       int64
	published bool // rows carry the instant of their publication, as on the first load into an empty file
	counts    runlog.Counts
	kept      int   // rows of the embedded set that give way to what somebody entered
	stamp     int64 // the origin's number, once a row needs it
	series    map[fx.SeriesID]*placedSeries
	touched   func(r row, added bool) // told of each row that is new or revised; may be nil

	candlesDone touched // of the series whose candles are being written
}

// placedSeries is a series as the rows of a batch need it.
type placedSeries struct {
	key      int64
	kind     fx.Kind
	calendar fx.Calendar // of a batch that is published, else zero
}

// put runs work on a batch in one transaction and returns what became of its rows. Nothing is written where work fails
// or every row is the same.
func (db *DB) put(ctx context.Context, what string, by Origin, now time.Time, work func(*batch) error) (runlog.Counts, error) {
	if by.Author == "" || now.IsZero() {
		return runlog.Counts{}, fmt.Errorf("store: put %s: %w: want an author and an instant", what, fx.ErrInvalid)
	}
	var counts runlog.Counts
	err := db.change(ctx, "put "+what, func(tx *sql.Tx) (bool, error) {
		b := &batch{tx: db.hot.in(tx), incoming: db.incoming, by: by, now: now.Unix()}
		defer b.incoming.tidy()
		err := work(b)
		counts = b.counts
		return counts.New+counts.Revised > 0, err
	})
	if err != nil {
		return runlog.Counts{}, err
	}
	db.warm(ctx)
	return counts, nil
}

// place returns the series of id, which must be stored and of a kind that the table takes.
func (b *batch) place(ctx context.Context, id fx.SeriesID, kinds ...fx.Kind) (*placedSeries, error) {
	placed, ok := b.series[id]
	if !ok {
		key, kind, err := seriesKey(ctx, b.tx, id)
		if err != nil {
			return nil, fmt.Errorf("%w: describe it with PutSeries first", err)
		}
		placed = &placedSeries{key: key, kind: kind}
		if b.published { // reading the rules of a zone takes as long as storing a row
			placed.calendar = fx.CalendarOf(id)
		}
		if b.series == nil {
			b.series = map[fx.SeriesID]*placedSeries{}
		}
		b.series[id] = placed
	}
	if !slices.Contains(kinds, placed.kind) {
		return nil, fmt.Errorf("%w: series %s is of kind %s: its rows belong in another table", fx.ErrInvalid, id, placed.kind)
	}
	return placed, nil
}

// knownSince is the instant an embedded row was published, but never later than the batch; zero in any other batch.
func (b *batch) knownSince(published time.Time) int64 {
	if !b.published {
		return 0
	}
	return min(published.Unix(), b.now)
}

// ordered returns list in ascending order, itself where it is so already.
func ordered[T any](list []T, compare func(a, b T) int) []T {
	if slices.IsSortedFunc(list, compare) {
		return list
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, compare)
	return list
}

// contradictions refuses an ordered batch that gives one key two values.
func contradictions[T any](list []T, compare func(a, b T) int, same func(a, b T) bool, label func(T) string) error {
	for i := 1; i < len(list); i++ {
		if compare(list[i-1], list[i]) == 0 && !same(list[i-1], list[i]) {
			return fmt.Errorf("%w: %s is given twice in one batch, with different values", fx.ErrInvalid, label(list[i]))
		}
	}
	return nil
}
