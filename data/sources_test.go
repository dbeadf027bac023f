package data

import (
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/testkit"
)

// Row by row against the publishers' tables as they were received.
func TestRatesEqualTheirSource(t *testing.T) {
	t.Parallel()
	set := loaded(t)
	for _, tt := range []struct {
		file   string
		column int
		id     fx.SeriesID
		before string // the part of the series that is in this file ends before
	}{
		{"cbr_usd_1992_1998.csv", 1, fx.CBRUSD, "1999-01-01"},
		{"cbr_daily.csv", 1, fx.CBRUSD, "9999-01-01"},
		{"cbr_daily.csv", 2, fx.CBREUR, "9999-01-01"},
		{"ecb_daily.csv", 1, fx.ECBUSD, "9999-01-01"},
		{"ecb_daily.csv", 2, fx.ECBRUB, "9999-01-01"},
	} {
		rows := testkit.SharedCSV(t, "data", tt.file)[1:]
		from, before := civil.MustParse(rows[0][0]), civil.MustParse(tt.before)
		rows = slices.DeleteFunc(rows, func(r []string) bool { return r[tt.column] == "" })
		fixings := slices.DeleteFunc(of(set, tt.id), func(f fx.Fixing) bool { return f.Effective.Before(from) || !f.Effective.Before(before) })
		if len(rows) != len(fixings) {
			t.Fatalf("%s: %d rows, want %d", tt.id, len(fixings), len(rows))
		}
		for i, f := range fixings {
			if f.Effective.String() != rows[i][0] || f.Value.String() != rows[i][tt.column] {
				t.Fatalf("%s: %s %s, want %v", tt.id, f.Effective, f.Value, rows[i])
			}
		}
	}
}

func TestEventsEqualTheirSource(t *testing.T) {
	t.Parallel()
	rows := testkit.SharedCSV(t, "data", "events_curated.csv")
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	events := loaded(t).Events
	for i, row := range rows[1:] {
		e := events[i]
		want := []string{"id", "occurred_at", "precision", "title", "summary", "category", "actors", "location", "direction", "cameo_code", "origin", "source_tier"}
		got := []string{e.ID, e.OccurredAt.Format(time.RFC3339), string(e.Precision), e.Title, e.Summary, string(e.Category),
			strings.Join(e.Actors, ";"), e.Location, string(e.Direction()), e.Cameo, e.Origin, e.SourceTier}
		for j, column := range want {
			if got[j] != row[at[column]] {
				t.Errorf("%s: %s is %q, want %q", e.ID, column, got[j], row[at[column]])
			}
		}
		if e.SourceURL != "" && e.SourceURL != row[at["source_url"]] {
			t.Errorf("%s: source %s, want %s", e.ID, e.SourceURL, row[at["source_url"]])
		}
	}
}
