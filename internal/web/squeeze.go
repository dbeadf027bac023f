package web

import (
	"bytes"
	"fmt"

	"github.com/klauspost/compress/gzip"
)

// squeeze compresses what is written to it on another processor, while the page is still being made: half of the time that
// it takes is then no reader's. It is for one goroutine, which must call end.
type squeeze struct {
	pieces chan []byte
	piece  []byte
	body   bytes.Buffer // read by the writer once done is closed
	err    error
	ended  bool
	done   chan struct{}
}

const (
	pieceBytes = 32 << 10
	mostPieces = 64 // that may wait: a page is seldom longer
)

func newSqueeze() *squeeze {
	s := &squeeze{pieces: make(chan []byte, mostPieces), done: make(chan struct{})}
	go s.compress()
	return s
}

// Write takes text; it never fails.
func (s *squeeze) Write(text []byte) (int, error) {
	if s.piece == nil {
		s.piece = make([]byte, 0, pieceBytes)
	}
	if s.piece = append(s.piece, text...); len(s.piece) >= pieceBytes {
		s.pieces <- s.piece
		s.piece = nil
	}
	return len(text), nil
}

// end returns all that was written, compressed. Called again it returns the same.
func (s *squeeze) end() ([]byte, error) {
	if !s.ended {
		s.pieces <- s.piece
		close(s.pieces)
		s.ended = true
	}
	<-s.done
	return s.body.Bytes(), s.err
}

func (s *squeeze) compress() {
	defer close(s.done)
	w, _ := gzip.NewWriterLevel(&s.body, 6) // there is such a level; the standard library gains 4 % and takes three times as long, while the reader waits
	for piece := range s.pieces {
		if _, err := w.Write(piece); err != nil && s.err == nil {
			s.err = fmt.Errorf("web: compress: %w", err)
		}
	}
	if err := w.Close(); err != nil && s.err == nil {
		s.err = fmt.Errorf("web: compress: %w", err)
	}
}
