package store

import (
	"errors"
	"testing"

	"detente/internal/fx"
)

func TestOpenListsTheCatalogue(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	got := must[[]fx.Series](t)(db.Series(t.Context()))
	want := fx.Catalogue()
	if len(got) != len(want) {
		t.Fatalf("%d series, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("series %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestPutSeries(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	own := fx.Series{ID: "bank:USDRUB", Kind: fx.KindFixing, Name: "A bank's rate", Unit: "roubles per dollar", Zone: "Europe/Moscow", Ends: day("2024-06-12")}
	if err := db.PutSeries(ctx, own); err != nil {
		t.Fatal(err)
	}
	own.Name = "The bank's rate"
	if err := db.PutSeries(ctx, own); err != nil {
		t.Fatal(err)
	}
	list := must[[]fx.Series](t)(db.Series(ctx))
	if last := list[len(list)-1]; last != own {
		t.Errorf("got %+v, want %+v", last, own)
	}
	for name, bad := range map[string]fx.Series{
		"id":           {ID: "bank", Kind: fx.KindFixing, Zone: "UTC"},
		"kind":         {ID: "bank:USDRUB", Kind: "guess", Zone: "UTC"},
		"zone":         {ID: "bank:USDRUB", Kind: fx.KindFixing, Zone: "Moscow"},
		"changed kind": {ID: "bank:USDRUB", Kind: fx.KindPress, Zone: "UTC"},
	} {
		if err := db.PutSeries(ctx, bad); !errors.Is(err, fx.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
}

func TestUnknownSeriesIsNotFound(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	if _, err := db.Fixings(t.Context(), "cbr:GBPRUB", Range{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("read: %v", err)
	}
	f := fixing("2022-02-08", "75.6806")
	f.Series = "cbr:GBPRUB"
	if _, err := db.PutFixings(t.Context(), []fx.Fixing{f}, collected, noon); !errors.Is(err, ErrNotFound) {
		t.Errorf("write: %v", err)
	}
}
