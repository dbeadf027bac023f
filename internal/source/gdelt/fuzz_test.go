package gdelt

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// A list names a file of events or it is an error; the file that it names is checked against what it says of it.
func FuzzLatest(f *testing.F) {
	f.Add([]byte("24611 8afbf006f6b9c76e05c9bbce9629efdc http://data.gdeltproject.org/gdeltv2/20260913013000.export.CSV.zip\n" +
		"52340 e1b1a0c8b2a0d3c4e5f60718293a4b5c http://data.gdeltproject.org/gdeltv2/20260913013000.mentions.CSV.zip\n"))
	f.Add([]byte("1 d41d8cd98f00b204e9800998ecf8427e http://x/20220230113000.export.CSV.zip\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := latest(bytes.NewReader(text))
		if err != nil {
			return
		}
		if e.Size <= 0 || len(e.MD5) != 32 || !strings.HasSuffix(e.Name, ".export.CSV.zip") || (e.Verify(text) == nil && e.Size != int64(len(text))) {
			t.Fatalf("%+v", e)
		}
	})
}

// An archive never unpacks to more than it may, whatever it says of itself.
func FuzzUnzip(f *testing.F) {
	f.Add(pack(f, "20220207.export.CSV", oldRow(nil)))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, body []byte) {
		in, err := unzip(body)
		if err != nil {
			return
		}
		n, err := io.Copy(io.Discard, in)
		if n > maxUnzipped {
			t.Fatalf("%d bytes unpack to %d (%v)", len(body), n, err)
		}
	})
}

func FuzzParseRow(f *testing.F) {
	f.Add(row(nil))
	f.Add(oldRow(nil))
	f.Fuzz(func(t *testing.T, line string) {
		l, ok := layoutOf(strings.Count(line, "\t") + 1)
		if !ok {
			return
		}
		r, err := parseRow(line, l)
		if err != nil {
			return
		}
		if r.Goldstein < -10 || r.Goldstein > 10 || len(r.Root) != 2 || r.Day.IsZero() || r.Added.IsZero() {
			t.Fatalf("%+v", r)
		}
	})
}
