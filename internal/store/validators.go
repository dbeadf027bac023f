package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

const selectValidators = `
SELECT etag, last_modified
  FROM validators
 WHERE url = ?1`

// Validators returns the ETag and Last-Modified that came with the answer of an address last used, empty where there is none.
func (db *DB) Validators(ctx context.Context, url string) (etag, lastModified string, err error) {
	err = db.read.QueryRowContext(ctx, selectValidators, url).Scan(&etag, &lastModified)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	return etag, lastModified, wrap("validators of "+url, err)
}

const upsertValidators = `
INSERT INTO validators (url, etag, last_modified, at)
VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, at = excluded.at`

// PutValidators keeps what came with an answer, in place of what was kept before. It is no change of figures or events.
func (db *DB) PutValidators(ctx context.Context, url, etag, lastModified string, now time.Time) error {
	return wrap("put validators of "+url, db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		_, err := tx.ExecContext(ctx, upsertValidators, url, etag, lastModified, now.Unix())
		return true, err
	}))
}
