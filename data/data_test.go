package data

import (
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/fx"
)

func loaded(t *testing.T) Dataset {
	t.Helper()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func of(set Dataset, id fx.SeriesID) []fx.Fixing {
	return slices.DeleteFunc(slices.Clone(set.Fixings), func(f fx.Fixing) bool { return f.Series != id })
}

// Counts, first and last rows are those of the publishers' tables up to 10 September 2026 (ECB dollar: 13 April 2026).
func TestSeriesAreWhole(t *testing.T) {
	t.Parallel()
	set := loaded(t)
	for _, tt := range []struct {
		id          fx.SeriesID
		count       int
		first, last string
	}{
		{fx.CBRUSD, 6867 + 1049, "1992-07-01 0.12526", "2026-09-10 85.4594"},
		{fx.CBREUR, 6867, "1999-01-01 24.0900", "2026-09-10 99.2525"},
		{fx.ECBUSD, 6983, "1999-01-04 1.1789", "2026-04-13 1.1684"},
		{fx.ECBRUB, 4333, "2005-04-01 36.115", "2022-03-01 117.201"},
	} {
		rows := of(set, tt.id)
		if len(rows) != tt.count {
			t.Errorf("%s has %d rows, want %d", tt.id, len(rows), tt.count)
		}
		for want, f := range map[string]fx.Fixing{tt.first: rows[0], tt.last: rows[len(rows)-1]} {
			if got := f.Effective.String() + " " + f.Value.String(); got != want {
				t.Errorf("%s: %s, want %s", tt.id, got, want)
			}
		}
		if !slices.IsSortedFunc(rows, func(a, b fx.Fixing) int { return a.Effective.Compare(b.Effective) }) {
			t.Errorf("%s is not in the order of its dates", tt.id)
		}
	}
}

func TestFixingsKnownFromTheRecord(t *testing.T) {
	t.Parallel()
	set := loaded(t)
	byDay := map[fx.SeriesID]map[string]fx.Fixing{}
	for _, f := range set.Fixings {
		if byDay[f.Series] == nil {
			byDay[f.Series] = map[string]fx.Fixing{}
		}
		byDay[f.Series][f.Effective.String()] = f
	}
	for _, tt := range []struct {
		id             fx.SeriesID
		effective, set string
		value          string
	}{
		{fx.CBRUSD, "2022-02-08", "2022-02-07", "75.6806"},
		{fx.CBREUR, "2022-02-08", "2022-02-07", "86.5181"},
		{fx.CBRUSD, "2022-01-26", "2022-01-25", "78.6422"},
		{fx.CBRUSD, "2022-01-27", "2022-01-26", "78.9437"},
		{fx.CBRUSD, "2022-01-28", "2022-01-27", "78.9470"},
		{fx.CBRUSD, "2022-02-23", "2022-02-22", "80.4194"},
		{fx.CBRUSD, "2022-02-25", "2022-02-24", "86.9288"},
		{fx.CBRUSD, "2022-02-26", "2022-02-25", "83.5485"},
		{fx.CBRUSD, "2022-03-01", "2022-02-28", "93.5589"},
		{fx.CBRUSD, "2022-03-11", "2022-03-10", "120.3785"},
		{fx.CBREUR, "2022-03-11", "2022-03-10", "132.9581"},
		{fx.CBRUSD, "2026-08-22", "2026-08-21", "82.9211"},
		{fx.ECBUSD, "2022-03-01", "2022-03-01", "1.1162"},
		{fx.ECBRUB, "2022-03-01", "2022-03-01", "117.2010"},
	} {
		got, ok := byDay[tt.id][tt.effective]
		if !ok || !got.Value.Equal(fx.MustRate(tt.value)) || got.Set.String() != tt.set || got.Nominal != 1 {
			t.Errorf("%s in force from %s = %s set %s, want %s set %s", tt.id, tt.effective, got.Value, got.Set, tt.value, tt.set)
		}
	}
	if f, ok := byDay[fx.CBRUSD]["2022-02-24"]; ok {
		t.Errorf("a rate is dated 24 February 2022, a day without one: %s", f.Value)
	}
}

// The Bank of Russia dates Friday's rate Saturday: 1,359 of the 6,867 rows since 1999.
func TestSaturdaysArePresent(t *testing.T) {
	t.Parallel()
	count := 0
	for _, f := range of(loaded(t), fx.CBREUR) {
		if f.Effective.Weekday() == time.Saturday {
			count++
		}
	}
	if count != 1359 {
		t.Errorf("%d Saturdays, want 1359", count)
	}
}

func TestQuotes(t *testing.T) {
	t.Parallel()
	want := []string{ // SOURCES, "Rouble quotes printed by Reuters and Al Jazeera"
		"press:USDRUB 2016-01-21T00:00:00Z high 85.97", "press:USDRUB 2022-01-10T08:06:00Z last 74.92", "press:EURRUB 2022-01-10T08:06:00Z last 84.86",
		"press:USDRUB 2022-01-26T00:00:00Z high 80.4125", "press:USDRUB 2022-02-07T07:30:00Z last 75.60", "press:EURRUB 2022-02-07T07:30:00Z last 86.43",
		"press:USDRUB 2022-02-07T11:34:00Z last 75.44", "press:EURRUB 2022-02-07T11:34:00Z last 86.38", "press:USDRUB 2022-02-08T07:37:00Z last 75.34",
		"press:EURRUB 2022-02-08T07:37:00Z last 85.87", "press:USDRUB 2022-02-08T12:20:00Z last 75.09", "press:EURRUB 2022-02-08T12:20:00Z last 85.79",
		"press:USDRUB 2022-06-29T07:24:00Z last 50.22", "press:EURRUB 2022-06-29T07:24:00Z last 52.89",
	}
	var got []string
	for _, q := range loaded(t).Quotes {
		got = append(got, strings.Join([]string{string(q.Series), q.At.Format(time.RFC3339), string(q.Basis), q.Value.String()}, " "))
		if q.DayOnly != (q.At.Hour() == 0) || q.SourceName == "" {
			t.Errorf("%+v: day only is wrong or the source is missing", q)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("quotes:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestBreaks(t *testing.T) {
	t.Parallel()
	dates := map[string][]string{}
	for _, b := range loaded(t).Breaks {
		dates[string(b.Series)] = append(dates[string(b.Series)], b.Date.String())
	}
	for series, want := range map[string][]string{
		"cbr:USDRUB":     {"2003-04-15", "2022-03-14", "2022-04-25", "2024-06-13", "2024-12-27"},
		"cbr:EURRUB":     {"2003-04-15", "2022-03-14", "2022-04-25", "2024-06-13", "2024-12-27"},
		"ecb:EURRUB":     {"2022-03-01"},
		"moex:USDRUB:1m": {"2024-06-13", "2026-02-16"},
		"moex:EURRUB:1m": {"2024-06-13"},
		"":               {"2022-02-24", "2022-02-28"},
	} {
		if !slices.Equal(dates[series], want) {
			t.Errorf("breaks of %q: %v, want %v", series, dates[series], want)
		}
	}
}

// Whoever changes a file changes the day of the release too, and this version: a database takes a set for newer by its day.
func TestVersionIsOfTheContent(t *testing.T) {
	t.Parallel()
	const want = "2026-11-30-be94e5e5cc5a"
	if v := loaded(t).Version; v != want || v != Version() {
		t.Errorf("version %s, want %s: has released been set to the day of the change?", v, want)
	}
}

func TestSetIsSmall(t *testing.T) {
	t.Parallel()
	var size int64
	err := fs.WalkDir(files, ".", func(_ string, entry fs.DirEntry, err error) error {
		if entry.IsDir() {
			return err
		}
		about, err := entry.Info()
		size += about.Size()
		return err
	})
	if err != nil || size > 1<<20 {
		t.Errorf("%d bytes are embedded, at most 1 MB is meant: %v", size, err)
	}
}

func TestWrongTablesAreNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"header", "code,name\nRUS,Russia\n", `columns ["code" "name"]`},
		{"value", "code,name,kind\nRUS,Russia,country\nXX,,country\n", "line 3"},
		{"cells", "code,name,kind\nRUS,Russia\n", "line 2"},
		{"empty", "", "EOF"},
	} {
		_, err := readTable("data/actors.csv", csv.NewReader(strings.NewReader(tt.text)), actorColumns, parseActor)
		if err == nil || !strings.Contains(err.Error(), "data/actors.csv") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want data/actors.csv and %q", tt.name, err, tt.want)
		}
	}
	for _, bad := range [][]string{
		{"press", "2022-02-07", "day", "last", "75.44", "Reuters", ""},
		{"press:USDRUB", "07.02.2022", "day", "last", "75.44", "Reuters", ""},
		{"press:USDRUB", "2022-02-07", "hour", "last", "75.44", "Reuters", ""},
		{"press:USDRUB", "2022-02-07", "day", "mid", "75.44", "Reuters", ""},
		{"press:USDRUB", "2022-02-07", "day", "last", "75,44", "Reuters", ""},
	} {
		if q, err := parseQuote(bad); err == nil {
			t.Errorf("%v was taken for %+v", bad, q)
		}
	}
	for _, bad := range [][]string{{"cbr:XXXRUB", "2022-02-07", "a", "b"}, {"", "7 Feb", "a", "b"}, {"", "2022-02-07", "", "b"}} {
		if b, err := parseBreak(bad); err == nil {
			t.Errorf("%v was taken for %+v", bad, b)
		}
	}
}
