package cbr

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
	"detente/internal/source/sourcetest"
	"detente/internal/store"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	window := source.Window{Series: fx.CBRUSD, From: civil.New(2022, 2, 7), To: civil.New(2022, 2, 13)}
	sourcetest.Run(t, sourcetest.Subject{
		New:    func(c *fetch.Client, base string) collect.Source { return Source{Client: c, Base: base} },
		Open:   open,
		Window: window,
		Now:    time.Date(2022, 2, 14, 9, 0, 0, 0, time.UTC),
		Rows:   sourcetest.Days("75.6806", "75.3113", "74.8932", "74.9867", "75.7619"), // 8-12 February 2022; the last is a Saturday
		Accept: "xml",
		Render: func(rows []sourcetest.Row) (string, []byte) { return "application/xml", render(window, rows) },
	})
}

func open(t testing.TB) sourcetest.Store {
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "detente.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // the folder goes with it
	return db
}

// render writes rows as the bank does, also those whose value is no rate.
func render(w source.Window, rows []sourcetest.Row) []byte {
	whole := string(sourcetest.CBRXML("R01235", w.From, w.To, nil))
	var b strings.Builder
	for _, r := range rows {
		value := strings.Replace(r.Value, ".", ",", 1)
		day := civil.MustParse(r.When).UTC().Format("02.01.2006")
		b.WriteString(`<Record Date="` + day + `" Id="R01235"><Nominal>1</Nominal><Value>` + value + `</Value><!-- ` + r.Value + ` --></Record>`)
	}
	return []byte(strings.Replace(whole, "</ValCurs>", b.String()+"</ValCurs>", 1))
}

func recorded(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// march is the question whose answer was recorded.
func march(id fx.SeriesID) source.Window {
	return source.Window{Series: id, From: civil.New(2026, 3, 1), To: civil.New(2026, 3, 5)}
}

func TestRecordedAnswer(t *testing.T) {
	t.Parallel()
	for id, want := range map[fx.SeriesID][]string{fx.CBRUSD: {"77.1734", "77.6093", "77.8009"}, fx.CBREUR: {"90.7307", "90.3098", "90.7458"}} {
		var a source.Answer
		body := recorded(t, "cbr_XML_dynamic_"+codes[id]+"_2026-03-01_05.xml")
		if err := decode(fetch.Reply{Body: body, ContentType: "application/xml"}, march(id), &a); err != nil {
			t.Fatal(err)
		}
		if len(a.Fixings) != 3 || len(a.Rejected) != 0 {
			t.Fatalf("%d rows, rejected %v", len(a.Fixings), a.Rejected)
		}
		for i, f := range a.Fixings {
			effective := civil.New(2026, 3, 3+i)
			if f.Value.String() != want[i] || f.Effective != effective || f.Set != effective.AddDays(-1) || f.Nominal != 1 {
				t.Errorf("row %d is %+v, want %s set on the day before %s", i, f, want[i], effective)
			}
		}
	}
}

func TestWholeAnswerIsRefused(t *testing.T) {
	t.Parallel()
	usd := string(recorded(t, "cbr_XML_dynamic_R01235_2026-03-01_05.xml"))
	for name, tt := range map[string]struct{ body, kind, says string }{
		"error in parameters": {string(recorded(t, "cbr_XML_dynamic_error.xml")), "application/xml", "Error in parameters"},
		"guard's page":        {string(recorded(t, "cbr_ddos_guard_2022-02-28_excerpt.html")), "text/html", "DDOS-GUARD"},
		"guard's page as XML": {string(recorded(t, "cbr_ddos_guard_2022-02-28_excerpt.html")), "application/xml", "DDOS-GUARD"},
		"another currency":    {string(recorded(t, "cbr_XML_dynamic_R01239_2026-03-01_05.xml")), "application/xml", `ID is "R01239"`},
		"another range":       {strings.Replace(usd, `DateRange2="05.03.2026"`, `DateRange2="04.03.2026"`, 1), "", "DateRange2"},
		"no range":            {strings.Replace(usd, ` DateRange1="01.03.2026"`, ``, 1), "", "DateRange1"},
		"another encoding":    {strings.Replace(usd, "windows-1251", "koi8-r", 1), "", "koi8-r"},
		"cut":                 {usd[:400], "", "whole"},
		"more after the end":  {usd + "<ValCurs/>", "", "goes on"},
		"nothing":             {"", "", "empty"},
		"out of order":        {strings.Replace(usd, `Date="03.03.2026"`, `Date="05.03.2026"`, 1), "", "out of order"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var a source.Answer
			err := decode(fetch.Reply{Body: []byte(tt.body), ContentType: tt.kind}, march(fx.CBRUSD), &a)
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one with %q", err, tt.says)
			}
		})
	}
}

func TestRow(t *testing.T) {
	t.Parallel()
	good := func() record {
		return record{Date: "04.03.2026", ID: "R01235", Nominal: []string{"1"}, Value: []string{"77,6093"}, Unit: []string{"77,6093"}}
	}
	for name, tt := range map[string]struct {
		edit func(*record)
		says string // empty: the row is good
	}{
		"as recorded":            {func(*record) {}, ""},
		"no rate per unit":       {func(r *record) { r.Unit = nil }, ""},
		"per hundred":            {func(r *record) { r.Nominal[0], r.Value[0], r.Unit[0] = "100", "57,0006", "0,570006" }, ""},
		"shorter rate per unit":  {func(r *record) { r.Value[0], r.Unit[0] = "26,7960", "26,796" }, ""},
		"scientific":             {func(r *record) { r.Nominal[0], r.Value[0], r.Unit[0] = "1000000", "53,9256", "5,39256E-05" }, ""},
		"other rate per unit":    {func(r *record) { r.Unit[0] = "77,6094" }, "VunitRate"},
		"other nominal":          {func(r *record) { r.Nominal[0] = "10" }, "VunitRate"},
		"largest unit":           {func(r *record) { r.Nominal[0], r.Value[0], r.Unit[0] = "1", "77,6093", "7,76093E+1" }, ""},
		"half a last place off":  {func(r *record) { r.Nominal[0], r.Value[0], r.Unit[0] = "10", "77,6093", "7,7609" }, ""},
		"more than half":         {func(r *record) { r.Nominal[0], r.Value[0], r.Unit[0] = "10", "77,6096", "7,7609" }, "7.76096, but VunitRate is 7,7609"},
		"unit of no digits":      {func(r *record) { r.Unit[0] = ",5" }, "decimal comma"},
		"unit of zero":           {func(r *record) { r.Unit[0] = "0,0" }, "decimal comma"},
		"unit with a point":      {func(r *record) { r.Unit[0] = "77.6093" }, "decimal comma"},
		"unit beyond belief":     {func(r *record) { r.Unit[0] = "7,76093E-13" }, "decimal comma"},
		"no nominal":             {func(r *record) { r.Nominal = nil }, "exactly once"},
		"two units":              {func(r *record) { r.Unit = append(r.Unit, r.Unit[0]) }, "at most once"},
		"nominal of words":       {func(r *record) { r.Nominal[0] = "one" }, "whole number"},
		"nominal of zero":        {func(r *record) { r.Nominal[0] = "0" }, "nominal"},
		"decimal point":          {func(r *record) { r.Value[0] = "77.6093" }, "comma"},
		"thousands":              {func(r *record) { r.Value[0], r.Unit = "5 960,0000", nil }, "not a plain decimal"},
		"no value":               {func(r *record) { r.Value = nil }, "exactly once"},
		"two values":             {func(r *record) { r.Value = append(r.Value, "1,0") }, "exactly once"},
		"not a number":           {func(r *record) { r.Value[0] = "NaN" }, "not a plain decimal"},
		"another currency":       {func(r *record) { r.ID = "R01239" }, "R01239"},
		"a day not asked":        {func(r *record) { r.Date = "06.03.2026" }, "outside"},
		"month before day":       {func(r *record) { r.Date = "03.14.2026" }, "DD.MM.YYYY"},
		"rate per unit of words": {func(r *record) { r.Unit[0] = "n/a" }, "VunitRate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := good()
			tt.edit(&r)
			f, err := r.fixing(march(fx.CBRUSD))
			if tt.says == "" && (err != nil || f.Value.IsZero()) {
				t.Errorf("%+v, %v: want a fixing", f, err)
			}
			if tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("error %v, want one with %q", err, tt.says)
			}
		})
	}
}

func TestAsksThroughTomorrowInMoscow(t *testing.T) {
	t.Parallel()
	for now, want := range map[string]string{
		"2026-08-21T17:30:00Z": "2026-08-22", // a Friday evening: Saturday's rate is out
		"2026-08-21T21:30:00Z": "2026-08-23", // past midnight in Moscow
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Source{}).Span(fx.CBRUSD, at).Last.String(); got != want {
			t.Errorf("at %s the last day is %s, want %s", now, got, want)
		}
	}
}

func TestQuestion(t *testing.T) {
	t.Parallel()
	var asked url.URL
	base := sourcetest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = *r.URL
		_, _ = w.Write(recorded(t, "cbr_XML_dynamic_R01235_2026-03-01_05.xml"))
	}))
	s := Source{Client: fetch.New(fetch.Options{Now: time.Now}), Base: base}
	if _, err := s.Read(t.Context(), march(fx.CBRUSD), time.Now()); err != nil {
		t.Fatal(err)
	}
	want := "/scripts/XML_dynamic.asp?VAL_NM_RQ=R01235&date_req1=01%2F03%2F2026&date_req2=05%2F03%2F2026"
	if asked.String() != want {
		t.Errorf("asked %s, want %s", &asked, want)
	}
	for name, w := range map[string]source.Window{
		"old roubles":    {Series: fx.CBRUSD, From: civil.New(1997, 12, 31), To: civil.New(1998, 2, 1)},
		"no euro yet":    {Series: fx.CBREUR, From: civil.New(1998, 12, 31), To: civil.New(1999, 2, 1)},
		"backwards":      {Series: fx.CBRUSD, From: civil.New(2026, 3, 5), To: civil.New(2026, 3, 4)},
		"another series": {Series: fx.ECBUSD, From: civil.New(2026, 3, 1), To: civil.New(2026, 3, 5)},
	} {
		if _, err := s.Read(context.Background(), w, time.Now()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// New roubles are of 1 January 1998, the euro of 1 January 1999: these days may be asked.
func TestFirstDaysAreAsked(t *testing.T) {
	t.Parallel()
	for id, day := range map[fx.SeriesID]civil.Date{fx.CBRUSD: civil.New(1998, 1, 1), fx.CBREUR: civil.New(1999, 1, 1)} {
		if _, err := (Source{}).address(source.Window{Series: id, From: day, To: day}); err != nil {
			t.Error(err)
		}
		if span := (Source{}).Span(id, time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)); span.First != day || span.Floor != day || span.Overlap != 14 { // two weeks, as the README says
			t.Errorf("%s: %+v", id, span)
		}
		if w := (Source{}).Windows(id, day, day.AddDays(800)); len(w) != 3 || w[0].From != day || w[2].To != day.AddDays(800) {
			t.Errorf("%s: windows %v", id, w)
		}
	}
}

func TestEmptyRange(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		from, to string
		rejected int
	}{
		"weekend":      {"2026-03-01", "2026-03-02", 0},
		"New Year":     {"2026-01-01", "2026-01-11", 0},
		"working week": {"2026-03-01", "2026-03-08", 1},
	} {
		w := source.Window{Series: fx.CBRUSD, From: civil.MustParse(tt.from), To: civil.MustParse(tt.to)}
		var a source.Answer
		if err := decode(fetch.Reply{Body: sourcetest.CBRXML("R01235", w.From, w.To, nil)}, w, &a); err != nil || len(a.Rejected) != tt.rejected || a.Rows() != 0 {
			t.Errorf("%s: %v, %+v: want %d rejections", name, err, a, tt.rejected)
		}
	}
}
