package fx

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseRate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in    string
		float float64
		err   bool
	}{
		{"75.6806", 75.6806, false},
		{"20.6500", 20.65, false},
		{"0.0001", 0.0001, false},
		{"1.05", 1.05, false},
		{"78", 78, false},
		{"0", 0, true},
		{"0.0000", 0, true},
		{"-1", 0, true},
		{"+1", 0, true},
		{"75,6806", 0, true},
		{"5.39256E-05", 0, true},
		{"NaN", 0, true},
		{"Inf", 0, true},
		{"1.", 0, true},
		{".5", 0, true},
		{"", 0, true},
		{"1.2.3", 0, true},
		{"99999999999999999999", 0, true},
		{"9223372036854775807", 9223372036854775807, false}, // the largest int64
		{"9223372036854775808", 0, true},
		{"0.000000000001", 1e-12, false},
		{"1.100", 1.1, false},
		{"1.010", 1.01, false},
		{"1.000", 1, false},
		{"7/5", 0, true}, // the signs beside 0 and 9
		{"7:5", 0, true},
		{"1.0000000000001", 0, true},
	} {
		t.Run(tt.in, func(t *testing.T) {
			got, err := ParseRate(tt.in)
			if (err != nil) != tt.err || (err != nil && !errors.Is(err, ErrInvalid)) {
				t.Fatalf("ParseRate(%q): %v", tt.in, err)
			}
			if err == nil && (got.String() != tt.in || got.Float() != tt.float) {
				t.Fatalf("ParseRate(%q) = %s, %v", tt.in, got, got.Float())
			}
		})
	}
}

func TestRatePrintsAsPublished(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringMatching(`[1-9][0-9]{0,4}(\.[0-9]{1,9})?`).Draw(t, "rate")
		r, err := ParseRate(in)
		if err != nil {
			t.Fatal(err)
		}
		if r.String() != in {
			t.Fatalf("%q printed as %q", in, r)
		}
		longer := in + "00"
		if !strings.Contains(in, ".") {
			longer = in + ".00"
		}
		if p, err := ParseRate(longer); err == nil && (!p.Equal(r) || !r.Equal(p)) {
			t.Fatalf("%s and %s differ", p, r)
		}
	})
}

func TestEqualTellsPricesApart(t *testing.T) {
	t.Parallel()
	for _, other := range []string{"75.6801", "75.6809", "7568", "75.6"} {
		if a, b := MustRate("75.68"), MustRate(other); a.Equal(b) || b.Equal(a) {
			t.Errorf("75.68 is %s", other)
		}
	}
	if !MustRate("75").Equal(MustRate("75.000")) {
		t.Error("75 is not 75.000")
	}
}

func TestANumberMayBeZeroAndNotEmpty(t *testing.T) {
	t.Parallel()
	zero, err := ParseNumber("0.00")
	if err != nil || !zero.IsZero() || zero.String() != "0.00" || MustRate("0.01").IsZero() {
		t.Errorf("0.00 is %s, %v", zero, err)
	}
	if r, err := ParseNumber(""); !errors.Is(err, ErrInvalid) {
		t.Errorf("nothing is %s, %v", r, err)
	}
	var r Rate
	if err := r.UnmarshalText([]byte("75.6806")); err != nil || r != MustRate("75.6806") {
		t.Errorf("75.6806 is %s, %v", r, err)
	}
}
