package export

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"detente/internal/fx"
)

// The fast ways of writing must agree with time.Format and fx.Rate everywhere, not only where we thought of it.
func TestDigitsAgreeWithTheSlowWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Int64Range(-62_135_596_800, 253_402_300_799).Draw(t, "seconds") // years 1 to 9999
		at := time.Unix(seconds, 0).UTC()
		if got, want := string(appendInstant(nil, seconds)), at.Format(time.RFC3339); got != want {
			t.Fatalf("%d: %s, want %s", seconds, got, want)
		}
		r := fx.Rate{Unscaled: rapid.Int64Range(0, 1<<62).Draw(t, "unscaled"), Scale: uint8(rapid.IntRange(0, 12).Draw(t, "scale"))}
		if got, want := string(appendScaled(nil, r.Unscaled, r.Scale)), r.String(); got != want {
			t.Fatalf("%+v: %s, want %s", r, got, want)
		}
	})
	for day := int64(-719_162); day < 2_932_896; day += 1 {
		if got, want := string(appendDate(nil, day)), time.Unix(day*secondsPerDay, 0).UTC().Format(time.DateOnly); got != want {
			t.Fatalf("day %d: %s, want %s", day, got, want)
		}
	}
}
