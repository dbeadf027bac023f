package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// Many rows refer to a series and an origin that the same transaction has looked up: SQLite need not look them up again
// for each row, which is a fifth of the time that a row takes. And the write-ahead log is folded into the file every 64 MB
// in place of every 4: each folding waits twice for the disk.
var (
	bulkPragmas  = []string{"PRAGMA foreign_keys = 0", "PRAGMA wal_autocheckpoint = 16000"}
	usualPragmas = []string{"PRAGMA wal_autocheckpoint = 1000", "PRAGMA foreign_keys = 1"}
)

// transactBulk is transact for many rows of one table.
func (db *DB) transactBulk(ctx context.Context, work func(tx *sql.Tx) (commit bool, err error)) error {
	if db.rehearsed(ctx) != nil || db.unwritable != nil {
		return db.transact(ctx, work) // within a transaction the pragmas change nothing
	}
	if err := db.unwritableNow(); err != nil {
		return err
	}
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // it goes back to its pool
	err = pragmas(ctx, conn, bulkPragmas)
	if err == nil {
		err = db.inTransaction(ctx, conn, work)
	}
	err = advise(db.path, err)
	db.refused.tell(true, err)
	return errors.Join(err, asUsual(context.WithoutCancel(ctx), conn))
}

func pragmas(ctx context.Context, conn *sql.Conn, list []string) error {
	for _, p := range list {
		if _, err := conn.ExecContext(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// asUsual takes the pragmas back. Where that fails, as it does while a cancelled transaction is still
// being rolled back, the pool is told to throw the connection away.
func asUsual(ctx context.Context, conn *sql.Conn) error {
	var on bool
	err := pragmas(ctx, conn, usualPragmas)
	if err == nil {
		err = conn.QueryRowContext(ctx, "PRAGMA foreign_keys").Scan(&on)
	}
	if err == nil && on {
		return nil
	}
	if bad := conn.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(bad, driver.ErrBadConn) {
		err = errors.Join(err, bad)
	}
	return err
}
