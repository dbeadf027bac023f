package gdelt

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/source"
)

// What the files of a day were is kept as one word a file, in the order of their addresses: the md5 of what was read, that of the list
// behind lacked where the list names a file that could not be had, or unlisted.
const (
	lacked   = "!"
	unlisted = "-"
)

// filesKey is what the words of a day are kept under.
func (s Source) filesKey(day civil.Date) string { return home + "/#" + s.line() + ":" + day.String() }

// earlier is what is known of the reading of a day whose figures are stored; the zero earlier is of a day without.
type earlier struct {
	lacked int // files that it did not have
	others int // files that the publisher's list names otherwise now: replaced, or come late
}

// readWanted reads a day unless what is stored of it is still what the publisher has, or it was found wanting a short while ago.
func (s Source) readWanted(ctx context.Context, day civil.Date, now time.Time, answer *source.Answer) error {
	stored, err := s.isStored(ctx, day)
	if err != nil {
		return err
	}
	var was earlier
	if stored {
		if was, err = s.earlier(ctx, day, now, answer); err != nil || was.others == 0 {
			return err
		}
	}
	if w, held := s.Patience.held(day, now); held {
		answer.Reject("", day.String(), fmt.Sprintf("%s; it is not asked again before %s", w.why, w.until.UTC().Format("2 Jan 15:04 UTC")))
		return nil
	}
	if was.others > 0 {
		answer.Notes = append(answer.Notes, fmt.Sprintf("gdelt: %s: the publisher's list names others than were read for %d of %d files: the day is read again",
			day, was.others, len(s.addresses(day))))
	}
	return s.readDay(ctx, day, was, now, answer)
}

// earlier compares what the files of a stored day were with the publisher's list. Days beyond the reach of the list, and those read
// before their files' sums were kept, are taken as they are.
func (s Source) earlier(ctx context.Context, day civil.Date, now time.Time, answer *source.Answer) (was earlier, err error) {
	kept, _, err := s.Stored.Validators(ctx, s.filesKey(day))
	words, addresses := strings.Fields(kept), s.addresses(day)
	if err != nil || len(words) != len(addresses) {
		return was, err
	}
	for i, address := range addresses {
		if words[i] == unlisted || strings.HasPrefix(words[i], lacked) {
			was.lacked++
		}
		if e, why := s.expected(ctx, address, day.UTC(), now, answer); why == "" && e.MD5 != strings.TrimPrefix(words[i], lacked) {
			was.others++
		}
	}
	return was, nil
}

// remember keeps what the files of a day were. Of a day that was read again it does so once its new figures are stored, which the next
// run sees: a program that dies between the two reads it once more, and nothing is missed.
func (s Source) remember(ctx context.Context, d *Day, now time.Time, answer *source.Answer) error {
	if s.Stored == nil {
		return nil
	}
	if d.was.others > 0 {
		same, err := s.holds(ctx, d.Gauges(s.line()))
		if err != nil || !same {
			return err
		}
	}
	for i, address := range s.addresses(d.Date) {
		if d.sums[i] != "" {
			continue
		}
		d.sums[i] = unlisted
		if e, why := s.expected(ctx, address, d.Date.UTC(), now, answer); why == "" {
			d.sums[i] = lacked + e.MD5
		}
	}
	return s.Stored.PutValidators(ctx, s.filesKey(d.Date), strings.Join(d.sums, " "), "", now)
}

// holds tells whether every one of the values is stored.
func (s Source) holds(ctx context.Context, values []event.Gauge) (bool, error) {
	for _, v := range values {
		stored, err := s.Stored.Gauge(ctx, v.Name, fx.Range{From: v.Day, To: v.Day})
		if err != nil || !slices.Contains(stored, v) {
			return false, err
		}
	}
	return true, nil
}
