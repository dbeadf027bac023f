package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"detente/internal/access"
	"detente/internal/event"
)

// The words of access are the package's of that name; the pages use them without the store.
type (
	Token   = access.Token
	Session = access.Session
)

// ErrDenied is wrapped by the error of a token or session that is unknown, revoked or expired. It does not say which.
var ErrDenied = access.ErrDenied

// tokenPrefix lets people and scanners of leaked secrets see what it is.
const tokenPrefix = "detente"

const secretBytes = 32

// newSecret returns an id, a secret that begins with prefix and the id, and the hash of the secret. 256 random bits need
// no slow hash: there is nothing to guess.
func newSecret(prefix string) (id, secret string, hash []byte) {
	var raw [8 + secretBytes]byte
	_, _ = rand.Read(raw[:]) // it never fails
	id = hex.EncodeToString(raw[:8])
	secret = prefix + "_" + id + "_" + base64.RawURLEncoding.EncodeToString(raw[8:])
	return id, secret, hashOf(secret)
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// idOf returns the id that a secret carries, empty where it is none.
func idOf(prefix, secret string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(secret, prefix+"_"), "_")
	return id
}

// noHash is compared with where no row is found, so that the answer takes as long.
var noHash [sha256.Size]byte

func matches(hash []byte, secret string) bool {
	if len(hash) != sha256.Size {
		hash = noHash[:]
	}
	return subtle.ConstantTimeCompare(hash, hashOf(secret)) == 1
}

const insertToken = `
INSERT INTO tokens (id, name, sha256, created_at)
VALUES (?1, ?2, ?3, ?4)`

// CreateToken makes a token and returns its secret, which cannot be had again. The name is that of an author.
func (db *DB) CreateToken(ctx context.Context, name string, now time.Time) (secret string, t Token, err error) {
	if err := CheckAuthor(name); err != nil {
		return "", t, err
	}
	id, secret, hash := newSecret(tokenPrefix)
	err = db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		_, err := tx.ExecContext(ctx, insertToken, id, name, hash, now.Unix())
		return true, err
	})
	if err != nil {
		return "", t, wrap("create token", err)
	}
	return secret, Token{ID: id, Name: name, Created: utc(now.Unix())}, nil
}

const selectTokens = `
SELECT id, name, created_at, used_at, revoked_at
  FROM tokens
 ORDER BY created_at, id`

// Tokens lists every token ever made, the revoked too, by the time they were made.
func (db *DB) Tokens(ctx context.Context) ([]Token, error) {
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (Token, error) { return scanToken(rows) }, selectTokens)
	return list, wrap("tokens", err)
}

func scanToken(rows *sql.Rows, more ...any) (t Token, err error) {
	var created int64
	var used, revoked sql.NullInt64
	err = rows.Scan(append([]any{&t.ID, &t.Name, &created, &used, &revoked}, more...)...)
	t.Created, t.Used, t.Revoked = utc(created), timeOf(used), timeOf(revoked)
	return t, err
}

// HasToken tells whether anybody can write: a token was made and holds.
func (db *DB) HasToken(ctx context.Context) (bool, error) {
	list, err := db.Tokens(ctx)
	for _, t := range list {
		if t.Revoked.IsZero() {
			return true, err
		}
	}
	return false, err
}

const revokeToken = `
UPDATE tokens
   SET revoked_at = ?2
 WHERE id = ?1 AND revoked_at IS NULL`

const endSessions = `
DELETE FROM sessions
 WHERE token = ?1`

// RevokeToken ends a token and every session opened with it. One that is not stored is ErrNotFound, one revoked before an
// error that says so.
func (db *DB) RevokeToken(ctx context.Context, id string, now time.Time) error {
	err := db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		t, _, err := findToken(ctx, tx, id)
		switch {
		case err != nil:
			return false, err
		case t.ID == "":
			return false, ErrNotFound
		case !t.Revoked.IsZero():
			return false, fmt.Errorf("%w: it was revoked at %s", event.ErrInvalid, t.Revoked.Format(time.RFC3339))
		}
		_, err = tx.ExecContext(ctx, revokeToken, id, now.Unix())
		if err != nil {
			return false, err
		}
		_, err = tx.ExecContext(ctx, endSessions, id)
		return true, err
	})
	what := fmt.Sprintf("revoke token %q", id)
	return db.lasting(what, wrap(what, err))
}

const selectToken = `
SELECT id, name, created_at, used_at, revoked_at, sha256
  FROM tokens
 WHERE id = ?1`

// findToken returns the zero Token where the id is not stored.
func findToken(ctx context.Context, q querier, id string) (t Token, hash []byte, err error) {
	list, err := collect(ctx, q, func(rows *sql.Rows) (Token, error) { return scanToken(rows, &hash) }, selectToken, id)
	if err != nil || len(list) == 0 {
		return t, nil, err
	}
	return list[0], hash, nil
}

const touchToken = `
UPDATE tokens
   SET used_at = ?2
 WHERE id = ?1`

// CheckToken returns the token of a secret, or ErrDenied. The comparison takes the same time whatever is presented.
func (db *DB) CheckToken(ctx context.Context, secret string, now time.Time) (Token, error) {
	t, hash, err := findToken(ctx, db.read, idOf(tokenPrefix, secret))
	if err != nil {
		return Token{}, wrap("check token", err)
	}
	if ok := matches(hash, secret); !ok || !t.Revoked.IsZero() {
		return Token{}, wrap("check token", ErrDenied)
	}
	if now.Sub(t.Used) >= time.Minute {
		t.Used = utc(now.Unix())
		err = db.transact(ctx, func(tx *sql.Tx) (bool, error) {
			_, err := tx.ExecContext(ctx, touchToken, t.ID, now.Unix())
			return true, err
		})
	}
	return t, wrap("check token", err)
}
