// Package access holds the words of who may write: tokens and the logins opened with them.
//
// It makes no secret and stores nothing; the store keeps the hashes, pages and commands ask it.
package access

import (
	"crypto/subtle"
	"errors"
	"time"
)

// ErrDenied is wrapped by the error of a token or session that is unknown, revoked or expired. It does not say which.
var ErrDenied = errors.New("access denied")

// ErrUnwritable is wrapped by the error of a write that the database cannot take now, whoever asks: its file cannot be
// written, another program holds it, or the disk is full. Nothing was stored, and reading goes on.
var ErrUnwritable = errors.New("the database cannot be written")

// ErrLocked is wrapped by an ErrUnwritable that lasts for as long as another program holds the database.
var ErrLocked = errors.New("another program has the database locked")

// Token lets whoever holds its secret write. The secret is shown once, when it is made, and only its hash is kept.
type Token struct {
	ID      string
	Name    string // whose it is: the author of what is written with it
	Created time.Time
	Used    time.Time // zero where it never was; not finer than a minute
	Revoked time.Time // zero where it holds
}

// SessionLifetime is how long a login lasts, used or not.
const SessionLifetime = 12 * time.Hour

// Session is a login: a browser that presented a token.
type Session struct {
	Token   Token // with which it was opened: its name is the author
	Expires time.Time
	CSRF    string // to stand in every form of the session, and to be checked with ValidCSRF
}

// ValidCSRF tells whether presented is the session's value, in constant time.
func (s Session) ValidCSRF(presented string) bool {
	return s.CSRF != "" && subtle.ConstantTimeCompare([]byte(s.CSRF), []byte(presented)) == 1
}
