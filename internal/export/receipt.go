package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// The names under which a receipt travels behind the body of an HTTP answer: a reader who gets no trailer, or another
// number of rows, has a short file.
const (
	TrailerRows   = "Detente-Rows"
	TrailerSHA256 = "Detente-Sha256"
)

// Receipt says what was written: the data rows, and the bytes with their SHA-256 in hex.
type Receipt struct {
	Rows   int
	Bytes  int64
	SHA256 string
}

// Deliver is Write with a receipt. Where it returns an error the receipt is zero, and what was written is a piece of a table.
func Deliver(ctx context.Context, w io.Writer, o Options, name string, from Source, q Query) (Receipt, error) {
	var r Receipt
	o.receipt = &r
	sealed := newSeal(w)
	if err := Write(ctx, sealed, o, name, from, q); err != nil {
		return Receipt{}, err
	}
	r.Bytes, r.SHA256 = sealed.bytes, sealed.sum()
	return r, nil
}

// seal passes bytes on and keeps their number and hash.
type seal struct {
	out   io.Writer
	hash  hash.Hash
	bytes int64
}

func newSeal(w io.Writer) *seal { return &seal{out: w, hash: sha256.New()} }

func (s *seal) Write(p []byte) (int, error) {
	n, err := s.out.Write(p)
	s.hash.Write(p[:n])
	s.bytes += int64(n)
	return n, err
}

func (s *seal) sum() string { return hex.EncodeToString(s.hash.Sum(nil)) }
