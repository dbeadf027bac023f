package schedule

import (
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/runlog"
)

func instant(s string) time.Time {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return at
}

// ran is a run that began at s and took a minute.
func ran(s string, status runlog.Status) runlog.Run {
	return runlog.Run{Started: instant(s), Finished: instant(s).Add(time.Minute), Status: status}
}

func TestNextDue(t *testing.T) {
	t.Parallel()
	const now = "2026-09-09T12:00:00Z" // a Wednesday
	for name, tt := range map[string]struct {
		source string
		state  State
		want   string
	}{
		"never ran": {"cbr", State{}, now},

		"cbr morning":               {"cbr", State{Last: ran("2026-09-09T06:00:00Z", runlog.OK), Newest: civil.New(2026, 9, 9)}, "2026-09-09T09:00:00Z"},
		"cbr within the afternoon":  {"cbr", State{Last: ran("2026-09-09T09:00:30Z", runlog.OK), Newest: civil.New(2026, 9, 9)}, "2026-09-09T09:25:00Z"},
		"cbr tomorrow's rate there": {"cbr", State{Last: ran("2026-09-09T09:25:30Z", runlog.OK), Newest: civil.New(2026, 9, 10)}, "2026-09-10T09:00:00Z"},
		"cbr late retry":            {"cbr", State{Last: ran("2026-09-09T16:00:30Z", runlog.OK), Newest: civil.New(2026, 9, 9)}, "2026-09-09T18:00:00Z"},
		"cbr second late retry":     {"cbr", State{Last: ran("2026-09-09T18:00:30Z", runlog.OK), Newest: civil.New(2026, 9, 9)}, "2026-09-09T20:00:00Z"},
		"cbr gives the day up":      {"cbr", State{Last: ran("2026-09-09T20:00:30Z", runlog.OK), Newest: civil.New(2026, 9, 9)}, "2026-09-10T09:00:00Z"},
		"cbr Friday is done":        {"cbr", State{Last: ran("2026-09-11T14:00:30Z", runlog.OK), Newest: civil.New(2026, 9, 12)}, "2026-09-12T15:00:00Z"}, // Saturday, once
		"cbr after Saturday's ask":  {"cbr", State{Last: ran("2026-09-12T15:00:30Z", runlog.OK), Newest: civil.New(2026, 9, 12)}, "2026-09-14T09:00:00Z"},
		"cbr working Saturday":      {"cbr", State{Last: ran("2026-09-12T15:00:30Z", runlog.OK), Newest: civil.New(2026, 9, 13)}, "2026-09-14T09:00:00Z"},
		"cbr was off for days":      {"cbr", State{Last: ran("2026-09-02T20:00:30Z", runlog.OK), Newest: civil.New(2026, 9, 2)}, "2026-09-03T09:00:00Z"}, // past: at once
		"cbr in the years of UTC+4": {"cbr", State{Last: ran("2014-10-23T20:00:30Z", runlog.OK), Newest: civil.New(2014, 10, 24)}, "2014-10-24T08:00:00Z"},
		"cbr after these years":     {"cbr", State{Last: ran("2014-10-26T20:00:30Z", runlog.OK), Newest: civil.New(2014, 10, 25)}, "2014-10-27T09:00:00Z"},
		"cbr another's run goes on": {"cbr", State{Last: runlog.Run{Started: instant(now), Status: runlog.Running}}, "2026-09-09T12:30:00Z"},

		"ecb in summer":     {"ecb", State{Last: ran("2026-09-09T06:00:00Z", runlog.OK), Newest: civil.New(2026, 9, 8)}, "2026-09-09T14:15:00Z"},
		"ecb in winter":     {"ecb", State{Last: ran("2026-12-09T06:00:00Z", runlog.OK), Newest: civil.New(2026, 12, 8)}, "2026-12-09T15:15:00Z"},
		"ecb clock goes on": {"ecb", State{Last: ran("2026-03-27T19:00:00Z", runlog.OK), Newest: civil.New(2026, 3, 27)}, "2026-03-30T14:15:00Z"}, // 29 March
		"ecb clock goes back": {"ecb", State{Last: ran("2026-10-23T19:00:00Z", runlog.OK), Newest: civil.New(2026, 10, 23)},
			"2026-10-26T15:15:00Z"}, // 25 October
		"ecb today's rate there": {"ecb", State{Last: ran("2026-09-09T14:15:30Z", runlog.OK), Newest: civil.New(2026, 9, 9)}, "2026-09-10T14:15:00Z"},
		"ecb late":               {"ecb", State{Last: ran("2026-09-09T17:15:30Z", runlog.OK), Newest: civil.New(2026, 9, 8)}, "2026-09-09T19:00:00Z"},

		"gdelt the late files": {"gdelt", State{Last: ran("2026-09-09T12:00:30Z", runlog.OK)}, "2026-09-09T18:00:00Z"},
		"gdelt next day":       {"gdelt", State{Last: ran("2026-09-09T18:00:30Z", runlog.OK)}, "2026-09-10T12:00:00Z"},
		"gdelt lacks a day":    {"gdelt", State{Last: ran("2026-09-09T18:00:30Z", runlog.Partial), Failures: 9}, "2026-09-10T12:00:00Z"},
		"gdelt not answered":   {"gdelt", State{Last: ran("2026-09-09T12:00:30Z", runlog.Failed), Failures: 1}, "2026-09-09T12:06:30Z"},
		"a feed hourly":        {"feed:nato", State{Last: ran("2026-09-12T11:00:30Z", runlog.OK)}, "2026-09-12T12:00:00Z"}, // Saturday too

		"moex hourly":        {"moex", State{Last: ran("2026-09-09T09:00:30Z", runlog.OK), Newest: civil.New(2026, 9, 9)}, "2026-09-09T10:00:00Z"},
		"moex midnight":      {"moex", State{Last: ran("2026-09-11T20:00:30Z", runlog.OK)}, "2026-09-11T21:00:00Z"},
		"moex last bars":     {"moex", State{Last: ran("2026-09-11T21:00:30Z", runlog.OK)}, "2026-09-11T21:25:00Z"}, // Saturday 00:25 in Moscow, Friday's session
		"moex Saturday":      {"moex", State{Last: ran("2026-09-11T21:25:30Z", runlog.OK)}, "2026-09-12T09:00:00Z"},
		"moex Sunday":        {"moex", State{Last: ran("2026-09-12T21:25:30Z", runlog.OK)}, "2026-09-14T04:00:00Z"},
		"moex early morning": {"moex", State{Last: ran("2026-09-09T00:00:30Z", runlog.OK)}, "2026-09-09T04:00:00Z"},

		"first failure":          {"cbr", State{Last: ran("2026-09-09T06:00:00Z", runlog.Failed), Failures: 1, Newest: civil.New(2026, 9, 9)}, "2026-09-09T06:06:00Z"},
		"third failure":          {"cbr", State{Last: ran("2026-09-09T06:00:00Z", runlog.Partial), Failures: 3, Newest: civil.New(2026, 9, 9)}, "2026-09-09T06:21:00Z"},
		"many failures":          {"cbr", State{Last: ran("2026-09-09T01:00:00Z", runlog.Failed), Failures: 50, Newest: civil.New(2026, 9, 9)}, "2026-09-09T03:01:00Z"},
		"failures before a time": {"cbr", State{Last: ran("2026-09-09T08:50:00Z", runlog.Failed), Failures: 9, Newest: civil.New(2026, 9, 9)}, "2026-09-09T09:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			due, ok := NextDue(tt.source, instant(now), tt.state)
			if got := due.UTC().Format(time.RFC3339); !ok || got != tt.want {
				t.Errorf("due %s, %v, want %s", got, ok, tt.want)
			}
		})
	}
	if _, ok := NextDue("nobody", instant(now), State{}); ok {
		t.Error("a source without a rule is due")
	}
}

// Every time of every rule lies on the days and in the hours the rule says, through both changes of the clock.
func TestTimesOfAYear(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]struct{ least, most int }{
		"cbr":  {261 * 19, 262*19 + 53}, // 17 in the afternoon, 2 late, and the Saturdays
		"ecb":  {261 * 11, 262 * 11},
		"moex": {261*19 + 3*52, 262*19 + 3*53},
	} {
		rule, _ := RuleOf(source)
		count := 0
		at, end := instant("2026-01-01T00:00:00Z"), instant("2027-01-01T00:00:00Z")
		for {
			next := rule.after(at, civil.Date{})
			if !next.After(at) {
				t.Fatalf("%s: %s comes after %s", source, next, at)
			}
			if at = next; !at.Before(end) {
				break
			}
			count++
		}
		if count < want.least || count > want.most {
			t.Errorf("%s has %d times in 2026, want %d to %d", source, count, want.least, want.most)
		}
	}
}
