package gdelt

import (
	"archive/zip"
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/source"
	"detente/internal/store"
	"detente/internal/testkit"
)

var _ collect.Source = Source{}

var (
	monday = civil.MustParse("2022-02-07")
	later  = time.Date(2022, 2, 10, 12, 0, 0, 0, time.UTC)
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

// openStore opens a new database that holds the gauges.
func openStore(t testing.TB, gauges ...event.Gauge) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "detente.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := db.PutGauges(t.Context(), gauges, store.Origin{Author: "collect"}, later); err != nil {
		t.Fatal(err)
	}
	return db
}

func client() *fetch.Client {
	return fetch.New(fetch.Options{Now: func() time.Time { return later }, Tries: 2, FirstWait: time.Millisecond, PerSecond: 1e6,
		Log: slog.New(slog.DiscardHandler)})
}

// serve answers the files by path; others are 404.
func serve(t testing.TB, files map[string][]byte) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/zip")
		_, _ = w.Write(body) // the client may have gone
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func one(day civil.Date) source.Window { return source.Window{From: day, To: day} }

func TestReadOfADailyFile(t *testing.T) {
	t.Parallel()
	base := serve(t, map[string][]byte{"/events/20220207.export.CSV.zip": pack(t, "20220207.export.CSV", oldRow(nil))})
	s := Source{Client: client(), Base: base, Drafts: 5}
	answer, err := s.Read(t.Context(), one(monday), later)
	if err != nil || len(answer.Rejected) > 0 {
		t.Fatal(err, answer.Rejected)
	}
	if got := value(t, answer.Gauges, "gdelt1:RUS-UKR:goldstein"); got != -4.4 {
		t.Errorf("goldstein %v", got)
	}
	if got := value(t, answer.Gauges, "gdelt1:RUS-FRA:events"); got != 0 {
		t.Errorf("a calm pair has %v events", got)
	}
	for _, g := range answer.Gauges {
		if err := g.Validate(); err != nil {
			t.Error(err)
		}
	}
	if len(answer.Events) != 1 || answer.Events[0].Status != event.StatusDraft || !slices.Equal(answer.Events[0].Actors, []string{"RUS", "UKR"}) ||
		answer.Events[0].Cameo != "130" || answer.Events[0].ID != "gdelt-1001" {
		t.Errorf("drafts %+v", answer.Events)
	}
	if f := answer.Fetches; len(f) != 2 || len(f[1].Body) != 0 || f[1].HTTPStatus != 200 { // the first asked for the list of md5 sums
		t.Errorf("fetches %+v", answer.Fetches)
	}
	s.Stored = openStore(t, answer.Gauges...)
	again, err := s.Read(t.Context(), one(monday), later)
	if err != nil || again.Rows() != 0 || len(again.Fetches) != 0 {
		t.Errorf("a stored day is asked again: %v %+v", err, again)
	}
}

func TestAMissingDayHasNoValue(t *testing.T) {
	t.Parallel()
	s := Source{Client: client(), Base: serve(t, nil)}
	answer, err := s.Read(t.Context(), one(monday), later)
	if err != nil || len(answer.Gauges) != 0 || len(answer.Rejected) != 1 || !strings.Contains(answer.Rejected[0].Reason, "missing") {
		t.Errorf("%v %+v", err, answer)
	}
	// the next morning it may still come
	answer, err = s.Read(t.Context(), one(monday), time.Date(2022, 2, 8, 5, 0, 0, 0, time.UTC))
	if err != nil || len(answer.Rejected) != 0 || len(answer.Notes) == 0 {
		t.Errorf("%v %+v", err, answer)
	}
}

func TestAThinDayIsMissingNotCalm(t *testing.T) {
	t.Parallel()
	s := Source{Client: client(), Base: serve(t, map[string][]byte{"/events/20220207.export.CSV.zip": pack(t, "a.CSV", oldRow(nil))})}
	var before []event.Gauge
	for i := range 10 {
		before = append(before, event.Gauge{Name: s.RowsGauge(), Day: monday.AddDays(-1 - i), Value: 100_000})
	}
	s.Stored = openStore(t, before...)
	answer, err := s.Read(t.Context(), one(monday), later)
	if err != nil || len(answer.Gauges) != 0 || len(answer.Rejected) != 1 || !strings.Contains(answer.Rejected[0].Reason, "not calm") {
		t.Errorf("%v %+v", err, answer)
	}
}

func TestSlotsWithGaps(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{}
	for i, slot := range SlotsOf(monday) {
		files[slotFolder+slot.Name(false)] = pack(t, "a.CSV", row(map[int]string{59: time.Time(slot).Format(stampLayout), 60: fmt.Sprint("https://example.org/", i)}))
	}
	s := Source{Client: client(), Base: serve(t, files), Edition: Slots}
	take := func(n int) {
		for path := range files {
			if n == 0 {
				return
			}
			delete(files, path)
			n--
		}
	}
	take(3)
	answer, err := s.Read(t.Context(), one(monday), later)
	if err != nil || value(t, answer.Gauges, "gdelt2:RUS-UKR:events") != 93 || !strings.Contains(strings.Join(answer.Notes, "\n"), "3 of 96 files") {
		t.Errorf("%v %+v", err, answer.Notes)
	}
	take(30)
	answer, err = s.Read(t.Context(), one(monday), later)
	if err != nil || len(answer.Gauges) != 0 || len(answer.Rejected) != 1 || !strings.Contains(answer.Rejected[0].Reason, "33 of 96") {
		t.Errorf("%v %+v", err, answer.Rejected)
	}
}

func TestPublisherThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	defer server.Close()
	s := Source{Client: client(), Base: server.URL}
	answer, err := s.Read(t.Context(), one(monday), later)
	if err == nil || !strings.Contains(err.Error(), "502") || len(answer.Fetches) != 2 {
		t.Errorf("%v %+v", err, answer)
	}
}

func TestLatestIsVerified(t *testing.T) {
	t.Parallel()
	body := pack(t, "20220207113000.export.CSV", row(nil)+row(map[int]string{0: "1002", 31: "50", 60: "BBC Monitoring"}))
	sum := md5.Sum(body)
	list := func(size int, sum string) []byte {
		return fmt.Appendf(nil, "%d %s http://data.gdeltproject.org/gdeltv2/20220207113000.export.CSV.zip\n1 2 3 malformed\n%d %s http://data.gdeltproject.org/gdeltv2/20220207113000.gkg.csv.zip\n",
			size, sum, size, sum)
	}
	good := hex.EncodeToString(sum[:])
	for name, tt := range map[string]struct {
		list []byte
		says string
	}{
		"good":   {list(len(body), good), ""},
		"md5":    {list(len(body), strings.Repeat("0", 32)), "md5"},
		"size":   {list(len(body)+1, good), "bytes"},
		"no md5": {list(len(body), "unknown"), "names no file"},
		"empty":  {nil, "names no file"},
	} {
		s := Source{Client: client(), Base: serve(t, map[string][]byte{"/gdeltv2/lastupdate.txt": tt.list, "/gdeltv2/20220207113000.export.CSV.zip": body})}
		answer, err := s.Latest(t.Context(), 1)
		if tt.says == "" {
			// the most mentioned row; its source is no address and is left out
			if err != nil || len(answer.Events) != 1 || answer.Events[0].ID != "gdelt-1002" || answer.Events[0].SourceURL != "" {
				t.Errorf("%s: %v %+v", name, err, answer.Events)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), tt.says) || len(answer.Events) > 0 {
			t.Errorf("%s: %v, want an error that says %q", name, err, tt.says)
		}
	}
}

func TestRecordedManifests(t *testing.T) {
	t.Parallel()
	f, err := os.Open(testkit.Shared(t, "fixtures", "events", "gdelt2_lastupdate_20260913013000.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	e, err := latest(f)
	if err != nil || e.Name != "20260913013000.export.CSV.zip" || e.Size != 24611 || e.MD5 != "8afbf006f6b9c76e05c9bbce9629efdc" {
		t.Errorf("%v %+v", err, e)
	}
}

func FuzzParseRow(f *testing.F) {
	f.Add(row(nil))
	f.Add(oldRow(nil))
	f.Fuzz(func(t *testing.T, line string) {
		l, ok := layoutOf(strings.Count(line, "\t") + 1)
		if !ok {
			return
		}
		r, err := parseRow(line, l)
		if err != nil {
			return
		}
		if r.Goldstein < -10 || r.Goldstein > 10 || len(r.Root) != 2 || r.Day.IsZero() || r.Added.IsZero() {
			t.Fatalf("%+v", r)
		}
	})
}
