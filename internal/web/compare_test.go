package web_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"detente/internal/export"
)

func TestComparePages(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, tt := range []struct {
		name, path string
		status     int
		has, hasnt []string
	}{
		{"as it opens", "/compare", 200, []string{"counted from 7 Feb 2022 and from 3 Mar 2014", "75.6806", "36.3784", "24 Feb 2022: Russian invasion of Ukraine begins"}, []string{"windows share"}},
		{"two of one spring", "/compare?a=2022-02-24&b=2022-02-07", 200, []string{"The windows share 69 fixings", "86.9288"}, nil},
		{"a Sunday", "/compare?a=2022-02-06", 200, []string{"No fixing was set on 6 Feb 2022: day 0 is the next one, set 7 Feb 2022."}, nil},
		{"before the euro", "/compare?a=1998-08-17", 200, []string{"EUR/RUB had no fixing on 17 Aug 1998"}, nil},
		{"before everything", "/compare?a=1980-01-01", 200, []string{"The official rates begin with", "compare-chart"}, nil},
		{"neither", "/compare?a=1980-01-01&b=2031-01-01", 200, []string{"There is nothing to compare", "No fixing has been set on 1 Jan 2031 or later"}, []string{"compare-chart"}},
		{"as of then", "/compare?as-of=2022-02-10", 200, []string{"As it was known on 10 Feb 2022", ">10 Feb 2022<"}, []string{">14 Feb 2022<"}},
		{"no day", "/compare?a=yesterday", 400, []string{`id="compare-a-fault">&#34;yesterday&#34; is not a date`, `value="yesterday"`}, nil},
		{"no window", "/compare?window=1:5", 400, []string{"day 0 has to be in it"}, nil},
		{"too wide", "/compare?window=-900:900", 400, []string{"at most 1000 fixings"}, nil},
		{"unknown", "/compare?days=9", 400, []string{"known are a, as-of, b, profile, window"}, nil},
		{"unknown profile", "/compare.csv?profile=lotus", 400, []string{"profile"}, nil},
		{"the event leads there", "/events/20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin", 200, []string{`href="/compare">Compare with another day`}, nil},
		{"the card leads there", "/?event=20220224-russia-launches-full-scale-invasion-of-ukraine", 200, []string{`href="/compare?a=2022-02-24">Compare with another day`}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := get(t, server, tt.path)
			if w.Code != tt.status {
				t.Fatalf("%s: status %d, want %d: %s", tt.path, w.Code, tt.status, w.Body)
			}
			for _, want := range tt.has {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("%s lacks %q", tt.path, want)
				}
			}
			for _, never := range tt.hasnt {
				if strings.Contains(w.Body.String(), never) {
					t.Errorf("%s has %q", tt.path, never)
				}
			}
		})
	}
}

// The rates are those of the Bank of Russia's XML_dynamic; the index is 100 times their quotient.
func TestCompareCSV(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	w := get(t, server, "/compare.csv?a=2022-02-07&b=2022-02-24&window=-1:1")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	want := "0,2022-02-07,2022-02-08,75.6806,100.0000,86.5181,100.0000,2022-02-24,2022-02-25,86.9288,100.0000,97.7688,100.0000"
	if got := strings.Join(rows[2], ","); got != want {
		t.Errorf("day 0 is %s, want %s", got, want)
	}
	if got := rows[3][4]; got != "99.5026" { // 100 * 75.3042 / 75.6806, of 8 February
		t.Errorf("day +1 is %s", got)
	}
	if h := w.Header().Get("Content-Disposition"); !strings.Contains(h, "detente-compare-2022-02-07-2022-02-24.csv") {
		t.Errorf("called %s", h)
	}
	for _, path := range []string{"/compare.json", "/compare.ndjson", "/compare.xlsx"} {
		if w := get(t, server, path); w.Code != 200 || w.Body.Len() < 5000 {
			t.Errorf("%s: %d, %d bytes", path, w.Code, w.Body.Len())
		}
	}
}

// A file is described beside itself: the description names the address, the columns and the hash of the very bytes.
func TestFilesOfPagesAreDescribed(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for file, columns := range map[string]int{
		"/compare.csv?a=2022-02-24&b=2022-02-07":                  13,
		"/compare.csv?a=2022-02-24&b=2022-02-07&profile=excel-ru": 13,
		"/calendar.csv?category=monetary_policy":                  len(export.EventsTable().Columns),
	} {
		beside := strings.Replace(file, ".csv", ".csv-metadata.json", 1)
		csv := get(t, server, file)
		var said struct {
			URL   string
			Notes []struct {
				Rows   int
				SHA256 string
			}
			TableSchema struct{ Columns []struct{ Name string } }
		}
		w := get(t, server, beside)
		if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil || w.Code != 200 || len(said.Notes) != 1 {
			t.Errorf("%s: %d %v\n%s", beside, w.Code, err, w.Body)
			continue
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256(csv.Body.Bytes())); said.Notes[0].SHA256 != sum {
			t.Errorf("%s: the hash is %s, and the file's is %s", beside, said.Notes[0].SHA256, sum)
		}
		if n := strings.Count(csv.Body.String(), "\r\n") - 1; said.URL != file || len(said.TableSchema.Columns) != columns || said.Notes[0].Rows != n {
			t.Errorf("%s: of %s, %d columns, %d of %d rows", beside, said.URL, len(said.TableSchema.Columns), said.Notes[0].Rows, n)
		}
		if links := csv.Header().Values("Link"); !strings.Contains(strings.Join(links, " "), `csv-metadata.json`) {
			t.Errorf("%s leads to %v", file, links)
		}
	}
}
