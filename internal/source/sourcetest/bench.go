package sourcetest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// bench is a collector of the subject on a store, with a client that does not wait.
type bench struct {
	Subject
	store Store
}

func (b bench) collect(ctx context.Context, t testing.TB, h http.Handler, timeout time.Duration) collect.Report {
	t.Helper()
	return run{b.store, b.Now, timeout}.collect(ctx, t, h, func(client *fetch.Client, base string) (collect.Source, collect.Ask) {
		return only{b.New(client, base), b.Window.Series}, collect.Ask{Since: b.Window.From, Until: b.Window.To}
	})
}

// run is one collection from a server that is there for it alone.
type run struct {
	store   collect.Store
	now     time.Time
	timeout time.Duration // of an attempt
}

func (r run) collect(ctx context.Context, t testing.TB, h http.Handler, subject func(*fetch.Client, string) (collect.Source, collect.Ask)) collect.Report {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	clock := func() time.Time { return r.now }
	client := fetch.New(fetch.Options{Now: clock, Tries: 3, FirstWait: time.Millisecond, LongestWait: 2 * time.Second, PerSecond: 1e6, Timeout: r.timeout, Log: quiet()})
	src, ask := subject(client, server.URL)
	report, err := collect.New(r.store, []collect.Source{src}, collect.Options{Now: clock, Log: quiet()}).Collect(ctx, src.Name(), ask)
	if (err != nil) != (report.Status() == runlog.Failed || ctx.Err() != nil) {
		t.Errorf("status %s goes with error %v", report.Status(), err)
	}
	return report
}

// only narrows a source to one of its series.
type only struct {
	collect.Source
	id fx.SeriesID
}

func (o only) Series() []fx.SeriesID { return []fx.SeriesID{o.id} }

// stored gives the rows of the store as the suite writes them.
func (b bench) stored(t testing.TB) []Row {
	t.Helper()
	var rows []Row
	if b.Window.Series.Interval() == "" {
		list, err := b.store.Fixings(context.Background(), b.Window.Series, fx.Range{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			rows = append(rows, Row{f.Effective.String(), f.Value.String()})
		}
		return rows
	}
	list, err := b.store.Candles(context.Background(), b.Window.Series, time.Time{}, time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		rows = append(rows, Row{c.Start.In(fx.CalendarOf(c.Series).Zone).Format(time.DateTime), c.Close.String()})
	}
	return rows
}

func words(r collect.Report) string {
	var b strings.Builder
	for _, run := range r.Runs {
		fmt.Fprintln(&b, run.Status, run.Error)
		for _, rejected := range run.Rejected {
			fmt.Fprintln(&b, rejected.Row, rejected.Reason)
		}
	}
	return b.String()
}
