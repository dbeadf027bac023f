package file

import (
	"strings"
	"testing"
	"time"

	"detente/internal/event"
)

func TestEventDefaults(t *testing.T) {
	t.Parallel()
	coded := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	f, err := Open(strings.NewReader("occurred_at,title\n2022-02-07,Talks in Moscow\n2022-02-07T14:34:00+03:00,\"Quote, noon\"\n"),
		Options{CodedBy: "anna", CodedAt: coded})
	if err != nil {
		t.Fatal(err)
	}
	events, err := f.Events()
	if err != nil {
		t.Fatal(err)
	}
	first := events[0]
	if first.ID != "20220207-talks-in-moscow" || first.Precision != event.PrecisionDay || first.Category != event.Other || first.Importance != 2 ||
		first.Status != event.StatusConfirmed || first.Origin != "file" || first.CodedBy != "anna" || !first.CodedAt.Equal(coded) || first.Goldstein != 0 {
		t.Errorf("%+v", first)
	}
	if second := events[1]; second.Precision != event.PrecisionMinute || second.OccurredAt.Format(time.RFC3339) != "2022-02-07T11:34:00Z" {
		t.Errorf("%+v", second)
	}
}

func TestGoldsteinComesFromTheCode(t *testing.T) {
	t.Parallel()
	events, err := open(t, "occurred_at,title,cameo,goldstein\n2022-02-07,a,163,\n2022-02-07,b,163,-3.5\n2022-02-07,c,046,\n").Events()
	if err != nil || events[0].Goldstein != -8 || events[1].Goldstein != -3.5 || events[2].Goldstein != 7 {
		t.Errorf("%+v, %v", events, err)
	}
}

func TestMadeIDsAreUniqueAndLasting(t *testing.T) {
	t.Parallel()
	const text = "id,occurred_at,title\n,2022-02-07,Talks!\n,2022-02-07,Talks?\n20220207-talks,2022-02-07,Talks\n,2022-02-08,Talks!\n"
	want := []string{"20220207-talks-2", "20220207-talks-3", "20220207-talks", "20220208-talks"}
	for range 2 {
		events, err := open(t, text).Events()
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range events {
			if e.ID != want[i] {
				t.Errorf("row %d is %s, want %s", i, e.ID, want[i])
			}
		}
	}
}

func TestPlainDatesOfKnowledgeMeanTheEndOfTheDay(t *testing.T) {
	t.Parallel()
	events, err := open(t, "occurred_at,title,announced_at\n2022-02-10,Advisers meet,2022-02-07\n").Events()
	if err != nil || events[0].AnnouncedAt.Format(time.RFC3339) != "2022-02-07T23:59:59Z" {
		t.Errorf("%+v, %v", events, err)
	}
}
