package fx

import (
	"errors"
	"testing"
)

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

func TestParsePair(t *testing.T) {
	t.Parallel()
	if p, err := ParsePair("AZNRUB"); p != "AZNRUB" || err != nil {
		t.Errorf("AZNRUB: %q, %v", p, err)
	}
	for _, bad := range []string{"", "USDRU", "USDRUBX", "usdrub", "USD/RU", "@USDRU", "USDRU["} { // @ and [ are beside A and Z
		if p, err := ParsePair(bad); p != "" || !errors.Is(err, ErrInvalid) {
			t.Errorf("%q: %q, %v", bad, p, err)
		}
	}
}

func TestUnitInWords(t *testing.T) {
	t.Parallel()
	for pair, want := range map[Pair]string{USDRUB: "roubles per dollar", EURUSD: "dollars per euro", "CNYRUB": "roubles per yuan", "GBPJPY": "JPY per GBP"} {
		if got := pair.Unit(); got != want {
			t.Errorf("%s: %q, want %q", pair, got, want)
		}
	}
}
