package store

import (
	"strings"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

func TestAnImportGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	list, hash := minutes(3000), strings.Repeat("ab", 32)
	first := must[Import](t)(db.BeginImport(ctx, "candles.csv", hash, len(list), noon))
	must[runlog.Counts](t)(db.PutImported(ctx, &first, list[:1000], collected, noon))
	if open := must[[]Import](t)(db.UnfinishedImports(ctx)); len(open) != 1 || open[0] != first || first.Done != 1000 {
		t.Errorf("after a third: %+v, want %+v", open, first)
	}
	second := must[Import](t)(db.BeginImport(ctx, "renamed.csv", hash, len(list), noon.Add(time.Hour)))
	if second != first {
		t.Errorf("begun again: %+v, want %+v", second, first)
	}
	must[runlog.Counts](t)(db.PutImported(ctx, &second, list[1000:2000], collected, noon))
	if _, err := db.PutImported(ctx, &first, list[1000:2000], collected, noon); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("two at once: %v", err)
	}
	must[runlog.Counts](t)(db.PutImported(ctx, &second, list[2000:], collected, noon))
	if open := must[[]Import](t)(db.UnfinishedImports(ctx)); len(open) != 0 {
		t.Errorf("in the end: %+v", open)
	}
	got := must[[]fx.Candle](t)(db.Candles(ctx, fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{}))
	if len(got) != len(list) || second.Counts != (runlog.Counts{New: 3000}) {
		t.Errorf("%d candles, %+v", len(got), second.Counts)
	}
	third := must[Import](t)(db.BeginImport(ctx, "candles.csv", hash, len(list), noon))
	if counts := must[runlog.Counts](t)(db.PutImported(ctx, &third, list, collected, noon)); counts.Same != 3000 || third.ID == first.ID {
		t.Errorf("a second time: %+v", counts)
	}
}

// The old content of a corrected file is nowhere any more: nobody is told for ever to import it again.
func TestACorrectedFileEndsTheImportOfTheOldOne(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	list := minutes(20)
	put := func(name, hash string, rows []fx.Candle) {
		t.Helper()
		i := must[Import](t)(db.BeginImport(ctx, name, strings.Repeat(hash, 32), len(list), noon))
		must[runlog.Counts](t)(db.PutImported(ctx, &i, rows, collected, noon))
	}
	put("candles.csv", "ab", list[:10])
	put("others.csv", "cd", list[:10])
	put("candles.csv", "ef", list)
	if open := must[[]Import](t)(db.UnfinishedImports(ctx)); len(open) != 1 || open[0].Name != "others.csv" {
		t.Errorf("cut short: %+v, want others.csv alone", open)
	}
}
