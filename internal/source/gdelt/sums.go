package gdelt

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"detente/internal/fetch"
	"detente/internal/source"
)

// The lists of files with their md5. That of the daily files is read whole. Those of the slots have 126 MB and more: only
// their ends are read, by HTTP Range, and older slots stay unverified.
const (
	dailySums        = dayFolder + "md5sums"
	slotList         = slotFolder + "masterfilelist.txt"
	translationList  = slotFolder + "masterfilelist-translation.txt"
	bytesPerSlot     = 400     // three lines; the list of August 2026 had 314 a slot
	maxTail          = 2 << 20 // some seven weeks
	maxSums          = 8 << 20
	listsAreNewFor   = time.Hour
	retryLists       = 10 * time.Minute // where a list does not name the file or did not come
	verifiedParser   = parser + "+md5"  // in the record of a request whose file the list's md5 confirmed
	unverifiedReason = "not in the list of md5 sums"
)

// Sums keeps what the lists of files say between the days of a run. The zero Sums knows nothing.
type Sums struct {
	mu    sync.Mutex
	lists map[string]knownList // by path
}

type knownList struct {
	asked   time.Time
	tail    int64 // bytes asked of its end; 0 is all
	failed  string
	entries map[string]Entry // by the name of the file
}

// listOf is the list that names a file, and how much of its end has to be read for a file of day; 0 is all of it, and ok is
// false where that is too much.
func (s Source) listOf(name string, day, now time.Time) (list string, tail int64, ok bool) {
	if s.edition() == Daily {
		return dailySums, 0, true
	}
	list = slotList
	if strings.Contains(name, ".translation.") {
		list = translationList
	}
	tail = (int64(now.Sub(day)/quarter) + 8) * bytesPerSlot
	return list, tail, tail <= maxTail
}

// expected is what the publisher's list says of a file that came; why says why nothing is known. The requests for the list are put
// before the newest of the answer, which is the file's.
func (s Source) expected(ctx context.Context, address string, day, now time.Time, answer *source.Answer) (e Entry, why string) {
	name := path.Base(address)
	list, tail, ok := s.listOf(name, day, now)
	if !ok {
		return e, "the day lies too far back in the list of md5 sums to be looked up"
	}
	sums := cmp.Or(s.Sums, &Sums{})
	sums.mu.Lock()
	defer sums.mu.Unlock()
	known := sums.lists[list]
	e, found := known.entries[name]
	age := now.Sub(known.asked).Abs() // asked in the future where the clock was set back since
	if age > listsAreNewFor || !found && age > retryLists || known.tail < tail {
		known = s.ask(ctx, list, tail, now, answer)
		if sums.lists == nil {
			sums.lists = map[string]knownList{}
		}
		sums.lists[list] = known
		e, found = known.entries[name]
	}
	if !found {
		why = cmp.Or(known.failed, unverifiedReason)
	}
	return e, why
}

func (s Source) ask(ctx context.Context, list string, tail int64, now time.Time, answer *source.Answer) knownList {
	known := knownList{asked: now, tail: tail, entries: map[string]Entry{}}
	var asked source.Answer
	base := strings.TrimSuffix(cmp.Or(s.Base, home), "/")
	body, err := s.request(ctx, fetch.Request{URL: base + list, MaxBody: maxSums, Parser: parser, Tail: tail}, &asked)
	if n := len(asked.Fetches); err == nil && tail > 0 && asked.Fetches[n-1].HTTPStatus == http.StatusPartialContent {
		_, body, _ = bytes.Cut(body, []byte("\n")) // its first line may begin anywhere
	}
	if err == nil {
		err = eachEntry(bytes.NewReader(body), func(e Entry) { known.entries[e.Name] = e })
	}
	if err != nil {
		known.failed = fmt.Sprintf("the list of md5 sums could not be read: %s", err)
		answer.Notes = append(answer.Notes, "gdelt: "+known.failed)
	}
	forget(&asked, err)
	last := max(0, len(answer.Fetches)-1)
	answer.Fetches = append(answer.Fetches[:last:last], append(asked.Fetches, answer.Fetches[last:]...)...)
	return known
}
