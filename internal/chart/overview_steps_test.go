package chart

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"detente/internal/fx"
	"detente/internal/tension"
	"detente/internal/testkit"
)

// Whatever was published comes out of the steps as the number that its digits spell, and a hole as a hole.
func TestPricesComeOutOfTheirStepsAsPublished(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		nominals := rapid.SampledFrom([]int64{1, 1, 1, 10, 100, 1000, 3})
		rows := make([]rateRow, rapid.IntRange(0, 40).Draw(t, "rows"))
		for i := range rows {
			if rapid.IntRange(0, 9).Draw(t, "hole") > 0 {
				value := fx.Rate{Unscaled: rapid.Int64Range(1, 1e12).Draw(t, "unscaled"), Scale: uint8(rapid.IntRange(0, 8).Draw(t, "scale"))}
				rows[i].usd = &fx.Fixing{Value: value, Nominal: nominals.Draw(t, "nominal")}
			}
		}
		written := appendPrices(nil, rows, func(r rateRow) *fx.Fixing { return r.usd })
		var got testkit.Column
		if err := json.Unmarshal(written, &got); err != nil || len(got) != len(rows) {
			t.Fatalf("%s: %d of %d rows, %v", written, len(got), len(rows), err)
		}
		for i, r := range rows {
			switch {
			case (r.usd == nil) != (got[i] == nil):
				t.Fatalf("row %d is %v, in %s", i, got[i], written)
			case r.usd == nil:
			case r.usd.Nominal == 1 && *got[i] != r.usd.Value.Float(), math.Abs(*got[i]/r.usd.Rate()-1) > 1e-15:
				t.Fatalf("row %d is %v, not %v, in %s", i, *got[i], r.usd.Rate(), written)
			}
		}
	})
}

func TestStepsAreWrittenInUnitsOfTheLastDigit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		in   []fx.Fixing
		want string
	}{
		{"one length of digits", []fx.Fixing{{Value: fx.MustRate("75.4849"), Nominal: 1}, {Value: fx.MustRate("75.4726"), Nominal: 1}}, `{"digits":4,"steps":[754849,-123]}`},
		{"per thousand", []fx.Fixing{{Value: fx.MustRate("125.26"), Nominal: 1000}, {Value: fx.MustRate("0.1348"), Nominal: 1}}, `{"digits":5,"steps":[12526,954]}`},
		{"a third is no decimal", []fx.Fixing{{Value: fx.MustRate("1"), Nominal: 3}}, `[0.3333333333333333]`},
		{"more than the browser's numbers hold", []fx.Fixing{{Value: fx.MustRate("9007199254740993"), Nominal: 1}}, `[9007199254740993]`},
		{"none", nil, `{"digits":0,"steps":[]}`},
	} {
		rows := make([]rateRow, len(tt.in))
		for i := range tt.in {
			rows[i].usd = &tt.in[i]
		}
		if got := string(appendPrices(nil, rows, func(r rateRow) *fx.Fixing { return r.usd })); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	days := []tension.Day{{Tension: 64.7127}, {Tension: 61.585}}
	if got := appendTension(nil, days); !strings.Contains(string(got), `"t":{"digits":2,"steps":[6471,-312]}`) { // 64.71 and 61.59: the half is above it in binary
		t.Errorf("%s", got)
	}
}
