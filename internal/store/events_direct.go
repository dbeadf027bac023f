package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"

	"detente/internal/event"
)

// eachEvent gives the events of a query, whose columns are eventColumns and actors, to yield until that has enough.
func (db *DB) eachEvent(ctx context.Context, query string, args []any, yield func(event.Event) (enough bool)) error {
	return db.eachDirect(ctx, query, args, func(row *directRow) bool { return yield(row.event()) })
}

// eachDirect gives the rows of a query to yield until that has enough. It reads directly: a page of a hundred events has
// 2,300 values, and the driver takes longer over them than SQLite does. It does not see what a rehearsal has written.
func (db *DB) eachDirect(ctx context.Context, query string, args []any, yield func(*directRow) (enough bool)) error {
	conn, err := db.direct.take(readingURI(db.path, db.frozen))
	if err != nil {
		return err
	}
	defer db.direct.give(conn)
	statement, err := conn.kept(query)
	if err != nil {
		return err
	}
	defer lib.Xsqlite3_reset(conn.tls, statement) // it repeats the error of the last step, and ends the reading
	if err := conn.bind(statement, args); err != nil {
		return err
	}
	row := directRow{conn: conn, statement: statement}
	return conn.steps(ctx, statement, func() (bool, error) { return yield(&row), nil })
}

// kept prepares a statement once for a connection.
func (d *direct) kept(query string) (uintptr, error) {
	if statement, ok := d.prepared[query]; ok {
		return statement, nil
	}
	statement, err := d.prepare(query, nil)
	if err != nil {
		return 0, err
	}
	if d.prepared == nil {
		d.prepared = map[string]uintptr{}
	}
	d.prepared[query] = statement
	return statement, nil
}

// copied tells SQLite to take a text of its own (SQLITE_TRANSIENT).
const copied = ^uintptr(0)

// bind gives a statement its parameters: whole numbers, texts and nil.
func (d *direct) bind(statement uintptr, args []any) error {
	for i, a := range args {
		rc := int32(lib.SQLITE_OK)
		switch a := a.(type) {
		case nil:
			rc = lib.Xsqlite3_bind_null(d.tls, statement, int32(i+1))
		case int:
			rc = lib.Xsqlite3_bind_int64(d.tls, statement, int32(i+1), int64(a))
		case int64:
			rc = lib.Xsqlite3_bind_int64(d.tls, statement, int32(i+1), a)
		case string:
			text, err := libc.CString(a)
			if err != nil {
				return err
			}
			rc = lib.Xsqlite3_bind_text(d.tls, statement, int32(i+1), text, int32(len(a)), copied)
			libc.Xfree(d.tls, text)
		default:
			return fmt.Errorf("parameter %d is a %T", i+1, a)
		}
		if rc != lib.SQLITE_OK {
			return d.failure(rc)
		}
	}
	return nil
}

// directRow reads the row that a statement stands on.
type directRow struct {
	conn      *direct
	statement uintptr
	texts     []byte // of the row, one after the other
}

// textColumns are those of eventColumns that are text, but for the vocabularies, and the last, the actors.
var textColumns = [...]int32{0, 4, 5, 8, 10, 12, 13, 14, 15, 17, 18, 22}

// event reads all columns. The texts of a row share one string.
func (r *directRow) event() (e event.Event) {
	var ends [len(textColumns)]int
	r.texts = r.texts[:0]
	for i, column := range textColumns {
		r.texts = append(r.texts, r.bytes(column)...)
		ends[i] = len(r.texts)
	}
	all, from, n := string(r.texts), 0, 0
	text := func() string {
		s := all[from:ends[n]]
		from, n = ends[n], n+1
		return s
	}
	e.ID, e.Title, e.Summary, e.Cameo = text(), text(), text(), text()
	e.Location, e.Origin = text(), text()
	e.SourceName, e.SourceURL, e.SourceTier = text(), text(), text()
	e.TimeBasis, e.CodedBy = text(), text()
	e.Precision, e.Category, e.Status = event.Precision(r.word(2)), event.Category(r.word(6)), event.Status(r.word(11))
	if actors := text(); actors != "" {
		e.Actors = strings.Split(actors, ";")
	}
	e.OccurredAt, e.EndedAt = utc(r.whole(1).Int64), timeOf(r.whole(3))
	e.Goldstein = lib.Xsqlite3_column_double(r.conn.tls, r.statement, 7)
	e.Importance, e.Verified = int(r.whole(9).Int64), r.whole(16).Int64 != 0
	e.CodedAt, e.AnnouncedAt, e.KnownFrom = timeOf(r.whole(19)), timeOf(r.whole(20)), utc(r.whole(21).Int64)
	return e
}

// bytes is a text as SQLite keeps it until the next row.
func (r *directRow) bytes(column int32) []byte {
	from := lib.Xsqlite3_column_text(r.conn.tls, r.statement, column)
	if from == 0 {
		return nil
	}
	return libc.GoBytes(from, int(lib.Xsqlite3_column_bytes(r.conn.tls, r.statement, column)))
}

// word is a text of a vocabulary. All rows share its string: whoever compares it with the constant looks at no memory.
func (r *directRow) word(column int32) string {
	text := r.bytes(column)
	if shared, ok := vocabulary[string(text)]; ok {
		return shared
	}
	return string(text)
}

var vocabulary = func() map[string]string {
	words := map[string]string{}
	share(words, event.Precisions())
	share(words, event.Categories())
	share(words, event.Statuses())
	return words
}()

func share[W ~string](words map[string]string, list []W) {
	for _, w := range list {
		words[string(w)] = string(w)
	}
}

func (r *directRow) whole(column int32) (n sql.NullInt64) {
	n.Valid = lib.Xsqlite3_column_type(r.conn.tls, r.statement, column) != lib.SQLITE_NULL
	n.Int64 = lib.Xsqlite3_column_int64(r.conn.tls, r.statement, column)
	return n
}
