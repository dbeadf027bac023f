package export

import (
	"bytes"
	"io"
	"os"
)

// spoolInMemory is how many bytes of a workbook are kept in memory; a longer one goes to a temporary file.
const spoolInMemory = 4 << 20

// spool keeps what is written until it is wanted. The zero spool is empty and ready. Close may be called twice.
type spool struct {
	memory bytes.Buffer
	file   *os.File
}

func (s *spool) Write(p []byte) (int, error) {
	if s.file == nil && s.memory.Len()+len(p) <= spoolInMemory {
		return s.memory.Write(p)
	}
	if s.file == nil {
		if err := s.spill(); err != nil {
			return 0, err
		}
	}
	return s.file.Write(p)
}

// spill moves what is held into a file without a name, which is gone however the program ends. Where a file that is open
// cannot be removed, Close removes it.
func (s *spool) spill() (err error) {
	if s.file, err = os.CreateTemp("", "detente-*.xlsx"); err != nil {
		return err
	}
	_ = os.Remove(s.file.Name()) // Close tries again
	_, err = s.memory.WriteTo(s.file)
	s.memory = bytes.Buffer{}
	return err
}

func (s *spool) copyTo(w io.Writer) error {
	if s.file == nil {
		_, err := s.memory.WriteTo(w)
		return err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, s.file)
	return err
}

func (s *spool) Close() {
	s.memory = bytes.Buffer{}
	if s.file != nil {
		_ = s.file.Close() // what was to be read has been read
		_ = os.Remove(s.file.Name())
		s.file = nil
	}
}
