package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"detente/internal/saved"
)

// Study is a saved study.
type Study = saved.Study

const selectStudy = `
SELECT id, title, parameters, fixed_at, as_of, result_sha256, author
  FROM studies
 WHERE id = ?1`

const selectStudies = `
SELECT id, title, parameters, fixed_at, as_of, result_sha256, author
  FROM studies
 ORDER BY fixed_at DESC, id`

const insertStudy = `
INSERT INTO studies (id, title, parameters, fixed_at, as_of, author)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)`

const updateStudyResult = `
UPDATE studies
   SET result_sha256 = ?2
 WHERE id = ?1 AND result_sha256 IS NULL`

// ErrTaken is wrapped where a study of that id is saved already.
var ErrTaken = saved.ErrTaken

// SaveStudy fixes the parameters of a study. The error wraps ErrTaken where the id is taken, even by equal parameters.
// ResultSHA256 is not looked at: SetStudyResult adds it. The version of the figures does not change.
func (db *DB) SaveStudy(ctx context.Context, s Study) error {
	err := db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		var taken string
		switch err := tx.QueryRowContext(ctx, `SELECT id FROM studies WHERE id = ?1`, s.ID).Scan(&taken); {
		case err == nil:
			return false, ErrTaken
		case !errors.Is(err, sql.ErrNoRows):
			return false, err
		}
		_, err := tx.ExecContext(ctx, insertStudy, s.ID, s.Title, string(s.Parameters), s.FixedAt.Unix(), s.AsOf.Unix(), s.Author)
		return true, err
	})
	if err != nil {
		return fmt.Errorf("store: save study %q: %w", s.ID, err)
	}
	return db.lasting("save study", nil)
}

// SetStudyResult records the hash of the first result of a saved study; a later one leaves the first as it is. The error
// wraps ErrNotFound for an unknown id.
func (db *DB) SetStudyResult(ctx context.Context, id, sha256 string) error {
	err := db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		if _, err := scanStudy(tx.QueryRowContext(ctx, selectStudy, id)); err != nil {
			return false, err
		}
		_, err := tx.ExecContext(ctx, updateStudyResult, id, sha256)
		return true, err
	})
	if err != nil {
		return fmt.Errorf("store: result of study %q: %w", id, err)
	}
	return nil
}

// Study returns the saved study of that id. The error wraps ErrNotFound where there is none.
func (db *DB) Study(ctx context.Context, id string) (Study, error) {
	s, err := scanStudy(db.read.QueryRowContext(ctx, selectStudy, id))
	if err != nil {
		return Study{}, fmt.Errorf("store: study %q: %w", id, err)
	}
	return s, nil
}

// Studies returns all saved studies, the last fixed first.
func (db *DB) Studies(ctx context.Context) ([]Study, error) {
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (Study, error) { return scanStudy(rows) }, selectStudies)
	return list, wrap("studies", err)
}

func scanStudy(row interface{ Scan(...any) error }) (s Study, err error) {
	var parameters string
	var fixed, asOf int64
	var hash sql.NullString
	err = row.Scan(&s.ID, &s.Title, &parameters, &fixed, &asOf, &hash, &s.Author)
	if errors.Is(err, sql.ErrNoRows) {
		return s, ErrNotFound
	}
	s.Parameters, s.FixedAt, s.AsOf, s.ResultSHA256 = json.RawMessage(parameters), utc(fixed), utc(asOf), hash.String
	return s, err
}
