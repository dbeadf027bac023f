package render

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"modernc.org/quickjs"
)

const (
	defaultEngines = 2
	defaultMemory  = 256 << 20
	defaultTimeout = 10 * time.Second
	drawsAnEngine  = 200 // then a fresh one takes its place: what a chart leaves behind does not add up
)

// host is what the bundle expects of its surroundings and the engine does not have. Nothing is ever run later.
const host = `globalThis.setTimeout = () => 0; globalThis.clearTimeout = () => undefined;
globalThis.console = { log() {}, warn() {}, error() {}, info() {} };`

// pool hands out engines, each to one goroutine at a time.
type pool struct {
	bundle  []byte
	code    []byte // of the bundle, nil after a rest
	options Options
	slots   chan struct{}
	mu      sync.Mutex
	idle    []*engine
	closed  bool
}

func newPool(bundle []byte, o Options) (*pool, error) {
	if o.Engines <= 0 {
		o.Engines = defaultEngines
	}
	if o.Memory == 0 {
		o.Memory = defaultMemory
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	p := &pool{bundle: bundle, options: o, slots: make(chan struct{}, o.Engines)}
	return p, p.compile()
}

// compile makes the code that engines begin with, where there is none.
func (p *pool) compile() error {
	if p.code != nil {
		return nil
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		return fmt.Errorf("render: %w", err)
	}
	defer vm.Close()
	if p.code, err = vm.Compile(host+string(p.bundle), quickjs.EvalGlobal); err != nil {
		return fmt.Errorf("render: the bundle ssr.js does not compile: %w", err)
	}
	return nil
}

func (p *pool) draw(ctx context.Context, j job) (out drawn, err error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return out, ctx.Err()
	}
	defer func() { <-p.slots }()
	e, err := p.take()
	if err != nil {
		return out, err
	}
	out, err = e.draw(ctx, j)
	p.give(e, err)
	return out, err
}

var errClosed = errors.New("the renderer is closed")

func (p *pool) take() (*engine, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errClosed
	}
	if n := len(p.idle); n > 0 {
		e := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return e, nil
	}
	if err := p.compile(); err != nil {
		return nil, err
	}
	return newEngine(p.code, p.options)
}

// give takes an engine back. One that failed is not trusted again.
func (p *pool) give(e *engine, failed error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if failed != nil || p.closed || e.draws >= drawsAnEngine {
		e.close()
		return
	}
	p.idle = append(p.idle, e)
}

// rest ends the engines that do not draw and forgets the code; the next drawing compiles it and starts another.
func (p *pool) rest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letGo()
	p.code = nil
}

func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.letGo()
}

func (p *pool) letGo() {
	for _, e := range p.idle {
		e.close()
	}
	p.idle = nil
}

// engine is one JavaScript machine with the bundle loaded.
type engine struct {
	vm    *quickjs.VM
	draws int
}

func newEngine(code []byte, o Options) (*engine, error) {
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, err
	}
	e := &engine{vm: vm}
	vm.SetMemoryLimit(o.Memory)
	if err := vm.SetEvalTimeout(o.Timeout); err != nil {
		e.close()
		return nil, err
	}
	if _, err := vm.EvalBytecode(code); err != nil {
		e.close()
		return nil, fmt.Errorf("the bundle ssr.js does not start: %w", err)
	}
	return e, nil
}

func (e *engine) close() { _ = e.vm.Close() } // nothing is lost with it

func (e *engine) draw(ctx context.Context, j job) (out drawn, err error) {
	e.draws++
	text, err := json.Marshal(j)
	if err != nil {
		return out, err
	}
	stop := context.AfterFunc(ctx, e.vm.Interrupt)
	made, err := e.vm.Call("draw", string(text))
	if !stop() && ctx.Err() != nil {
		return out, ctx.Err()
	}
	if err != nil {
		return out, fmt.Errorf("not drawn within its time and memory: %w", err) // nothing that was asked for is wrong
	}
	answer, ok := made.(string)
	if !ok {
		return out, fmt.Errorf("the bundle gave %T", made)
	}
	return out, json.Unmarshal([]byte(answer), &out)
}
