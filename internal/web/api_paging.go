package web

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"

	"detente/internal/export"
)

// paging says which rows of a list are meant: limit of them after the cursor.
type paging struct {
	limit  int
	cursor string // empty for the first page
}

const (
	usualLimit = 1000
	mostLimit  = 10_000
)

// paged adds to own the parameters of paging.
func paged[S any](of func(*S) *paging, own readers[S]) readers[S] {
	own["limit"] = func(s *S, v string) error {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > mostLimit {
			return fmt.Errorf("%q: want a whole number from 1 to %d", clip(v), mostLimit)
		}
		of(s).limit = n
		return nil
	}
	own["cursor"] = func(s *S, v string) error {
		raw, err := base64.RawURLEncoding.DecodeString(v)
		if err != nil || len(raw) == 0 {
			return errCursor
		}
		of(s).cursor = string(raw)
		return nil
	}
	return own
}

var errCursor = errors.New("is not one that this list gave: follow the link to the next page")

func (p paging) rows() int {
	if p.limit == 0 {
		return usualLimit
	}
	return p.limit
}

// page cuts rows to the limit; where some are left, next is the cursor made of the last row's key.
func page[T any](rows []T, p paging, key func(T) string) (cut []T, next string) {
	if rows == nil {
		rows = []T{} // an empty list, and not null
	}
	if len(rows) <= p.rows() {
		return rows, ""
	}
	cut = rows[:p.rows()]
	return cut, base64.RawURLEncoding.EncodeToString([]byte(key(cut[len(cut)-1])))
}

// rowsOf are rows as the exports write them, so that the API and the files say the same.
func rowsOf(write func(io.Writer, export.Options) error) (rowsJSON, error) {
	rows := (*rowsPool.Get().(*rowsJSON))[:0]
	err := write(&rows, export.Options{Format: export.JSON})
	return rows, err
}

// rowsPool keeps rows that were copied into their answer: a list is asked for thousands of times a second.
var rowsPool = sync.Pool{New: func() any { return new(rowsJSON) }}

// rowsJSON is an array of rows as it is written: without the line breaks of a file. A line break within a text is escaped, so
// that each one is between the rows.
type rowsJSON []byte

func (r *rowsJSON) Write(p []byte) (int, error) {
	*r = slices.Grow(*r, len(p))
	for line := range bytes.SplitSeq(p, []byte{'\n'}) {
		*r = append(*r, line...)
	}
	return len(p), nil
}

// MarshalJSON gives the rows.
func (r rowsJSON) MarshalJSON() ([]byte, error) { return r, nil }
