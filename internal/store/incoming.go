package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite/vtab"
)

// Candles on their way into the file stand in a virtual table, so that one statement takes a whole batch: binding each row
// to a statement of its own costs twice as much as storing it.

const incomingModule = "detente_incoming"

var (
	registerIncoming = sync.OnceValue(func() error { return vtab.RegisterModule(nil, incomingModule, incomingTables{}) })
	incomingOf       sync.Map // of *incoming, by the number that names it in CREATE VIRTUAL TABLE
	incomingNumber   atomic.Int64
)

// incoming is the batch of one database that is on its way.
type incoming struct {
	number int64
	rows   []candleRow
	// Room for a batch and for what its rollups need; whoever holds the writing connection uses it.
	roomy []candleRow
	nodes []node
}

// maxRoom is the most rows that room is kept for from one batch of an import to the next: about 12 MB.
const maxRoom = 50_000

// tidy lets the room go.
func (in *incoming) tidy() { in.roomy, in.nodes = nil, nil }

// room returns an empty list for n rows that is the caller's until the transaction ends.
func (in *incoming) room(n int) []candleRow {
	if in == nil || n > maxRoom || n < manyCandles {
		return make([]candleRow, 0, n)
	}
	in.roomy = slices.Grow(in.roomy[:0], n)
	return in.roomy
}

// nodeRoom is room for nodes.
func (in *incoming) nodeRoom(n int) []node {
	if in == nil || n > maxRoom || n < manyCandles {
		return make([]node, 0, n)
	}
	in.nodes = slices.Grow(in.nodes[:0], n)
	return in.nodes
}

func newIncoming() *incoming {
	in := &incoming{number: incomingNumber.Add(1)}
	incomingOf.Store(fmt.Sprint(in.number), in)
	return in
}

func (in *incoming) close() { incomingOf.Delete(fmt.Sprint(in.number)) }

// show makes rows the content of temp.incoming.
func (in *incoming) show(ctx context.Context, tx transaction, rows []candleRow) error {
	in.rows = rows
	_, err := tx.ExecContext(ctx, fmt.Sprintf("CREATE VIRTUAL TABLE IF NOT EXISTS temp.incoming USING %s(%d)", incomingModule, in.number))
	return err
}

type incomingTables struct{}

// Create makes the table; its one argument is the number of an incoming.
func (incomingTables) Create(c vtab.Context, args []string) (vtab.Table, error) {
	if len(args) != 4 {
		return nil, fmt.Errorf("%s takes one argument", incomingModule)
	}
	in, ok := incomingOf.Load(args[3])
	if !ok {
		return nil, fmt.Errorf("%s: no rows are on their way under %s", incomingModule, args[3])
	}
	return in.(*incoming), c.Declare("CREATE TABLE x (start INTEGER, open INTEGER, high INTEGER, low INTEGER, close INTEGER, scale INTEGER, volume INTEGER, volume_scale INTEGER)")
}

// Connect is Create.
func (m incomingTables) Connect(c vtab.Context, args []string) (vtab.Table, error) {
	return m.Create(c, args)
}

// BestIndex reads all rows in their order, whatever is asked.
func (in *incoming) BestIndex(info *vtab.IndexInfo) error {
	info.EstimatedRows, info.EstimatedCost = int64(len(in.rows)), float64(len(in.rows))
	return nil
}

// Open starts a reading.
func (in *incoming) Open() (vtab.Cursor, error) { return &incomingCursor{rows: in.rows}, nil }

// Disconnect has nothing to let go.
func (in *incoming) Disconnect() error { return nil }

// Destroy has nothing to let go.
func (in *incoming) Destroy() error { return nil }

type incomingCursor struct {
	rows []candleRow
	at   int
}

func (c *incomingCursor) Filter(int, string, []vtab.Value) error { c.at = 0; return nil }
func (c *incomingCursor) Next() error                            { c.at++; return nil }
func (c *incomingCursor) Eof() bool                              { return c.at >= len(c.rows) }
func (c *incomingCursor) Rowid() (int64, error)                  { return int64(c.at), nil }
func (c *incomingCursor) Close() error                           { return nil }

func (c *incomingCursor) Column(i int) (driver.Value, error) {
	r := &c.rows[c.at]
	switch i {
	case 0:
		return r.Start.Unix(), nil
	case 1:
		return r.Open.Unscaled, nil
	case 2:
		return r.High.Unscaled, nil
	case 3:
		return r.Low.Unscaled, nil
	case 4:
		return r.Close.Unscaled, nil
	case 5:
		return int64(r.Open.Scale), nil
	case 6:
		return r.Volume.Unscaled, nil
	}
	return int64(r.Volume.Scale), nil
}
