package feed

import (
	"fmt"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/source"
	"detente/internal/source/sourcetest"
)

// A draft of a story that is known by its link bears that story's day, or its neighbour where the letters of a zone changed. Title and link are text: a letter that changed is
// another text, which the person who confirms the draft reads.
func TestMutatedFeed(t *testing.T) {
	t.Parallel()
	s := of("https://example.org/feed")
	known := map[string]civil.Date{}
	read := func(body []byte) (rows []string) {
		stories, err := parse(body, "text/xml")
		if err != nil {
			return nil
		}
		var a source.Answer
		s.draft(stories, time.Time{}, now, &a) // without the day of an answer, a story must have its own
		for _, e := range a.Events {
			day, ok := known[e.SourceURL]
			if !ok {
				continue
			}
			if off := day.DaysSince(e.Day()); off == 1 || off == -1 {
				day = e.Day() // the letter of a time zone: the story's own day is that of UTC
			}
			rows = append(rows, fmt.Sprint(e.SourceURL, " off by ", day.DaysSince(e.Day()), " days"))
		}
		return rows
	}
	stories, err := parse([]byte(rss), "text/xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range stories {
		if one.link != "" && !one.at.IsZero() {
			known[one.link] = civil.Of(one.at)
		}
	}
	sourcetest.Mutated(t, "feed", []byte(rss), 60, read)
}
