package liveblog

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
)

func stamps(times ...string) string {
	var b strings.Builder
	for i, at := range times {
		fmt.Fprintf(&b, "%s\nRussia says part %d of the talks begins, the rouble at 75.4%d against the dollar\n\n", at, i, i)
	}
	return b.String()
}

// What stands behind midnight is never given the minute of a day that is perhaps not its own; a page that does not pass it keeps its times.
func TestAPageThatRunsPastMidnight(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text          string
		timed, quotes int // drafts with a clock time, prices with their instant
	}{
		"from the newest down":           {stamps("00:40", "23:55", "21:10", "14:34"), 3, 3},
		"from the oldest up":             {stamps("21:10", "22:30", "23:55", "00:20"), 3, 3},
		"mostly of the next day":         {stamps("23:50", "00:20", "03:10", "09:00"), 3, 3},
		"of equal parts":                 {stamps("22:00", "23:30", "00:20", "01:10"), 2, 2},
		"with dates":                     {stamps("8 Feb 2022 00:40", "7 Feb 2022 23:55", "7 Feb 2022 21:10", "7 Feb 2022 14:34"), 4, 4},
		"one day":                        {stamps("23:55", "21:10", "14:34", "06:00"), 4, 4},
		"a long silence from the oldest": {stamps("06:00", "07:00", "23:00"), 3, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := Parse(tt.text, civil.MustParse("2022-02-07"), time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			timed := 0
			for _, d := range r.Drafts {
				said := strings.Contains(d.Summary, "of this day or of one beside it")
				if d.Timed() {
					timed++
				}
				if d.Timed() == said || (said && d.Precision != event.PrecisionDay) {
					t.Errorf("%s: %q", d.When(), d.Summary)
				}
			}
			if all := strings.Count(tt.text, "part"); len(r.Drafts) != all || timed != tt.timed || len(r.Quotes) != tt.quotes || len(r.Undated) != all-tt.quotes {
				t.Errorf("%d drafts, %d with a time; %d quotes, %d undated", len(r.Drafts), timed, len(r.Quotes), len(r.Undated))
			}
		})
	}
}

// The day on which London puts its clocks forward has no hour that is 23:00 GMT.
func TestAnHourThatSummerTimeTakes(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Parse("23:55 GMT\nMacron arrives in Kyiv for talks with Zelensky\n", civil.MustParse("2022-03-27"), london)
	if err != nil || len(r.Drafts) != 1 || r.Drafts[0].Title != "Macron arrives in Kyiv for talks with Zelensky" || r.Drafts[0].When() != "27 Mar 2022, 23:55 UTC" {
		t.Errorf("%v %+v", err, r.Drafts)
	}
}
