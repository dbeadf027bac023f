package gdelt

import (
	"bufio"
	"crypto/md5" // GDELT gives no other sum; it finds damage, not malice
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Entry is a line of a list of files: what a file must be.
type Entry struct {
	Slot Slot
	Size int64
	MD5  string // 32 hex digits, lower case
}

var eventsFile = regexp.MustCompile(`/(\d{14})\.export\.CSV\.zip$`)

// latest returns the newest file of events that lastupdate.txt names. Lines of other files and malformed ones are passed over.
func latest(in io.Reader) (newest Entry, err error) {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if e, ok := parseEntry(lines.Text()); ok && time.Time(e.Slot).After(time.Time(newest.Slot)) {
			newest = e
		}
	}
	if err := lines.Err(); err != nil {
		return newest, err
	}
	if newest.MD5 == "" {
		return newest, errors.New("it names no file of events: want lines of size, md5 and address")
	}
	return newest, nil
}

func parseEntry(line string) (e Entry, ok bool) {
	fields := strings.Fields(line)
	if len(fields) != 3 {
		return e, false
	}
	name := eventsFile.FindStringSubmatch(fields[2])
	size, err := strconv.ParseInt(fields[0], 10, 64)
	sum, err2 := hex.DecodeString(fields[1])
	if name == nil || err != nil || size <= 0 || err2 != nil || len(sum) != md5.Size {
		return e, false
	}
	at, err := time.Parse(stampLayout, name[1])
	if err != nil {
		return e, false
	}
	return Entry{Slot(at), size, strings.ToLower(fields[1])}, true
}

// Verify says where body is not the file that e describes, or nil.
func (e Entry) Verify(body []byte) error {
	if int64(len(body)) != e.Size {
		return fmt.Errorf("%s has %d bytes, the list says %d", e.Slot.Name(false), len(body), e.Size)
	}
	sum := md5.Sum(body)
	if got := hex.EncodeToString(sum[:]); got != e.MD5 {
		return fmt.Errorf("%s has md5 %s, the list says %s: the file is damaged", e.Slot.Name(false), got, e.MD5)
	}
	return nil
}
