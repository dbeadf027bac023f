package web

import (
	"bytes"
	"container/list"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/exposition"
)

// shelf keeps the newest answers whole and compressed, up to a number of bytes. Of each address, as one reader or another sees
// it, there is one: an answer made of newer figures takes the place of the older.
type shelf struct {
	mu    sync.Mutex
	most  int // bytes
	held  int
	order *list.List // of *shelved, last used first
	byKey map[string]*list.Element
}

// shelved is an answer with what its headers say. Nobody changes it.
type shelved struct {
	key string
	edition
	tag, length []string    // as headers have them
	header      http.Header // the others that its first answer had, but for those of that one request
	body        []byte
	sent, same  *exposition.Timings // of how long it took to send it, and to say that the reader has it
}

// edition is what a page is made of beside what its reader asks for: the figures, and the clock, which stands still for a span.
type edition struct {
	version int64
	span    time.Duration // zero where the page tells no time
	began   int64         // when this one did, in seconds; zero without a span
}

func editionOf(version int64, span time.Duration, now time.Time) edition {
	e := edition{version: version, span: span}
	if span > 0 {
		e.began = now.Truncate(span).Unix()
	}
	return e
}

// stands tells whether an edition is that of the figures of a version, now.
func (e edition) stands(version int64, now time.Time) bool {
	return e == editionOf(version, e.span, now)
}

// shelfBytes holds some hundred pages.
const shelfBytes = 12 << 20

func newShelf(most int) *shelf {
	return &shelf{most: most, order: list.New(), byKey: map[string]*list.Element{}}
}

// get returns the answer of a key, of whatever edition it is; nil where none is kept.
func (s *shelf) get(key []byte) *shelved {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.byKey[string(key)]
	if !ok {
		return nil
	}
	s.order.MoveToFront(at)
	return at.Value.(*shelved)
}

// put keeps an answer in the place of the one before, and lets go of those that were not asked for the longest.
func (s *shelf) put(page *shelved) {
	if page.bytes() > s.most/4 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if before, ok := s.byKey[page.key]; ok {
		s.drop(before)
	}
	s.byKey[page.key] = s.order.PushFront(page)
	for s.held += page.bytes(); s.held > s.most; {
		s.drop(s.order.Back())
	}
}

func (s *shelf) drop(at *list.Element) {
	old := s.order.Remove(at).(*shelved)
	delete(s.byKey, old.key)
	s.held -= old.bytes()
}

// bytes is what an answer costs. Who asks chooses the key: sixty thousand bytes of host or regions for a page of three.
func (page *shelved) bytes() int { return len(page.key) + len(page.body) }

// shelfKey is where the context of a request has the answer that is being made and may be kept.
const shelfKey = "detente.shelf"

// fromShelf answers with what is kept of an edition, for readers who may have it.
func (s *Server) fromShelf(c echo.Context, e edition, tag string) (done bool, err error) {
	r := c.Request()
	if !sharing(r) {
		return false, nil
	}
	key := s.pageKey(nil, r)
	if page := s.shelf.get(key); page != nil && page.edition == e {
		return true, page.send(c)
	}
	c.Set(shelfKey, &shelved{key: string(key), edition: e, tag: []string{tag}})
	return false, nil
}

// sharing tells whether a reader may have what was made for another: who takes it compressed and has not logged in.
func sharing(r *http.Request) bool {
	if r.Method != http.MethodGet || r.Header.Get("Authorization") != "" || !accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		return false
	}
	_, err := r.Cookie(sessionCookie)
	return err != nil
}

// shelve keeps a page that write makes, and answers with it.
func (s *Server) shelve(c echo.Context, page *shelved, write func(io.Writer) error) error {
	squeezed := newSqueeze()
	defer func() { _, _ = squeezed.end() }() // also where making it panics
	err := write(squeezed)
	body, failed := squeezed.end()
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	page.header = c.Response().Header().Clone()
	page.header.Del(requestID)
	page.header.Del("Set-Cookie")
	s.putPage(page, s.routeOf(c), bytes.Clone(body)) // without the room that the buffer has left
	return page.send(c)
}

// putPage completes a page of a route with its body and puts it on the shelf.
func (s *Server) putPage(page *shelved, route string, body []byte) {
	page.body, page.length = body, []string{strconv.Itoa(len(body))} // else it is sent in pieces
	page.sent, page.same = s.metrics.timing(route, http.MethodGet, "2xx"), s.metrics.timing(route, http.MethodGet, "3xx")
	s.shelf.put(page)
}

func (page *shelved) send(c echo.Context) error {
	h := c.Response().Header()
	h["Content-Encoding"], h["Content-Length"] = gzipped, page.length
	return c.HTMLBlob(http.StatusOK, page.body)
}

var gzipped = []string{"gzip"}
