package web

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync"
)

// results keeps what is dear to compute: each result once however many ask for it, a few at a time so that the other pages
// stay quick, and the newest of them in memory. A key names the question and the version of the figures.
type results struct {
	mu     sync.Mutex
	known  map[string]*list.Element // of *result
	recent list.List                // the last used first
	rows   int                      // held by finished results
	gate   chan struct{}
	queued int
}

type result struct {
	key   string
	done  chan struct{} // closed when value and err are there
	value any
	err   error
	rows  int
}

const (
	mostResults = 64
	mostRows    = 200_000 // over all results: about 200 MB of reports at the worst
	mostQueued  = 32
)

func newResults() *results {
	return &results{known: map[string]*list.Element{}, gate: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1))}
}

// errBusy is the answer where too many questions wait.
var errBusy = &refusal{http.StatusServiceUnavailable, "Too many questions at once",
	"Many studies are being computed. Please try again in a minute; the other pages and the exports still work."}

// computed returns the result of key, computed by work where it is not kept; work also says how many rows the result holds.
// The reader who asks first may leave: the work goes on for the others and for the next one who asks. An error is not kept.
func computed[V any](ctx context.Context, r *results, key string, work func(context.Context) (V, int, error)) (V, error) {
	var none V
	one, err := r.find(key, func() (any, int, error) { return work(context.WithoutCancel(ctx)) })
	if err != nil {
		return none, err
	}
	select {
	case <-one.done:
	case <-ctx.Done():
		return none, ctx.Err()
	}
	if one.err != nil {
		return none, one.err
	}
	return one.value.(V), nil
}

func (r *results) find(key string, work func() (any, int, error)) (*result, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at, ok := r.known[key]; ok {
		r.recent.MoveToFront(at)
		return at.Value.(*result), nil
	}
	if r.queued >= mostQueued {
		return nil, errBusy
	}
	one := &result{key: key, done: make(chan struct{})}
	r.known[key] = r.recent.PushFront(one)
	r.queued++
	go r.run(one, work)
	return one, nil
}

func (r *results) run(one *result, work func() (any, int, error)) {
	r.gate <- struct{}{}
	one.value, one.rows, one.err = guarded(work)
	<-r.gate
	r.mu.Lock()
	defer r.mu.Unlock()
	r.queued--
	if one.err != nil {
		r.drop(r.known[one.key])
	} else {
		r.rows += one.rows
		r.forget()
	}
	close(one.done) // last: who waits finds everything in its place
}

// guarded turns a panic into an error: outside a request nothing else would catch it, and the server would end.
func guarded(work func() (any, int, error)) (value any, rows int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.Join(fmt.Errorf("web: panic: %v", p), errors.New(string(debug.Stack())))
		}
	}()
	return work()
}

// forget drops the results that were not used for longest until the rest is small enough. Unfinished ones stay.
func (r *results) forget() {
	for at := r.recent.Back(); at != nil && (r.recent.Len() > mostResults || r.rows > mostRows); {
		before := at.Prev()
		if one := at.Value.(*result); finished(one) && before != nil {
			r.rows -= one.rows
			r.drop(at)
		}
		at = before
	}
}

func finished(one *result) bool {
	select {
	case <-one.done:
		return true
	default:
		return false
	}
}

func (r *results) drop(at *list.Element) {
	delete(r.known, at.Value.(*result).key)
	r.recent.Remove(at)
}

// refusal is an error that is told to the reader as it stands.
type refusal struct {
	Status        int
	Title, Detail string
}

func (r *refusal) Error() string { return r.Title }
