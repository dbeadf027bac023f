package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// carried is what a page over the end of the program begins with: a line of JSON. The page follows as it is sent.
type carried struct {
	Key     string
	Version int64
	Span    time.Duration
	Began   int64
	Tag     string
	Header  http.Header
	Sum     [sha256.Size]byte // of the page
}

// firstPage is the route of the page that a first visit asks for.
const firstPage = "/"

// Keep is the first page as it was sent last, for the Kept of a later one; nil where none stands that is of the figures of now.
func (s *Server) Keep(ctx context.Context) []byte {
	version, err := s.Store.Version(ctx)
	if err != nil {
		return nil
	}
	page := s.shelf.last(func(page *shelved) bool {
		return strings.HasSuffix(page.key, "\n"+firstPage) && page.stands(version, s.Now())
	})
	if page == nil {
		return nil
	}
	head, err := json.Marshal(carried{page.key, page.version, page.span, page.began, page.tag[0], page.header, sha256.Sum256(page.body)})
	if err != nil {
		return nil
	}
	return append(append(head, '\n'), page.body...)
}

// prime takes a page that another run has kept, and tells whether it stands.
func (s *Server) prime(kept []byte) bool {
	head, body, found := bytes.Cut(kept, []byte{'\n'})
	var c carried
	if !found || json.Unmarshal(head, &c) != nil || c.Sum != sha256.Sum256(body) {
		return false
	}
	e := edition{c.Version, c.Span, c.Began}
	if version, err := s.Store.Version(context.Background()); err != nil || !e.stands(version, s.Now()) {
		return false
	}
	page := &shelved{key: c.Key, edition: e, tag: []string{c.Tag}, header: c.Header}
	s.putPage(page, firstPage, body)
	return true
}

// afterFirst is how long reading ahead leaves the processors to who is sent a page that was kept.
const afterFirst = 100 * time.Millisecond

// readAhead has the figures of the first page read before anybody asks, where that is wanted. A failure is left to the first reader.
func (s *Server) readAhead(primed bool) {
	if s.Ahead == nil {
		return
	}
	wait := time.Duration(0)
	if primed {
		wait = afterFirst
	}
	time.AfterFunc(wait, func() { _, _ = s.loadFigures(s.Ahead, query{}) })
}

// last is the answer that was asked for last of those that match; nil for none.
func (s *shelf) last(match func(*shelved) bool) *shelved {
	s.mu.Lock()
	defer s.mu.Unlock()
	for at := s.order.Front(); at != nil; at = at.Next() {
		if page := at.Value.(*shelved); match(page) {
			return page
		}
	}
	return nil
}
