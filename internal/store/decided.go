package store

import (
	"context"
	"database/sql"

	"detente/internal/event"
)

const selectAuthors = `
SELECT e.id, o.author
  FROM events AS e
  JOIN origins AS o ON o.key = e.stored_by
 WHERE e.id IN (SELECT value FROM json_each(?1))
 ORDER BY e.id`

// Authors returns, by id, who stored the version of each event that stands now; ids that are not stored are left out.
func (db *DB) Authors(ctx context.Context, ids ...string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	_, err := collect(ctx, db.read, func(rows *sql.Rows) (_ struct{}, err error) {
		var id, author string
		err = rows.Scan(&id, &author)
		out[id] = author
		return struct{}{}, err
	}, selectAuthors, listOf(ids))
	return out, wrap("authors", err)
}

const selectDecided = eventColumns + `
       ifnull((SELECT group_concat(a.actor, ';' ORDER BY a.position)
                 FROM event_actors AS a
                WHERE a.event = e.id), ''), o.author
  FROM events AS e
  JOIN origins AS o ON o.key = e.stored_by
 WHERE e.stored_by IN (SELECT key
                         FROM origins
                        WHERE author NOT IN ('embedded', 'collect', 'import'))
   AND EXISTS (SELECT 1 FROM events_revisions AS r WHERE r.id = e.id)
 ORDER BY e.known_from DESC, e.id
 LIMIT ?1`

// LastDecided returns the current versions that people made of stored events, the last made first, at most limit of them.
func (db *DB) LastDecided(ctx context.Context, limit int) ([]event.Revision, error) {
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (r event.Revision, err error) {
		r.Event, err = scanEvent(rows, &r.Author)
		r.KnownFrom = r.Event.KnownFrom
		return r, err
	}, selectDecided, limit)
	return list, wrap("last decided", err)
}
