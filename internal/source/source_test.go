package source

import (
	"net/url"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
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

// A run's record of an empty answer quotes it, on one line and not at length.
func TestEmptyAnswerIsQuoted(t *testing.T) {
	t.Parallel()
	w := Window{Series: fx.CBRUSD, From: civil.New(2022, 2, 7), To: civil.New(2022, 2, 13)}
	for body, want := range map[string]string{
		"": "the answer holds no rate although a full working week was asked",
		"<ValCurs ID=\"R01235\">\n  </ValCurs>\n": "the answer holds no rate although a full working week was asked; it begins: <ValCurs ID=\"R01235\"> </ValCurs>",
		"\xcd\xe5\xf2":            "the answer holds no rate although a full working week was asked; it begins: ?",
		strings.Repeat("a ", 500): "the answer holds no rate although a full working week was asked; it begins: " + strings.Repeat("a ", 58) + "a…",
	} {
		a := Answer{Fetches: []runlog.Fetch{{Body: []byte("an earlier page")}, {Body: []byte(body)}}}
		a.RejectEmpty(w, "rate")
		if len(a.Rejected) != 1 || a.Rejected[0] != (runlog.Rejection{Series: fx.CBRUSD, Row: w.Days(), Reason: want}) {
			t.Errorf("%q: %+v, want %q", body, a.Rejected, want)
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
