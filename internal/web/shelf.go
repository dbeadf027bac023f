package web

import (
	"bytes"
	"container/list"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
)

// shelf keeps the newest answers whole and compressed, up to a number of bytes. What an answer is made of is in its key,
// so that a change of the figures makes another key and the old answer is never asked for again.
type shelf struct {
	mu    sync.Mutex
	most  int // bytes
	held  int
	order *list.List // of *shelved, last used first
	byKey map[string]*list.Element
}

type shelved struct {
	key  string
	body []byte
}

// shelfBytes holds some three hundred pages.
const shelfBytes = 12 << 20

func newShelf(most int) *shelf {
	return &shelf{most: most, order: list.New(), byKey: map[string]*list.Element{}}
}

// get returns the answer of a key, nil where it is not kept. Nobody may change it.
func (s *shelf) get(key string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.byKey[key]
	if !ok {
		return nil
	}
	s.order.MoveToFront(at)
	return at.Value.(*shelved).body
}

// put keeps an answer and lets go of those that were not asked for the longest.
func (s *shelf) put(key string, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, twice := s.byKey[key]; twice || len(body) > s.most/4 {
		return
	}
	s.byKey[key] = s.order.PushFront(&shelved{key, body})
	for s.held += len(body); s.held > s.most; {
		last := s.order.Back()
		old := s.order.Remove(last).(*shelved)
		delete(s.byKey, old.key)
		s.held -= len(old.body)
	}
}

// shelfKey is the key of an answer in the context of its request: it is set where the answer may be kept.
const shelfKey = "detente.shelf"

// fromShelf answers with what is kept under a tag, for readers who take it compressed and have not logged in.
func (s *Server) fromShelf(c echo.Context, tag string) (done bool, err error) {
	r := c.Request()
	if _, err := r.Cookie(sessionCookie); err == nil || r.Header.Get("Authorization") != "" || r.Method != http.MethodGet || !accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		return false, nil
	}
	key := tag + s.site(c)
	if body := s.shelf.get(key); body != nil {
		return true, compressed(c, body)
	}
	c.Set(shelfKey, key)
	return false, nil
}

// shelve keeps a page that was just made, and answers with it.
func (s *Server) shelve(c echo.Context, key string, page []byte) error {
	var body bytes.Buffer
	w, _ := gzip.NewWriterLevel(&body, 6) // there is such a level; the standard library gains 4 % and takes three times as long, while the reader waits
	if _, err := w.Write(page); err != nil {
		return fmt.Errorf("web: compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("web: compress: %w", err)
	}
	s.shelf.put(key, body.Bytes())
	return compressed(c, body.Bytes())
}

func compressed(c echo.Context, body []byte) error {
	h := c.Response().Header()
	h.Set("Content-Encoding", "gzip")
	h.Set("Content-Length", strconv.Itoa(len(body))) // else it is sent in pieces
	return c.HTMLBlob(http.StatusOK, body)
}
