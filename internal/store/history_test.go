package store

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// kept is a table as the property test sees it: small numbers under small keys.
type kept struct {
	name string
	put  func(ctx context.Context, db *DB, rows map[int]int, now time.Time) (runlog.Counts, error)
	read func(ctx context.Context, db *DB, asOf time.Time) (map[int]int, error)
}

func keptFixings() kept {
	return kept{"fixings",
		func(ctx context.Context, db *DB, rows map[int]int, now time.Time) (runlog.Counts, error) {
			var list []fx.Fixing
			for k, v := range rows {
				d := day("2022-02-08").AddDays(k)
				list = append(list, fx.Fixing{Series: fx.CBRUSD, Effective: d, Set: d.AddDays(-1), Value: fx.Rate{Unscaled: int64(v)}, Nominal: 1})
			}
			return db.PutFixings(ctx, list, collected, now)
		},
		func(ctx context.Context, db *DB, asOf time.Time) (map[int]int, error) {
			list, err := db.Fixings(ctx, fx.CBRUSD, Range{AsOf: asOf})
			got := map[int]int{}
			for _, f := range list {
				got[f.Effective.DaysSince(day("2022-02-08"))] = int(f.Value.Unscaled)
			}
			return got, err
		}}
}

func keptCandles() kept {
	return kept{"candles",
		func(ctx context.Context, db *DB, rows map[int]int, now time.Time) (runlog.Counts, error) {
			var list []fx.Candle
			for k, v := range rows {
				price := fx.Rate{Unscaled: int64(v)}
				list = append(list, fx.Candle{Series: fx.MOEXUSD1, Start: noon.Add(time.Duration(k) * time.Minute), Open: price, High: price, Low: price, Close: price})
			}
			return db.PutCandles(ctx, list, collected, now)
		},
		func(ctx context.Context, db *DB, asOf time.Time) (map[int]int, error) {
			got := map[int]int{}
			return got, db.EachCandle(ctx, fx.MOEXUSD1, time.Time{}, time.Time{}, asOf, func(c fx.Candle) error {
				got[int(c.Start.Sub(noon)/time.Minute)] = int(c.Close.Unscaled)
				return nil
			})
		}}
}

func keptQuotes() kept {
	return kept{"quotes",
		func(ctx context.Context, db *DB, rows map[int]int, now time.Time) (runlog.Counts, error) {
			var list []fx.Quote
			for k, v := range rows {
				list = append(list, fx.Quote{Series: fx.PressUSD, At: noon.Add(time.Duration(k) * time.Minute), Basis: fx.QuoteLast, Value: fx.Rate{Unscaled: int64(v)}, SourceName: "Reuters"})
			}
			return db.PutQuotes(ctx, list, collected, now)
		},
		func(ctx context.Context, db *DB, asOf time.Time) (map[int]int, error) {
			list, err := db.Quotes(ctx, fx.PressUSD, Range{AsOf: asOf})
			got := map[int]int{}
			for _, q := range list {
				got[int(q.At.Sub(noon)/time.Minute)] = int(q.Value.Unscaled)
			}
			return got, err
		}}
}

// keptEvents holds the number in the actors, which stand in a table of their own.
func keptEvents() kept {
	codes := []string{"RUS", "UKR", "USA", "NATO"}
	return kept{"events",
		func(ctx context.Context, db *DB, rows map[int]int, now time.Time) (runlog.Counts, error) {
			var list []event.Event
			for k, v := range rows {
				e := meeting(fmt.Sprintf("event-%d", k))
				e.Actors = codes[:v-1]
				list = append(list, e)
			}
			return db.PutEvents(ctx, list, collected, now)
		},
		func(ctx context.Context, db *DB, asOf time.Time) (map[int]int, error) {
			list, err := db.Events(ctx, event.Filter{AsOf: asOf})
			got := map[int]int{}
			for _, e := range list {
				var k int
				if _, err := fmt.Sscanf(e.ID, "event-%d", &k); err != nil {
					return nil, err
				}
				got[k] = len(e.Actors) + 1
			}
			return got, err
		}}
}

// version is one version of a key in the model: it is read from From until To, zero for ever.
type version struct {
	value    int
	from, to int64
}

// model is the table by brute force: every version of every key.
type model map[int][]version

func (m model) put(rows map[int]int, now int64) (c runlog.Counts) {
	for k, v := range rows {
		list := m[k]
		switch n := len(list); {
		case n == 0:
			c.New++
			m[k] = []version{{v, now, 0}}
		case list[n-1].value == v:
			c.Same++
		default:
			c.Revised++
			from := max(now, list[n-1].from+1)
			list[n-1].to = from
			m[k] = append(list, version{v, from, 0})
		}
	}
	return c
}

func (m model) read(asOf int64) map[int]int {
	got := map[int]int{}
	for k, list := range m {
		for _, v := range list {
			if (asOf == 0 && v.to == 0) || (asOf != 0 && v.from <= asOf && (v.to == 0 || asOf < v.to)) {
				got[k] = v.value
			}
		}
	}
	return got
}

// Any puts at any instants, the clock set back among them, read back as of any instant as the model says.
func TestReadsAsOfAnyInstant(t *testing.T) {
	t.Parallel()
	for _, table := range []kept{keptFixings(), keptCandles(), keptQuotes(), keptEvents()} {
		t.Run(table.name, func(t *testing.T) {
			t.Parallel()
			folder, runs := t.TempDir(), 0
			rapid.Check(t, func(rt *rapid.T) {
				runs++
				db, err := Open(t.Context(), filepath.Join(folder, fmt.Sprint(runs)))
				if err != nil {
					rt.Fatal(err)
				}
				defer db.Close()
				checkAgainstModel(t.Context(), rt, db, table)
			})
		})
	}
}

func checkAgainstModel(ctx context.Context, t *rapid.T, db *DB, table kept) {
	m := model{}
	second := rapid.Int64Range(1, 40)
	for range rapid.IntRange(1, 12).Draw(t, "puts") {
		rows := rapid.MapOfN(rapid.IntRange(0, 4), rapid.IntRange(1, 4), 1, 5).Draw(t, "rows")
		now := noon.Unix() + second.Draw(t, "now")
		before, err := db.Version(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got, err := table.put(ctx, db, rows, utc(now))
		if err != nil {
			t.Fatal(err)
		}
		want := m.put(rows, now)
		if got != want {
			t.Fatalf("put %v: %+v, want %+v", rows, got, want)
		}
		after, err := db.Version(ctx)
		if err != nil || (after > before) != (want.New+want.Revised > 0) {
			t.Fatalf("version went from %d to %d (%v) after %+v", before, after, err, want)
		}
	}
	for _, asOf := range []int64{0, noon.Unix() + second.Draw(t, "as of"), noon.Unix() + second.Draw(t, "as of"), noon.Unix() + 100, noon.Unix()} {
		at := utc(asOf)
		if asOf == 0 {
			at = time.Time{}
		}
		got, err := table.read(ctx, db, at)
		if err != nil {
			t.Fatal(err)
		}
		if want := m.read(asOf); !maps.Equal(got, want) {
			t.Fatalf("as of %v: %v, want %v", at, got, want)
		}
	}
}
