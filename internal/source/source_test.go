package source

import (
	"net/url"
	"testing"

	"detente/internal/civil"
	"detente/internal/fx"
)

func TestWorkingWeek(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from, to string
		want     bool
	}{
		{"2022-02-07", "2022-02-11", true},
		{"2022-02-08", "2022-02-13", false}, // no Monday to Friday
		{"2022-02-08", "2022-02-18", true},
		{"2022-12-26", "2023-01-13", false}, // the year's turn
		{"2022-05-02", "2022-05-06", false}, // May holidays
		{"2022-02-11", "2022-02-07", false},
	} {
		w := Window{From: civil.MustParse(tt.from), To: civil.MustParse(tt.to)}
		if got := w.WorkingWeek(); got != tt.want {
			t.Errorf("%s: %v, want %v", w, got, tt.want)
		}
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	day := civil.MustParse
	got := Split(fx.CBRUSD, day("2022-02-01"), day("2022-02-10"), 4)
	if len(got) != 3 || got[0].To != day("2022-02-04") || got[1].From != day("2022-02-05") || got[2].To != day("2022-02-10") {
		t.Errorf("%v: want three windows that meet and end on the last day", got)
	}
	if got := Split(fx.CBRUSD, day("2022-02-02"), day("2022-02-01"), 4); got != nil {
		t.Errorf("%v: want none", got)
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	query := url.Values{"from": {"a/b"}}
	for _, tt := range []struct{ override, want string }{
		{"", "https://www.cbr.ru/x?from=a%2Fb"},
		{"http://127.0.0.1:9000", "http://127.0.0.1:9000/x?from=a%2Fb"},
		{"http://127.0.0.1:9000/", "http://127.0.0.1:9000/x?from=a%2Fb"},
		{"127.0.0.1:9000", ""},
		{"ftp://127.0.0.1", ""},
	} {
		got, err := Address(tt.override, "https://www.cbr.ru", "/x", query)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%q: %q, %v, want %q", tt.override, got, err, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"short": "short", "ten bytes!": "ten bytes!", "eleven byte": "eleven …", "рубль, рубль": "руб…", "\xff": "?"} {
		if got := Cut(in, 10); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
