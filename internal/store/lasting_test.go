package store

import (
	"errors"
	"testing"
	"time"

	"detente/internal/access"
	"detente/internal/event"
)

// What somebody decided is on the disk when it is acknowledged, once each; what was refused needs no disk.
func TestDecisionsReachTheDisk(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	asked, refusal := 0, error(nil)
	db.toDisk = func(path string) error {
		if asked++; path != db.path+"-wal" {
			t.Error(path)
		}
		return errors.Join(syncFile(path), refusal)
	}
	added := must[event.Event](t)(db.AddEvent(ctx, event.Event{OccurredAt: noon, Precision: event.PrecisionDay, Title: "Talks", Category: event.Talks, Importance: 2,
		Status: event.StatusDraft}, "anna", noon))
	must[[]event.Event](t)(db.Decide(ctx, []Ref{{ID: added.ID}}, Confirm, "anna", noon.Add(time.Hour)))
	_, token, err := db.CreateToken(ctx, "desk", noon)
	study := Study{ID: "talks", Title: "Talks", Parameters: []byte("{}"), FixedAt: noon, AsOf: noon, Author: "anna"}
	if err := errors.Join(err, db.RevokeToken(ctx, token.ID, noon), db.SaveStudy(ctx, study)); err != nil || asked != 4 {
		t.Errorf("four decisions, and the disk was asked %d times (%v)", asked, err)
	}
	if err := db.SaveStudy(ctx, study); !errors.Is(err, ErrTaken) || asked != 4 {
		t.Errorf("%v, and the disk was asked %d times", err, asked)
	}
	refusal = errors.New("the disk is gone")
	if _, err := db.AddEvent(ctx, added, "anna", noon); err == nil || asked != 4 {
		t.Errorf("an id that is taken: %v", err)
	}
	added.ID = ""
	if _, err := db.AddEvent(ctx, added, "anna", noon); !errors.Is(err, refusal) || !errors.Is(err, access.ErrUnwritable) {
		t.Error(err)
	}
}
