package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
)

// What the index finds must be what event.Filter.Match means, whatever is typed.
func TestSearchMeansWhatTheFilterMeans(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	var all event.Timeline
	for i, title := range []string{"Macron arrives in Moscow", "Détente: Łódź summit", "ПОЛЁТ в Київ", "NEAR AND OR NOT", "He said \"no\"", "5-hour talks", "a OR b", "x'; DROP TABLE events --"} {
		e := meeting(fmt.Sprintf("e%d", i))
		e.OccurredAt, e.EndedAt = e.OccurredAt.Add(time.Duration(i*37%50)*time.Hour), time.Time{}
		e.Title, e.Summary, e.Location, e.Actors = title, "Of the year "+fmt.Sprint(2014+i), "Place", [][]string{{"RUS", "FRA"}, {"UKR"}, nil}[i%3]
		all = append(all, e)
	}
	all.Sort()
	putEvents(t, db, noon, all...)
	for _, text := range []string{"", " ", "mac", "MACRON moscow", "acron", "detente", "de\u0301tente", "lodz", "Łódź", "полет", "полёт київ", "fra", "rus 2014", "2014 2015",
		"near", "NOT", "OR", "a OR b", "a AND b", `"`, `"no"`, `no"`, "no*", "*", "^he", "words:he", "-moscow", "(", "NEAR(a b, 2)", "5-hour", "detentes", "moscow arrivals", "arrivesx", "'; drop", "place +5",
		"\x00", "\xff", "{", "\\", "e1", strings.Repeat("a b c ", 40), strings.Repeat("х", 5000), "%", "_", "«»"} {
		f := event.Filter{Text: text}
		want, got := all.Where(f), must[event.Timeline](t)(db.Events(ctx, f))
		if ids(got) != ids(want) {
			t.Errorf("%.40q: %s, want %s", text, ids(got), ids(want))
		}
		if got := event.NewTexts(all).Where(f); ids(got) != ids(want) {
			t.Errorf("%.40q in memory: %s, want %s", text, ids(got), ids(want))
		}
		f.AsOf = noon
		if got := must[event.Timeline](t)(db.Events(ctx, f)); ids(got) != ids(want) {
			t.Errorf("%.40q as of: %s, want %s", text, ids(got), ids(want))
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, text := range []string{"talks", "\"*", "NEAR(", "ﬀ", "İstanbul", "a\u0300\u0301", "\u3000中文", "٣", "²"} {
		f.Add(text, text)
	}
	db := openTest(f)
	n := 0
	f.Fuzz(func(t *testing.T, title, text string) {
		e := meeting(fmt.Sprintf("e%d", n))
		n++
		e.Title = title
		if e.Validate() != nil || len(text) > 1000 {
			return
		}
		if _, err := db.PutEvents(t.Context(), []event.Event{e}, Origin{Author: "economist"}, noon); err != nil {
			t.Fatal(err)
		}
		filter := event.Filter{Text: text, IDs: []string{e.ID}}
		if got := must[event.Timeline](t)(db.Events(t.Context(), filter)); (len(got) == 1) != filter.Match(e) {
			t.Errorf("%q in %q: found %v", text, title, len(got) == 1)
		}
	})
}

func TestSearchFollowsRevisions(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	finds := func(text string, asOf time.Time) bool {
		return len(must[event.Timeline](t)(db.Events(t.Context(), event.Filter{Text: text, AsOf: asOf}))) == 1
	}
	e := meeting("e")
	e.Title = "Before"
	putEvents(t, db, noon, e)
	e.Title, e.Actors = "After", []string{"USA"}
	putEvents(t, db, noon.Add(time.Hour), e)
	if finds("before", time.Time{}) || finds("rus", time.Time{}) || !finds("after usa", time.Time{}) {
		t.Error("the words of the old version are found, or those of the new are not")
	}
	if !finds("before rus", noon) || finds("after", noon) {
		t.Error("as of then the old words count")
	}
}

// A file whose index is missing, as that of an older program is, gets it when it is opened.
func TestSearchIsBuiltForAnOlderFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	db := must[*DB](t)(Open(t.Context(), path))
	putEvents(t, db, noon, meeting("e"), meeting("f"))
	if err := db.transact(t.Context(), func(tx *sql.Tx) (bool, error) {
		_, err := tx.ExecContext(context.Background(), "UPDATE meta SET value = 0 WHERE name = 'search_version'; DELETE FROM events_text; DELETE FROM events_search")
		return true, err
	}); err != nil {
		t.Fatal(err)
	}
	if got := must[event.Timeline](t)(db.Events(t.Context(), event.Filter{Text: "leaders"})); len(got) != 0 {
		t.Fatal("the index is still there: the test means nothing")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = must[*DB](t)(Open(t.Context(), path))
	defer db.Close()
	if got := must[event.Timeline](t)(db.Events(t.Context(), event.Filter{Text: "leaders"})); len(got) != 2 {
		t.Errorf("%d found, want 2", len(got))
	}
}

// many returns n events of which every 1,000th holds "armistice" and every 100th "summit".
func many(n int) []event.Event {
	words := strings.Fields("sanctions talks gas troops border minister council ceasefire visit statement export oil bank treaty")
	list := make([]event.Event, n)
	for i := range list {
		e := meeting(fmt.Sprintf("e%06d", i))
		e.OccurredAt, e.EndedAt = e.OccurredAt.Add(-time.Duration(i)*time.Hour), time.Time{}
		e.Title = fmt.Sprintf("%s and %s in week %d", words[i%len(words)], words[i*7/3%len(words)], i)
		e.Summary = strings.Join(append(words, words...), " of ")
		if i%1000 == 0 {
			e.Title += " armistice"
		}
		if i%100 == 0 {
			e.Title += " summit"
		}
		list[i] = e
	}
	return list
}

// What a command, a file or a feed asks the index for. "week", "sanctions" and "s" stand in every one of the events.
func BenchmarkSearch100000(b *testing.B) {
	db := openTest(b)
	if _, err := db.PutEvents(b.Context(), many(100_000), Origin{Author: "economist"}, noon); err != nil {
		b.Fatal(err)
	}
	for _, tt := range []struct {
		text string
		want int
	}{{"armistice", 100}, {"summ", 1000}, {"summit armis", 100}, {"week 777", 111}, {"sanctions 777", 111}, {"s w 777", 111}, {"absent", 0}} {
		b.Run(tt.text, func(b *testing.B) {
			for b.Loop() {
				if got := must[event.Timeline](b)(db.Events(b.Context(), event.Filter{Text: tt.text})); len(got) != tt.want {
					b.Fatal(len(got), tt.want)
				}
			}
		})
	}
}
