package gdelt

import (
	"net/http"
	"testing"

	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/runlog"
	"detente/internal/source/sourcetest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	body := pack(t, "20220207.export.CSV", oldRow(nil))
	lines := 1 + 3*len(DefaultFilter().partners())
	for name, drafts := range map[string]int{"lines": 0, "lines and drafts": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := runlog.Counts{New: lines}
			if drafts > 0 {
				first.New++
			}
			sourcetest.RunEvents(t, sourcetest.EventSubject{
				New: func(c *fetch.Client, base string, db sourcetest.EventStore) collect.Source {
					return Source{Client: c, Base: base, Stored: db.(Stored), Drafts: drafts}
				},
				Open: func(t testing.TB) sourcetest.EventStore { return openStore(t) }, Now: later, Ask: collect.Ask{Since: monday, Until: monday},
				Good: func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "application/zip")
					_, _ = w.Write(body) // the client may have gone
				},
				First: first, Lasting: true, List: dailySums,
				Except: map[string]sourcetest.Outcome{"one gigabyte": {Status: runlog.Partial, Says: "too large"}}, // a file that is a gap, not a publisher that cannot be asked
			})
		})
	}
}
