// Package saved holds the words of saved studies: parameters that were fixed under a name before their result was seen.
//
// It computes nothing and stores nothing; the store keeps a Study, pages and commands make and show it.
package saved

import (
	"encoding/json"
	"errors"
	"time"
)

// ErrTaken is wrapped where a study of that id is saved already: its parameters stay as they were fixed.
var ErrTaken = errors.New("saved already")

// Study is a saved study: its parameters were fixed at FixedAt, before its result was seen, and never change after.
type Study struct {
	ID           string // letters, digits and hyphens
	Title        string
	Parameters   json.RawMessage // canonical: seed, selection rule and data version are among them
	FixedAt      time.Time
	AsOf         time.Time // figures and events as they were known then
	ResultSHA256 string    // of the result, in hexadecimal; empty until it was run
	Author       string
}
