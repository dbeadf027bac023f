package store

import (
	"context"
	"database/sql"
	"errors"
)

const selectNewestSet = `
SELECT version
  FROM embedded_sets
 ORDER BY version DESC
 LIMIT 1`

// EmbeddedVersion returns the newest version of the embedded set that was ever loaded, or the empty string for a database
// that was made without one. Versions begin with the day of their release, so that they sort by age.
func (db *DB) EmbeddedVersion(ctx context.Context) (version string, err error) {
	err = db.read.QueryRowContext(ctx, selectNewestSet).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", wrap("embedded version", err)
	}
	return version, nil
}
