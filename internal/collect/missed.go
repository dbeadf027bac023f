package collect

import (
	"context"
	"fmt"
	"time"

	"detente/internal/runlog"
	"detente/internal/source"
)

// missedStories says that a feed shows nothing any more of the time before answer.Since, and was not read since before then: what was
// published between came and went unread. A feed that was never read has missed nothing.
func (p *pass) missedStories(ctx context.Context, answer source.Answer) ([]runlog.Rejection, error) {
	if answer.Since.IsZero() {
		return nil, nil
	}
	last, err := p.lastRead(ctx)
	if err != nil || last.IsZero() || !answer.Since.After(last) {
		return nil, err
	}
	const clock = "2 Jan 2006 15:04 UTC"
	return []runlog.Rejection{{Row: last.Format(time.RFC3339) + "/" + answer.Since.UTC().Format(time.RFC3339),
		Reason: fmt.Sprintf("stories published between %s, when the feed was read last, and %s are not in it any more", last.Format(clock), answer.Since.UTC().Format(clock))}}, nil
}

// lastRead is when the newest run began that read the source; zero where none did.
func (p *pass) lastRead(ctx context.Context) (at time.Time, err error) {
	for _, most := range []int{recent, 0} { // an outage of days hides it behind failures
		runs, err := p.store.Runs(ctx, p.src.Name(), most)
		if err != nil {
			return at, err
		}
		for _, r := range runs {
			if (r.Status == runlog.OK || r.Status == runlog.Partial) && !r.Started.After(p.opts.Now()) {
				return r.Started.UTC(), nil
			}
		}
	}
	return at, nil
}
