package gpr

import (
	"errors"
	"os"
	"strings"
	"testing"

	"detente/internal/testkit"
)

// The values of the last days of February 2022 are those that the index's authors published.
func TestPublishedFile(t *testing.T) {
	t.Parallel()
	f, err := os.Open(testkit.Shared(t, "data", "gpr_daily_2013on.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := Read(f, "gpr_daily_2013on.csv")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, g := range list {
		if err := g.Validate(); err != nil {
			t.Fatal(err)
		}
		if g.Name == "gpr:GPRD" {
			got[g.Day.String()] = g.Value
		}
	}
	for day, want := range map[string]float64{"2022-02-07": 195, "2022-02-23": 431, "2022-02-24": 371, "2022-02-25": 516, "2022-03-01": 541} {
		if v := got[day]; v < want-0.5 || v > want+0.5 {
			t.Errorf("%s: %v, want about %v", day, v, want)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"by date": "date,N10D,GPRD,GPRD_ACT,event\n2022-02-23,1,431.25,300,\n2022-02-24,1,371,,start\n",
		"by DAY":  "\ufeffDAY,GPRD_ACT,GPRD,date\r\n20220223,300,431.25,44615\r\n20220224.0,,371,44616\r\n",
	} {
		list, err := Read(strings.NewReader(text), name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, g := range list {
			got = append(got, g.Name+" "+g.Day.String())
		}
		if want := "gpr:GPRD 2022-02-23;gpr:GPRD 2022-02-24;gpr:GPRD_ACT 2022-02-23"; strings.Join(got, ";") != want || list[0].Value != 431.25 {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestErrorsNameLineAndColumn(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, says string }{
		"empty":         {"", "empty"},
		"only a header": {"date,GPRD\n", "no value"},
		"no GPRD":       {"date,GPR\n2022-02-24,1\n", "line 1"},
		"no day":        {"when,GPRD\n2022-02-24,1\n", "line 1"},
		"bad day":       {"date,GPRD\n2022-02-24,1\n2022-02-30,1\n", "line 3, column date"},
		"serial number": {"date,GPRD\n44616,1\n", "line 2, column date"},
		"not ascending": {"DAY,GPRD\n20220224,1\n20220224,2\n", "line 3, column DAY"},
		"decimal comma": {"date,GPRD\n2022-02-24,\"371,5\"\n", "line 2, column GPRD"},
		"NaN":           {"date,GPRD\n2022-02-24,NaN\n", "line 2, column GPRD"},
		"negative":      {"date,GPRD\n2022-02-24,-1\n", "line 2, column GPRD"},
		"a cell less":   {"date,GPRD\n2022-02-24,1\n2022-02-25\n", "line 3"},
		"quote":         {"date,GPRD\n2022-02-24,\"1\n", "line "},
		"endless line":  {"date,GPRD\n" + strings.Repeat("x", maxBytes), "more than 32 MiB"},
		"a workbook":    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save the spreadsheet as CSV"},
	} {
		list, err := Read(strings.NewReader(tt.text), "gpr.csv")
		if !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "gpr.csv") {
			t.Errorf("%s: %v, want ErrFile that says %q", name, err, tt.says)
		}
		if list != nil {
			t.Errorf("%s: rows of a bad file", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("date,GPRD\n2022-02-24,1\n")
	f.Add("DAY,GPRD\n20220224,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := Read(strings.NewReader(text), "f")
		if err != nil && !errors.Is(err, ErrFile) {
			t.Fatal(err)
		}
		for _, g := range list {
			if err := g.Validate(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
