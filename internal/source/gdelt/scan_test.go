package gdelt

import (
	"archive/zip"
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/testkit"
)

// cells is a row that counts, in the 61 columns of GDELT 2.0; edit changes it by column.
func cells(edit map[int]string) []string {
	c := make([]string, 61)
	for i, v := range map[int]string{0: "1001", 1: "20220207", 2: "202202", 3: "2022", 5: "RUSGOV", 6: "RUSSIA", 7: "RUS", 12: "GOV", 15: "UKR", 16: "UKRAINE",
		17: "UKR", 25: "1", 26: "130", 27: "130", 28: "13", 29: "3", 30: "-4.4", 31: "10", 32: "3", 33: "10", 34: "-3.5", 51: "4", 52: "Moscow, Moskva, Russia",
		53: "RS", 59: "20220207113000", 60: "https://example.org/a"} {
		c[i] = v
	}
	for i, v := range edit {
		c[i] = v
	}
	return c
}

func row(edit map[int]string) string { return strings.Join(cells(edit), "\t") + "\n" }

// oldRow is row in the 58 columns of GDELT 1.0.
func oldRow(edit map[int]string) string {
	c := cells(edit)
	c[59] = c[59][:8]
	for _, adm2 := range []int{55, 47, 39} {
		c = slices.Delete(c, adm2, adm2+1)
	}
	return strings.Join(c, "\t") + "\n"
}

func pack(t testing.TB, name string, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create(name)
	if err == nil {
		_, err = f.Write([]byte(text))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func value(t testing.TB, gauges []event.Gauge, name string) float64 {
	t.Helper()
	for _, g := range gauges {
		if g.Name == name {
			return g.Value
		}
	}
	t.Fatalf("no gauge %s", name)
	return 0
}

// The expected sums were computed by a Python script of its own from the same rows.
func TestRecordedSlot(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(testkit.Shared(t, "fixtures", "events", "gdelt2_export_20151027220000_rus_ukr.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	f := DefaultFilter()
	f.MinSources, f.Minor = 1, true
	d := NewDay(civil.MustParse("2015-10-27"), f)
	if err := d.AddZip(pack(t, "20151027220000.export.CSV", string(raw))); err != nil {
		t.Fatal(err)
	}
	if d.Rows() != 110 || d.tally.Rejected != 0 {
		t.Errorf("%d rows, %d rejected: %+v", d.Rows(), d.tally.Rejected, d.tally.Bad)
	}
	got := map[string]DyadDay{}
	for _, p := range d.Dyads() {
		got[p.Dyad] = p
	}
	for _, want := range []DyadDay{
		{d.Date, "RUS-USA", 6, 21, 9.8, 68.4},
		{d.Date, "RUS-NATO", 1, 7, -10, -70},
		{d.Date, "RUS-WEST", 7, 28, -0.2, -1.6},
		{d.Date, "RUS-UKR", 0, 0, 0, 0},
	} {
		if got[want.Dyad] != want {
			t.Errorf("%+v, want %+v", got[want.Dyad], want)
		}
	}
	if mean, ok := got["RUS-NATO"].Mean(); !ok || mean != -10 {
		t.Errorf("mean %v %v", mean, ok)
	}
	if _, ok := got["RUS-UKR"].Mean(); ok {
		t.Error("a pair without events has a mean")
	}
}

func TestEveryCodeOfTheRecordedSlotHasGDELTsGoldsteinValue(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(testkit.Shared(t, "fixtures", "events", "gdelt2_export_20151027220000_rus_ukr.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		r, err := parseRow(strings.TrimRight(line, "\n"), layouts[0])
		if err != nil {
			t.Fatal(err)
		}
		if want, ok := event.Goldstein(r.Code); !ok || r.Goldstein != want {
			t.Errorf("code %s: %v in the file, %v in the table", r.Code, r.Goldstein, want)
		}
	}
}

func TestWhatCounts(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edit map[int]string
		want float64 // events of RUS-UKR
	}{
		"good":                {nil, 1},
		"other direction":     {map[int]string{7: "UKR", 17: "RUS"}, 1},
		"one source":          {map[int]string{32: "1"}, 0},
		"not in the lead":     {map[int]string{25: "0"}, 0},
		"a year ago":          {map[int]string{1: "20210207"}, 0},
		"two days ago":        {map[int]string{1: "20220205"}, 1},
		"three days ago":      {map[int]string{1: "20220204"}, 0},
		"in three days":       {map[int]string{1: "20220210"}, 0},
		"no second actor":     {map[int]string{15: "", 17: ""}, 0},
		"Russia with itself":  {map[int]string{17: "RUS"}, 0},
		"third parties":       {map[int]string{7: "CHN"}, 0},
		"place is no actor":   {map[int]string{7: "CHN", 53: "RUS"}, 0},
		"FIPS codes no state": {map[int]string{7: "RS", 17: "UP"}, 0},
	} {
		d := NewDay(monday, DefaultFilter())
		// the second row keeps the file from being of nobody
		if err := d.AddZip(pack(t, "a.export.CSV", row(tt.edit)+row(map[int]string{17: "FRA", 60: "https://example.org/b"}))); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := value(t, d.Gauges("gdelt2"), "gdelt2:RUS-UKR:events"); got != tt.want {
			t.Errorf("%s: %v events, want %v", name, got, tt.want)
		}
	}
}

func TestStates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   Actor
		want string
	}{
		{Actor{"RUSGOV", "RUS", ""}, "RUS"}, {Actor{"IGOEUREEC", "EUR", "EEC"}, "EU"}, {Actor{"IGOWSTNAT", "WST", "NAT"}, "NATO"},
		{Actor{"IGOUNO", "", "UNO"}, "UN"}, {Actor{"ROM", "ROM", ""}, "ROU"}, {Actor{}, ""},
	} {
		if got := tt.in.State(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestReportsOfOneEventInOneArticleCountOnce(t *testing.T) {
	t.Parallel()
	d := NewDay(monday, DefaultFilter())
	text := row(nil) + row(map[int]string{0: "1002", 26: "138", 27: "138"}) + // same article, actors and root
		row(map[int]string{0: "1003", 26: "112", 27: "112", 28: "11", 30: "-2.0"}) + // another root
		row(map[int]string{0: "1004", 60: "https://example.org/b"}) // another article
	if err := d.AddZip(pack(t, "a.export.CSV", text)); err != nil {
		t.Fatal(err)
	}
	gauges := d.Gauges("gdelt2")
	if n, g := value(t, gauges, "gdelt2:RUS-UKR:events"), value(t, gauges, "gdelt2:RUS-UKR:goldstein"); n != 3 || g != -10.8 {
		t.Errorf("%v events of %v, want 3 of -10.8 (-4.4 -2.0 -4.4)", n, g)
	}
}

func TestOlderEditions(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"58": oldRow(nil),
		"57": strings.TrimSuffix(oldRow(nil), "\thttps://example.org/a\n") + "\n",
	} {
		d := NewDay(monday, DefaultFilter())
		if err := d.AddZip(pack(t, "20220207.export.CSV", text)); err != nil {
			t.Errorf("%s columns: %v", name, err)
		} else if got := value(t, d.Gauges("gdelt1"), "gdelt1:RUS-UKR:goldstein"); got != -4.4 {
			t.Errorf("%s columns: %v", name, got)
		}
	}
}

func TestThinDays(t *testing.T) {
	t.Parallel()
	week := []float64{100_000, 90_000, 110_000, 95_000, 60_000, 55_000, 100_000}
	for _, tt := range []struct {
		rows   float64
		before []float64
		want   bool
	}{{20_000, week, true}, {30_000, week, false}, {20_000, week[:6], false}, {0, nil, false}} {
		if got := IsThin(tt.rows, tt.before); got != tt.want {
			t.Errorf("%v after %v: %v", tt.rows, tt.before, got)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	if got := SlotOf(time.Date(2026, 9, 13, 1, 44, 59, 0, time.UTC)).Name(false); got != "20260913013000.export.CSV.zip" {
		t.Error(got)
	}
	if got := SlotOf(FirstSlot).Name(true); got != "20150218230000.translation.export.CSV.zip" {
		t.Error(got)
	}
	if got := DailyName(monday); got != "20220207.export.CSV.zip" {
		t.Error(got)
	}
	for day, want := range map[string]int{"2015-02-17": 0, "2015-02-18": 4, "2022-02-07": 96} {
		if got := len(SlotsOf(civil.MustParse(day))); got != want {
			t.Errorf("%s: %d slots, want %d", day, got, want)
		}
	}
}
