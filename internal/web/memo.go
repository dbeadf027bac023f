package web

import "sync"

// memo keeps the value of the newest key, and makes it once however many ask at the same time.
type memo[V any] struct {
	mu    sync.Mutex
	known bool
	key   int64
	value V
}

// get returns the value of key, made where it is not the one that is kept. An error is not kept.
func (m *memo[V]) get(key int64, make func() (V, error)) (V, error) {
	return m.renew(key, func(V, int64) (V, error) { return make() })
}

// renew is get for a value that is made of the one that is kept, whose key is told too; both are zero where none is.
func (m *memo[V]) renew(key int64, make func(kept V, of int64) (V, error)) (V, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known && m.key == key {
		return m.value, nil
	}
	value, err := make(m.value, m.key)
	if err == nil {
		m.known, m.key, m.value = true, key, value
	}
	return value, err
}
