package fx

import (
	"testing"
	"time"

	"detente/internal/civil"
)

func TestMissedWorkingDays(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		v, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, tt := range []struct {
		name, last, now string
		want            int
	}{
		{"on the day itself", "2022-02-07", "2022-02-07T20:00:00Z", 0},
		{"the next day, before the hour", "2022-02-07", "2022-02-08T14:59:59Z", 0},
		{"the next day, at 18:00 in Moscow", "2022-02-07", "2022-02-08T15:00:00Z", 1},
		{"a weekend", "2022-02-04", "2022-02-07T08:00:00Z", 0},
		{"Monday evening after Friday", "2022-02-04", "2022-02-07T15:00:00Z", 1},
		{"two weeks", "2022-02-04", "2022-02-18T21:00:00Z", 10},
		{"a clock set back", "2022-02-07", "2021-02-07T20:00:00Z", 0},
	} {
		if got := CBRCalendar().Missed(civil.MustParse(tt.last), at(tt.now)); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
