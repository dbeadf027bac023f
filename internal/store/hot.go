package store

import (
	"context"
	"database/sql"
	"sync"
)

// hot keeps statements prepared from one transaction to the next: preparing costs more than a row.
// The zero value is ready for use.
type hot struct {
	mu       sync.Mutex
	prepared map[string]*sql.Stmt
	wanted   map[string]bool
}

// maxHot bounds the statements that are kept.
const maxHot = 64

// hotTx is a transaction that uses what is prepared and notes what is not.
type hotTx struct {
	*sql.Tx
	hot *hot
}

func (h *hot) in(tx *sql.Tx) *hotTx { return &hotTx{tx, h} }

func (t *hotTx) statement(ctx context.Context, query string) *sql.Stmt {
	t.hot.mu.Lock()
	defer t.hot.mu.Unlock()
	if s, ok := t.hot.prepared[query]; ok {
		return t.StmtContext(ctx, s)
	}
	if t.hot.wanted == nil {
		t.hot.wanted = map[string]bool{}
	}
	if len(t.hot.wanted) < maxHot {
		t.hot.wanted[query] = true
	}
	return nil
}

// QueryContext is that of sql.Tx, as are the next three.
func (t *hotTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s := t.statement(ctx, query); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

func (t *hotTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if s := t.statement(ctx, query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}

func (t *hotTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if s := t.statement(ctx, query); s != nil {
		return s.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

func (t *hotTx) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := t.statement(ctx, query); s != nil {
		return s, nil
	}
	return t.Tx.PrepareContext(ctx, query)
}

// warm prepares what transactions wanted. It runs between transactions, and never holds the lock while it waits for the
// connection: a transaction that has the connection may wait for the lock. What cannot be prepared is done without.
func (h *hot) warm(ctx context.Context, pool *sql.DB) {
	for query := range h.take() {
		s, err := pool.PrepareContext(ctx, query)
		if err != nil {
			continue
		}
		h.mu.Lock()
		if _, twice := h.prepared[query]; !twice && len(h.prepared) < maxHot {
			h.prepared[query], s = s, nil
		}
		h.mu.Unlock()
		if s != nil {
			_ = s.Close() // it was prepared meanwhile by somebody else
		}
	}
}

func (h *hot) take() map[string]bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.prepared == nil {
		h.prepared = map[string]*sql.Stmt{}
	}
	taken := h.wanted
	h.wanted = nil
	return taken
}
