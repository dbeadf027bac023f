package export

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"os"

	"github.com/klauspost/compress/flate"
)

// pack is one file of a workbook, compressed as it is written and put aside: in memory while it is small, then in a temporary
// file. It must be closed.
type pack struct {
	name    string
	deflate *flate.Writer
	out     *bufio.Writer
	aside   aside
	sum     hash.Hash32
	length  uint64
}

func newPack(name string) *pack {
	p := &pack{name: name, sum: crc32.NewIEEE()}
	p.out = bufio.NewWriterSize(&p.aside, 32<<10)
	p.deflate, _ = flate.NewWriter(p.out, flate.DefaultCompression) // there is such a level
	return p
}

func (p *pack) Write(text []byte) (int, error) {
	p.sum.Write(text)
	p.length += uint64(len(text))
	return p.deflate.Write(text)
}

// into ends the file and copies it into an archive.
func (p *pack) into(z *zip.Writer) error {
	if err := errors.Join(p.deflate.Close(), p.out.Flush()); err != nil {
		return err
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: p.name, Method: zip.Deflate, CRC32: p.sum.Sum32(), UncompressedSize64: p.length, CompressedSize64: p.aside.length})
	if err != nil {
		return err
	}
	return p.aside.copyTo(w)
}

func (p *pack) close() error { return p.aside.close() }

// putPart writes a small file into an archive.
func putPart(z *zip.Writer, name string, text []byte) error {
	p := newPack(name)
	_, err := p.Write(text)
	if err == nil {
		err = p.into(z)
	}
	return errors.Join(err, p.close())
}

// asideBytes is what is put aside in memory.
const asideBytes = 1 << 20

type aside struct {
	memory bytes.Buffer
	file   *os.File // nil while memory is enough
	length uint64
}

func (a *aside) Write(b []byte) (n int, err error) {
	if a.file == nil && a.memory.Len()+len(b) > asideBytes {
		if err := a.spill(); err != nil {
			return 0, err
		}
	}
	if a.file != nil {
		n, err = a.file.Write(b)
	} else {
		n, err = a.memory.Write(b)
	}
	a.length += uint64(n)
	return n, err
}

func (a *aside) spill() (err error) {
	if a.file, err = os.CreateTemp("", "detente-*.xlsx"); err != nil {
		return err
	}
	_, err = a.memory.WriteTo(a.file)
	a.memory = bytes.Buffer{}
	return err
}

func (a *aside) copyTo(w io.Writer) error {
	if a.file == nil {
		_, err := a.memory.WriteTo(w)
		return err
	}
	if _, err := a.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, a.file)
	return err
}

func (a *aside) close() error {
	if a.file == nil {
		return nil
	}
	err := errors.Join(a.file.Close(), os.Remove(a.file.Name()))
	a.file = nil
	return err
}
