package event_test

import (
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"detente/data"
	"detente/internal/event"
)

var (
	deskTime = time.Date(2022, 2, 8, 12, 0, 0, 0, time.UTC)
	rules    = event.FormRules{Now: deskTime, Actors: []event.Actor{{Code: "RUS", Kind: "country"}, {Code: "FRA", Kind: "country"}, {Code: "NATO", Kind: "organisation"}}}
)

func TestFormGivesEveryCuratedEventBack(t *testing.T) {
	t.Parallel()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range set.Events {
		rules := event.FormRules{Now: want.OccurredAt.Add(time.Hour), Actors: set.Actors}
		got, err := event.FormOf(want).Apply(want, rules)
		if err != nil || !reflect.DeepEqual(got, want) || len(event.Diff(want, got)) != 0 {
			t.Fatalf("%s: %v\n%+v\n%+v", want.ID, err, got, want)
		}
	}
}

func TestFormFillsWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		form event.Form
		want event.Event
	}{
		{"a day", event.Form{"title": "Talks", "occurred_at": "7 Feb 2022"},
			event.Event{OccurredAt: at("2022-02-07T00:00:00Z"), Precision: "day", Title: "Talks", Category: "other", Importance: 2, Status: "confirmed"}},
		// Moscow was at UTC+3 in 2022
		{"a zone", event.Form{"title": "Talks", "occurred_at": "2022-02-07T14:34", "zone": "Europe/Moscow", "cameo": "046", "actors": "rus, fra;RUS"},
			event.Event{OccurredAt: at("2022-02-07T11:34:00Z"), Precision: "minute", Title: "Talks", Category: "other", Importance: 2, Status: "confirmed",
				Cameo: "046", Goldstein: 7, Actors: []string{"RUS", "FRA"}}},
		// 01:00 of the 7th in Moscow is 22:00 of the 6th in UTC: the day that counts is the one that was written.
		{"the day of a zone", event.Form{"title": "Talks", "occurred_at": "2022-02-07T01:00", "zone": "Europe/Moscow", "precision": "day"},
			event.Event{OccurredAt: at("2022-02-07T00:00:00Z"), Precision: "day", Title: "Talks", Category: "other", Importance: 2, Status: "confirmed"}},
		{"the day of an offset", event.Form{"title": "Talks", "occurred_at": "2022-02-06T22:00:00-05:00", "precision": "day"},
			event.Event{OccurredAt: at("2022-02-06T00:00:00Z"), Precision: "day", Title: "Talks", Category: "other", Importance: 2, Status: "confirmed"}},
		{"times of a zone", event.Form{"title": "Talks", "occurred_at": "2022-02-07T14:34", "ended_at": "2022-02-07T15:00", "announced_at": "2022-02-07T01:00", "zone": "Europe/Moscow"},
			event.Event{OccurredAt: at("2022-02-07T11:34:00Z"), EndedAt: at("2022-02-07T12:00:00Z"), AnnouncedAt: at("2022-02-06T22:00:00Z"),
				Precision: "minute", Title: "Talks", Category: "other", Importance: 2, Status: "confirmed"}},
		{"the ends of the years", event.Form{"title": "Talks", "occurred_at": "1900-01-01", "ended_at": "2199-12-31", "importance": "1", "verified": "yes", "goldstein": "10"},
			event.Event{OccurredAt: at("1900-01-01T00:00:00Z"), EndedAt: at("2199-12-31T00:00:00Z"), Precision: "day", Title: "Talks", Category: "other", Importance: 1, Status: "confirmed", Verified: true, Goldstein: 10}},
		{"a draft of what lies ahead", event.Form{"title": "Talks", "occurred_at": "2022-03-01", "status": "draft", "importance": "5", "goldstein": "-10"},
			event.Event{OccurredAt: at("2022-03-01T00:00:00Z"), Precision: "day", Title: "Talks", Category: "other", Importance: 5, Status: "draft", Goldstein: -10}},
		{"the market", event.Form{"title": "Key rate", "occurred_at": "2022-02-11T10:30:00Z", "category": "monetary_policy", "cameo": "163"},
			event.Event{OccurredAt: at("2022-02-11T10:30:00Z"), Precision: "minute", Title: "Key rate", Category: "monetary_policy", Importance: 2, Status: "scheduled", Cameo: "163"}},
		{"a value of its own", event.Form{"title": "x", "occurred_at": "2022-02-07", "cameo": "046", "goldstein": "−2,5"},
			event.Event{OccurredAt: at("2022-02-07T00:00:00Z"), Precision: "day", Title: "x", Category: "other", Importance: 2, Status: "confirmed", Cameo: "046", Goldstein: -2.5}},
		{"announced on a day", event.Form{"title": "x", "occurred_at": "2022-02-07", "announced_at": "2022-02-01"},
			event.Event{OccurredAt: at("2022-02-07T00:00:00Z"), Precision: "day", Title: "x", Category: "other", Importance: 2, Status: "confirmed", AnnouncedAt: at("2022-02-01T23:59:59Z")}},
	} {
		got, err := tt.form.Apply(event.Event{}, rules)
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %v\ngot  %+v\nwant %+v", tt.name, err, got, tt.want)
		}
	}
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// The signs on both sides of those that no page can show; lines and tabs are for the summary alone.
func TestFormTakesWhatCanBeShown(t *testing.T) {
	t.Parallel()
	for sign, good := range map[rune]bool{' ': true, '~': true, 0x1F: false, 0x7F: false, 0x80: false, 0x9F: false, 0xA0: true, 0x2029: true, 0x202A: false, 0x202E: false,
		0x202F: true, 0x2065: true, 0x2066: false, 0x2069: false, 0x206A: true} {
		form := event.Form{"title": "a" + string(sign) + "b", "occurred_at": "2022-02-07"}
		if _, err := form.Apply(event.Event{}, rules); (err == nil) != good {
			t.Errorf("U+%04X: %v", sign, err)
		}
	}
	got, err := event.Form{"title": " Talks ", "occurred_at": "2022-02-07", "summary": "One.\r\n\tTwo."}.Apply(event.Event{}, rules)
	if err != nil || got.Summary != "One.\n\tTwo." || got.Title != "Talks" {
		t.Errorf("%q, %q, %v", got.Title, got.Summary, err)
	}
}

func TestFormChangesWhatItHolds(t *testing.T) {
	t.Parallel()
	base := event.Event{ID: "e", OccurredAt: at("2022-02-07T11:34:00Z"), Precision: "minute", Title: "Talks", Summary: "Long.", Category: event.Talks,
		Cameo: "046", Goldstein: 7, Importance: 3, Status: event.StatusDraft, Actors: []string{"OLD"}, Verified: true}
	for name, tt := range map[string]struct {
		form event.Form
		want map[string]string
	}{
		"nothing":               {event.Form{}, nil},
		"the code":              {event.Form{"cameo": "112"}, map[string]string{"cameo": "112", "goldstein": "-2"}},
		"the code, value shown": {event.Form{"cameo": "112", "goldstein": "7"}, map[string]string{"cameo": "112", "goldstein": "-2"}},
		"code and value":        {event.Form{"cameo": "112", "goldstein": "-3"}, map[string]string{"cameo": "112", "goldstein": "-3"}},
		"to the market":         {event.Form{"category": "market"}, map[string]string{"category": "market", "goldstein": "0"}},
		"emptied":               {event.Form{"summary": "", "actors": " "}, map[string]string{"summary": "", "actors": ""}},
		"only the day":          {event.Form{"precision": "day"}, map[string]string{"occurred_at": "2022-02-07", "precision": "day"}},
		"another day":           {event.Form{"occurred_at": "2022-02-06"}, map[string]string{"occurred_at": "2022-02-06", "precision": "day"}},
		"verified":              {event.Form{"verified": "yes"}, nil},
		"not verified":          {event.Form{"verified": "no"}, map[string]string{"verified": "no"}},
		"an actor beside":       {event.Form{"actors": "OLD RUS"}, map[string]string{"actors": "OLD; RUS"}},
	} {
		got, err := tt.form.Apply(base, rules)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		changed := map[string]string{}
		for _, c := range event.Diff(base, got) {
			changed[c.Field] = c.New
		}
		if !maps.Equal(changed, tt.want) {
			t.Errorf("%s: %v, want %v", name, changed, tt.want)
		}
	}
}

func TestFormNamesEveryFieldThatIsWrong(t *testing.T) {
	t.Parallel()
	good := event.Form{"title": "Talks", "occurred_at": "2022-02-07T11:34:00Z"}
	for _, tt := range []struct{ field, text, reason string }{
		{"title", " ", "missing"}, {"title", "a\nb", "U+000A"}, {"title", "a\x00", "U+0000"}, {"title", "\xff", "UTF-8"}, {"title", "\u202Eevil", "U+202E"}, {"location", "a\u2066", "U+2066"}, {"title", strings.Repeat("x", 16<<10+1), "16384 bytes"},
		{"occurred_at", "", "missing"}, {"occurred_at", "07.02.2022", "write 2022-02-07"}, {"occurred_at", "02/07/2022 14:34", "write 2022-07-02 or 2022-02-07"}, {"occurred_at", "2022-02-30", "not a time"},
		{"occurred_at", "1022-02-07", "outside 1900"}, {"ended_at", "9999-12-31T10:00Z", "outside 1900"}, {"announced_at", "1899-12-31", "outside 1900"}, {"occurred_at", "<script>", "not a time"},
		{"occurred_at", "1899-12-31T23:59:59Z", "outside 1900"}, {"occurred_at", "2200-01-01", "outside 1900"},
		{"precision", "second", "want one of"}, {"ended_at", "2022-02-08", "clock time"}, {"ended_at", "2022-02-07T11:33:00Z", "before the beginning"},
		{"category", "gossip", "want one of sanctions"}, {"cameo", "46", "leading zero"}, {"goldstein", "-11", "-10"}, {"goldstein", "NaN", "-10"},
		{"importance", "6", "1 (routine)"}, {"importance", "0", "1 (routine)"}, {"goldstein", "10.1", "-10"}, {"importance", "two", "1 (routine)"}, {"actors", "RUSS", "RUSS is not in the list"}, {"actors", "<b>", "three letters"},
		{"status", "maybe", "want one of"}, {"source_url", "javascript:alert(1)", "http"}, {"source_tier", "rumour", "official"}, {"verified", "perhaps", "yes or no"},
		{"announced_at", "soon", "not a time"}, {"summary", strings.Repeat("x", 20_001), "20000 bytes"}, {"colour", "red", "no such field"}, {"location", "a\x07", "U+0007"},
		{"location", strings.Repeat("x", 10<<20), "2000 bytes"}, {"occurred_at", strings.Repeat("2", 10<<20), "2000 bytes"},
	} {
		form := maps.Clone(good)
		form[tt.field] = tt.text
		_, err := form.Apply(event.Event{}, rules)
		var wrong event.FormErrors
		if !errors.As(err, &wrong) || !errors.Is(err, event.ErrInvalid) || len(wrong) != 1 || wrong[0].Field != tt.field || !strings.Contains(wrong[0].Reason, tt.reason) {
			t.Errorf("%s = %.20q: %v", tt.field, tt.text, err)
		}
	}
	_, noClock := event.Form{"title": "Talks", "occurred_at": "2022-02-07", "precision": "hour"}.Apply(event.Event{}, rules)
	if noClock == nil || !strings.Contains(noClock.Error(), "precision: hour needs a clock time") {
		t.Errorf("an hour without a clock time: %v", noClock)
	}
	_, noZone := event.Form{"title": "Talks", "occurred_at": "2022-02-07T11:34"}.Apply(event.Event{}, rules)
	if noZone == nil || !strings.Contains(noZone.Error(), "zone: 2022-02-07T11:34 has no time zone") {
		t.Errorf("a clock time without a zone: %v", noZone)
	}
	_, err := event.Form{"status": "confirmed", "title": "", "occurred_at": "2022-03-01", "category": "market", "goldstein": "-5"}.Apply(event.Event{}, rules)
	var wrong event.FormErrors
	if !errors.As(err, &wrong) || len(wrong) != 2 || wrong[0].Field != "title" || wrong[1].Field != "status" {
		t.Errorf("several at once: %v", err)
	}
	market := event.Form{"title": "x", "occurred_at": "2022-02-07", "category": "market", "goldstein": "-5"}
	if _, err := market.Apply(event.Event{}, rules); err == nil || !strings.Contains(err.Error(), "goldstein: -5: a market event carries 0") {
		t.Errorf("market: %v", err)
	}
}

func TestParseMoment(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, zone, want string }{
		{"2022-02-07T14:34", "Europe/Moscow", "2022-02-07T11:34:00Z"},
		{"7 Feb 2022, 14:34", "Europe/Moscow", "2022-02-07T11:34:00Z"},
		{"7 Feb 2022, 11:34 UTC", "", "2022-02-07T11:34:00Z"},
		{"2022-02-07T14:34:00+03:00", "America/New_York", "2022-02-07T11:34:00Z"},
		{"2014-10-25 12:00", "Europe/Moscow", "2014-10-25T08:00:00Z"}, // Moscow was UTC+4 until the next night
		{"2014-10-26 12:00", "Europe/Moscow", "2014-10-26T09:00:00Z"},
		{"2022-03-27 03:00", "Europe/Paris", "2022-03-27T01:00:00Z"},
		{"2022-03-27 02:30", "Europe/Paris", "did not exist"},
		{"2014-10-26 01:30", "Europe/Moscow", "came twice in Europe/Moscow, since the clocks went back: write 2014-10-26T01:30:00+04:00 or 2014-10-26T01:30:00+03:00"},
		{"2022-02-07 14:34", "Moscow", `zone "Moscow" is not known`},
		{"2022-02-07 14:34", "Local", "no time zone"},
		{"2022-02-07 25:00", "UTC", "not a time"},
	} {
		got, _, err := event.ParseMoment(tt.text, tt.zone)
		if err != nil {
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s %s: %v", tt.text, tt.zone, err)
			}
		} else if got.UTC().Format(time.RFC3339) != tt.want {
			t.Errorf("%s %s is %s, want %s", tt.text, tt.zone, got.UTC().Format(time.RFC3339), tt.want)
		}
	}
	if got, dateOnly, err := event.ParseMoment("7 February 2022", "Asia/Tokyo"); err != nil || !dateOnly || !got.Equal(at("2022-02-07T00:00:00Z")) {
		t.Errorf("a date: %v %v %v", got, dateOnly, err)
	}
}

// The end of whole days is not midnight of the last: an event that is given a clock time needs one for its end too.
func TestAClockTimeIsGivenToTheEndToo(t *testing.T) {
	t.Parallel()
	base := event.Event{ID: "summit", Title: "Summit", OccurredAt: time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC), EndedAt: time.Date(2022, 2, 9, 0, 0, 0, 0, time.UTC),
		Precision: event.PrecisionDay, Category: event.Talks, Importance: 2, Status: event.StatusConfirmed}
	_, err := event.Form{"occurred_at": "2022-02-07T10:00:00Z", "precision": ""}.Apply(base, rules)
	var wrong event.FormErrors
	if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Field != "ended_at" {
		t.Errorf("%v: want the end to be asked for", err)
	}
	timed, err := event.Form{"occurred_at": "2022-02-07T10:00:00Z", "precision": "", "ended_at": "2022-02-09T18:00:00Z"}.Apply(base, rules)
	if err != nil || timed.LastDay() != base.LastDay() {
		t.Errorf("%v, to %s", err, timed.LastDay())
	}
	if again, err := (event.Form{"title": "The summit"}).Apply(timed, rules); err != nil || !again.EndedAt.Equal(timed.EndedAt) {
		t.Errorf("%v: %s", err, again.EndedAt)
	}
}
