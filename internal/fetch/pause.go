package fetch

import (
	"fmt"
	"net/url"
	"time"
)

// longestPause bounds what a server may ask for: a header of a year, sent by mistake, would end a series.
const longestPause = 24 * time.Hour

// pause is the time for which a host asked to be left alone.
type pause struct{ asked, until time.Time }

// paused says that a host is not asked because it said so, or nil. A pause that was asked for while the clock was ahead counts for
// nothing.
func (c *Client) paused(address, host string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, now := c.pauses[host], c.opts.Now()
	if now.Before(p.asked) || !now.Before(p.until) {
		return nil
	}
	return fmt.Errorf("fetch: %s is not asked: the server said at %s to wait until %s", address, p.asked.UTC().Format("15:04 UTC"), p.until.UTC().Format("2 Jan 15:04 UTC"))
}

// leave keeps the host of r from being asked for as long as it wants, a day at most.
func (c *Client) leave(r Request, wait time.Duration) {
	u, err := url.Parse(r.URL)
	if err != nil { // it could not have been asked
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.opts.Now()
	c.pauses[u.Host] = pause{now, now.Add(min(wait, longestPause))}
}
