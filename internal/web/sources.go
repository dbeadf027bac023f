package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

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
	Name, Publisher string
	Runs            []runRow
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
		page.Series = append(page.Series, s.newSeriesRow(cover, now))
		source := cover.Series.ID.Source()
		if seen[source] {
			continue
		}
		seen[source] = true
		runs, err := s.Store.Runs(ctx, source, lastRuns)
		if err != nil {
			return err
		}
		if cover.Series.Kind == fx.KindPress && len(runs) == 0 {
			continue // printed quotes are not collected
		}
		page.Sources = append(page.Sources, newSourceBlock(cover.Series, runs))
	}
	return s.render(c, http.StatusOK, "sources.html", page)
}

func (s *Server) newSeriesRow(c fx.Coverage, now time.Time) seriesRow {
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
	for _, g := range c.Gaps {
		row.Gaps = append(row.Gaps, g.From.Words()+" – "+g.To.Words())
	}
	if s.NextDue != nil && row.Ended == "" {
		if due, ok := s.NextDue(c.Series.ID.Source(), now); ok {
			row.NextDue = clock(due)
		}
	}
	return row
}

func newSourceBlock(series fx.Series, runs []runlog.Run) sourceBlock {
	b := sourceBlock{Name: series.ID.Source(), Publisher: series.Publisher()}
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
