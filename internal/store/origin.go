package store

import (
	"context"
	"database/sql"
	"errors"

	"detente/internal/runlog"
)

// Origin says who stored a row and from which fetch. FetchID is zero where nothing was fetched.
type Origin = runlog.Origin

// Embedded is the author of the rows that come with the program. A later set of them revises only rows of this author.
const Embedded = "embedded"

const selectOrigin = `
SELECT key
  FROM origins
 WHERE author = ?1 AND ifnull(fetch, 0) = ?2`

const insertOrigin = `
INSERT INTO origins (author, fetch)
VALUES (?1, nullif(?2, 0))`

// originKey returns the number of o, which is stored where it is new.
func originKey(ctx context.Context, tx transaction, o Origin) (key int64, err error) {
	err = tx.QueryRowContext(ctx, selectOrigin, o.Author, o.FetchID).Scan(&key)
	if !errors.Is(err, sql.ErrNoRows) {
		return key, err
	}
	added, err := tx.ExecContext(ctx, insertOrigin, o.Author, o.FetchID)
	if err != nil {
		return 0, err
	}
	return added.LastInsertId()
}
