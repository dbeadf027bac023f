package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"time"

	"detente/internal/access"
)

// SessionLifetime is how long a login lasts, used or not.
const SessionLifetime = access.SessionLifetime

const sessionPrefix = "session"

// csrfOf is a value that only who holds the secret could make.
func csrfOf(secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte("detente forms")) // a hash takes every byte
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

const deleteExpired = `
DELETE FROM sessions
 WHERE expires_at <= ?1`

const insertSession = `
INSERT INTO sessions (id, token, sha256, created_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5)`

// OpenSession checks the secret of a token and opens a session with it. secret is for the cookie; only its hash is kept.
// A token that does not hold is ErrDenied. Expired sessions are dropped.
func (db *DB) OpenSession(ctx context.Context, token string, now time.Time) (secret string, s Session, err error) {
	t, err := db.CheckToken(ctx, token, now)
	if err != nil {
		return "", s, err
	}
	id, secret, hash := newSecret(sessionPrefix)
	expires := now.Add(SessionLifetime)
	err = db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		if _, err := tx.ExecContext(ctx, deleteExpired, now.Unix()); err != nil {
			return false, err
		}
		_, err := tx.ExecContext(ctx, insertSession, id, t.ID, hash, now.Unix(), expires.Unix())
		return true, err
	})
	if err != nil {
		return "", s, wrap("open session", err)
	}
	return secret, Session{Token: t, Expires: utc(expires.Unix()), CSRF: csrfOf(secret)}, nil
}

const selectSession = `
SELECT t.id, t.name, t.created_at, t.used_at, t.revoked_at, s.sha256, s.expires_at
  FROM sessions AS s
  JOIN tokens AS t ON t.id = s.token
 WHERE s.id = ?1`

// CheckSession returns the session of a cookie's secret, or ErrDenied where it is unknown, expired, closed, or its token
// revoked.
func (db *DB) CheckSession(ctx context.Context, secret string, now time.Time) (Session, error) {
	var hash []byte
	var expires int64
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (Token, error) { return scanToken(rows, &hash, &expires) }, selectSession, idOf(sessionPrefix, secret))
	if err != nil {
		return Session{}, wrap("check session", err)
	}
	if ok := matches(hash, secret); !ok || len(list) == 0 || !list[0].Revoked.IsZero() || expires <= now.Unix() {
		return Session{}, wrap("check session", ErrDenied)
	}
	return Session{Token: list[0], Expires: utc(expires), CSRF: csrfOf(secret)}, nil
}

const deleteSession = `
DELETE FROM sessions
 WHERE id = ?1`

// CloseSession ends the session of a cookie's secret; one that is not open is no error.
func (db *DB) CloseSession(ctx context.Context, secret string, now time.Time) error {
	switch _, err := db.CheckSession(ctx, secret, now); {
	case errors.Is(err, ErrDenied):
		return nil
	case err != nil:
		return err
	}
	return wrap("close session", db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		_, err := tx.ExecContext(ctx, deleteSession, idOf(sessionPrefix, secret))
		return true, err
	}))
}
