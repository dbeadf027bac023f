package gdelt

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"detente/internal/fetch"
	"detente/internal/source"
)

// maxZip bounds a file: a daily one has about 10 MB.
const maxZip = 64 << 20

// maxUnread is how many of the 96 files of a day may fail, or come as a web page, before the publisher is taken for silent.
const maxUnread = 3

// readFile adds a file to the day; found is false where the publisher has none or it cannot be used.
func (s Source) readFile(ctx context.Context, address string, now time.Time, d *Day, answer *source.Answer) (found bool, err error) {
	body, err := s.get(ctx, address, answer)
	if status, ok := errors.AsType[*fetch.StatusError](err); ok && status.Code == http.StatusNotFound {
		answer.Notes = append(answer.Notes, "gdelt: there is no file "+address)
		return false, nil
	}
	if err != nil && ctx.Err() == nil && !errors.Is(err, fetch.ErrTooLarge) && s.edition() == Slots && d.unread < maxUnread {
		d.unread++
		answer.Reject("", address, err.Error())
		return false, nil
	}
	if errors.Is(err, fetch.ErrTooLarge) {
		answer.Reject("", address, err.Error())
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = s.verify(ctx, address, body, now, d, answer)
	if err == nil {
		err = d.AddZip(body)
	}
	forget(answer, err)
	if err != nil {
		answer.Reject("", address, answer.Unusable(err).Error())
		return false, nil
	}
	return true, nil
}

// verify compares a file with what the publisher's list says of it. A file that no list tells of is believed, and counted.
func (s Source) verify(ctx context.Context, address string, body []byte, now time.Time, d *Day, answer *source.Answer) error {
	e, why := s.expected(ctx, address, d.Date.UTC(), now, answer)
	if why != "" {
		d.unverified(why)
		d.sum = sumOf(body)
		return nil
	}
	if err := e.Verify(body); err != nil {
		return err
	}
	d.sum = e.MD5
	answer.Fetches[len(answer.Fetches)-1].Parser = verifiedParser
	return nil
}

// get keeps the record of each request. Who has used the answer forgets its body.
func (s Source) get(ctx context.Context, address string, answer *source.Answer) ([]byte, error) {
	return s.request(ctx, fetch.Request{URL: address, MaxBody: maxZip, Parser: parser}, answer)
}

func (s Source) request(ctx context.Context, r fetch.Request, answer *source.Answer) ([]byte, error) {
	reply, err := s.Client.Get(ctx, r)
	answer.Fetches = append(answer.Fetches, reply.Fetches...)
	if err != nil {
		return nil, err
	}
	if title, page := fetch.HTML(reply.ContentType, reply.Body); page {
		return nil, answer.Unusable(fmt.Errorf("%s: a web page titled %q came instead of a file", r.URL, title))
	}
	return reply.Body, nil
}

// maxKept is how large the body of a damaged file may be to be kept as it came.
const maxKept = 1 << 20

// forget leaves the body of the newest answer out of its record, unless it is small and err says that it cannot be used:
// the publisher's archive lasts, and a year of it would make the database larger by gigabytes.
func forget(answer *source.Answer, err error) {
	if n := len(answer.Fetches); n > 0 && (err == nil || len(answer.Fetches[n-1].Body) > maxKept) {
		answer.Fetches[n-1].Body, answer.Fetches[n-1].SHA256 = nil, ""
	}
}
