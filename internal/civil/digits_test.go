package civil

import (
	"strings"
	"testing"
)

func TestUnclear(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"02/07/2022":       "can be read in more than one way: write 2022-07-02 or 2022-02-07",
		"2-7-2022":         "can be read in more than one way: write 2022-07-02 or 2022-02-07",
		"02/07/2022 14:34": "can be read in more than one way: write 2022-07-02 or 2022-02-07",
		"07/02/22":         "can be read in more than one way: write 2022-02-07, 2022-07-02 or 2007-02-22",
		"07/02/99":         "can be read in more than one way: write 1999-02-07 or 1999-07-02",
		"25/12/2022":       "does not begin with its year: write 2022-12-25",
		"12/25/2022":       "does not begin with its year: write 2022-12-25",
		"07/07/2022":       "does not begin with its year: write 2022-07-07",
		"7.2.2022":         "does not begin with its year: write 2022-02-07",
		"07.02.70":         "does not begin with its year: write 1970-02-07",
		"07.02.69T10:00":   "does not begin with its year: write 2069-02-07",
		"2022-02-07":       "",
		"2022/02/07":       "",
		"31/31/2022":       "",
		"1/2-2022":         "",
		"7 Feb 2022":       "",
		"yesterday":        "",
		"":                 "",
	} {
		got := Unclear(text)
		if (got == "") != (want == "") || !strings.HasSuffix(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if _, err := Parse("02/07/2022"); err == nil || !strings.Contains(err.Error(), "write 2022-07-02 or 2022-02-07") {
		t.Errorf("the error of Parse does not say what to write: %v", err)
	}
}
