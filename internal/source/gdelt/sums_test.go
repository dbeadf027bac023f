package gdelt

import (
	"crypto/md5"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/source"
	"detente/internal/testkit"
)

// sumLine is a line of a list: "md5  name" of the daily files, "size md5 address" of the slots.
func sumLine(name string, body []byte, sized bool) string {
	if sized {
		return fmt.Sprintf("%d %x http://data.gdeltproject.org/gdeltv2/%s\n", len(body), md5.Sum(body), name)
	}
	return fmt.Sprintf("%x  %s\n", md5.Sum(body), name)
}

func TestDailyFilesAreVerified(t *testing.T) {
	t.Parallel()
	const name = "20220207.export.CSV.zip"
	body := pack(t, "20220207.export.CSV", oldRow(nil))
	for label, tt := range map[string]struct {
		list         []byte // nil is 404
		taken        bool
		parser, says string
	}{
		"agrees":       {[]byte(sumLine("20220206.export.CSV.zip", nil, false) + sumLine(name, body, false)), true, "gdelt/1+md5", ""},
		"differs":      {[]byte(sumLine(name, body[1:], false)), false, "gdelt/1", "20220207.export.CSV.zip has md5 "},
		"not named":    {[]byte("malformed line\n" + sumLine("20220206.export.CSV.zip", body, false)), true, "gdelt/1", "read unverified on 2022-02-07: 1 of 1 files: not in the list of md5 sums"},
		"no list":      {nil, true, "gdelt/1", "the list of md5 sums could not be read"},
		"a guard page": {[]byte("<!DOCTYPE html><title>Please wait</title>"), true, "gdelt/1", "Please wait"},
	} {
		files := map[string][]byte{"/events/" + name: body}
		if tt.list != nil {
			files["/events/md5sums"] = tt.list
		}
		answer, err := Source{Client: client(), Base: serve(t, files)}.Read(t.Context(), one(monday), later)
		if err != nil {
			t.Fatal(label, err)
		}
		said := fmt.Sprint(answer.Notes, answer.Rejected)
		last := answer.Fetches[len(answer.Fetches)-1]
		if taken := len(answer.Gauges) > 0; taken != tt.taken || !strings.Contains(said, tt.says) || (tt.says == "") != (said == "[] []") {
			t.Errorf("%s: taken %v: %s", label, taken, said)
		}
		if !strings.HasSuffix(last.URL, name) || last.Parser != tt.parser || (last.Error == "") != tt.taken {
			t.Errorf("%s: the record is %+v", label, last)
		}
	}
}

// tailing serves a day of slots and the end of their list by Range, of which it keeps the requests.
func tailing(t *testing.T, list string, files map[string][]byte, asked *[]string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == slotList {
			*asked = append(*asked, r.Header.Get("Range"))
			n, err := strconv.Atoi(strings.TrimPrefix(r.Header.Get("Range"), "bytes=-"))
			if err != nil {
				t.Errorf("the whole list is asked for: %q", r.Header.Get("Range"))
			}
			w.WriteHeader(http.StatusPartialContent)
			_, _ = w.Write([]byte(list[max(0, len(list)-n):])) // the client may have gone
			return
		}
		body, ok := files[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write(body) // likewise
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// The list of slots has more than a hundred megabytes: only its end is read, once for the days of a run.
func TestSlotsAreVerifiedByTheEndOfTheirList(t *testing.T) {
	t.Parallel()
	var list strings.Builder
	files := map[string][]byte{}
	for range 5000 {
		list.WriteString(sumLine("20150218230000.mentions.CSV.zip", nil, true)) // what came before
	}
	tuesday := monday.AddDays(1)
	for i, slot := range append(SlotsOf(monday), SlotsOf(tuesday)...) {
		name := slot.Name(false)
		body := pack(t, "a.CSV", row(map[int]string{1: time.Time(slot).Format(dayLayout), 59: time.Time(slot).Format(stampLayout), 60: fmt.Sprint("https://example.org/", i)}))
		files[slotFolder+name] = body
		switch i {
		case 10:
			body = append(body, 0) // another size
		case 20:
			body = append([]byte{1}, body[1:]...) // another md5
		case 30:
			continue // not listed
		}
		list.WriteString(sumLine(name, body, true) + sumLine(strings.Replace(name, "export", "mentions", 1), nil, true))
	}
	var asked []string
	s := Source{Client: client(), Base: tailing(t, list.String(), files, &asked), Edition: Slots, Sums: &Sums{}}
	now := tuesday.AddDays(2).UTC().Add(12 * time.Hour)
	answer, err := s.Read(t.Context(), source.Window{From: monday, To: tuesday}, now)
	if err != nil {
		t.Fatal(err)
	}
	said := fmt.Sprint(answer.Notes, answer.Rejected)
	for _, want := range []string{"the list says", "bytes", "the file is damaged", "2022-02-07 2 of 96 files of the day are missing", "read unverified on 2022-02-07: 1 of 96 files"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said: %s", want, said)
		}
	}
	if len(asked) != 1 || len(answer.Rejected) != 3 {
		t.Errorf("the list is asked for %d times: %v; rejected %v", len(asked), asked, answer.Rejected)
	}
	if got := value(t, answer.Gauges, "gdelt2:RUS-UKR:events"); got != 94 {
		t.Errorf("%v events of Monday, want those of 94 files", got)
	}
	old, err := s.Read(t.Context(), one(monday), now.AddDate(1, 0, 0))
	if err != nil || !strings.Contains(fmt.Sprint(old.Notes), "too far back") || len(asked) != 1 {
		t.Errorf("a year later: %v %v, asked %d times", err, old.Notes, len(asked))
	}
}

func TestRecordedListOfSlots(t *testing.T) {
	t.Parallel()
	f, err := os.Open(testkit.Shared(t, "fixtures", "events", "gdelt2_masterfilelist_head_20150218.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := map[string]Entry{}
	if err := eachEntry(f, func(e Entry) { found[e.Name] = e }); err != nil {
		t.Fatal(err)
	}
	if e := found["20150218230000.export.CSV.zip"]; e.Size != 150383 || e.MD5 != "297a16b493de7cf6ca809a7cc31d0b93" {
		t.Errorf("%+v", e)
	}
}
