package feed

import (
	"testing"
	"time"

	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/runlog"
	"detente/internal/source/sourcetest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	sourcetest.RunEvents(t, sourcetest.EventSubject{
		New: func(c *fetch.Client, base string, db sourcetest.EventStore) collect.Source {
			s := of(base + "/feed")
			s.Client, s.Memory = c, db.(Memory)
			return s
		},
		Open: func(t testing.TB) sourcetest.EventStore { return openStore(t) }, Now: now.Add(10 * time.Minute),
		Good: answer("application/rss+xml", []byte(rss)), First: runlog.Counts{New: 4}, Accept: "application/atom+xml", Conditional: true,
		Except: map[string]sourcetest.Outcome{"redirect": {Status: runlog.Failed, Says: "127.0.0.1:1"}}, // a feed may move: it is followed, to where nobody answers
	})
}
