package gdelt

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestBadRowsAreNamedAndKeptOut(t *testing.T) {
	t.Parallel()
	good := strings.Repeat(row(nil), 20)
	for name, tt := range map[string]struct{ bad, reason string }{
		"60 columns":       {strings.Replace(row(nil), "\t", "", 1), "60 columns"},
		"code of letters":  {row(map[int]string{26: "1A0"}), "EventCode"},
		"code beside root": {row(map[int]string{28: "19"}), "EventCode"},
		"day":              {row(map[int]string{1: "20220230"}), "SQLDATE"},
		"added":            {row(map[int]string{59: "20220207993000"}), "DATEADDED"},
		"scale":            {row(map[int]string{30: "NaN"}), "GoldsteinScale"},
		"mentions":         {row(map[int]string{31: "-1"}), "NumMentions"},
		"sources":          {row(map[int]string{32: "many"}), "NumSources"},
		"tone":             {row(map[int]string{34: ""}), "AvgTone"},
		"another day":      {row(map[int]string{59: "20220208000000"}), "another day"},
	} {
		d := NewDay(monday, DefaultFilter())
		if err := d.AddZip(pack(t, "a.CSV", good+tt.bad)); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d.tally.Rejected != 1 || !strings.Contains(d.tally.Bad[0].Reason, tt.reason) {
			t.Errorf("%s: %+v", name, d.tally)
		}
		if got := value(t, d.Gauges("gdelt2"), "gdelt2:RUS-UKR:events"); got != 1 {
			t.Errorf("%s: %v events", name, got)
		}
	}
}

func TestUnusableFilesChangeNothing(t *testing.T) {
	t.Parallel()
	whole := pack(t, "a.CSV", strings.Repeat(row(nil), 100))
	damaged := slices.Clone(whole)
	damaged[len(damaged)/3] ^= 0xff
	var two bytes.Buffer
	z := zip.NewWriter(&two)
	for _, name := range []string{"a.CSV", "b.CSV"} {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		body []byte
		says string
	}{
		"no zip":       {[]byte("Service Unavailable"), "no whole zip"},
		"cut":          {whole[:len(whole)/2], "no whole zip"},
		"damaged":      {damaged, ""},
		"two files":    {two.Bytes(), "2 files"},
		"another name": {pack(t, "readme.txt", "hello"), "ends in .CSV"},
		"empty file":   {pack(t, "a.CSV", ""), "no rows"},
		"all 60":       {pack(t, "a.CSV", strings.Repeat(strings.Replace(row(nil), "\t", "", 1), 5)), "line 1: it has 60 columns"},
		"endless line": {pack(t, "a.CSV", strings.Repeat("x", 100_000)), "line 1 is longer"},
		"another day":  {pack(t, "a.CSV", row(map[int]string{1: "20220208", 59: "20220208000000"})), "another day's file"},
		"zip bomb":     {bomb(t), "would unpack to"},
	} {
		d := NewDay(monday, DefaultFilter())
		err := d.AddZip(tt.body)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want an error that says %q", name, err, tt.says)
		}
		if d.Rows() != 0 || len(d.dyads) != 0 {
			t.Errorf("%s: something of it counts", name)
		}
	}
}

// bomb claims to unpack to more than is read.
func bomb(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.CreateRaw(&zip.FileHeader{Name: "a.CSV", Method: zip.Deflate, CompressedSize64: 4, UncompressedSize64: maxUnzipped + 1})
	if err == nil {
		_, err = f.Write([]byte{1, 2, 3, 4})
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
