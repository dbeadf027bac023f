// Package fetch makes HTTP GET requests that are bounded, retried, polite and strict, and keeps the bytes of every answer.
//
// It follows no redirect, takes no status but 200 and no body above the cap, and knows nothing of what the bytes mean.
// It never stores anything: the record of each attempt is handed to the caller, the failed attempts too.
package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/time/rate"

	"detente/internal/runlog"
)

// UserAgent is what Détente calls itself. The form of a browser is needed: a guard before the Bank of Russia turns bare
// client names away.
const UserAgent = "Mozilla/5.0 (compatible; Detente/1.0; rates collector)"

// Options of a Client. Now is required; every other zero field has the default named beside it.
type Options struct {
	Now         func() time.Time
	Transport   http.RoundTripper // a copy of http.DefaultTransport
	Log         *slog.Logger      // slog.Default()
	MaxBody     int64             // 64 MiB
	Timeout     time.Duration     // of one attempt, to the last byte: 60 s
	Tries       int               // 4
	FirstWait   time.Duration     // between the first and the second attempt, then doubled: 2 s
	LongestWait time.Duration     // 2 min; a server that asks for more ends the request, and is left alone for as long, a day at most
	PerSecond   float64           // requests a second to one host: 2
}

// Client makes requests. It is safe for several goroutines.
type Client struct {
	opts  Options
	http  *http.Client
	mu    sync.Mutex
	hosts map[string]*rate.Limiter

	pauses map[string]pause // by host
}

// New returns a client; it panics where o.Now is missing.
func New(o Options) *Client {
	if o.Now == nil {
		panic("fetch: Options.Now is missing")
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport.(*http.Transport).Clone()
	}
	o.Log = cmp.Or(o.Log, slog.Default())
	o.MaxBody = cmp.Or(o.MaxBody, 64<<20)
	o.Timeout = cmp.Or(o.Timeout, time.Minute)
	o.Tries = cmp.Or(o.Tries, 4)
	o.FirstWait = cmp.Or(o.FirstWait, 2*time.Second)
	o.LongestWait = cmp.Or(o.LongestWait, 2*time.Minute)
	o.PerSecond = cmp.Or(o.PerSecond, 2)
	never := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{opts: o, http: &http.Client{Transport: o.Transport, CheckRedirect: never}, hosts: map[string]*rate.Limiter{}, pauses: map[string]pause{}}
}

// Request is one GET.
type Request struct {
	URL     string
	Accept  string // "*/*" where empty; some guards take a request without the header for a robot
	MaxBody int64  // bytes; the client's where zero
	Tail    int64  // where above zero, only the last bytes are asked for: the answer may be 206 with them, or the whole
	Parser  string // name and version of the decoder, kept in the record

	IfNoneMatch     string // ETag of the answer that is known; with it the answer may be "not modified"
	IfModifiedSince string // its Last-Modified, as the server gave it
}

func (r Request) conditional() bool { return r.IfNoneMatch != "" || r.IfModifiedSince != "" }

// Reply is the answer with status 200, or with 304 or 206 where that was asked for, and the record of every attempt, in order.
type Reply struct {
	Body         []byte // empty where NotModified
	ContentType  string
	NotModified  bool
	ETag         string // of the answer, to ask with next time; empty where the server gives none
	LastModified string
	Fetches      []runlog.Fetch
}

// Get asks until an answer with status 200 is read whole. Status 429, 5xx, timeouts and broken connections are tried
// again, at the server's Retry-After where it gives one; everything else ends at once. Reply.Fetches is filled also where
// err is not nil. A cancelled ctx ends the request and its waits, with the context's cause in err.
func (c *Client) Get(ctx context.Context, r Request) (Reply, error) {
	u, err := url.Parse(r.URL)
	if err != nil || u.Host == "" {
		return Reply{}, fmt.Errorf("fetch: %q is not an address of the web", r.URL)
	}
	if err := c.paused(r.URL, u.Host); err != nil {
		return Reply{}, err
	}
	var reply Reply
	once := func() (runlog.Fetch, error) {
		if err := c.limiter(u.Host).Wait(ctx); err != nil {
			return runlog.Fetch{}, backoff.Permanent(fmt.Errorf("fetch: %s: %w", r.URL, cmp.Or(context.Cause(ctx), err)))
		}
		f, header, err := c.attempt(ctx, r)
		reply.ETag, reply.LastModified = header.Get("ETag"), header.Get("Last-Modified")
		if err != nil {
			f.Error = err.Error()
		}
		reply.Fetches = append(reply.Fetches, f)
		return f, err
	}
	f, err := backoff.Retry(ctx, once, c.retries(ctx, r)...)
	if err != nil {
		return reply, unwrapPermanent(err)
	}
	reply.Body, reply.ContentType, reply.NotModified = f.Body, f.ContentType, f.HTTPStatus == http.StatusNotModified
	return reply, nil
}

func (c *Client) retries(ctx context.Context, r Request) []backoff.RetryOption {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.Multiplier, waits.MaxInterval = c.opts.FirstWait, 2, c.opts.LongestWait
	return []backoff.RetryOption{
		backoff.WithBackOff(waits),
		backoff.WithMaxTries(uint(c.opts.Tries)),
		backoff.WithMaxElapsedTime(0), // tries, waits and timeouts are bounded one by one
		backoff.WithNotify(func(err error, wait time.Duration) {
			c.opts.Log.WarnContext(ctx, "trying again", "url", r.URL, "wait", wait, "error", err)
		}),
	}
}

// unwrapPermanent takes off the wrapping that backoff leaves on where the last try fails for good.
func unwrapPermanent(err error) error {
	if p, ok := errors.AsType[*backoff.PermanentError](err); ok {
		return p.Err
	}
	return err
}

func (c *Client) limiter(host string) *rate.Limiter {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, ok := c.hosts[host]
	if !ok {
		l = rate.NewLimiter(rate.Limit(c.opts.PerSecond), 2)
		c.hosts[host] = l
	}
	return l
}

// lasting tells whether a failed exchange would fail the same way again.
func lasting(err error) bool {
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &certificate) || errors.Is(err, ErrTooLarge) || errors.Is(err, ErrPrivate)
}
