package gdelt

import (
	"bufio"
	"crypto/md5" // GDELT gives no other sum; it finds damage, not malice
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Entry is a line of a list of files: what a file must be.
type Entry struct {
	Name string // the last part of its address
	Size int64  // zero where the list gives none
	MD5  string // 32 hex digits, lower case
}

var slotFile = regexp.MustCompile(`^(\d{14})\.export\.CSV\.zip$`)

// slot is the quarter of an hour of a file made from English media; ok is false of any other.
func (e Entry) slot() (s Slot, ok bool) {
	name := slotFile.FindStringSubmatch(e.Name)
	if name == nil {
		return s, false
	}
	at, err := time.Parse(stampLayout, name[1])
	return Slot(at), err == nil
}

// latest returns the newest file of events that lastupdate.txt names. Lines of other files and malformed ones are passed over.
func latest(in io.Reader) (newest Entry, err error) {
	var at time.Time
	err = eachEntry(in, func(e Entry) {
		if s, ok := e.slot(); ok && e.Size > 0 && time.Time(s).After(at) {
			newest, at = e, time.Time(s)
		}
	})
	if err == nil && newest.MD5 == "" {
		err = errors.New("it names no file of events: want lines of size, md5 and address")
	}
	return newest, err
}

// eachEntry passes over malformed lines, of which the long lists have some.
func eachEntry(in io.Reader, each func(Entry)) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if e, ok := parseEntry(lines.Text()); ok {
			each(e)
		}
	}
	return lines.Err()
}

// parseEntry reads "size md5 address", as the lists of GDELT 2.0 have it, and "md5  name" of the list of daily files.
func parseEntry(line string) (e Entry, ok bool) {
	fields := strings.Fields(line)
	if len(fields) == 3 {
		size, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil || size <= 0 {
			return e, false
		}
		e.Size, fields = size, fields[1:]
	}
	if len(fields) != 2 {
		return e, false
	}
	sum, err := hex.DecodeString(fields[0])
	e.Name, e.MD5 = path.Base(fields[1]), strings.ToLower(fields[0])
	return e, err == nil && len(sum) == md5.Size && strings.HasSuffix(e.Name, ".zip")
}

// Verify says where body is not the file that e describes, or nil.
func (e Entry) Verify(body []byte) error {
	if e.Size > 0 && int64(len(body)) != e.Size {
		return fmt.Errorf("%s has %d bytes, the list says %d", e.Name, len(body), e.Size)
	}
	if got := sumOf(body); got != e.MD5 {
		return fmt.Errorf("%s has md5 %s, the list says %s: the file is damaged", e.Name, got, e.MD5)
	}
	return nil
}

func sumOf(body []byte) string {
	sum := md5.Sum(body)
	return hex.EncodeToString(sum[:])
}
