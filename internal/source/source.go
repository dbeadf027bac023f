// Package source holds the words that sources and the collector share: what is asked (Window, Span) and what came back (Answer).
//
// The sources themselves are the packages below it; each knows one publisher's addresses, formats and traps. Nothing here
// reads a clock, a network or a database.
package source

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// Window is one question to a publisher: a series and the days asked, both ends included. For fixings the days are
// effective dates, for candles days of the venue's zone. Series is empty for a source of events.
type Window struct {
	Series   fx.SeriesID
	From, To civil.Date
}

// String is the window in messages: "cbr:USDRUB 2026-03-01..2026-03-05".
func (w Window) String() string { return strings.TrimSpace(string(w.Series) + " " + w.Days()) }

// Days is the days asked: "2026-03-01..2026-03-05".
func (w Window) Days() string { return w.From.String() + ".." + w.To.String() }

// Contains tells whether d is one of the days asked.
func (w Window) Contains(d civil.Date) bool { return !d.Before(w.From) && !d.After(w.To) }

// WorkingWeek tells whether a whole run of Monday to Friday lies in the window, outside the year's turn (24 December to
// 12 January) and the first half of May, when holidays can swallow one. An empty answer to such a window is suspicious.
func (w Window) WorkingWeek() bool {
	for monday := w.From; !monday.AddDays(4).After(w.To); monday = monday.AddDays(1) {
		if monday.Weekday() == time.Monday && !holidays(monday) && !holidays(monday.AddDays(4)) {
			return true
		}
	}
	return false
}

func holidays(d civil.Date) bool {
	switch u := d.UTC(); u.Month() {
	case time.January:
		return u.Day() <= 12
	case time.May:
		return u.Day() <= 14
	case time.December:
		return u.Day() >= 24
	}
	return false
}

// Answer is what one window brought. Rows are ascending and valid by themselves, whether they are believable is the
// collector's business. Rejected rows are kept out and named. Fetches holds every request, the failed too, and is filled
// also where Read returns an error.
type Answer struct {
	Fixings  []fx.Fixing
	Candles  []fx.Candle
	Events   []event.Event
	Gauges   []event.Gauge // of comparison lines
	Rejected []runlog.Rejection
	Notes    []string // what is worth a line in the log and is no fault: a holiday without a value, a bar not yet closed
	Fetches  []runlog.Fetch
	Since    time.Time // of a feed: from when on it still shows what was published; zero where that cannot be told
}

// Rows is how many rows the answer brought, the rejected not counted.
func (a Answer) Rows() int { return len(a.Fixings) + len(a.Candles) + len(a.Events) + len(a.Gauges) }

// Reject keeps a row out and says why; the row is cut to 200 bytes.
func (a *Answer) Reject(id fx.SeriesID, row, reason string) {
	a.Rejected = append(a.Rejected, runlog.Rejection{Series: id, Row: Cut(row, 200), Reason: reason})
}

// RejectEmpty says of a window that it brought no row where there must be some, and quotes how the answer begins: a guard's page,
// a notice or a table without lines reads differently.
func (a *Answer) RejectEmpty(w Window, row string) {
	reason := "the answer holds no " + row + " although a full working week was asked"
	if n := len(a.Fetches); n > 0 {
		if said := strings.Join(strings.Fields(string(a.Fetches[n-1].Body)), " "); said != "" {
			reason += "; it begins: " + Cut(said, 120)
		}
	}
	a.Reject(w.Series, w.Days(), reason)
}

// Span says which days of a series can be asked at a given time.
type Span struct {
	First   civil.Date // before it the publisher has nothing, or nothing in today's unit
	Floor   civil.Date // a run without a date of its own goes no further back: First, or later where a day is costly
	Last    civil.Date // the last day worth asking: tomorrow for a rate published the day before, the end of a closed series
	Ended   bool       // the publisher gives nothing after Last any more
	Overlap int        // days before the newest stored one that are asked again
}

// Split cuts the days of from..to into windows of at most days days, in ascending order; none where to is before from.
func Split(id fx.SeriesID, from, to civil.Date, days int) []Window {
	var out []Window
	for ; !from.After(to); from = from.AddDays(days) {
		end := from.AddDays(days - 1)
		if end.After(to) {
			end = to
		}
		out = append(out, Window{Series: id, From: from, To: end})
	}
	return out
}

// Address joins the publisher's base (scheme and host, or the override of it where one is given) with path and query.
func Address(override, base, path string, query url.Values) (string, error) {
	if override != "" {
		base = override
	}
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return "", fmt.Errorf("source: base address %q: want scheme and host, such as http://127.0.0.1:9000", base)
	}
	return strings.TrimSuffix(u.Scheme+"://"+u.Host+u.Path, "/") + path + "?" + query.Encode(), nil
}

// Cut shortens s to at most n bytes, on a rune's edge, with an ellipsis where something is left off.
func Cut(s string, n int) string {
	s = strings.ToValidUTF8(s, "?")
	if len(s) <= n {
		return s
	}
	const ellipsis = "…"
	return strings.ToValidUTF8(s[:n-len(ellipsis)], "") + ellipsis
}

// Unusable marks the newest fetch with why its answer was not used, and returns err.
func (a *Answer) Unusable(err error) error {
	if n := len(a.Fetches); n > 0 && err != nil {
		a.Fetches[n-1].Error = err.Error()
	}
	return err
}
