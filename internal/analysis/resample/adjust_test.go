package resample

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"detente/internal/analysis/stat"
	"detente/internal/testkit"
)

func values(p []*float64) []stat.Maybe {
	out := make([]stat.Maybe, len(p))
	for i, v := range p {
		out[i] = stat.None("not tested")
		if v != nil {
			out[i] = stat.Some(*v)
		}
	}
	return out
}

func TestAdjustedAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"mt.bh1995", "mt.missing_and_ties"} {
		var in struct{ P []*float64 }
		var want struct {
			BH, BY, Holm []*float64
			M            *int
		}
		c := testkit.ReferenceCase(t, "correlation.json", id)
		testkit.Decode(t, c.Inputs, &in)
		testkit.Decode(t, c.Expected, &want)
		p := values(in.P)
		same(t, id+" BH", BenjaminiHochberg(p), values(want.BH))
		same(t, id+" BY", BenjaminiYekutieli(p), values(want.BY))
		same(t, id+" Holm", Holm(p), values(want.Holm))
		if want.M != nil && Counted(p) != *want.M {
			t.Errorf("%s: m = %d, want %d", id, Counted(p), *want.M)
		}
	}
}

// Benjamini and Hochberg (1995), table 1: at 5 percent four of the fifteen are rejected; R's p.adjust gives the values.
func TestBenjaminiHochbergOfThe1995Example(t *testing.T) {
	t.Parallel()
	var p []stat.Maybe
	for _, v := range []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1} {
		p = append(p, stat.Some(v))
	}
	q := BenjaminiHochberg(p)
	rejected := 0
	for _, v := range q {
		if v.Value <= 0.05 {
			rejected++
		}
	}
	if rejected != 4 || math.Abs(q[3].Value-0.035625) > 1e-12 || math.Abs(q[8].Value-0.0765) > 1e-12 {
		t.Errorf("rejected %d, q = %v", rejected, q)
	}
}

func TestAdjustedKeepsOrderAndNeverShrinksP(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "p")
		p := make([]stat.Maybe, len(raw))
		for i, v := range raw {
			p[i] = stat.Some(v)
		}
		bh, by, holm := BenjaminiHochberg(p), BenjaminiYekutieli(p), Holm(p)
		for i := range p {
			if bh[i].Value < p[i].Value*(1-1e-12) || by[i].Value < bh[i].Value*(1-1e-12) || holm[i].Value < bh[i].Value*(1-1e-12) {
				t.Fatalf("p %g: BH %g, BY %g, Holm %g", p[i].Value, bh[i].Value, by[i].Value, holm[i].Value)
			}
			for j := range p {
				if p[i].Value < p[j].Value && bh[i].Value > bh[j].Value {
					t.Fatalf("order lost between %g and %g", p[i].Value, p[j].Value)
				}
			}
		}
	})
}

func TestAdjustingNothing(t *testing.T) {
	t.Parallel()
	if got := BenjaminiHochberg(nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	missing := []stat.Maybe{stat.None("a"), stat.None("b")}
	if got := BenjaminiYekutieli(missing); got[0].OK || got[1].Reason != "b" {
		t.Errorf("got %v", got)
	}
}

func TestAdjustRefusesWhatIsNoProbability(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Holm([]stat.Maybe{stat.Some(1.5)})
}

func same(t *testing.T, name string, got, want []stat.Maybe) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", name, len(got), len(want))
	}
	for i := range got {
		if got[i].OK != want[i].OK || math.Abs(got[i].Value-want[i].Value) > 1e-12+1e-10*math.Abs(want[i].Value) {
			t.Errorf("%s[%d] = %v, want %v", name, i, got[i], want[i])
		}
	}
}
