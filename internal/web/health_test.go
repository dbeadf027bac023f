package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/access"
)

// strained is a store that answers late, or says why it cannot be written.
type strained struct {
	Store
	hangs    chan struct{}
	writable error
}

func (s strained) Version(context.Context) (int64, error) {
	if s.hangs != nil {
		<-s.hangs
	}
	return 1, nil
}

func (s strained) Writable() error { return s.writable }

// Who watches the program hears within a bounded time whether the database answers, whatever it hangs on, and hears it again when it
// is over. That it cannot be written is no reason to send readers away.
func TestReadiness(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hangs := make(chan struct{})
		for _, tt := range []struct {
			store strained
			code  int
			says  string
		}{
			{strained{}, 200, "ready\n"},
			{strained{hangs: hangs}, 503, "the database does not answer\n"},
			{strained{writable: access.ErrUnwritable}, 200, "ready to read; the database cannot be written\n"},
			{strained{writable: fmt.Errorf("store: %w", access.ErrLocked)}, 200, "ready to read; the database cannot be written: another program has it locked\n"},
		} {
			ready := func() (int, string, time.Duration) {
				s := &Server{Deps: Deps{Store: tt.store, Log: slog.New(slog.DiscardHandler)}}
				w, began := httptest.NewRecorder(), time.Now()
				if err := s.handleReady(echo.New().NewContext(httptest.NewRequestWithContext(t.Context(), "GET", "/readyz", nil), w)); err != nil {
					t.Error(err)
				}
				return w.Code, w.Body.String(), time.Since(began)
			}
			if code, says, took := ready(); code != tt.code || says != tt.says || took > readyWait {
				t.Errorf("%+v: %d %q after %s, want %d %q", tt.store, code, says, took, tt.code, tt.says)
			}
			if tt.code == 503 {
				close(hangs)
				if code, says, _ := ready(); code != 200 || says != "ready\n" {
					t.Errorf("when it is over: %d %q", code, says)
				}
			}
		}
	})
}
