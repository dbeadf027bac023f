package collect

import (
	"context"
	"errors"
	"fmt"

	"detente/internal/runlog"
)

// claim is a source that this collection alone works on.
type claim struct {
	release func()
	sure    bool // no other program can hold it: whatever is recorded as going is dead
}

// claim takes a source; where another run of it is going, here or in another program, the error is ErrBusy, at once and
// without a record.
func (c *Collector) claim(name string) (claim, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy[name] {
		return claim{}, fmt.Errorf("collect: %s: %w, in this program", name, ErrBusy)
	}
	release, ok, err := c.store.Claim(name)
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		release = func() {}
	case err != nil:
		return claim{}, fmt.Errorf("collect: %s: %w", name, err)
	case !ok:
		return claim{}, fmt.Errorf("collect: %s: %w, in another program: wait until it has ended", name, ErrBusy)
	}
	c.busy[name] = true
	return claim{sure: err == nil, release: func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.busy, name)
		release()
	}}, nil
}

// bury closes the runs of a source whose program died, if nobody collects it now.
func (c *Collector) bury(ctx context.Context, name string) error {
	held, err := c.claim(name)
	if errors.Is(err, ErrBusy) {
		return nil
	}
	if err != nil {
		return err
	}
	defer held.release()
	return c.yield(ctx, name, 0, held.sure)
}

// gone is what is written into the record of a run whose program died.
func gone(r runlog.Run) runlog.Run {
	r.Status, r.Error = runlog.Failed, "the program ended before the run did"
	return r
}
