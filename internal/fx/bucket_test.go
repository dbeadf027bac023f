package fx

import "testing"

func TestRatesCompareAsNumbers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"75.6806", "75.6806", 0}, {"75.68", "75.6800", 0}, {"80.4125", "80.41249", 1}, {"9", "75.5", -1},
		{"9223372036854775807", "0.000000000001", 1}, {"0.000000000001", "9223372036854775807", -1},
	} {
		a, b := MustRate(tt.a), MustRate(tt.b)
		if got := a.Compare(b); got != tt.want {
			t.Errorf("%s against %s: %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := b.Compare(a); got != -tt.want {
			t.Errorf("%s against %s: %d, want %d", tt.b, tt.a, got, -tt.want)
		}
	}
}
