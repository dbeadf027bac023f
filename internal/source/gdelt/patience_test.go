package gdelt

import (
	"strings"
	"testing"
	"time"
)

// A day that the publisher lost is asked for seven times in its month and named in every run; one that was asked while the clock was
// ahead is not put off until then.
func TestALostDayIsAskedLessAndLess(t *testing.T) {
	t.Parallel()
	s := Source{Client: client(), Base: serve(t, nil), Patience: &Patience{}}
	noon := monday.AddDays(1).UTC().Add(12 * time.Hour)
	if answer, err := s.Read(t.Context(), one(monday), noon.AddDate(0, 2, 0)); err != nil || len(answer.Fetches) != 1 {
		t.Fatal(err, answer)
	}
	asked := 0
	for day := range 30 {
		answer, err := s.Read(t.Context(), one(monday), noon.AddDate(0, 0, day))
		if err != nil || (day > 0 && (len(answer.Rejected) != 1 || !strings.Contains(answer.Rejected[0].Reason, "the file of the day is missing"))) {
			t.Errorf("day %d: %v %+v", day, err, answer.Rejected)
		}
		asked += len(answer.Fetches)
	}
	if asked != 8 { // while it may still come, and 1, 2, 4, 7, 11, 17 and 26 days later
		t.Errorf("the day is asked for %d times", asked)
	}
}
