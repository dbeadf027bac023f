package web

import (
	"net/url"
	"strings"
	"testing"

	"detente/internal/analysis"
	"detente/internal/fx"
)

func TestParseStudy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		raw  string
		want func(*analysis.StudyQuestion)
		bad  string // the parameter the error names
	}{
		{"", func(*analysis.StudyQuestion) {}, ""},
		{"window=-1:5&estimation=-250:-21", func(q *analysis.StudyQuestion) { q.Window, q.Estimation = [2]int{-1, 5}, [2]int{-250, -21} }, ""},
		{"window=\u22121:5", func(q *analysis.StudyQuestion) { q.Window = [2]int{-1, 5} }, ""},
		{"model=market", func(q *analysis.StudyQuestion) { q.Model, q.Control = analysis.ModelMarket, fx.ECBUSD }, ""},
		{"control=ecb:EURUSD", func(q *analysis.StudyQuestion) { q.Model, q.Control = analysis.ModelMarket, fx.ECBUSD }, ""},
		{"signed=true&non-overlapping=1&clean-estimation=false", func(q *analysis.StudyQuestion) { q.Signed, q.NonOverlapping, q.Clean = true, true, false }, ""},
		{"seed=0&placebo=0", func(q *analysis.StudyQuestion) { q.Seed, q.Placebos = 0, 0 }, ""},
		{"series=&window=&seed=", func(*analysis.StudyQuestion) {}, ""},
		{"pool=cbr:EURRUB", func(q *analysis.StudyQuestion) { q.Pooled = fx.CBREUR }, ""},
		{"window=5", nil, "window"},
		{"window=5:1", nil, "window"},
		{"window=0:251", nil, "window"},
		{"window=0:1e9", nil, "window"},
		{"window=99999999999999999999:1", nil, "window"},
		{"estimation=-30:0", nil, "estimation"},
		{"estimation=-20:-11", nil, "estimation"},
		{"model=magic", nil, "model"},
		{"model=mean&control=ecb:EURUSD", nil, "control"},
		{"control=cbr:USDRUB", nil, "control"},
		{"series=usd", nil, "series"},
		{"pool=cbr:USDRUB", nil, "pool"},
		{"seed=-1", nil, "seed"},
		{"seed=18446744073709551616", nil, "seed"},
		{"placebo=20001", nil, "placebo"},
		{"placebo=-1", nil, "placebo"},
		{"placebo=NaN", nil, "placebo"},
		{"signed=perhaps", nil, "signed"},
		{"clean-estimation=2", nil, "clean-estimation"},
		{"category=weather", nil, "category"},
		{"from=2022-03-01&to=2022-02-01", nil, "to"},
		{"event=x", nil, "event"}, // of the overview
		{"colour=red", nil, "colour"},
	} {
		values, err := url.ParseQuery(tt.raw)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseStudy(values)
		if tt.bad != "" {
			if bad, ok := err.(*badQuery); !ok || bad.Param != tt.bad {
				t.Errorf("%s: error %v, want one of parameter %q", tt.raw, err, tt.bad)
			}
			continue
		}
		want := analysis.DefaultStudy(fx.CBRUSD)
		tt.want(&want)
		if a, b := asJSON(t, got.Question), asJSON(t, want); err != nil || a != b {
			t.Errorf("%s: got %s, %v, want %s", tt.raw, a, err, b)
		}
	}
}

func TestParseCorrelationNamesTheParameter(t *testing.T) {
	t.Parallel()
	for raw, bad := range map[string]string{
		"target=moon": "target", "tension=high": "tension", "half-life=0": "half-life", "half-life=NaN": "half-life", "half-life=+Inf": "half-life", "max-lag=0": "max-lag",
		"max-lag=251": "max-lag", "window=9": "window", "window=1e3": "window", "horizon=61": "horizon", "permutations=0": "permutations", "permutations=10000": "permutations",
		"break-at=soon": "break-at", "seed=x": "seed", "control=cbr:USDRUB": "control", "signed=true": "signed",
		"half-life=5": "half-life", "tension=flow&half-life=13.5": "half-life",
	} {
		values, _ := url.ParseQuery(strings.ReplaceAll(raw, "+", "%2B"))
		_, err := parseCorrelation(values)
		if got, ok := err.(*badQuery); !ok || got.Param != bad {
			t.Errorf("%s: error %v, want one of parameter %q", raw, err, bad)
		}
	}
}

// The form of the page sends a half-life with the flow as well: the page's own address is without it.
func TestCorrelationPageDropsTheHalfLifeOfTheFlow(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{"half-life=5&tension=flow": "/correlation", "half-life=5": "/correlation", "half-life=5&tension=stock": "/correlation?half-life=5&tension=stock"} {
		values, _ := url.ParseQuery(raw)
		s, err := parseCorrelationPage(values)
		if err != nil || s.at("/correlation") != want {
			t.Errorf("%s: %s, %v; want %s", raw, s.at("/correlation"), err, want)
		}
	}
}

// Whatever is understood has one address, which means the same again.
func FuzzParseStudy(f *testing.F) {
	for _, seed := range []string{"", "window=-1:5&signed=true", "control=ecb:EURRUB&category=talks", "model=market&from=7+Feb+2022", "clean-estimation=false&seed=18446744073709551615&table=tests",
		"id=a-1,b-2&placebo=10&non-overlapping=true&pool=cbr:EURRUB"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		values, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		s, err := parseStudy(values)
		if err != nil {
			if _, ok := err.(*badQuery); !ok {
				t.Fatalf("%q: %v does not name a parameter", raw, err)
			}
			return
		}
		again, err := url.ParseQuery(encode(s))
		if err != nil {
			t.Fatal(err)
		}
		s2, err := parseStudy(again)
		if err != nil || encode(s2) != encode(s) || asJSON(t, s2.Question) != asJSON(t, s.Question) {
			t.Fatalf("%q became %q and then %q: %v", raw, encode(s), encode(s2), err)
		}
	})
}
