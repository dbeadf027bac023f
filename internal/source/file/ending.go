package file

import (
	"io"

	"detente/internal/fx"
)

// ending is a reader that remembers the last byte it gave.
type ending struct {
	in   io.Reader
	last byte
}

// Read reads.
func (e *ending) Read(p []byte) (int, error) {
	n, err := e.in.Read(p)
	if n > 0 {
		e.last = p[n-1]
	}
	return n, err
}

// cutShort says that the last value of a file without a last line end has lost digits, where all others have more
// decimals: a copy that was broken off looks so, and 75.3113 would be taken for 75.3.
func (f *File) cutShort(list []fx.Fixing, lines []int) error {
	if _, csv := f.rows.(*table); !csv || f.ending.last == '\n' || f.ending.last == '\r' {
		return nil
	}
	last := len(list) - 1
	for _, one := range list[:last] {
		if one.Value.Scale <= list[last].Value.Scale {
			return nil
		}
	}
	if last == 0 {
		return nil
	}
	return Problem{Line: lines[last], Value: list[last].Value.String(),
		Reason: "the file ends here without a line end, and all other rates have more decimals: is it whole? If it is, end the line"}
}
