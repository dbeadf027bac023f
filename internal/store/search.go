package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"detente/internal/event"
)

// searchVersion is the version of event.Fold. Where it grows, the index of an older file is built anew when it is opened.
const searchVersion = 1

// whereFound narrows whereEvents to the events that hold every word. The index is of the current versions.
const whereFound = `
   AND e.id IN (SELECT s.event
                  FROM events_text
                  JOIN events_search AS s ON s.key = events_text.rowid
                 WHERE events_text MATCH ?7)`

// What the index is asked for; event.Filter.Match looks at all words to their end. Longer beginnings than maxLetters have no
// index of their own (0006_search_prefixes.sql).
const (
	maxFound   = 16
	maxLetters = 8
)

// found returns text as a question to the index, whose syntax it cannot be: every word is letters and digits in quotes.
// It is empty where the text has no word.
func found(text string) string {
	words := strings.Fields(event.Fold(text))
	for i, w := range words {
		letters := []rune(w)
		words[i] = string(letters[:min(len(letters), maxLetters)])
	}
	slices.Sort(words)
	words = slices.Compact(words)
	if len(words) == 0 {
		return ""
	}
	return `"` + strings.Join(words[:min(len(words), maxFound)], `"* AND "`) + `"*`
}

const insertSearched = `
INSERT INTO events_search (event)
VALUES (?1)
    ON CONFLICT (event) DO NOTHING`

const replaceSearchedText = `
INSERT OR REPLACE INTO events_text (rowid, words)
SELECT key, ?2
  FROM events_search
 WHERE event = ?1`

// index keeps the words of an event's current version for searching.
func index(ctx context.Context, tx *sql.Tx, e event.Event) error {
	if _, err := tx.ExecContext(ctx, insertSearched, e.ID); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, replaceSearchedText, e.ID, e.Searched())
	return err
}

const selectSearchVersion = `
SELECT value
  FROM meta
 WHERE name = 'search_version'`

const updateSearchVersion = `
UPDATE meta
   SET value = ?1
 WHERE name = 'search_version'`

const selectAllEvents = eventColumns + fromEvents + `
 ORDER BY e.id`

// seedSearch builds the index where the file's was built by another version of event.Fold, or never.
func (db *DB) seedSearch(ctx context.Context) error {
	var version int
	if err := db.write.QueryRowContext(ctx, selectSearchVersion).Scan(&version); err != nil || version == searchVersion {
		return err
	}
	return db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		list, err := collect(ctx, tx, func(rows *sql.Rows) (event.Event, error) { return scanEvent(rows) }, selectAllEvents)
		if err != nil {
			return false, err
		}
		for _, e := range list {
			if err := index(ctx, tx, e); err != nil {
				return false, err
			}
		}
		_, err = tx.ExecContext(ctx, updateSearchVersion, searchVersion)
		return true, err
	})
}
