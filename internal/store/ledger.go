package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ledger is a table of versions: the current version of each row stands in the table, those it replaced in its
// revisions. The statements take the columns of the key first, then the values, then known_from and stored_by.
type ledger struct {
	insert  string // up to VALUES
	tuple   string // one row's parameters
	current string // by key: known_from, author, values
	archive string // by key, then known_to
	update  string // values, known_from, stored_by; then the key
}

// row is one row on its way into a ledger.
type row interface {
	key() []any
	value() []any
	known() int64           // the instant it became known, zero for the instant of the batch
	same(stored []any) bool // whether the current version's values say the same
	label() string          // for error messages
}

// follower is a row that has more to write once it is new or revised.
type follower interface {
	follow(ctx context.Context, tx *sql.Tx) error
}

// bulk is the number of rows a statement inserts; more gain nothing.
const bulk = 50

// write puts n rows, which come in the order of their key, into l.
func (b *batch) write(ctx context.Context, l ledger, n int, at func(i int) row) error {
	w := &writer{batch: b, ledger: l}
	for from := 0; from < n; from += bulk {
		to := min(from+bulk, n)
		if to-from == bulk {
			added, err := w.insertMany(ctx, from, at)
			if err != nil {
				return err
			}
			if added {
				continue
			}
		}
		for i := from; i < to; i++ {
			if err := w.writeOne(ctx, at(i)); err != nil {
				return fmt.Errorf("%s: %w", at(i).label(), err)
			}
		}
	}
	return nil
}

// writer holds the prepared statements of one batch and ledger; they live until the transaction ends.
type writer struct {
	*batch
	ledger
	many, one, find, keep, replace *sql.Stmt
}

// insertMany inserts rows that are all new in one statement, and reports false, nothing written, where one is not.
func (w *writer) insertMany(ctx context.Context, from int, at func(i int) row) (bool, error) {
	if _, ok := at(from).(follower); ok {
		return false, nil // what follows is written row by row
	}
	if err := w.ready(ctx, &w.many, w.insert+strings.Repeat(w.tuple+",", bulk-1)+w.tuple); err != nil {
		return false, err
	}
	var args []any
	for i := from; i < from+bulk; i++ {
		r := at(i)
		stamped, err := w.stamped(ctx, r)
		if err != nil {
			return false, err
		}
		args = append(append(args, r.key()...), stamped...)
	}
	if _, err := w.many.ExecContext(ctx, args...); err != nil {
		if isConstraint(err) {
			return false, nil // a row is stored already, or breaks a rule: row by row will tell
		}
		return false, err
	}
	w.counts.New += bulk
	for i := from; i < from+bulk && w.touched != nil; i++ {
		w.touched(at(i), true)
	}
	return true, nil
}

// writeOne adds r, supersedes the stored version by it, or leaves the stored one that says the same.
func (w *writer) writeOne(ctx context.Context, r row) error {
	if err := w.ready(ctx, &w.find, w.current); err != nil {
		return err
	}
	since, author, stored, err := current(ctx, w.find, r)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return w.add(ctx, r)
	case err != nil:
		return err
	case r.same(stored):
		w.counts.Same++
		return nil
	case w.by.Author == Embedded && author != Embedded:
		w.kept++
		return nil
	}
	return w.supersede(ctx, r, since)
}

func current(ctx context.Context, find *sql.Stmt, r row) (since int64, author string, stored []any, err error) {
	rows, err := find.QueryContext(ctx, r.key()...)
	if err != nil {
		return 0, "", nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, "", nil, errors.Join(rows.Err(), sql.ErrNoRows)
	}
	columns, err := rows.Columns()
	if err != nil {
		return 0, "", nil, err
	}
	stored = make([]any, len(columns)-2)
	into := []any{&since, &author}
	for i := range stored {
		into = append(into, &stored[i])
	}
	return since, author, stored, rows.Scan(into...)
}

func (w *writer) add(ctx context.Context, r row) error {
	if err := w.ready(ctx, &w.one, w.insert+w.tuple); err != nil {
		return err
	}
	stamped, err := w.stamped(ctx, r)
	if err != nil {
		return err
	}
	if _, err := w.one.ExecContext(ctx, append(r.key(), stamped...)...); err != nil {
		return err
	}
	w.counts.New++
	return w.after(ctx, r, true)
}

// supersede replaces the version known since an instant. Where the clock was set back the new version counts from one
// second after the old, so that the order in which they came is kept.
func (w *writer) supersede(ctx context.Context, r row, since int64) error {
	if err := errors.Join(w.ready(ctx, &w.keep, w.archive), w.ready(ctx, &w.replace, w.update)); err != nil {
		return err
	}
	key, known := r.key(), max(w.now, since+1)
	if _, err := w.keep.ExecContext(ctx, append(slices.Clone(key), known)...); err != nil {
		return err
	}
	if err := w.sign(ctx); err != nil {
		return err
	}
	args := append(append(r.value(), known, w.stamp), key...)
	if _, err := w.replace.ExecContext(ctx, args...); err != nil {
		return err
	}
	w.counts.Revised++
	return w.after(ctx, r, false)
}

func (w *writer) after(ctx context.Context, r row, added bool) error {
	if w.touched != nil {
		w.touched(r, added)
	}
	if f, ok := r.(follower); ok {
		return f.follow(ctx, w.tx.Tx)
	}
	return nil
}

// stamped returns the values of r, known_from and stored_by.
func (w *writer) stamped(ctx context.Context, r row) ([]any, error) {
	if err := w.sign(ctx); err != nil {
		return nil, err
	}
	known := r.known()
	if known == 0 {
		known = w.now
	}
	return append(r.value(), known, w.stamp), nil
}

func (w *writer) sign(ctx context.Context) (err error) {
	if w.stamp == 0 {
		w.stamp, err = originKey(ctx, w.tx, w.by)
	}
	return err
}

func (w *writer) ready(ctx context.Context, statement **sql.Stmt, text string) (err error) {
	if *statement == nil {
		*statement, err = w.tx.PrepareContext(ctx, text)
	}
	return err
}
