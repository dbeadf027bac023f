package chart

import (
	"strings"
	"testing"
	"time"

	"detente/internal/event"
)

// The tooltip tells "about 19:00" of what is known to the hour; a page without such an event does not pay for it.
func TestHourlyEventsAreListed(t *testing.T) {
	t.Parallel()
	at := time.Date(2022, 2, 21, 19, 35, 0, 0, time.UTC)
	minute := event.Event{ID: "a", OccurredAt: at, Precision: event.PrecisionMinute, Category: event.Talks, Importance: 1}
	hour := minute
	hour.ID, hour.Precision = "b", event.PrecisionHour
	if got := string(OverviewInput{Events: event.Timeline{minute, hour}}.appendEvents(nil)); !strings.Contains(got, `"timed":[0,1],"hourly":[1],`) {
		t.Errorf("%s", got)
	}
	if got := string(OverviewInput{Events: event.Timeline{minute}}.appendEvents(nil)); strings.Contains(got, "hourly") {
		t.Errorf("%s", got)
	}
}
