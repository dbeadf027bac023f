package fx

import "testing"

func TestPairSplitsWithoutPanicking(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pair        Pair
		base, quote string
		text        string
	}{
		{USDRUB, "USD", "RUB", "USD/RUB"},
		{EURUSD, "EUR", "USD", "EUR/USD"},
		{"", "", "", ""},
		{"RUB", "RUB", "", "RUB"},
		{"USDRU", "USDRU", "", "USDRU"},
	} {
		if tt.pair.Base() != tt.base || tt.pair.Quote() != tt.quote || tt.pair.String() != tt.text {
			t.Errorf("%q: base %q, quote %q, text %q", string(tt.pair), tt.pair.Base(), tt.pair.Quote(), tt.pair.String())
		}
	}
	if SeriesID("cbr").Pair().Quote() != "" {
		t.Error("a series without a pair has a quote")
	}
}
