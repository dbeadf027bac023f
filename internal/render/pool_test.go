package render

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"detente/internal/chart"
)

// The pool and the cache are raced with a bundle that draws at once.
// A renderer that rested holds no engine, and draws as before.
func TestRestEndsIdleEngines(t *testing.T) {
	t.Parallel()
	r, c := renderer(t, Options{Kept: 1}), around7February(t, same)
	first, err := r.SVG(t.Context(), c, Picture{W: 600})
	if err != nil {
		t.Fatal(err)
	}
	r.Rest()
	if n := len(r.pool.idle); n != 0 {
		t.Errorf("%d engines are idle", n)
	}
	if _, err := r.SVG(t.Context(), c, Picture{W: 700}); err != nil { // of which one is kept
		t.Fatal(err)
	}
	again, err := r.SVG(t.Context(), c, Picture{W: 600})
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("after a rest it draws another picture: %v", err)
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	quick := `globalThis.draw = (text) => JSON.stringify({ svg: '<svg ><g id="zr0-' + JSON.parse(text).width + '"/></svg>', height: 100, notes: [] })`
	r, err := New([]byte(quick), Options{Engines: 2, Kept: 2, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	c := chart.Chart{ID: "x", Option: []byte(`{}`), Data: []byte(`{}`)}
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			w := 800 + 10*(i%3)
			svg, err := r.SVG(t.Context(), c, Picture{W: w})
			if err != nil || !bytes.Contains(svg, []byte(fmt.Sprintf(`-%d"`, w-2*margin))) {
				t.Errorf("%v: %s", err, svg)
			}
		})
	}
	all.Wait()
}

func TestACallerMayGiveUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := renderer(t, Options{}).SVG(ctx, around7February(t, same), Picture{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v: want context.Canceled", err)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	endless := []byte(`globalThis.draw = () => { for (;;) {} }`)
	greedy := []byte(`globalThis.draw = () => { const a = []; for (;;) a.push("x".repeat(1 << 20) + a.length) }`)
	c := chart.Chart{ID: "x", Option: []byte(`{}`), Data: []byte(`{}`)}
	for name, js := range map[string][]byte{"time": endless, "memory": greedy} {
		r, err := New(js, Options{Timeout: 200 * time.Millisecond, Memory: 32 << 20})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.SVG(t.Context(), c, Picture{}); err == nil || errors.Is(err, ErrInvalid) { // the reader asked for nothing wrong
			t.Errorf("%s: %v", name, err)
		}
		r.Close()
	}
	if _, err := New([]byte("not javascript ("), Options{}); err == nil {
		t.Error("a bundle that does not compile is taken")
	}
	r, err := New([]byte(`globalThis.draw = () => ""`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	if _, err := r.SVG(t.Context(), c, Picture{W: 100_000}); !errors.Is(err, ErrInvalid) {
		t.Errorf("size: %v", err)
	}
	if _, err := r.SVG(t.Context(), c, Picture{Theme: "sepia"}); !errors.Is(err, ErrInvalid) {
		t.Errorf("theme: %v", err)
	}
}
