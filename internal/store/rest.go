package store

// Rest lets go of the memory of connections that nobody reads with: their pages and statements. The next reads open others,
// which costs each a millisecond. A database that cannot be written keeps its own, since they may hold its log in place. What
// others gave back to the allocator that SQLite uses goes with it.
func (db *DB) Rest() {
	if db.unwritable == nil {
		db.read.SetMaxIdleConns(0)
		db.read.SetMaxIdleConns(idleReaders)
		db.direct.rest()
	}
	trim()
}

// rest closes what is idle.
func (p *directPool) rest() {
	p.mu.Lock()
	idle := p.idle
	p.idle = nil
	p.mu.Unlock()
	for _, d := range idle {
		_ = d.close() // it read, and has nothing to lose
	}
}
