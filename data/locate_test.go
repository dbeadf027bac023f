package data

import (
	"os"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/fx"
)

func TestLocateNamesTheLine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		id   fx.SeriesID
		day  string
		file string
		text string
	}{
		{fx.CBRUSD, "2022-02-08", "data/rates/cbr.csv", "2022-02-08,75.6806,86.5181"},
		{fx.CBREUR, "2022-02-08", "data/rates/cbr.csv", "2022-02-08,75.6806,86.5181"},
		{fx.CBRUSD, "1992-07-01", "data/rates/cbr_usd_1992_1998.csv", "1992-07-01,0.12526"},
		{fx.ECBRUB, "2022-03-01", "data/rates/ecb.csv", "117.201"},
		{fx.CBRUSD, "2022-02-24", "", ""}, // a holiday
	} {
		place, ok, err := Locate(tt.id, civil.MustParse(tt.day))
		if err != nil || ok != (tt.file != "") || place.File != tt.file || !strings.Contains(place.Text, tt.text) {
			t.Errorf("%s %s: %+v, %v, %v", tt.id, tt.day, place, ok, err)
			continue
		}
		if !ok {
			continue
		}
		raw, err := os.ReadFile(strings.TrimPrefix(place.File, "data/"))
		if err != nil {
			t.Fatal(err)
		}
		if line := strings.Split(string(raw), "\n")[place.Line-1]; strings.TrimSpace(line) != place.Text {
			t.Errorf("line %d is %q, not %q", place.Line, line, place.Text)
		}
	}
}
