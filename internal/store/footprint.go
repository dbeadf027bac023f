package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
)

const countRows = `
SELECT 'fixings', count(*) FROM fixings
 UNION ALL
SELECT 'candles', ifnull(sum(count), 0) FROM candle_spans
 UNION ALL
SELECT 'quotes', count(*) FROM quotes
 UNION ALL
SELECT 'events', count(*) FROM events
 UNION ALL
SELECT 'revisions', (SELECT count(*) FROM fixings_revisions) + (SELECT count(*) FROM events_revisions)
 UNION ALL
SELECT 'runs', count(*) FROM runs
 UNION ALL
SELECT 'fetches', count(*) FROM fetches
 ORDER BY 1`

type tableRows struct {
	name string
	rows int64
}

// Rows returns how many rows the larger tables have. It counts candles by their spans, so that millions cost nothing.
func (db *DB) Rows(ctx context.Context) (map[string]int64, error) {
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (t tableRows, err error) {
		return t, rows.Scan(&t.name, &t.rows)
	}, countRows)
	if err != nil {
		return nil, wrap("rows", err)
	}
	out := make(map[string]int64, len(list))
	for _, t := range list {
		out[t.name] = t.rows
	}
	return out, nil
}

// Bytes returns how long the database's files are: "database", and "wal" for what is written and not folded in yet.
func (db *DB) Bytes() (map[string]int64, error) {
	out := map[string]int64{}
	for name, path := range map[string]string{"database": db.path, "wal": db.path + "-wal"} {
		about, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out[name] = 0
		case err != nil:
			return nil, wrap("bytes", err)
		default:
			out[name] = about.Size()
		}
	}
	return out, nil
}
