// Package markup writes HTML as html/template would escape it: what the Go that internal/pagegen makes of the templates calls. Which
// escaper a place needs is html/template's judgement, made when the Go is made.
package markup

import (
	"fmt"
	"io"
	"strconv"
	"sync"
)

// Writer gathers a page and passes it on in pieces. It is for one goroutine. Pages call its methods thousands of times, which are
// therefore not written out at each call: that would be half a megabyte of program.
type Writer struct {
	out  io.Writer
	held []byte
	err  error // of out; nothing is passed on after it
}

// pieceBytes is how much is gathered before it is passed on.
const pieceBytes = 16 << 10

var writers = sync.Pool{New: func() any { return &Writer{held: make([]byte, 0, 2*pieceBytes)} }}

// Compose lets page write to out. Its error is out's, or what kept the page from being whole, which ends it with a panic.
func Compose(out io.Writer, page func(*Writer)) (err error) {
	w := writers.Get().(*Writer)
	w.out, w.held, w.err = out, w.held[:0], nil
	defer func() {
		w.out = nil
		if cap(w.held) <= 4*pieceBytes { // a chart is written at once, and would be kept for ever
			writers.Put(w)
		}
	}()
	defer func() {
		switch broken := recover().(type) {
		case nil:
		case error: // also of a method that a page calls: it is the page that cannot be made
			err = broken
		default:
			err = fmt.Errorf("%v", broken)
		}
	}()
	page(w)
	w.pass()
	return w.err
}

func (w *Writer) pass() {
	if w.err == nil {
		_, w.err = w.out.Write(w.held)
	}
	w.held = w.held[:0]
}

// Raw writes markup as it is.
func (w *Writer) Raw(markup string) {
	w.held = append(w.held, markup...)
	if len(w.held) >= pieceBytes {
		w.pass()
	}
}

// Text writes what stands between tags, in a quoted attribute, or in a title or textarea.
func (w *Writer) Text(text string) {
	w.held = appendText(w.held, text)
	if len(w.held) >= pieceBytes {
		w.pass()
	}
}

// URL writes an address that an attribute is, or begins with. One of a scheme that might run something leads nowhere.
func (w *Writer) URL(address string) {
	if !safe(address) {
		address = nowhere
	}
	w.URLRest(address)
}

// URLRest writes what follows the beginning of an address, as a path.
//
//go:noinline
func (w *Writer) URLRest(path string) { w.held = appendURL(w.held, path, true) }

// URLPart writes what is one part of an address: behind a question mark, or a number sign.
//
//go:noinline
func (w *Writer) URLPart(part string) { w.held = appendURL(w.held, part, false) }

// Int writes a number, which no place needs escaped.
//
//go:noinline
func (w *Writer) Int(n int64) { w.held = strconv.AppendInt(w.held, n, 10) }

// Uint is Int for numbers without a sign.
//
//go:noinline
func (w *Writer) Uint(n uint64) { w.held = strconv.AppendUint(w.held, n, 10) }

// Bool writes true or false.
func (w *Writer) Bool(b bool) { w.held = strconv.AppendBool(w.held, b) }

// At is what p points to. A page that needs it and has nothing there cannot be made.
func At[T any](p *T, what string) *T {
	if p == nil {
		panic(fmt.Errorf("%s is missing", what))
	}
	return p
}

// Index is an element of a list that has to have it.
func Index[T any](list []T, i int, what string) *T {
	if i < 0 || i >= len(list) {
		panic(fmt.Errorf("%s has %d elements, not %d", what, len(list), i+1))
	}
	return &list[i]
}

// Must is a value, or the end of the page.
func Must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
