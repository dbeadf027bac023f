package web_test

import (
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// Whatever cannot be measured says why on the page, and whatever cannot be asked names the parameter.
func TestBadQuestionsSayWhy(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, tt := range []struct {
		name, path string
		status     int
		has        []string
	}{
		{"too few observations", "/study?placebo=0", 200, []string{"with too few observations before", "of at least 20"}},
		{"after the series", "/study?from=2022-04-01&placebo=0&series=ecb:EURRUB&to=2022-05-01", 200, []string{"after the last fixing", "No episode could be measured", "/methods#W-ECB"}},
		{"a control with holes", "/study?category=sanctions&control=ecb:EURRUB&model=market&placebo=0", 200, []string{"/methods#W-PARTIAL", "with too few observations before"}},
		{"windows that overlap the estimation", "/study?window=-20:1", 400, []string{"&#34;estimation&#34;", "must end before window"}},
		{"a short estimation", "/study?estimation=-12:-11", 400, []string{"&#34;estimation&#34;", "fewer than 20 fixings"}},
		{"a window out of range", "/study?window=0:9999", 400, []string{"&#34;window&#34;", "at most 250 fixings"}},
		{"a seed out of range", "/study?seed=-1", 400, []string{"&#34;seed&#34;", "0 to 18446744073709551615"}},
		{"placebos out of range", "/study?placebo=20001", 400, []string{"&#34;placebo&#34;", "want 0 to 20000"}},
		{"no event to correlate", "/correlation?text=xyzzy", 200, []string{"no event falls to a fixing"}},
		{"hardly any pair", "/correlation?from=2022-02-07&to=2022-02-11", 200, []string{"fewer than 30 are not correlated"}},
		{"NaN", "/correlation?half-life=NaN&tension=stock", 400, []string{"&#34;half-life&#34;", "above 0"}},
		{"infinity", "/correlation?half-life=Inf&tension=stock", 400, []string{"&#34;half-life&#34;", "above 0"}},
	} {
		w := get(t, server, tt.path)
		body := w.Body.String()
		if w.Code != tt.status {
			t.Errorf("%s: %d, want %d", tt.name, w.Code, tt.status)
		}
		for _, text := range tt.has {
			if !strings.Contains(body, text) {
				t.Errorf("%s: the page lacks %q", tt.name, text)
			}
		}
		if strings.Contains(body, "NaN ") {
			t.Errorf("%s: NaN on the page", tt.name)
		}
	}
}

// A rate that never moves has no variance to measure by: both pages say so.
func TestARateThatNeverMovesSaysSo(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	var flat []fx.Fixing
	for set := civil.New(2020, time.January, 1); len(flat) < 300; set = set.AddDays(1) {
		flat = append(flat, fx.Fixing{Series: fx.CBRUSD, Set: set, Effective: set.AddDays(1), Value: fx.Rate{Unscaled: 750_000, Scale: 4}, Nominal: 1})
	}
	putRates(t, db, flat)
	var events []event.Event
	for i := range 40 {
		e := hostileEvent("flat-"+string(rune('a'+i%26))+string(rune('a'+i/26)), "An event")
		e.OccurredAt = flat[200+2*i].Set.UTC()
		events = append(events, e)
	}
	put(t, db, events...)
	server := newServer(t, db)
	for path, want := range map[string]string{"/study": "no variance", "/correlation": "does not vary"} {
		if body := get(t, server, path).Body.String(); !strings.Contains(body, want) || strings.Contains(body, "NaN") {
			t.Errorf("%s lacks %q, or holds NaN", path, want)
		}
	}
}

// A wrong value of a form that asks a page is corrected where it stands: its field holds it, with the error beside it, and all else that was asked stays.
func TestAWrongValueIsCorrectedInPlace(t *testing.T) {
	t.Parallel()
	s := newServer(t, openEmbedded(t))
	for path, want := range map[string][]string{
		"/study?category=sanctions&min-importance=3&window=5%3A1": {`name="window" type="text" value="5:1"`, `aria-describedby="wrong"`, "5:1 ends before it begins.",
			`<input type="hidden" name="category" value="sanctions">`, `name="min-importance" value="3"`, `<form class="inputs" method="get" action="/study">`, `href="/study?category=sanctions&amp;min-importance=3">`},
		"/study?lang=ru&placebo=-5":                {`<code>placebo</code>`, `value="-5"`, "нужно от 0 до", `Убрать из адреса`},
		"/correlation?max-lag=x&target=volatility": {`name="max-lag" type="text" value="x"`, `name="target" value="volatility"`},
		"/study?colour=red&window=0%3A2":           {`<input type="hidden" name="window" value="0:2">`, `href="/study?window=0%3A2">`},
		"/provenance?lang=ru":                      {`Параметр &#34;series&#34;: не указан: нужен, например, cbr:USDRUB.`},
	} {
		w := get(t, s, path, "Accept", "text/html")
		if w.Code != 400 {
			t.Errorf("%s: status %d", path, w.Code)
		}
		for _, text := range want {
			if body := w.Body.String(); !strings.Contains(body, text) {
				t.Errorf("%s lacks %s\n%s", path, text, body[max(0, strings.Index(body, "<main")):])
			}
		}
	}
}
