package regression

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"detente/internal/analysis/stat/stattest"
)

func near(a, b, relative float64) bool {
	return math.Abs(a-b) <= relative*max(1, math.Abs(a), math.Abs(b))
}

// TestInferenceIgnoresUnits: t and F do not change with the units of y and x, nor with a level added to x.
func TestInferenceIgnoresUnits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		random := stattest.NewRandom(rapid.Uint64().Draw(t, "seed"))
		n := rapid.IntRange(30, 80).Draw(t, "n")
		scale, level := rapid.Float64Range(0.01, 100).Draw(t, "scale"), rapid.Float64Range(-100, 100).Draw(t, "level")
		x, y := random.AR1(n, 0.5), random.AR1(n, 0.3)
		x2, y2 := make([]float64, n), make([]float64, n)
		for i := range x {
			x2[i], y2[i] = level+scale*x[i], 3*y[i]
		}
		a, errA := New([][]float64{Ones(n), x}, y)
		b, errB := New([][]float64{Ones(n), x2}, y2)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		for form := HC0; form <= HC3; form++ {
			if p, q := a.Heteroskedastic(form)[1].T.Value, b.Heteroskedastic(form)[1].T.Value; !near(p, q, 1e-6) {
				t.Fatalf("HC%d: t %g and %g", form, p, q)
			}
		}
		if p, q := a.NeweyWest(4)[1].T.Value, b.NeweyWest(4)[1].T.Value; !near(p, q, 1e-6) {
			t.Fatalf("Newey-West: t %g and %g", p, q)
		}
		if p, q := a.Summary(), b.Summary(); !near(p.R2.Value, q.R2.Value, 1e-8) || !near(p.DW.Value, q.DW.Value, 1e-8) {
			t.Fatalf("%+v and %+v", p, q)
		}
		p, _ := HelpsPredict(y, x, 2)
		q, _ := HelpsPredict(y2, x2, 2)
		if !near(p.Stat.Value, q.Stat.Value, 1e-6) {
			t.Fatalf("Granger: F %g and %g", p.Stat.Value, q.Stat.Value)
		}
	})
}

// TestLagChoiceAgreesWithSeparateFits: one factorisation gives what a fit for each number of lags gives.
func TestLagChoiceAgreesWithSeparateFits(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(8)
	y, x := random.AR1(60, 0.4), random.AR1(60, 0.2)
	choice, err := ChooseLag(y, x, 5)
	if err != nil {
		t.Fatal(err)
	}
	for p := 1; p <= 5; p++ {
		columns := append([][]float64{Ones(55)}, lagColumns(y, p, 5)...)
		columns = append(columns, lagColumns(x, p, 5)...)
		a, errA := New(columns, y[5:])
		b, errB := New(columns, x[5:])
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		var cross float64
		for i := range a.Resid {
			cross += a.Resid[i] * b.Resid[i]
		}
		want := math.Log((a.RSS*b.RSS-cross*cross)/(55*55)) + 2*float64(4*p+2)/55
		if !near(choice.AIC[p-1], want, 1e-10) {
			t.Errorf("%d lags: %.12g, want %.12g", p, choice.AIC[p-1], want)
		}
	}
}

func TestGrangerPValuesKeepTheirSize(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulation")
	}
	random := stattest.NewRandom(3)
	var rejected, unitRoot, stationary float64
	const runs = 1000
	for range runs {
		y, x := random.AR1(200, 0.5), random.AR1(200, 0.5)
		g, err := HelpsPredict(y, x, 2)
		if err != nil {
			t.Fatal(err)
		}
		if g.P.Value < 0.05 {
			rejected += 1.0 / runs
		}
		walk := random.AR1(200, 0)
		for i := 1; i < len(walk); i++ {
			walk[i] += walk[i-1]
		}
		if a, err := DickeyFuller(walk, 1); err != nil || a.P.Value < 0.05 {
			unitRoot += 1.0 / runs
		}
		if a, err := DickeyFuller(y, 1); err != nil || a.P.Value < 0.05 {
			stationary += 1.0 / runs
		}
	}
	t.Logf("Granger %.3f, Dickey-Fuller %.3f on walks and %.3f on AR(.5)", rejected, unitRoot, stationary)
	if rejected < 0.03 || rejected > 0.07 {
		t.Errorf("Granger rejects %.3f of unrelated series", rejected)
	}
	if unitRoot < 0.03 || unitRoot > 0.07 || stationary < 0.99 {
		t.Errorf("Dickey-Fuller rejects %.3f of walks and %.3f of stationary series", unitRoot, stationary)
	}
}

// TestProjectionRecoversARamp: a shock that moves the return by 1 at once and by 1/2 a day later has cumulative responses 1, 3/2, 3/2.
func TestProjectionRecoversARamp(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(6)
	n := 4000
	shock, noise := random.AR1(n, 0), random.AR1(n, 0)
	returns := make([]float64, n)
	for i := range returns {
		returns[i] = shock[i] + 0.1*noise[i]
		if i > 0 {
			returns[i] += 0.5 * shock[i-1]
		}
	}
	path, err := Projection{Return: returns, Shock: shock, Lags: 2, Horizon: 2, Cumulative: true}.Run()
	if err != nil {
		t.Fatal(err)
	}
	for h, want := range []float64{1, 1.5, 1.5} {
		c := path[h].NeweyWest
		if math.Abs(c.Value-want) > 4*c.SE || c.SE > 0.1 {
			t.Errorf("horizon %d: %.3f with standard error %.3f, want %g", h, c.Value, c.SE, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(2)
	y, x := random.AR1(40, 0), random.AR1(40, 0)
	bad := append([]float64{math.NaN()}, x[1:]...)
	for name, tt := range map[string]struct {
		call func() error
		want string
	}{
		"twin columns":       {func() error { _, err := New([][]float64{x, x}, y); return err }, "column 1"},
		"NaN":                {func() error { _, err := New([][]float64{bad}, y); return err }, "row 0"},
		"unequal":            {func() error { _, err := HelpsPredict(y, x[1:], 2); return err }, "y has 40 values, x has 39"},
		"no lag":             {func() error { _, err := HelpsPredict(y, x, 0); return err }, "at least one lag"},
		"too many lags":      {func() error { _, err := ChooseLag(y, x, 14); return err }, "too few"},
		"lag choice NaN":     {func() error { _, err := ChooseLag(y, bad, 2); return err }, "not finite"},
		"projection unequal": {func() error { _, err := Projection{Return: y, Shock: x[1:]}.Run(); return err }, "40 returns on 39 shocks"},
		"projection control": {func() error { _, err := Projection{Return: y, Shock: x, Control: x[1:]}.Run(); return err }, "39 controls"},
		"projection short":   {func() error { _, err := Projection{Return: y[:5], Shock: x[:5], Lags: 4}.Run(); return err }, "too few"},
		"projection zero":    {func() error { _, err := Projection{Return: y, Shock: make([]float64, 40), Lags: 1}.Run(); return err }, "constant zero"},
		"Dickey-Fuller":      {func() error { _, err := DickeyFuller(y[:6], 2); return err }, "too few"},
		"Dickey-Fuller flat": {func() error { _, err := DickeyFuller(Ones(30), 1); return err }, "linear combination"},
		"Dickey-Fuller lag":  {func() error { _, err := DickeyFullerAIC(y, -1); return err }, "-1 lags"},
		"KPSS NaN":           {func() error { _, err := Stationarity(bad); return err }, "value 0"},
		"dummy window":       {func() error { _, err := Dummy(10, []int{3}, [2]int{1, 0}, false); return err }, "is empty"},
		"no event day":       {func() error { _, err := OnEventDays(y, nil, make([]float64, 40), 3); return err }, "0 of 40"},
	} {
		if err := tt.call(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, tt.want)
		}
	}
}

func TestDummyCountsOnceWhatOverlaps(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		count bool
		want  []float64
	}{{false, []float64{0, 1, 1, 1, 0, 1}}, {true, []float64{0, 1, 2, 1, 0, 1}}} {
		got, err := Dummy(6, []int{1, 2, 2, 5, 9, -3}, [2]int{0, 1}, tt.count)
		if err != nil {
			t.Fatal(err)
		}
		for i := range tt.want {
			if got[i] != tt.want[i] {
				t.Errorf("count %v: got %v, want %v", tt.count, got, tt.want)
				break
			}
		}
	}
}

// Two unrelated series that are wild in the same twentieth of the time: the F of Granger takes that for prediction, the robust test does
// not. The bounds are the nominal 5 percent and four standard errors of 500 runs, and three times that for what F must exceed.
func TestRobustGrangerKeepsItsSizeWhereVolatilityCoincides(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulation")
	}
	random := stattest.NewRandom(11)
	var plain, robust float64
	const runs = 500
	for range runs {
		y, x := random.AR1(400, 0), random.AR1(400, 0)
		for i := 200; i < 220; i++ {
			y[i] *= 5
			x[i] *= 5
		}
		g, err := HelpsPredict(y, x, 2)
		if err != nil {
			t.Fatal(err)
		}
		if g.P.Value < 0.05 {
			plain += 1.0 / runs
		}
		if g.Robust.P.Value < 0.05 {
			robust += 1.0 / runs
		}
	}
	t.Logf("F rejects %.3f, robust %.3f", plain, robust)
	if robust > 0.09 || plain < 0.15 {
		t.Errorf("F rejects %.3f and the robust test %.3f of unrelated series", plain, robust)
	}
}
