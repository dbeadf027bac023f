package event

import (
	"errors"
	"math"
	"strings"
	"testing"

	"detente/internal/civil"
)

func TestGaugeLinesSayWhatTheyMeasure(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"gpr:GPRD":                  {"GPR", "Geopolitical Risk index", "1985–2019 = 100", "Caldara", "revised", "gpr_gprd"},
		"gdelt1:RUS-UKR:goldstein":  {"GDELT RUS-UKR", "RUS–UKR", "Goldstein points", "GDELT 1.0", "next morning", "gdelt1_rus_ukr_goldstein"},
		"gdelt2t:RUS-WEST:events":   {"GDELT RUS-WEST", "translated", "events a day"},
		"gdelt1:rows":               {"GDELT rows", "raw rows"},
		"other:GPRD":                {"other:GPRD", "units of the source"},
		"gpr:GPRD_ACT":              {"GPR_ACT", "acts"},
		"gpr:unheard-of":            {"gpr:unheard-of", "units of the source"},
		"own:anything":              {"own:anything", "units of the source", "own_anything"},
		"gdelt1:RUS-UKR:unheard-of": {"gdelt1:RUS-UKR:unheard-of"},
	} {
		l := LineOf(name)
		text := strings.Join([]string{l.Short, l.Caption(), l.Column()}, " | ")
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q does not say %q", name, text, w)
			}
		}
		if l.Name != name {
			t.Errorf("%s is named %s", name, l.Name)
		}
	}
}

func TestGaugeIsChecked(t *testing.T) {
	t.Parallel()
	day := civil.New(2022, 2, 7)
	longest := "gpr:" + strings.Repeat("x", 76)
	for _, tt := range []struct {
		g    Gauge
		good bool
	}{
		{Gauge{"gpr:GPRD", day, -1.5}, true}, {Gauge{longest, day, 0}, true}, {Gauge{longest + "x", day, 0}, false},
		{Gauge{"GPRD", day, 1}, false}, {Gauge{"gpr:", day, 1}, false}, {Gauge{"gpr:GPRD", civil.Date{}, 1}, false},
		{Gauge{"gpr:GPRD", day, math.NaN()}, false}, {Gauge{"gpr:GPRD", day, math.Inf(1)}, false}, {Gauge{"gpr:GPRD", day, math.Inf(-1)}, false},
	} {
		if err := tt.g.Validate(); (err == nil) != tt.good || err != nil && !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: %v", tt.g, err)
		}
	}
	if source := (Gauge{Name: "gdelt1:RUS-UKR:goldstein"}).Source(); source != "gdelt1" {
		t.Errorf("source %q", source)
	}
	if lines := GaugeLinesOf([]string{"gpr:GPRD", "gdelt1:rows", "gpr:GPRD"}); len(lines) != 2 || lines[0].Name != "gpr:GPRD" || lines[1].Name != "gdelt1:rows" {
		t.Errorf("%v", lines)
	}
}
