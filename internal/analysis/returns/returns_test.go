package returns

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"detente/internal/testkit"
)

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12+1e-10*math.Abs(want)) {
		t.Errorf("%s = %.17g, want %.17g", name, got, want)
	}
}

func TestConventionsAgreeWithTheReference(t *testing.T) {
	t.Parallel()
	c := testkit.ReferenceCase(t, "alignment_records_intraday.json", "returns.conventions")
	var want struct {
		Rows []struct {
			Prev, Now float64
			Log       float64 `json:"log_pct"`
			Dollar    float64 `json:"usd_vs_rub_pct"`
			Rouble    float64 `json:"rub_vs_usd_pct"`
		}
	}
	testkit.Decode(t, c.Expected, &want)
	if len(want.Rows) != 5 {
		t.Fatalf("%d rows, want 5", len(want.Rows))
	}
	for _, row := range want.Rows {
		log, err := Between(row.Prev, row.Now)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "log", 100*log, row.Log)
		near(t, "dollar", 100*DollarChange(log), row.Dollar)
		near(t, "rouble", 100*RoubleChange(log), row.Rouble)
	}
}

// The central bank's rates of 2022, from 83.548 to 119.0 by hand: 119/83.548 = 1.424331, 83.548/119 = 0.702084.
func TestRoubleAndDollarAreDifferentNumbers(t *testing.T) {
	t.Parallel()
	log, err := Between(83.548, 119)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "dollar", DollarChange(log), 119/83.548-1)
	near(t, "rouble", RoubleChange(log), 83.548/119-1)
}

func TestFixingsOf2022AgreeWithTheReference(t *testing.T) {
	t.Parallel()
	var want struct {
		N         int
		First5    []float64
		Sum       float64
		Max, Min  struct{ Value float64 }
		Zero      int                `json:"n_zero"`
		Gaps      map[string]int     `json:"gap_hist"`
		BySetDate map[string]float64 `json:"by_set_date"`
	}
	testkit.Decode(t, testkit.ReferenceCase(t, "alignment_records_intraday.json", "returns.cbr_2022").Expected, &want)
	rows := testkit.SharedCSV(t, "reference", "data", "cbr_2021-12_2022-05.csv")
	var prices []float64
	var days []int
	var dates []string
	for _, row := range rows[1:] {
		price, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		day, err := time.Parse(time.DateOnly, row[1])
		if err != nil {
			t.Fatal(err)
		}
		prices, days, dates = append(prices, price), append(days, int(day.Unix()/86400)), append(dates, row[1])
	}
	got, err := Log(prices)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != want.N {
		t.Fatalf("%d returns, want %d", len(got), want.N)
	}
	var sum float64
	zeros := 0
	for i, r := range got {
		sum += 100 * r
		if r == 0 {
			zeros++
		}
		if i < 5 {
			near(t, "return "+strconv.Itoa(i), 100*r, want.First5[i])
		}
		if w, ok := want.BySetDate[dates[i+1]]; ok {
			near(t, dates[i+1], 100*r, w)
		}
	}
	near(t, "sum", sum, want.Sum)
	near(t, "max", 100*slices.Max(got), want.Max.Value)
	near(t, "min", 100*slices.Min(got), want.Min.Value)
	if zeros != want.Zero {
		t.Errorf("%d zero returns, want %d", zeros, want.Zero)
	}
	gaps, err := GapDays(days)
	if err != nil {
		t.Fatal(err)
	}
	histogram := map[string]int{}
	for _, g := range gaps {
		histogram[strconv.Itoa(g)]++
	}
	for days, n := range want.Gaps {
		if histogram[days] != n {
			t.Errorf("gap of %s days: %d times, want %d", days, histogram[days], n)
		}
	}
}

func TestOnRowsSpansHoles(t *testing.T) {
	t.Parallel()
	r, ok, err := OnRows([]float64{0, 80, 0, 88, 66}, []bool{false, true, false, true, true})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ok, []bool{false, false, false, true, true}) {
		t.Errorf("ok = %v", ok)
	}
	near(t, "over the hole", r[3], math.Log(1.1))
	near(t, "after it", r[4], math.Log(0.75))
	if r[0] != 0 || r[1] != 0 || r[2] != 0 {
		t.Errorf("a row without a return holds a value: %v", r)
	}
}

func TestOnRowsBeginsAtTheFirstRow(t *testing.T) {
	t.Parallel()
	r, ok, err := OnRows([]float64{80, 88}, []bool{true, true})
	if err != nil || !slices.Equal(ok, []bool{false, true}) {
		t.Fatalf("ok = %v, error %v: the price of row 0 is what row 1 is compared with", ok, err)
	}
	near(t, "from row 0 to row 1", r[1], math.Log(1.1))
}

func TestWrongPricesAreNamed(t *testing.T) {
	t.Parallel()
	for _, p := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		if _, err := Log([]float64{80, p}); !errors.Is(err, ErrPrice) {
			t.Errorf("Log of %g: %v", p, err)
		}
		if _, _, err := OnRows([]float64{80, p}, []bool{true, true}); !errors.Is(err, ErrPrice) {
			t.Errorf("OnRows of %g: %v", p, err)
		}
	}
	if _, err := GapDays([]int{3, 3}); !errors.Is(err, ErrOrder) {
		t.Errorf("GapDays of a day twice: %v", err)
	}
}

func TestTooFewPricesHaveNoReturn(t *testing.T) {
	t.Parallel()
	for _, prices := range [][]float64{nil, {80}} {
		if r, err := Log(prices); err != nil || len(r) != 0 {
			t.Errorf("Log(%v) = %v, %v", prices, r, err)
		}
	}
}

func TestLogReturnsTelescope(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		prices := rapid.SliceOfN(rapid.Float64Range(20, 120), 2, 50).Draw(t, "prices")
		r, err := Log(prices)
		if err != nil {
			t.Fatal(err)
		}
		var sum float64
		for _, v := range r {
			sum += v
		}
		whole := math.Log(prices[len(prices)-1] / prices[0])
		if math.Abs(sum-whole) > 1e-12*float64(len(prices)) {
			t.Fatalf("the returns sum to %g, the whole move is %g", sum, whole)
		}
		if product := (1 + DollarChange(whole)) * (1 + RoubleChange(whole)); math.Abs(product-1) > 1e-12 {
			t.Fatalf("the two changes do not invert each other: %g", product)
		}
	})
}
