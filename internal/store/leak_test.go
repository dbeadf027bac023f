package store

import (
	"testing"

	"go.uber.org/goleak"
)

// No test may leave a goroutine behind: every database that was opened ends with Close.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
