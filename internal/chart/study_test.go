package chart

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/fx"
)

var nan = math.NaN()

// studyCharts draws one small chart of each kind, holes and infinities included.
func studyCharts(t *testing.T) map[string]Chart {
	t.Helper()
	caption := func(title, x, y string) Caption { return Caption{Title: title, Note: "n = 4", X: x, Y: y} }
	tau, path := []float64{-1, 0, 1, 2}, []float64{-0.2, 0.5, nan, 1.2}
	wide := Band{"95% confidence", []float64{-1, -1, nan, 0.1}, []float64{0.4, 1.5, 2, math.Inf(1)}}
	charts := map[string]Chart{}
	keep := func(c Chart, err error) {
		if err != nil {
			t.Fatal(err)
		}
		charts[c.ID] = c
	}
	keep(CAARPath(CAARInput{caption("Rouble around escalations", "trading days from day 0", "CAAR, % (up = weaker rouble)"), tau, path, wide,
		[][]float64{{0, 0.1, -0.4, 0.2}, {0.1, -0.3, nan, -0.6}}}))
	keep(Forest(ForestInput{caption("Each event", "CAR, % (up = weaker rouble)", "event"), []ForestRow{
		{"7 Feb 2022 Macron in Moscow", -0.4, -1.8, 1, false}, {"</script> & \u2028", nan, nan, nan, false}, {"mean", 0.6, -0.2, 1.4, true}}}))
	keep(CCF(CCFInput{caption("Tension and the rouble", "lag, days (k > 0: tension leads the rate)", "correlation"), []int{-1, 0, 1}, []float64{0.1, nan, -0.2}, 0.15, nan}))
	keep(Scatter(ScatterInput{caption("Tension and returns", "net flow, points", "return, % (up = weaker rouble)"),
		[]float64{-2, 0, 3, nan}, []float64{0.1, -0.5, 1, 2}, nil, &Fit{0.1, 0.2}}))
	keep(Rolling(RollingInput{caption("Rolling correlation", "last day of the window", "correlation"),
		[]civil.Date{civil.New(2022, 2, 1), civil.New(2022, 2, 2), civil.New(2022, 2, 3), civil.New(2022, 2, 4)}, path, wide}))
	keep(LocalProjection(LocalProjectionInput{caption("Response to one point of tension", "trading days", "response, % (up = weaker rouble)"), tau, path, wide, wide}))
	aligned := func(values ...float64) (list []fx.Aligned) {
		for i, v := range values {
			list = append(list, fx.Aligned{Tau: i - 1, Index: v, Fixing: fx.Fixing{Set: civil.New(2022, 2, 4+i), Value: fx.MustRate("75.6806"), Nominal: 1}})
		}
		return list
	}
	keep(Compare(CompareInput{caption("Two windows", "fixings from day 0", ""), []ComparePanel{
		{fx.USDRUB, CompareLine{"7 Feb 2022", aligned(100.5, 100, 99.5)}, CompareLine{"3 Mar 2014", aligned(99, 100, nan)}},
		{fx.EURRUB, CompareLine{"7 Feb 2022", aligned(101, 100, 99)}, CompareLine{}}}}))
	return charts
}

func TestStudyChartsGolden(t *testing.T) {
	t.Parallel()
	for id, c := range studyCharts(t) {
		golden(t, id, c.Option)
		golden(t, id+"_data", c.Data)
	}
}

func TestStudyChartsKeepTheRules(t *testing.T) {
	t.Parallel()
	for id, c := range studyCharts(t) {
		var option map[string]any
		if err := json.Unmarshal(c.Option, &option); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		for _, axis := range []string{"xAxis", "yAxis"} {
			axes := option[axis].([]any) // of panels over one another the lowest is named
			if name := axes[len(axes)-1].(map[string]any)["name"]; name == nil || name == "" {
				t.Errorf("%s: %s has no name", id, axis)
			}
		}
		if !strings.Contains(string(c.Option), `"id":"marks`) || !json.Valid(c.Data) {
			t.Errorf("%s: no zero line, or data that is no JSON: %s", id, c.Data)
		}
		if page := string(c.Append(nil)); strings.ContainsAny(page, "<>&\u2028") {
			t.Errorf("%s: not escaped", id)
		}
	}
}

func TestOptionsNameOnlyTokens(t *testing.T) {
	t.Parallel()
	tokens := strings.Join(Tokens(), " ") + " "
	all := studyCharts(t)
	overview, _, _ := draw(t, made(3, 2))
	all[overview.ID] = overview
	for id, c := range all {
		colours := strings.Split(string(c.Option), `"--`)[1:]
		for _, part := range colours {
			name, _, _ := strings.Cut(part, `"`)
			if !strings.Contains(tokens, "--"+name+" ") {
				t.Errorf("%s: colour --%s is not among the tokens", id, name)
			}
		}
		if len(colours) == 0 || strings.Contains(string(c.Option), "#") {
			t.Errorf("%s: a colour is not a token", id)
		}
	}
}

func TestStudyChartsWithoutRows(t *testing.T) {
	t.Parallel()
	caption := Caption{Title: "t", X: "x", Y: "y"}
	for name, err := range map[string]error{
		"caar": failure(CAARPath(CAARInput{Caption: caption})), "forest": failure(Forest(ForestInput{Caption: caption})),
		"ccf": failure(CCF(CCFInput{Caption: caption})), "scatter": failure(Scatter(ScatterInput{Caption: caption, X: []float64{1}, Y: []float64{1}, Fit: &Fit{}})),
		"rolling": failure(Rolling(RollingInput{Caption: caption})), "lp": failure(LocalProjection(LocalProjectionInput{Caption: caption})),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStudyChartsRefuse(t *testing.T) {
	t.Parallel()
	caption := Caption{Title: "t", X: "x", Y: "y"}
	short := Band{Name: "band", Low: []float64{1}, High: nil}
	for name, err := range map[string]error{
		"no unit":        failure(CCF(CCFInput{Caption: Caption{Title: "t", X: "x"}})),
		"caar lengths":   failure(CAARPath(CAARInput{Caption: caption, Tau: []float64{0}})),
		"caar placebo":   failure(CAARPath(CAARInput{Caption: caption, Placebo: [][]float64{{1}}})),
		"band lengths":   failure(Rolling(RollingInput{Caption: caption, Days: []civil.Date{{}}, Value: []float64{1}, Band: short})),
		"inner band":     failure(LocalProjection(LocalProjectionInput{Caption: caption, Horizon: []float64{0}, Beta: []float64{1}})),
		"scatter days":   failure(Scatter(ScatterInput{Caption: caption, X: []float64{1}, Y: []float64{1}, Days: make([]civil.Date, 2)})),
		"scatter halves": failure(Scatter(ScatterInput{Caption: caption, X: []float64{1}})),
	} {
		if err == nil {
			t.Errorf("%s: drawn", name)
		}
	}
}

func failure(_ Chart, err error) error { return err }
