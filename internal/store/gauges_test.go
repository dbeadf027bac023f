package store

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/runlog"
)

func gauge(on string, value float64) event.Gauge {
	return event.Gauge{Name: "gpr:GPRD", Day: day(on), Value: value}
}

func TestGaugesAreRevised(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	first := []event.Gauge{gauge("2022-02-24", 371), gauge("2022-02-23", 431.25)}
	if got := must[runlog.Counts](t)(db.PutGauges(ctx, first, collected, noon)); got != (runlog.Counts{New: 2}) {
		t.Fatalf("%+v", got)
	}
	version := must[int64](t)(db.Version(ctx))
	later := []event.Gauge{gauge("2022-02-23", 431.25), gauge("2022-02-24", 372.5)}
	if got := must[runlog.Counts](t)(db.PutGauges(ctx, later, collected, noon.Add(time.Hour))); got != (runlog.Counts{Same: 1, Revised: 1}) {
		t.Fatalf("%+v", got)
	}
	if must[int64](t)(db.Version(ctx)) == version {
		t.Error("a revision does not change the version")
	}
	for name, tt := range map[string]struct {
		r    Range
		want []event.Gauge
	}{
		"now":     {Range{}, later},
		"as of":   {Range{AsOf: noon}, []event.Gauge{first[1], first[0]}},
		"before":  {Range{AsOf: noon.Add(-time.Second)}, nil},
		"one day": {Range{From: day("2022-02-24"), To: day("2022-02-24")}, later[1:]},
		"none":    {Range{From: day("2022-02-25")}, nil},
	} {
		if got := must[[]event.Gauge](t)(db.Gauge(ctx, "gpr:GPRD", tt.r)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	want := []event.GaugeSpan{{Name: "gpr:GPRD", Count: 2, First: day("2022-02-23"), Last: day("2022-02-24")}}
	if got := must[[]event.GaugeSpan](t)(db.Gauges(ctx)); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestPutGaugesRefuses(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	for name, list := range map[string][]event.Gauge{
		"NaN":        {gauge("2022-02-24", math.NaN())},
		"no day":     {{Name: "gpr:GPRD", Value: 1}},
		"no source":  {{Name: "GPRD", Day: day("2022-02-24"), Value: 1}},
		"two values": {gauge("2022-02-24", 1), gauge("2022-02-24", 2)},
	} {
		if _, err := db.PutGauges(t.Context(), list, collected, noon); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if got := must[[]event.Gauge](t)(db.Gauge(t.Context(), "gpr:GPRD", Range{})); len(got) > 0 {
		t.Errorf("stored %v", got)
	}
}

func TestAddDraftsLeavesWhatAPersonDecided(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	draft := event.Event{ID: "feed-x-1", OccurredAt: day("2022-02-07").UTC(), Precision: event.PrecisionDay, Title: "A title",
		Category: event.Other, Importance: 1, Actors: []string{"RUS"}, Status: event.StatusDraft, Origin: "feed:x"}
	if got := must[runlog.Counts](t)(db.AddDrafts(ctx, []event.Event{draft}, collected, noon)); got != (runlog.Counts{New: 1}) {
		t.Fatalf("%+v", got)
	}
	decided := draft
	decided.Status, decided.Title = event.StatusRejected, "Not an event"
	must[runlog.Counts](t)(db.PutEvents(ctx, []event.Event{decided}, Origin{Author: "anna"}, noon.Add(time.Hour)))
	fresh := draft
	fresh.ID = "feed-x-2"
	if got := must[runlog.Counts](t)(db.AddDrafts(ctx, []event.Event{draft, fresh}, collected, noon.Add(2*time.Hour))); got != (runlog.Counts{New: 1, Same: 1}) {
		t.Fatalf("%+v", got)
	}
	if got := must[event.Event](t)(db.Event(ctx, draft.ID, time.Time{})); got.Status != event.StatusRejected || got.Title != decided.Title {
		t.Errorf("the decision is undone: %+v", got)
	}
	for _, tt := range []struct {
		ids  []string
		want bool
	}{{nil, true}, {[]string{"feed-x-1", "feed-x-2"}, true}, {[]string{"feed-x-1", "feed-x-9"}, false}} {
		if got := must[bool](t)(db.HaveEvents(ctx, tt.ids)); got != tt.want {
			t.Errorf("have %v: %v", tt.ids, got)
		}
	}
	confirmed := fresh
	confirmed.ID, confirmed.Status = "feed-x-3", event.StatusConfirmed
	if _, err := db.AddDrafts(ctx, []event.Event{confirmed}, collected, noon); !errors.Is(err, event.ErrInvalid) {
		t.Errorf("a confirmed event of a machine: %v", err)
	}
}

func TestValidators(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	const url = "https://example.org/feed"
	want := func(etag, modified string) {
		t.Helper()
		gotTag, gotModified, err := db.Validators(ctx, url)
		if err != nil || gotTag != etag || gotModified != modified {
			t.Errorf("%q %q %v, want %q %q", gotTag, gotModified, err, etag, modified)
		}
	}
	want("", "")
	for _, etag := range []string{`"a"`, `"b"`} {
		if err := db.PutValidators(ctx, url, etag, "Mon, 07 Feb 2022 11:34:00 GMT", noon); err != nil {
			t.Fatal(err)
		}
	}
	want(`"b"`, "Mon, 07 Feb 2022 11:34:00 GMT")
}
