// Command pocketbase is the peer of the benchmarks of lists and cold starts: PocketBase as it is, with one public
// collection of as many events as $PEER_EVENTS says, of the columns that Détente's list has. It is a module of its own,
// so that its dependencies are nobody else's.
package main

import (
	"encoding/json"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

func main() {
	app := pocketbase.New()
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		if n, _ := strconv.Atoi(os.Getenv("PEER_EVENTS")); n > 0 {
			if err := fill(e.App, n); err != nil {
				return err
			}
		}
		return e.Next()
	})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

// texts are the columns of text.
var texts = []string{"slug", "occurred_at", "precision", "title", "summary", "category", "actors", "location", "cameo", "status", "source_name", "source_url"}

// fill makes the collection, once.
func fill(app core.App, n int) error {
	if _, err := app.FindCollectionByNameOrId("events"); err == nil {
		return nil
	}
	events := core.NewBaseCollection("events")
	for _, name := range texts {
		events.Fields.Add(&core.TextField{Name: name, Max: 20_000})
	}
	events.Fields.Add(&core.NumberField{Name: "goldstein"}, &core.NumberField{Name: "importance"})
	events.AddIndex("events_at", false, "occurred_at, id", "")
	events.ListRule = types.Pointer("")
	if err := app.Save(events); err != nil {
		return err
	}
	return app.RunInTransaction(func(tx core.App) error {
		for i := range n {
			if err := tx.Save(record(events, i)); err != nil {
				return err
			}
		}
		return nil
	})
}

// record is the i-th event as Détente's generator makes it, but for what is random.
func record(events *core.Collection, i int) *core.Record {
	at := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/2)
	r, number := core.NewRecord(events), strconv.Itoa(i)
	actors, err := json.Marshal([]string{"RUS", "USA"})
	if err != nil {
		log.Fatal(err)
	}
	for i, text := range []string{"perf-" + number, at.Format(time.RFC3339), "day", "Ministers meet for round " + number,
		"They speak of guarantees and of gas.", "talks", string(actors), "Geneva", "046", "confirmed", "An agency", "https://example.org/" + number} {
		r.Set(texts[i], text)
	}
	r.Set("goldstein", -4.5)
	r.Set("importance", 3)
	return r
}
