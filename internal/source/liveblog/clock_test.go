package liveblog

import (
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

func TestStatedTime(t *testing.T) {
	t.Parallel()
	moscow, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	summer := civil.MustParse("2022-07-01")
	for _, tt := range []struct {
		text      string
		date      civil.Date
		zone      *time.Location
		want      string // RFC 3339, empty where no time can be placed
		precision event.Precision
	}{
		{"As of 11:34 GMT, it had gained", monday, time.UTC, "2022-02-07T11:34:00Z", "minute"},
		{"At 0806 GMT the rouble", monday, time.UTC, "2022-02-07T08:06:00Z", "minute"},
		{"at 14:30 Moscow time", monday, time.UTC, "2022-02-07T11:30:00Z", "minute"},
		{"at 14:30 Moscow time", civil.MustParse("2014-07-01"), time.UTC, "2014-07-01T10:30:00Z", "minute"}, // UTC+4 then
		{"at 14:30 the ministers", monday, moscow, "2022-02-07T11:30:00Z", "minute"},
		{"at 5pm CET", monday, time.UTC, "2022-02-07T16:00:00Z", "hour"},
		{"at 2.30 p.m. London time", summer, time.UTC, "2022-07-01T13:30:00Z", "minute"},
		{"12:15 am ET", monday, time.UTC, "2022-02-07T05:15:00Z", "minute"},
		{"at 5am local time (0300 GMT)", monday, time.UTC, "2022-02-07T03:00:00Z", "minute"},
		{"at 5am local time", monday, time.UTC, "", ""},
		// half past one in Moscow on the page's day is the day before in UTC
		{"at 22:30 GMT", monday, moscow, "2022-02-06T22:30:00Z", "minute"},
		{"at 25:30 GMT", monday, time.UTC, "", ""},
		{"at 14:75", monday, time.UTC, "", ""},
		{"at 75.44 against the dollar", monday, time.UTC, "", ""},
		{"at 5.30 percent", monday, time.UTC, "", ""},
		{"at 12.50 roubles", monday, time.UTC, "", ""},
		{"in 2014", monday, time.UTC, "", ""},
		{"350 more soldiers", monday, time.UTC, "", ""},
	} {
		got, ok := statedTime(tt.text, Page{Date: tt.date, Zone: tt.zone})
		switch {
		case ok != (tt.want != ""):
			t.Errorf("%q: found %v at %s", tt.text, ok, got.at)
		case ok && (got.at.Format(time.RFC3339) != tt.want || got.precision != tt.precision):
			t.Errorf("%q: %s %s, want %s %s", tt.text, got.at.Format(time.RFC3339), got.precision, tt.want, tt.precision)
		}
	}
}

func TestStampLines(t *testing.T) {
	t.Parallel()
	moscow, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"11:34":                             "2022-02-07T08:34:00Z", // the page's zone
		"11:34 GMT":                         "2022-02-07T11:34:00Z",
		"(4.12pm GMT)":                      "2022-02-07T16:12:00Z",
		"8 Feb 2022 - 15:40 (12:40 GMT)":    "2022-02-08T12:40:00Z",
		"February 8, 2022, 9:05 am":         "2022-02-08T06:05:00Z",
		"Posted at 11:34 2022-02-08":        "2022-02-08T08:34:00Z",
		"11:34 local time":                  "",
		"30 Feb 2022 11:34":                 "",
		"11:34 GMT the minister arrived":    "",
		"75.44":                             "",
		"Macron arrives at 11:34 in Moscow": "",
	} {
		got, ok := stampLine(line, Page{Date: monday, Zone: moscow})
		if ok != (want != "") || (ok && got.at.Format(time.RFC3339) != want) {
			t.Errorf("%q: %v %s, want %q", line, ok, got.at.Format(time.RFC3339), want)
		}
	}
}

// The sentences are made up in the manner of market reports.
func TestQuotes(t *testing.T) {
	t.Parallel()
	type price struct {
		series fx.SeriesID
		basis  fx.QuoteBasis
		value  string
		when   string // clock, "day" or "undated"
	}
	for _, tt := range []struct {
		text string
		want []price
	}{
		{"By 0730 GMT, the rouble was 0.4% stronger against the dollar at 75.60 and had gained 0.6% to trade at 86.43 versus the euro.",
			[]price{{fx.PressEUR, fx.QuoteLast, "86.43", "07:30"}, {fx.PressUSD, fx.QuoteLast, "75.60", "07:30"}}},
		{"The rouble slipped against the dollar, while it rose to 86.38 versus the euro.",
			[]price{{fx.PressEUR, fx.QuoteLast, "86.38", "day"}}},
		{"The ruble touched a low of 121.5275 to the dollar at 10:02 GMT.",
			[]price{{fx.PressUSD, fx.QuoteHigh, "121.5275", "10:02"}}},
		{"The rouble hit a high of 52.8 per euro yesterday.",
			[]price{{fx.PressEUR, fx.QuoteLow, "52.8", "undated"}}},
		{"The rouble fell 1.5 percent against the dollar.", nil},
		{"The lira fell to 13.60 against the dollar.", nil},
		{"The rouble eased against the dollar to 1.5 percent below its peak.", nil},
	} {
		r, err := Parse(tt.text, monday, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		var got []price
		for _, q := range r.Quotes {
			when := q.At.Format("15:04")
			if q.DayOnly {
				when = "day"
			}
			got = append(got, price{q.Series, q.Basis, q.Value.String(), when})
		}
		for _, u := range r.Undated {
			got = append(got, price{u.Quote.Series, u.Quote.Basis, u.Quote.Value.String(), "undated"})
		}
		if len(got) != len(tt.want) {
			t.Errorf("%q: %v, want %v", tt.text, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%q: %v, want %v", tt.text, got[i], tt.want[i])
			}
		}
	}
}

// A time at the head of a line is that of its news and parts it from what stands before; a number there is none.
func TestALineBeginsWithItsTime(t *testing.T) {
	t.Parallel()
	text := "12:10 Macron lands in Moscow for talks with Putin\n13.00 GMT – Biden speaks to Scholz in Washington\n\n12.10 per cent of Russia's exports go to Germany, Putin says"
	r, err := ParsePage(text, Page{Date: monday, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range r.Drafts {
		got = append(got, d.OccurredAt.Format("15:04 ")+d.Title)
	}
	want := []string{"12:10 Macron lands in Moscow for talks with Putin", "13:00 Biden speaks to Scholz in Washington"}
	if len(got) < 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%q, want %q first", got, want)
	}
	for _, d := range r.Drafts {
		if d.Title[0] == '1' && d.Timed() {
			t.Errorf("a number is taken for a time: %q", d.Title)
		}
	}
}
