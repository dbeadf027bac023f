package render

import (
	"container/list"
	"context"
	"sync"
)

// cache keeps the charts drawn last, and draws each once however many ask at the same time.
type cache struct {
	mu    sync.Mutex
	max   int
	order *list.List // of *entry, newest first
	byKey map[string]*list.Element
}

type entry struct {
	key   string
	ready chan struct{}
	svg   []byte
	err   error
}

func newCache(max int) *cache {
	return &cache{max: max, order: list.New(), byKey: map[string]*list.Element{}}
}

// get returns the bytes of key, made where they are not kept; the caller must not change them. An error is not kept. Who
// waits for another's drawing that was given up draws itself.
func (c *cache) get(ctx context.Context, key string, make func() ([]byte, error)) ([]byte, error) {
	for {
		e, mine := c.claim(key)
		if mine {
			e.svg, e.err = make()
			if e.err != nil {
				c.drop(e)
			}
			close(e.ready)
			return e.svg, e.err
		}
		select {
		case <-e.ready:
			if e.err == nil {
				return e.svg, nil
			}
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if !cancelled(e.err) {
				return nil, e.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (c *cache) claim(key string) (e *entry, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.byKey[key]; ok {
		c.order.MoveToFront(at)
		return at.Value.(*entry), false
	}
	e = &entry{key: key, ready: make(chan struct{})}
	c.byKey[key] = c.order.PushFront(e)
	for c.order.Len() > c.max {
		last := c.order.Back()
		delete(c.byKey, last.Value.(*entry).key)
		c.order.Remove(last)
	}
	return e, true
}

func (c *cache) drop(e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.byKey[e.key]; ok && at.Value.(*entry) == e {
		delete(c.byKey, e.key)
		c.order.Remove(at)
	}
}

// forget lets go of all. Who waits for a drawing still gets it.
func (c *cache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order.Init()
	clear(c.byKey)
}
