package store

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestSavedStudyKeepsItsParametersAndFirstResult(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	before, err := db.Version(ctx)
	if err != nil {
		t.Fatal(err)
	}
	fixed := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	want := Study{ID: "sanctions", Title: "Sanctions", Parameters: json.RawMessage(`{"seed":7}`), FixedAt: fixed, AsOf: fixed, Author: "user"}
	if err := db.SaveStudy(ctx, want); err != nil {
		t.Fatal(err)
	}
	changed := want
	changed.Parameters = json.RawMessage(`{"seed":8}`)
	if err := db.SaveStudy(ctx, changed); !errors.Is(err, ErrTaken) {
		t.Errorf("fixed again: %v, want ErrTaken", err)
	}
	first := strings.Repeat("a", 64)
	for _, hash := range []string{first, strings.Repeat("b", 64)} {
		if err := db.SetStudyResult(ctx, want.ID, hash); err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.Study(ctx, want.ID)
	if err != nil || string(got.Parameters) != `{"seed":7}` || got.ResultSHA256 != first || !got.FixedAt.Equal(fixed) || !got.AsOf.Equal(fixed) || got.Title != want.Title || got.Author != "user" {
		t.Errorf("got %+v, %v", got, err)
	}
	if list, err := db.Studies(ctx); err != nil || len(list) != 1 || list[0].ID != want.ID {
		t.Errorf("list %+v, %v", list, err)
	}
	if after, err := db.Version(ctx); err != nil || after != before {
		t.Errorf("version %d became %d, %v: a study changes no figure", before, after, err)
	}
}

func TestUnknownStudyIsNotFound(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	if _, err := db.Study(ctx, "none"); !errors.Is(err, ErrNotFound) {
		t.Errorf("read: %v", err)
	}
	if err := db.SetStudyResult(ctx, "none", strings.Repeat("a", 64)); !errors.Is(err, ErrNotFound) {
		t.Errorf("result: %v", err)
	}
	if err := db.SaveStudy(ctx, Study{ID: "x", Parameters: json.RawMessage(`not json`), Author: "user"}); err == nil {
		t.Error("parameters that are not JSON were saved")
	}
}
