package liveblog

import (
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
)

// otherPage is a live-blog of our own writing: other people, other ways to tell a time and a price.
const otherPage = `14:05 MSK
Ruble weakens as Lavrov meets Fidan in Ankara
The Russian currency was trading at 92.50 per dollar and 99.85 per euro at 2.05pm Moscow time, its weakest since late October.

09:30
Turkish Foreign Minister Hakan Fidan and Russian Foreign Minister Sergey Lavrov held talks in Ankara on grain exports, the Turkish foreign ministry said.

Posted at 10:15
Poland's Prime Minister Donald Tusk said Warsaw would close two border crossings with Belarus from midnight.

"We will not be intimidated," Mr Tusk told the Sejm.

Canada and Japan imposed sanctions on 24 Russian individuals and a bank, the Canadian foreign ministry announced.

Yesterday the rouble closed at 90.15 to the dollar.

The recipe of the day: a pie with apples.

Russian forces fired missiles at Kharkiv overnight, killing five people, Ukraine's interior ministry said.

By 16:40 local time in Vilnius, one dollar bought 92.10 roubles, dealers said.

EUR/RUB was at 99.20 as of 1530 GMT.

The White House said President Trump and President Putin spoke by telephone at 5pm ET for an hour.
`

func TestAnotherPage(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Istanbul")
	if err != nil {
		t.Skip("no time zones here")
	}
	got, err := Parse(otherPage, civil.MustParse("2025-11-12"), zone)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		begins   string
		when     string
		category event.Category
		cameo    string
	}{
		{"Ruble weakens", "2025-11-12T11:05:00Z", event.Market, "010"},              // Moscow's time, not Istanbul's
		{"Turkish Foreign Minister", "2025-11-12T06:30:00Z", event.Talks, "046"},    // the page's
		{"Poland's Prime Minister", "2025-11-12T07:15:00Z", event.Statement, "010"}, // likewise
		{"Canada and Japan", "2025-11-12T00:00:00Z", event.Sanctions, "163"},        // none is stated
		{"Russian forces", "2025-11-12T00:00:00Z", event.MilitaryAction, "195"},     // the time below is a price's
		{"By 16:40 local time", "2025-11-12T15:30:00Z", event.Market, "010"},        // local time is nobody's
		{"The White House said", "2025-11-11T22:00:00Z", event.Talks, "041"},        // the hour that lies on the page's day
	} {
		found := false
		for _, d := range got.Drafts {
			if !strings.HasPrefix(d.Title, want.begins) {
				continue
			}
			found = true
			if when := d.OccurredAt.Format(time.RFC3339); when != want.when || d.Category != want.category || d.Cameo != want.cameo || d.Status != event.StatusDraft {
				t.Errorf("%s: %s %s %s %s, want %+v", d.Title, when, d.Category, d.Cameo, d.Status, want)
			}
		}
		if !found {
			t.Errorf("no draft begins %q", want.begins)
		}
	}
	var prices []string
	for _, q := range got.Quotes {
		when := q.At.Format("15:04")
		if q.DayOnly {
			when = "day"
		}
		prices = append(prices, string(q.Series)[6:9]+" "+q.Value.String()+" "+when)
	}
	if said := strings.Join(prices, ", "); said != "USD 92.50 11:05, EUR 99.85 11:05, USD 92.10 day, EUR 99.20 15:30" {
		t.Errorf("quotes: %s", said)
	}
	if len(got.Undated) != 1 || got.Undated[0].Phrase != "Yesterday" {
		t.Errorf("undated: %+v", got.Undated)
	}
}
