package liveblog

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/testkit"
)

var monday = civil.MustParse("2022-02-07")

func seed(t testing.TB) Result {
	t.Helper()
	raw, err := os.ReadFile(testkit.Shared(t, "seed", "liveblog_2022-02-07.txt"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := ParsePage(string(raw), Page{Date: monday, Zone: time.UTC, SourceName: "Al Jazeera live blog"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The codes are those the curated table gives the same events.
func TestSeedPageGivesItsEvents(t *testing.T) {
	t.Parallel()
	drafts := seed(t).Drafts
	for _, want := range []struct {
		name, word string // a word of title or summary
		actors     []string
		category   event.Category
		cameo      string
	}{
		{"talks", "is holding talks", []string{"FRA", "RUS"}, event.Talks, "046"},
		{"German troops", "Lambrecht", []string{"DEU", "LTU"}, event.MilitaryPosture, "150"},
		{"British troops", "Wallace", []string{"GBR", "POL"}, event.MilitaryPosture, "150"},
		{"red lines", "Kuleba tweeted", []string{"UKR", "RUS"}, event.Statement, "124"},
		{"gas", "von der Leyen", []string{"EU", "USA"}, event.Energy, "014"},
		{"posture", "Stoltenberg", []string{"NATO"}, event.MilitaryPosture, "014"},
		{"reassurance", "Johnson", []string{"GBR", "NATO", "RUS"}, event.Statement, "030"},
		{"rouble", "three-week high", []string{"RUS"}, event.Market, "010"},
	} {
		i := slices.IndexFunc(drafts, func(d event.Event) bool {
			return strings.Contains(d.Title+"\n"+d.Summary, want.word)
		})
		if i < 0 {
			t.Errorf("%s: no draft", want.name)
			continue
		}
		d := drafts[i]
		if d.Category != want.category || d.Cameo != want.cameo {
			t.Errorf("%s: %s %s, want %s %s", want.name, d.Category, d.Cameo, want.category, want.cameo)
		}
		for _, a := range want.actors {
			if !slices.Contains(d.Actors, a) {
				t.Errorf("%s: actors %v lack %s", want.name, d.Actors, a)
			}
		}
	}
}

func TestSeedPageGivesItsQuotes(t *testing.T) {
	t.Parallel()
	r := seed(t)
	at := time.Date(2022, 2, 7, 11, 34, 0, 0, time.UTC)
	want := []fx.Quote{
		{Series: fx.PressUSD, At: at, Basis: fx.QuoteLast, Value: fx.MustRate("75.44"), SourceName: "Al Jazeera live blog"},
		{Series: fx.PressEUR, At: at, Basis: fx.QuoteLast, Value: fx.MustRate("86.38"), SourceName: "Al Jazeera live blog"},
	}
	if !slices.Equal(r.Quotes, want) {
		t.Errorf("%+v, want %+v", r.Quotes, want)
	}
	// the low was hit "last month": its day is not in the text and must not become the page's
	if len(r.Undated) != 1 || r.Undated[0].Quote.Value != fx.MustRate("80.4125") || r.Undated[0].Phrase != "last month" ||
		r.Undated[0].Quote.Basis != fx.QuoteHigh || !r.Undated[0].Quote.At.IsZero() {
		t.Errorf("undated: %+v", r.Undated)
	}
}

func TestNothingIsConfirmedAndEveryDraftIsValid(t *testing.T) {
	t.Parallel()
	r := seed(t)
	ids := map[string]bool{}
	for _, d := range r.Drafts {
		if d.Status != event.StatusDraft || d.Origin != Origin || d.Verified {
			t.Errorf("%s: status %s, origin %s, verified %v", d.ID, d.Status, d.Origin, d.Verified)
		}
		if err := d.Validate(); err != nil {
			t.Error(err)
		}
		if ids[d.ID] {
			t.Errorf("id %s stands twice", d.ID)
		}
		ids[d.ID] = true
		if timed := strings.Contains(d.Title, "rouble"); d.Timed() != timed {
			t.Errorf("%q is at %s", d.Title, d.When())
		}
	}
	if again := seed(t); !reflect.DeepEqual(r, again) {
		t.Error("the second reading differs from the first")
	}
}

// The page is made up for this test.
const stamped = `10:15 GMT

Canada sends tanks to Latvia
Canada will send 15 tanks and 400 soldiers to Latvia, its defence ministry said.

"They leave this week," the minister added.

7 Feb 2022 - 12:40 (12:40 GMT)

Nothing of note happened in the press room.

3 hours ago

Turkey hosted a meeting of Russian and Ukrainian envoys at 2.30pm Istanbul time.

Canada will send 15 tanks and 400 soldiers to Latvia, its defence ministry said.
`

func TestStampedPage(t *testing.T) {
	t.Parallel()
	r, err := Parse(stamped, monday, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	type short struct{ title, when, cameo string }
	var got []short
	for _, d := range r.Drafts {
		got = append(got, short{d.Title, d.OccurredAt.Format("15:04") + " " + string(d.Precision), d.Cameo})
	}
	want := []short{
		{"Canada sends tanks to Latvia", "10:15 minute", "150"},
		{"Turkey hosted a meeting of Russian and Ukrainian envoys at 2.30pm Istanbul time", "11:30 minute", "040"},
		{"Canada will send 15 tanks and 400 soldiers to Latvia, its defence ministry said", "00:00 day", "150"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
	if len(r.Skipped) != 1 || r.Skipped[0].Line != 10 || r.Skipped[0].Reason == "" {
		t.Errorf("skipped: %+v", r.Skipped)
	}
}

func TestAnEntryPrintedTwiceGetsTwoIDs(t *testing.T) {
	t.Parallel()
	const line = "Russia and China began talks in Moscow.\n\n\n"
	r, err := Parse(line+line, monday, time.UTC)
	if err != nil || len(r.Drafts) != 2 || r.Drafts[1].ID != r.Drafts[0].ID+"-2" {
		t.Errorf("%v %+v", err, r.Drafts)
	}
}

func TestSummariesAndTitlesKeepTheirBounds(t *testing.T) {
	t.Parallel()
	r, err := Parse("Russia says "+strings.Repeat("что-то очень длинное ", 2000), monday, time.UTC)
	if err != nil || len(r.Drafts) != 1 {
		t.Fatal(err, len(r.Drafts))
	}
	if err := r.Drafts[0].Validate(); err != nil {
		t.Error(err)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		page Page
		want string
	}{
		"empty":     {"", Page{Date: monday, Zone: time.UTC}, "empty"},
		"blank":     {" \n\n\t", Page{Date: monday, Zone: time.UTC}, "empty"},
		"NUL":       {"PK\x03\x04\x00\x00", Page{Date: monday, Zone: time.UTC}, "byte 5"},
		"not UTF-8": {"first\nsecond \xff\xfe", Page{Date: monday, Zone: time.UTC}, "line 2"},
		"HTML":      {"<!DOCTYPE html><html><p>Russia", Page{Date: monday, Zone: time.UTC}, "HTML"},
		"10 MB":     {strings.Repeat("Russia said so. ", 10<<20/16), Page{Date: monday, Zone: time.UTC}, "at most 524288"},
		"no zone":   {"Russia said so.", Page{Date: monday}, "--tz"},
		"no date":   {"Russia said so.", Page{Zone: time.UTC}, "--date"},
		"stamps":    {"11:34 GMT\n\n2 hours ago\n", Page{Date: monday, Zone: time.UTC}, "no paragraph"},
	} {
		_, err := ParsePage(tt.text, tt.page)
		if !errors.Is(err, ErrText) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want ErrText naming %q", name, err, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(stamped)
	f.Add("The rouble fell to 80.5 against the dollar at 14:30.\n\nAs of 11:34 GMT")
	f.Add("\u2028\ufeff0:0\n\nA\nB. C")
	f.Add("Latvia \x7f\n\nLatvia\u0085\u0090\v\f.") // what no event may hold
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			t.Skip("long texts are the benchmark's")
		}
		r, err := Parse(text, monday, time.FixedZone("", 5*3600+1800))
		if err != nil {
			if !errors.Is(err, ErrText) {
				t.Fatal(err)
			}
			return
		}
		ids := map[string]bool{}
		for _, d := range r.Drafts {
			if err := d.Validate(); err != nil || d.Status != event.StatusDraft || ids[d.ID] {
				t.Fatalf("%v: %+v", err, d)
			}
			ids[d.ID] = true
		}
		for _, q := range r.Quotes {
			if q.At.IsZero() || q.Value.Unscaled <= 0 {
				t.Fatalf("%+v", q)
			}
		}
	})
}

// Half a megabyte of paragraphs that match no rule is the most work there can be.
func BenchmarkLargestText(b *testing.B) {
	for name, line := range map[string]string{
		"paragraphs": "Officials of Russia and Ukraine were in town and nobody knew for how long it would be that way on that day.\n\n\n",
		"one":        "a. B. ",
		"quotes":     "Rouble 75.44 to the dollar at 11:34 GMT. ",
	} {
		text := strings.Repeat(line, MaxText/len(line))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Parse(text, monday, time.UTC); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
