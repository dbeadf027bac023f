package event

import (
	"strings"
	"testing"
)

func TestGaugeLinesSayWhatTheyMeasure(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"gpr:GPRD":                  {"GPR", "Geopolitical Risk index", "1985–2019 = 100", "Caldara", "revised", "gpr_gprd"},
		"gdelt1:RUS-UKR:goldstein":  {"GDELT RUS-UKR", "RUS–UKR", "Goldstein points", "GDELT 1.0", "next morning", "gdelt1_rus_ukr_goldstein"},
		"gdelt2t:RUS-WEST:events":   {"GDELT RUS-WEST", "translated", "events a day"},
		"gdelt1:rows":               {"GDELT rows", "raw rows"},
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
