package store

import (
	"context"
	"fmt"
	"time"
)

// mostNamed is how many rows are named one by one.
const mostNamed = 20

// CheckEmbedded compares the rows that came with the program with those it carries, and returns those that are no longer what was
// loaded: SQLite keeps no sum of a page, and a bit that has turned in a figure breaks nothing. What somebody entered or collected
// in the place of one is right. Nothing is said where another set was loaded last, or none.
func (db *DB) CheckEmbedded(ctx context.Context, set Dataset, now time.Time) ([]string, error) {
	if newest, err := db.EmbeddedVersion(ctx); err != nil || newest != set.Version || db.unwritable != nil {
		return nil, err
	}
	var found []string
	differing := 0
	err := db.Rehearse(ctx, func(ctx context.Context) error {
		var report LoadReport
		return report.load(ctx, db.rehearsed(ctx), set, now, func(r row, added bool) {
			what := "is not what was loaded"
			if added {
				what = "was loaded and is missing"
			}
			if differing++; differing <= mostNamed {
				found = append(found, fmt.Sprintf("embedded row %s %s", r.label(), what))
			}
		})
	})
	if more := differing - mostNamed; more > 0 {
		found = append(found, fmt.Sprintf("embedded rows: %d more differ", more))
	}
	return found, wrap("check embedded set", err)
}
