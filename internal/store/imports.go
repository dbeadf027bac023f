package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

// Import is the journal of a file of candles that is taken in several transactions. Done rows, from the front of the
// file, are in the database; a file is known again by the hash of its content, whatever its name.
type Import struct {
	ID         int64
	Name       string
	SHA256     string // in hexadecimal
	Rows, Done int
	Counts     runlog.Counts // of the rows done
	Started    time.Time
}

const selectImports = `
SELECT id, name, sha256, rows, done, new, same, revised, started
  FROM imports
 WHERE finished IS NULL AND (?1 = '' OR sha256 = ?1)
 ORDER BY id`

func scanImport(rows *sql.Rows) (i Import, err error) {
	var started int64
	err = rows.Scan(&i.ID, &i.Name, &i.SHA256, &i.Rows, &i.Done, &i.Counts.New, &i.Counts.Same, &i.Counts.Revised, &started)
	i.Started = utc(started)
	return i, err
}

// UnfinishedImports returns the imports that were cut short and not completed since, oldest first.
func (db *DB) UnfinishedImports(ctx context.Context) ([]Import, error) {
	list, err := collect(ctx, db.read, scanImport, selectImports, "")
	return list, wrap("imports", advise(db.path, err))
}

const insertImport = `
INSERT INTO imports (name, sha256, rows, done, new, same, revised, started)
VALUES (?1, ?2, ?3, 0, 0, 0, 0, ?4)`

// BeginImport returns the journal of a file of rows candles: a new one, or where its import was cut short that one, whose
// Done rows need not be given again.
func (db *DB) BeginImport(ctx context.Context, name, sha256 string, rows int, now time.Time) (i Import, err error) {
	err = db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		open, err := collect(ctx, tx, scanImport, selectImports, sha256)
		if err != nil {
			return false, err
		}
		if len(open) > 0 {
			i = open[0]
			return false, nil
		}
		added, err := tx.ExecContext(ctx, insertImport, name, sha256, rows, now.Unix())
		if err != nil {
			return false, err
		}
		i = Import{Name: name, SHA256: sha256, Rows: rows, Started: utc(now.Unix())}
		i.ID, err = added.LastInsertId()
		return true, err
	})
	return i, wrap("begin import of "+name, err)
}

const updateImport = `
UPDATE imports
   SET done = done + ?2, new = new + ?3, same = same + ?4, revised = revised + ?5,
       finished = CASE WHEN done + ?2 = rows THEN ?6 END
 WHERE id = ?1 AND finished IS NULL AND done = ?7`

const endOlderImports = `
UPDATE imports
   SET finished = ?3
 WHERE name = ?2 AND id < ?1 AND finished IS NULL`

// PutImported is PutCandles for the next candles of an import: they and the journal are stored in one transaction, or
// neither is. i is brought up to date; with the last row the import is finished, and so is what was cut short of a file of that
// name that has been corrected since: its old content may be nowhere any more. An import that somebody else has gone on with
// meanwhile is an error.
func (db *DB) PutImported(ctx context.Context, i *Import, list []fx.Candle, by Origin, now time.Time) (runlog.Counts, error) {
	var b *batch
	err := db.transactBulk(ctx, func(tx *sql.Tx) (bool, error) {
		b = &batch{tx: db.hot.in(tx), incoming: db.incoming, by: by, now: now.Unix()}
		if err := b.candles(ctx, list); err != nil {
			return false, err
		}
		if i.Done+len(list) == i.Rows {
			db.incoming.tidy()
		}
		c := b.counts
		done, err := b.tx.ExecContext(ctx, updateImport, i.ID, len(list), c.New, c.Same, c.Revised, now.Unix(), i.Done)
		if err != nil {
			return false, err
		}
		if n, err := done.RowsAffected(); err != nil || n != 1 {
			return false, errors.Join(err, errors.New("another program imports the same file: let it finish, then import again"))
		}
		if i.Done+len(list) == i.Rows {
			if _, err := b.tx.ExecContext(ctx, endOlderImports, i.ID, i.Name, now.Unix()); err != nil {
				return false, err
			}
		}
		if c.New+c.Revised > 0 {
			_, err = b.tx.ExecContext(ctx, bumpVersion)
		}
		return true, err
	})
	if err != nil {
		return runlog.Counts{}, wrap(fmt.Sprintf("import %s from row %d", i.Name, i.Done+1), err)
	}
	i.Done, i.Counts = i.Done+len(list), i.Counts.Add(b.counts)
	db.warm(ctx)
	return b.counts, nil
}
