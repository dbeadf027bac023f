package web

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
)

func TestSqueezeLosesNothing(t *testing.T) {
	t.Parallel()
	for _, length := range []int{0, 1, pieceBytes - 1, pieceBytes, 3*pieceBytes + 7, (mostPieces + 9) * pieceBytes} {
		want := strings.Repeat("ninety roubles a dollar ", length/24+1)[:length]
		s := newSqueeze()
		for rest := want; rest != ""; {
			n := min(len(rest), 1+len(rest)%5000)
			_, _ = io.WriteString(s, rest[:n])
			rest = rest[n:]
		}
		packed, err := s.end()
		if again, _ := s.end(); err != nil || !bytes.Equal(packed, again) {
			t.Fatal(length, err)
		}
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(length, err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != want {
			t.Errorf("%d bytes come back as %d: %v", length, len(got), err)
		}
	}
}
