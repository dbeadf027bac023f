package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"time"

	"detente/internal/civil"
)

// eachRow gives the rows of a query to yield as the driver has them: int64, float64, string or nil. It is for the long
// tables; database/sql spends as long on a row as SQLite does. The slice is overwritten by the next row. An error of
// yield ends it and is returned as it is.
func eachRow(ctx context.Context, pool *sql.DB, yield func(row []driver.Value) error, query string, args ...any) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	err = conn.Raw(func(c any) error {
		queryer, ok := c.(driver.QueryerContext)
		if !ok {
			return errors.New("the driver takes no queries")
		}
		named := make([]driver.NamedValue, len(args))
		for i, a := range args {
			named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
		}
		rows, err := queryer.QueryContext(ctx, query, named)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // it repeats the error of Next
		return drain(ctx, rows, yield)
	})
	if closed := conn.Close(); err == nil {
		err = closed
	}
	return err
}

func drain(ctx context.Context, rows driver.Rows, yield func([]driver.Value) error) error {
	row := make([]driver.Value, len(rows.Columns()))
	for {
		switch err := rows.Next(row); {
		case err == io.EOF:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		}
		if err := yield(row); err != nil {
			return err
		}
	}
}

// storedDay reads a day that a CHECK of its table has vouched for; civil.Parse would take longer than the row.
func storedDay(text string) civil.Date {
	digits := func(from, to int) (n int) {
		for _, c := range []byte(text[from:to]) {
			n = 10*n + int(c-'0')
		}
		return n
	}
	return civil.New(digits(0, 4), time.Month(digits(5, 7)), digits(8, 10))
}
