package web

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func TestResultsAreComputedOnce(t *testing.T) {
	t.Parallel()
	r := newResults()
	var runs atomic.Int32
	work := func(context.Context) (int, int, error) { return int(runs.Add(1)), 1, nil }
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if v, err := computed(t.Context(), r, "a", work); v != 1 || err != nil {
				t.Errorf("got %d, %v", v, err)
			}
		})
	}
	all.Wait()
	if v, _ := computed(t.Context(), r, "b", work); v != 2 {
		t.Errorf("another question got %d", v)
	}
}

func TestResultsKeepNoErrorAndSurviveAPanic(t *testing.T) {
	t.Parallel()
	r := newResults()
	broken := errors.New("broken")
	for _, tt := range []struct {
		work func(context.Context) (int, int, error)
		says string
	}{
		{func(context.Context) (int, int, error) { return 0, 0, broken }, "broken"},
		{func(context.Context) (int, int, error) { panic("boom") }, "panic: boom"},
	} {
		if _, err := computed(t.Context(), r, "k", tt.work); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("got %v, want %s", err, tt.says)
		}
	}
	if v, err := computed(t.Context(), r, "k", func(context.Context) (int, int, error) { return 7, 1, nil }); v != 7 || err != nil {
		t.Errorf("after errors: %d, %v", v, err)
	}
}

func TestResultsForgetTheOldest(t *testing.T) {
	t.Parallel()
	r := newResults()
	ask := func(key string, rows int) (ran bool) {
		_, err := computed(t.Context(), r, key, func(context.Context) (int, int, error) { ran = true; return 1, rows, nil })
		if err != nil {
			t.Error(err)
		}
		return ran
	}
	for i := range mostResults + 10 {
		ask(fmt.Sprint(i), 1)
	}
	if r.recent.Len() != mostResults || len(r.known) != mostResults || !ask("0", 1) || ask(fmt.Sprint(mostResults+9), 1) {
		t.Errorf("%d results are kept, want %d, the newest of them", r.recent.Len(), mostResults)
	}
	ask("huge", mostRows+1)
	if r.recent.Len() != 1 || ask("huge", mostRows+1) {
		t.Errorf("beside a result as large as all may be %d are kept", r.recent.Len()-1)
	}
}

func TestReaderMayLeaveAndTooManyAreTurnedAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newResults()
		hold := make(chan struct{})
		slow := func(context.Context) (int, int, error) { <-hold; return 1, 1, nil }
		leaving, leave := context.WithCancel(t.Context())
		for i := range mostQueued {
			go func() { _, _ = computed(leaving, r, fmt.Sprint(i), slow) }()
		}
		synctest.Wait()
		if _, err := computed(t.Context(), r, "one more", slow); !errors.Is(err, errBusy) {
			t.Errorf("a question too many: %v", err)
		}
		leave()
		close(hold)
		synctest.Wait()
		if v, err := computed(t.Context(), r, "0", slow); v != 1 || err != nil {
			t.Errorf("what was begun for a reader who left: %d, %v", v, err)
		}
	})
}
