package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/store"
	"detente/internal/web"
)

const macron = "20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin"

func TestMeasuringPages(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, tt := range []struct {
		name, path string
		status     int
		has, hasnt []string
	}{
		{"study", "/study", 200, []string{"Over 393 episodes", "Not distinguishable from chance", "of 499 events", "499 events", "caar-chart", "forest-chart", "/methods#W-OVERLAP", "/methods#kp_t",
			"detente study --series cbr:USDRUB", "seed 1", "Unexplained moves", "[−130,−11]", "393 used + 91 merged into an episode of the same day + 15 with too few observations before = 499"}, []string{"NaN", "style=\"", "No events match"}},
		{"signed, market, window", "/study?category=sanctions&control=ecb:EURRUB&model=market&signed=true&window=-1:5", 200, []string{"market model on EUR/RUB, European Central Bank", "[−1,+5]", "signed by the direction", "day +5"}, []string{"NaN"}},
		{"two series", "/study?category=talks&pool=cbr:EURRUB", 200, []string{"measurements in two series", "EUR/RUB"}, []string{"NaN"}},
		{"no event", "/study?text=xyzzy", 200, []string{"No events match", "clear filters", "No event was selected"}, []string{"NaN", "caar-chart"}},
		{"one event", "/study?id=" + macron, 200, []string{"In one episode", "One episode says nothing about episodes in general", "/methods#W-SEL"}, []string{"NaN"}},
		{"as of", "/study?as-of=2022-02-07", 200, []string{"As it was known on 7 Feb 2022, 23:59 UTC", "set 30 Jun 1992 to 7 Feb 2022"}, []string{"2026"}},
		{"no placebo", "/study?category=talks&placebo=0", 200, []string{"0 placebo draws"}, []string{"NaN"}},
		{"correlation", "/correlation?from=2021-11-01&to=2022-02-23", 200, []string{"Over 74 fixings", "p, circular shift", "naive p", "tension leads", "rouble leads", "/methods#W-CAUSE", "ccf-chart", "scatter-chart", "local-projection-chart", "help predict"}, []string{"NaN", "style=\""}},
		{"volatility", "/correlation?target=volatility&tension=stock", 200, []string{"half-life 14 fixings", "rolling-chart", "What changed at its start"}, []string{"NaN"}},
		{"levels are refused", "/correlation?target=level", 200, []string{"Nothing was computed", "/methods#W-LEVEL"}, []string{"NaN", "ccf-chart"}},
		{"nothing to correlate", "/correlation?text=xyzzy", 200, []string{"Nothing was computed"}, []string{"NaN"}},
		{"methods", "/methods", 200, []string{`id="W-N"`, `id="bmp_t"`, `id="col-car_pct"`, "Boehmer, Musumeci and Poulsen (1991)"}, nil},
		{"event", "/events/" + macron, 200, []string{"Macron", "75.6806", "86.5181", "How unusual was the move?", "Not distinguishable from chance. 20 other events share these days", "the rouble gained 1.06% beyond its usual drift in the fixings [0,+1], 95% interval −0.44 to +2.58; on 77% of other dates", "around-chart", "Study events like this", "Coded by", "share its window", `rel="next"`}, []string{"NaN"}},
		{"event then", "/events/" + macron + "?as-of=2022-02-07", 200, []string{"As it was known on"}, []string{"8 Feb 2022</td><td class=\"date quiet\">9 Feb"}},
		{"no event", "/events/20260208-no-such", 404, []string{"There is no such event"}, nil},
		{"saved studies", "/studies", 200, []string{"Saved studies"}, nil},
		{"no saved study", "/studies/none", 404, []string{"There is no such page"}, nil},
		{"bad window", "/study?window=5:1", 400, []string{"Parameter &#34;window&#34;", "ends before it begins"}, nil},
		{"unknown series", "/study?series=abc:USDRUB", 400, []string{"Parameter &#34;series&#34;", "cbr:USDRUB"}, nil},
		{"minutes are not studied", "/study?series=moex:USDRUB:1m", 400, []string{"Parameter &#34;series&#34;"}, nil},
		{"nothing stored of it", "/study?series=moex:USDRUB:1d", 400, []string{"Parameter &#34;series&#34;", "holds no values"}, nil},
		{"before everything", "/study?as-of=1950-01-01", 200, []string{"No figures yet"}, nil},
		{"bad lag", "/correlation?max-lag=0", 400, []string{"Parameter &#34;max-lag&#34;"}, nil},
		{"methods take no parameter", "/methods?x=1", 400, []string{"Parameter &#34;x&#34;"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := get(t, server, tt.path)
			if w.Code != tt.status {
				t.Fatalf("%s: status %d, want %d: %s", tt.path, w.Code, tt.status, w.Body)
			}
			body := w.Body.String()
			text := html.UnescapeString(body)
			for _, want := range tt.has {
				if !strings.Contains(body, want) && !strings.Contains(text, want) {
					t.Errorf("%s lacks %q", tt.path, want)
				}
			}
			for _, never := range append(tt.hasnt, "caused", " led to ", "due to") {
				if strings.Contains(body, never) {
					t.Errorf("%s has %q", tt.path, never)
				}
			}
			checkAnchors(t, server, body)
		})
	}
}

var toMethods = regexp.MustCompile(`href="/methods#([^"]+)"`)

// checkAnchors looks up every link to an explanation.
func checkAnchors(t *testing.T, server *web.Server, body string) {
	t.Helper()
	explained := get(t, server, "/methods").Body.String()
	for _, m := range toMethods.FindAllStringSubmatch(body, -1) {
		if !strings.Contains(explained, `id="`+m[1]+`"`) {
			t.Errorf("nothing is explained at /methods#%s", m[1])
		}
	}
}

func TestMeasuringPagesWithoutFigures(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	put(t, db, hostileEvent("lonely", "A talk"))
	server := newServer(t, db)
	for path, want := range map[string]string{"/study": "No figures yet", "/correlation": "No figures yet", "/studies": "None yet", "/events/lonely": "No fixing is stored around it"} {
		if w := get(t, server, path); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, lacks %q: %s", path, w.Code, want, w.Body)
		}
	}
}

// A database of rates alone says on the pages that measure how events come into it, in the words of the tests of the commands; not where
// events are stored that the filters leave out, or that were not known then.
func TestMeasuringPagesWithoutEvents(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	var list []fx.Fixing
	for i := range 200 {
		set := civil.New(2021, 9, 1).AddDays(i)
		list = append(list, fx.Fixing{Series: fx.CBRUSD, Set: set, Effective: set.AddDays(1), Nominal: 1, Value: fx.Rate{Unscaled: 70_0000 + int64(i*i%97), Scale: 4}})
	}
	if _, err := db.PutFixings(t.Context(), list, store.Origin{Author: "test"}, readAt); err != nil {
		t.Fatal(err)
	}
	server := newServer(t, db)
	pages := []string{"/study", "/correlation", "/correlation?target=volatility", "/events", "/study?category=talks"}
	for _, path := range pages {
		body := get(t, server, path).Body.String()
		for _, want := range []string{"No events yet", `href="/events/new"`, "<pre class=\"snippet\" tabindex=\"0\">detente import events FILE</pre>", "detente export events --db new.db -o events.csv\ndetente import events events.csv</pre>"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
		if strings.Contains(body, "No events match") {
			t.Errorf("%s says two things", path)
		}
	}
	put(t, db, hostileEvent("talk", "A talk"))
	for _, path := range append(pages, "/study?as-of=2000-01-01", "/events?as-of=2000-01-01") {
		if strings.Contains(get(t, server, path).Body.String(), "No events yet") {
			t.Errorf("%s says that there are no events", path)
		}
	}
}

func TestStudyAddressBecomesCanonicalAndIsNotSentTwice(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	w := get(t, server, "/study?window=0:1&placebo=2000&signed=1&control=ecb:EURUSD&id=&series=cbr:USDRUB&category=talks&table=tests")
	if to := w.Header().Get("Location"); w.Code != http.StatusFound || to != "/study?category=talks&model=market&signed=true" {
		t.Errorf("%d to %q", w.Code, to)
	}
	for _, path := range []string{"/study?category=talks", "/correlation?from=2021-11-01&to=2022-02-23", "/methods", "/events/" + macron} {
		first := get(t, server, path)
		if again := get(t, server, path, "If-None-Match", first.Header().Get("ETag")); first.Code != 200 || again.Code != http.StatusNotModified {
			t.Errorf("%s: %d, and again %d", path, first.Code, again.Code)
		}
	}
}

// One click from a card, a list and a filter.
func TestWaysLeadToAStudy(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for path, wants := range map[string][]string{
		"/?event=" + macron + "&from=2021-12-01&to=2022-03-15": {`href="/events/` + macron + `"`, `href="/study?category=talks&amp;direction=de-escalation"`, `href="/study?from=2021-12-01&amp;to=2022-03-15"`},
		"/events?category=sanctions":                           {`href="/study?category=sanctions"`, "Study these"},
	} {
		body := get(t, server, path).Body.String()
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
	}
}

func TestHostileTitlesOnMeasuringPages(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	rates := make([]fx.Fixing, 0, 200)
	for i, set := 0, civil.New(2021, 6, 1); i < 200; i, set = i+1, set.AddDays(1) {
		rates = append(rates, fx.Fixing{Series: fx.CBRUSD, Set: set, Effective: set.AddDays(1), Nominal: 1, Value: fx.Rate{Unscaled: int64(700000 + (i*7919)%5000), Scale: 4}})
	}
	putRates(t, db, rates)
	for i, title := range hostileTitles {
		e := hostileEvent(fmt.Sprintf("hostile-%d", i), title)
		e.OccurredAt = civil.New(2021, 11, 1+2*i).UTC().Add(6 * time.Hour)
		put(t, db, e)
	}
	server := newServer(t, db)
	for _, path := range []string{"/study", "/study?text=%3Cscript%3E", "/correlation", "/events/hostile-0", "/events/hostile-2", "/events/hostile-5"} {
		w := get(t, server, path)
		body := w.Body.String()
		if w.Code != 200 {
			t.Fatalf("%s: %d: %s", path, w.Code, body)
		}
		for _, never := range []string{"<script>alert", "<img", "</script><script>", "NaN"} {
			if strings.Contains(body, never) {
				t.Errorf("%s holds %q", path, never)
			}
		}
		for _, part := range strings.Split(body, `<script type="application/json"`)[1:] {
			_, raw, _ := strings.Cut(part, ">")
			raw, _, _ = strings.Cut(raw, "</script>")
			if !json.Valid([]byte(raw)) || strings.Contains(raw, "\u2028") {
				t.Errorf("%s: a chart is not JSON: %.200s", path, raw)
			}
		}
	}
}

// Ten thousand events: one page, one table of a bounded length, counts that add up.
func TestTenThousandEvents(t *testing.T) {
	t.Parallel()
	db := openEmbeddedCopy(t)
	var many []event.Event
	for i := range 10_000 {
		e := hostileEvent(fmt.Sprintf("many-%d", i), "A manifold happening")
		e.OccurredAt = civil.New(2010, 1, 1).AddDays(i % 4000).UTC().Add(6 * time.Hour)
		many = append(many, e)
	}
	put(t, db, many...)
	server := newServer(t, db)
	w := get(t, server, "/study?text=manifold")
	body := w.Body.String()
	if w.Code != 200 || !strings.Contains(body, "= 10\u202f000") || len(body) > 1<<20 {
		t.Errorf("%d, %d bytes", w.Code, len(body))
	}
	if w := get(t, server, "/study.csv?text=manifold"); bytes.Count(w.Body.Bytes(), []byte("\n")) != 10_001 {
		t.Errorf("the CSV has %d lines", bytes.Count(w.Body.Bytes(), []byte("\n")))
	}
}

// Pages are answered while more dear questions wait than are computed at once.
func TestDearQuestionsDoNotStarveThePages(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	get(t, server, "/methods")
	var all sync.WaitGroup
	var answered atomic.Int32
	const dear = 6
	for i := range dear {
		all.Go(func() {
			if w := get(t, server, fmt.Sprintf("/study?placebo=5000&seed=%d", i+2)); w.Code != 200 {
				t.Errorf("study %d: %d", i, w.Code)
			}
			answered.Add(1)
		})
	}
	for range 5 {
		if w := get(t, server, "/methods"); w.Code != 200 {
			t.Errorf("a page beside them: %d", w.Code)
		}
	}
	if answered.Load() == dear {
		t.Error("the pages waited until every study was computed")
	}
	all.Wait()
}

// An event of some length says on the page and in the JSON until when it lasted, in the zone of the page. The result is the same: the
// hash of a study that was saved before the end was known still names it.
func TestStudySaysUntilWhenAnEventLasted(t *testing.T) {
	t.Parallel()
	db := openEmbeddedCopy(t)
	e := hostileEvent("summit", "A summit")
	e.OccurredAt, e.Precision = time.Date(2021, 5, 13, 20, 30, 0, 0, time.UTC), event.PrecisionHour
	put(t, db, e)
	const asked = "?from=2021-05-13&id=summit&to=2021-05-13"
	server := newServer(t, db)
	hash := regexp.MustCompile(`[0-9a-f]{64}`)
	before := hash.FindString(get(t, server, "/study"+asked).Body.String())
	if body := get(t, server, "/study.json"+asked).Body.String(); before == "" || strings.Contains(body, "ended_at") {
		t.Errorf("hash %q, or a point in time has an end: %s", before, body)
	}
	e.EndedAt = time.Date(2021, 5, 15, 21, 40, 0, 0, time.UTC)
	put(t, db, e)
	for path, want := range map[string]string{
		"/study" + asked:                  `13 May 2021, about 20:00 UTC – <time datetime="2021-05-15T21:40:00Z">15 May 2021, about 21:00 UTC</time>`,
		"/study" + asked + "&zone=moscow": `13 May 2021, about 23:00 Moscow – <time datetime="2021-05-15T21:40:00Z">16 May 2021, about 00:00 Moscow</time>`,
		"/study.json" + asked:             `"ended_at":"2021-05-15T21:40:00Z"`,
	} {
		if body := get(t, server, path).Body.String(); !strings.Contains(strings.ReplaceAll(body, ": ", ":"), strings.ReplaceAll(want, ": ", ":")) {
			t.Errorf("%s lacks %s", path, want)
		}
	}
	if after := hash.FindString(get(t, server, "/study"+asked).Body.String()); after != before {
		t.Errorf("hash %s, was %s", after, before)
	}
}
