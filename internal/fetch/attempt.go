package fetch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/cenkalti/backoff/v5"

	"detente/internal/runlog"
)

// keptOfFailed bounds what is kept of an answer that is of no use.
const keptOfFailed = 1 << 20

// attempt makes one exchange and gives the answer's header, nil where none came. The error is wrapped for backoff:
// permanent, after a wait the server names, or plain.
func (c *Client) attempt(ctx context.Context, r Request) (f runlog.Fetch, header http.Header, err error) {
	started := c.opts.Now()
	f = runlog.Fetch{URL: r.URL, Parser: r.Parser, At: started.UTC()}
	defer func() {
		f.At = c.opts.Now().UTC()
		f.DurationMS = max(f.At.Sub(started).Milliseconds(), 0) // a clock may be set back
		sum := sha256.Sum256(f.Body)
		f.SHA256 = hex.EncodeToString(sum[:])
	}()
	limited, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	response, err := c.send(limited, r)
	if err != nil {
		return f, nil, c.classify(ctx, r, err)
	}
	header = response.Header
	defer response.Body.Close()
	f.HTTPStatus, f.ContentType = response.StatusCode, response.Header.Get("Content-Type")
	if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		f.HTTPDate = date.UTC()
	}
	if response.StatusCode == http.StatusNotModified && r.conditional() {
		return f, header, nil
	}
	f.Body, err = readAtMost(response.Body, cmp.Or(r.MaxBody, c.opts.MaxBody))
	if response.StatusCode != http.StatusOK && (r.Tail == 0 || response.StatusCode != http.StatusPartialContent) {
		f.Body = f.Body[:min(len(f.Body), keptOfFailed)]
		return f, header, c.refuse(r, response, f.Body)
	}
	if err != nil {
		f.Body = f.Body[:min(len(f.Body), keptOfFailed)]
		return f, header, c.classify(ctx, r, err)
	}
	return f, header, nil
}

func (c *Client) send(ctx context.Context, r Request) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", UserAgent)
	request.Header.Set("Accept", cmp.Or(r.Accept, "*/*"))
	if r.IfNoneMatch != "" {
		request.Header.Set("If-None-Match", r.IfNoneMatch)
	}
	if r.IfModifiedSince != "" {
		request.Header.Set("If-Modified-Since", r.IfModifiedSince)
	}
	if r.Tail > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=-%d", r.Tail))
	}
	return c.http.Do(request)
}

// refuse turns a status other than 200 into the error that says whether and when to ask again.
func (c *Client) refuse(r Request, response *http.Response, body []byte) error {
	title, _ := HTML(response.Header.Get("Content-Type"), body)
	status := &StatusError{URL: r.URL, Code: response.StatusCode, Location: response.Header.Get("Location"), Title: title}
	if !status.temporary() {
		return backoff.Permanent(status)
	}
	wait, named := retryAfter(response.Header.Get("Retry-After"), c.opts.Now())
	switch {
	case named && wait > c.opts.LongestWait:
		c.leave(r, wait)
		return backoff.Permanent(fmt.Errorf("%w, and asks to wait %s", status, wait))
	case named:
		return &later{status, &backoff.RetryAfterError{Duration: wait}}
	}
	return status
}

// classify wraps the error of an exchange that brought no whole answer.
func (c *Client) classify(ctx context.Context, r Request, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return backoff.Permanent(fmt.Errorf("fetch: %s: %w", r.URL, cause))
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("fetch: %s: no whole answer within %s: %w", r.URL, c.opts.Timeout, err)
	}
	if exchange, ok := errors.AsType[*url.Error](err); ok {
		err = exchange.Err // it names the address once more
	}
	err = fmt.Errorf("fetch: %s: %w", r.URL, err)
	if lasting(err) {
		return backoff.Permanent(err)
	}
	return err
}

// later is a refusal with the wait the server asked for: backoff finds the wait, the caller the status.
type later struct {
	*StatusError
	wait *backoff.RetryAfterError
}

func (l *later) Unwrap() []error { return []error{l.StatusError, l.wait} }

// readAtMost reads whole bodies of up to limit bytes; of a longer one it gives the beginning and ErrTooLarge.
func readAtMost(body io.Reader, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(body, limit+1))
	if int64(len(raw)) > limit {
		return raw[:limit], fmt.Errorf("%w: more than %s", ErrTooLarge, size(limit))
	}
	return raw, err
}

func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
