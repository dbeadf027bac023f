package fetch

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A server that asks for an hour has it, whatever else is asked of it meanwhile; one that asks for a year has a day, and a clock set
// back ends the wait.
func TestAServerIsLeftAloneForAsLongAsItAsks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := answers{status(429, "", "Retry-After", "3600"), status(503, "", "Retry-After", "31536000"), status(200, "x")}
		c := client(&a, Options{})
		ask := func() error {
			_, err := c.Get(t.Context(), Request{URL: "http://rates.example/x"})
			return err
		}
		for _, wait := range []time.Duration{time.Hour, 24 * time.Hour} {
			if err := ask(); err == nil || !strings.Contains(err.Error(), "asks to wait") {
				t.Fatal(err)
			}
			time.Sleep(wait - time.Second)
			if err := ask(); err == nil || !strings.Contains(err.Error(), "is not asked: the server said at") {
				t.Errorf("a second before %s are over: %v", wait, err)
			}
			time.Sleep(time.Second)
		}
		if err := ask(); err != nil {
			t.Error(err)
		}
		c.leave(Request{URL: "http://rates.example/"}, time.Hour)
		c.opts.Now = func() time.Time { return time.Now().Add(-time.Minute) }
		if err := ask(); err != nil {
			t.Errorf("the pause began while the clock was ahead: %v", err)
		}
	})
}
