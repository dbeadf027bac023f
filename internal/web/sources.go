package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

//pagegen:template sources.html
type sourcesPage struct {
	frame
	Series  []seriesRow
	Sources []sourceBlock
	Exports takes
}

// seriesRow is what is stored of one series.
type seriesRow struct {
	ID, Name, Publisher, Unit string
	Kind                      string
	Count                     int
	First, Last               string
	Effective                 string
	Newest                    string
	Age                       string
	Ended                     string // why it grows no older: the publisher has ended it
	Stale                     bool
	LastOK                    string
	NextDue                   string
	Gaps                      []string
	Rule, TermsURL            string
}

// sourceBlock is a source with its last runs.
type sourceBlock struct {
	Name, ID, Publisher string
	NextDue             string // empty where it is not on the schedule
	Runs                []runRow
}

type runRow struct {
	Started, Status, Range, Counts, Took, Error string
	Rejected                                    []runlog.Rejection
}

const lastRuns = 10

func (s *Server) handleSources(c echo.Context, _ query) error {
	ctx := c.Request().Context()
	coverage, err := s.Store.Coverage(ctx)
	if err != nil {
		return err
	}
	page := sourcesPage{frame: s.frame(c, "Sources", "/sources")}
	page.Exports = rowTakes([]tableState{{Table: "sources"}, {Table: "runs", Newest: lastRuns}}, []tableState{{Table: "runs"}})
	now := s.Now()
	seen := map[string]bool{}
	for _, cover := range coverage {
		short, err := s.Store.ShortDays(ctx, cover.Series.ID, time.Time{}, time.Time{})
		if err != nil {
			return err
		}
		page.Series = append(page.Series, s.newSeriesRow(cover, short, now))
		source := cover.Series.ID.Source()
		if seen[source] {
			continue
		}
		seen[source] = true
		runs, err := s.runsOf(ctx, source, lastRuns)
		if err != nil {
			return err
		}
		if cover.Series.Kind == fx.KindPress && len(runs) == 0 {
			continue // printed quotes are not collected
		}
		page.Sources = append(page.Sources, s.newSourceBlock(source, cover.Series.Publisher(), runs))
	}
	if err := s.addEventSources(ctx, &page, seen); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

// runsOf lists the last runs of a source. Those of a time to come, recorded while the clock was ahead, come last: they would hide
// all others until that time.
func (s *Server) runsOf(ctx context.Context, source string, most int) ([]runlog.Run, error) {
	runs, err := s.Store.Runs(ctx, source, most)
	now := s.Now()
	if err != nil || len(runs) == 0 || !runs[0].Started.After(now) {
		return runs, err
	}
	runs, err = s.Store.Runs(ctx, source, 0)
	slices.SortStableFunc(runs, func(a, b runlog.Run) int {
		switch ahead := a.Started.After(now); {
		case ahead == b.Started.After(now):
			return 0
		case ahead:
			return 1
		}
		return -1
	})
	return runs[:min(len(runs), most)], err
}

// gapsShown is how many holes of a series the page lists; the exports have all.
const gapsShown = 20

func (s *Server) newSeriesRow(c fx.Coverage, short []fx.ShortDay, now time.Time) seriesRow {
	row := seriesRow{ID: string(c.Series.ID), Name: c.Series.Name, Publisher: c.Series.Publisher(), Unit: c.Series.Unit,
		Kind: string(c.Series.Kind), Count: c.Count, Rule: c.Series.Rule, TermsURL: c.Series.TermsURL}
	today := civil.Of(now.UTC())
	if c.Count > 0 {
		row.First, row.Last, row.Newest = c.First.Words(), c.Last.Words(), c.Newest.String()
		if c.Series.Kind != fx.KindPress { // quotes are of their day and do not grow old
			row.Age = age(c.Last, today)
		}
		if c.LastEffective != c.Last {
			row.Effective = c.LastEffective.Words()
		}
		row.Stale = c.Series.Kind.Official() && today.DaysSince(c.Last) > staleAfter
	}
	if !c.Series.Ends.IsZero() {
		row.Ended, row.Stale = "ended by the publisher on "+c.Series.Ends.Words(), false
	}
	if !c.LastOK.IsZero() {
		row.LastOK = clock(c.LastOK)
	}
	row.Gaps = holes(c.Gaps, short)
	if s.NextDue != nil && row.Ended == "" {
		if due, ok := s.NextDue(c.Series.ID.Source(), now); ok {
			row.NextDue = clock(due)
		}
	}
	return row
}

// holes are the gaps in words, and behind them the days with a part of their minutes.
func holes(gaps []fx.Gap, short []fx.ShortDay) (list []string) {
	for _, g := range gaps {
		list = append(list, g.From.Words()+" – "+g.To.Words())
	}
	for _, d := range short {
		if d.Count > 0 {
			list = append(list, fmt.Sprintf("%s, a part of its minutes", d.Day.Words()))
		}
	}
	if more := len(list) - gapsShown; more > 0 {
		list = append(list[:gapsShown], "and "+count(more)+" more")
	}
	return list
}

// Sources of events have no series. A feed is polled hourly, so that fewer of its runs say enough.
const (
	gdeltSource  = "gdelt"
	feedSource   = "feed"
	lastFeedRuns = 3
)

// addEventSources adds the sources that gave no series: GDELT, the feeds that were ever asked, and whatever else has runs.
func (s *Server) addEventSources(ctx context.Context, page *sourcesPage, seen map[string]bool) error {
	tallies, err := s.Store.Tallies(ctx)
	if err != nil {
		return err
	}
	names := []string{gdeltSource}
	for _, t := range tallies {
		names = append(names, t.Source)
	}
	if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, feedSource+":") }) {
		names = append(names, feedSource)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if seen[name] {
			continue
		}
		publisher, most := name, lastRuns
		switch title, isFeed := strings.CutPrefix(name, feedSource+":"); {
		case name == gdeltSource:
			publisher = "GDELT"
		case isFeed:
			publisher, most = title, lastFeedRuns
		case name == feedSource:
			publisher = "Feeds"
		}
		runs, err := s.runsOf(ctx, name, most)
		if err != nil {
			return err
		}
		page.Sources = append(page.Sources, s.newSourceBlock(name, publisher, runs))
	}
	return nil
}

func (s *Server) newSourceBlock(name, publisher string, runs []runlog.Run) sourceBlock {
	b := sourceBlock{Name: name, ID: strings.ReplaceAll(name, ":", "-"), Publisher: publisher}
	if s.NextDue != nil {
		if due, ok := s.NextDue(name, s.Now()); ok {
			b.NextDue = clock(due)
		}
	}
	for _, r := range runs {
		row := runRow{Started: clock(r.Started), Status: string(r.Status), Error: r.Error, Rejected: r.Rejected,
			Range:  r.From.Words() + " – " + r.To.Words(),
			Counts: plural(r.Counts.New, "new", "new") + ", " + count(r.Counts.Same) + " same, " + count(r.Counts.Revised) + " revised, " + count(r.Counts.Rejected) + " rejected"}
		if d := r.Duration(); d > 0 {
			row.Took = plain(d.Seconds(), 1) + " s"
		}
		b.Runs = append(b.Runs, row)
	}
	return b
}
