package web_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/web"
)

// post asks as a data source does.
func post(t testing.TB, server *web.Server, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	server.Handler().ServeHTTP(w, r)
	return w
}

// decode reads an answer strictly: a field that the consumer does not know is an error of the test.
func decode[T any](t testing.TB, w *httptest.ResponseRecorder) (v T) {
	t.Helper()
	in := json.NewDecoder(w.Body)
	in.DisallowUnknownFields()
	if err := in.Decode(&v); err != nil || w.Code != 200 {
		t.Fatalf("%d: %v", w.Code, err)
	}
	return v
}

const february = `"range":{"from":"2022-02-01T00:00:00.000Z","to":"2022-02-28T23:59:59.000Z","raw":{"from":"now-6h","to":"now"}}`

// The requests are those of the data source's README: https://github.com/simPod/GrafanaJsonDatasource
func TestGrafana(t *testing.T) {
	t.Parallel()
	server := newServer(t, openWithMarket(t))
	if w := get(t, server, "/grafana"); w.Code != 200 {
		t.Errorf("the test of the connection: %d", w.Code)
	}
	names := decode[[]string](t, post(t, server, "/grafana/search", `{"target":""}`))
	for _, want := range []string{"cbr:USDRUB", "moex:USDRUB:1m", "tension", "diplomacy"} {
		if !slices.Contains(names, want) {
			t.Errorf("%v lacks %s", names, want)
		}
	}
	metrics := decode[[]struct {
		Label, Value string
		Payloads     []map[string]string
	}](t, post(t, server, "/grafana/metrics", `{}`))
	if len(metrics) != len(names)+1 || metrics[0].Value != names[0] || metrics[len(names)].Value != "events" {
		t.Errorf("metrics %v, names %v", metrics, names)
	}

	choices := decode[[]map[string]string](t, post(t, server, "/grafana/variable", `{"payload":{"target":"systems"},`+february+`}`))
	if len(choices) != len(names) || choices[0]["__value"] != names[0] {
		t.Errorf("variables %v, names %v", choices, names)
	}
	if options := decode[[]any](t, post(t, server, "/grafana/metric-payload-options", `{"metric":"events","payload":{},"name":"filter"}`)); len(options) != 0 {
		t.Errorf("%v", options)
	}

	type series struct {
		Target     string
		RefID      string `json:"refId"`
		Datapoints [][2]float64
	}
	drawn := decode[[]series](t, post(t, server, "/grafana/query", `{"panelId":1,`+february+`,"interval":"1h","intervalMs":3600000,"maxDataPoints":500,
		"targets":[{"target":"cbr:USDRUB","refId":"A","type":"timeserie"},{"target":"tension","refId":"B"},{"target":"moex:USDRUB:1m","refId":"C"},{"target":"cbr:EURRUB","refId":"D","hide":true}]}`))
	if len(drawn) != 3 || drawn[0].RefID != "A" || len(drawn[2].Datapoints) != 90 {
		t.Fatalf("%d series: %+v", len(drawn), drawn)
	}
	day := float64(time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC).UnixMilli())
	for i, want := range []float64{75.6806, 64.7127} { // of the Bank of Russia, and of DESIGN 5
		j := slices.IndexFunc(drawn[i].Datapoints, func(p [2]float64) bool { return p[1] == day })
		if j < 0 || fmt.Sprintf("%.4f", drawn[i].Datapoints[j][0]) != fmt.Sprintf("%.4f", want) {
			t.Errorf("%s on 7 February 2022: %v, want %v", drawn[i].Target, drawn[i].Datapoints, want)
		}
	}

	type note struct {
		Annotation json.RawMessage
		Time       int64
		TimeEnd    int64
		IsRegion   bool
		Title      string
		Text       string
		Tags       []string
	}
	notes := decode[[]note](t, post(t, server, "/grafana/annotations", `{`+february+`,"annotation":{"name":"events","datasource":"x","enable":true,"query":"category=talks"}}`))
	if want := len(csvRows(t, get(t, server, "/events.csv?category=talks&from=2022-02-01&to=2022-02-28").Body.Bytes(), ',')) - 1; len(notes) != want || want == 0 {
		t.Errorf("%d annotations of %d events", len(notes), want)
	}
	// The newer source asks for annotations as for any metric, and reads them from a table.
	tables := decode[[]struct {
		Type, RefID string
		Columns     []map[string]string
		Rows        [][]any
	}](t, post(t, server, "/grafana/query", `{`+february+`,"targets":[{"target":"events","refId":"Anno","payload":{"filter":"category=talks"}}]}`))
	if len(tables) != 1 || len(tables[0].Rows) != len(notes) || len(tables[0].Rows[0]) != len(tables[0].Columns) || tables[0].Columns[0]["type"] != "time" ||
		tables[0].Rows[0][0] != float64(notes[0].Time) || tables[0].Rows[0][2] != notes[0].Title {
		t.Errorf("events as a table: %+v, as annotations %d", tables, len(notes))
	}
	if !slices.Contains(notes[0].Tags, "talks") || !strings.Contains(string(notes[0].Annotation), "events") {
		t.Errorf("%+v", notes[0])
	}
	for body, names := range map[string]string{
		`{`: "body",
		`{` + february + `,"targets":[{"target":"abc:USDRUB"}]}`: "abc:USDRUB",
		`{` + february + `,"targets":[{"target":"weather"}]}`:    "target",
	} {
		if w := post(t, server, "/grafana/query", body); w.Code != 400 || !strings.Contains(w.Body.String(), names) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	if w := post(t, server, "/grafana/annotations", `{`+february+`,"annotation":{"query":"category=weather"}}`); w.Code != 400 {
		t.Errorf("a filter that is none: %d", w.Code)
	}
}

// The shapes are those of the reference: https://www.tradingview.com/charting-library-docs/latest/connecting_data/UDF/
func TestTradingView(t *testing.T) {
	t.Parallel()
	db := openWithMarket(t)
	put(t, db, event.Event{ID: "at-half-past", OccurredAt: time.Date(2022, 2, 7, 9, 30, 0, 0, time.UTC), Precision: event.PrecisionMinute, Title: "Said at half past nine",
		Category: event.Talks, Importance: 1, Status: event.StatusConfirmed, Origin: "file"})
	server := newServer(t, db)
	ask := func(path string) *httptest.ResponseRecorder { return get(t, server, path, "Accept", "*/*") }
	config := decode[map[string]any](t, ask("/udf/config"))
	if config["supports_marks"] != true || config["supports_timescale_marks"] != true || config["supports_time"] != true || config["supports_group_request"] != false {
		t.Errorf("%v", config)
	}
	if now := ask("/udf/time").Body.String(); now != fmt.Sprint(readAt.Unix()) {
		t.Errorf("the clock says %q", now)
	}
	symbol := decode[map[string]any](t, ask("/udf/symbols?symbol=cbr:USDRUB"))
	if symbol["ticker"] != "cbr:USDRUB" || symbol["session"] != "24x7" || symbol["timezone"] != "Etc/UTC" || symbol["has_intraday"] != false || symbol["pricescale"] != 10000.0 {
		t.Errorf("%v", symbol)
	}
	if none := decode[map[string]string](t, ask("/udf/symbols?symbol=abc")); none["s"] != "error" {
		t.Errorf("%v", none)
	}
	if found := decode[[]map[string]string](t, ask("/udf/search?query=usd&type=&exchange=cbr&limit=5")); len(found) != 1 || found[0]["symbol"] != "cbr:USDRUB" {
		t.Errorf("%v", found)
	}

	type bars struct {
		S             string
		T             []int64
		O, H, L, C, V []float64
		NextTime      int64  `json:"nextTime"`
		ErrMsg        string `json:"errmsg"`
	}
	from, to := time.Date(2022, 2, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2022, 2, 12, 0, 0, 0, 0, time.UTC).Unix()
	history := func(symbol string, from, to int64, more string) bars {
		return decode[bars](t, ask(fmt.Sprintf("/udf/history?symbol=%s&resolution=1D&from=%d&to=%d%s", symbol, from, to, more)))
	}
	// Nine fixings were set from Tuesday 1 to Friday 11 February 2022; cbr_daily.csv.
	got := history("cbr:USDRUB", from, to, "")
	if got.S != "ok" || len(got.T) != 9 || len(got.C) != 9 || got.O != nil || got.T[4] != time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC).Unix() || got.C[4] != 75.6806 {
		t.Errorf("%+v", got)
	}
	if few := history("cbr:USDRUB", to-1, to, "&countback=3"); few.S != "ok" || !slices.Equal(few.T, got.T[6:]) {
		t.Errorf("the last three bars: %+v", few)
	}
	weekend := time.Date(2022, 2, 12, 0, 0, 0, 0, time.UTC).Unix()
	if none := history("cbr:USDRUB", weekend, weekend+86400, ""); none.S != "no_data" || none.NextTime != got.T[8] {
		t.Errorf("a weekend: %+v", none)
	}
	if early := history("cbr:USDRUB", 0, 86400, ""); early.S != "no_data" || early.NextTime != 0 {
		t.Errorf("before all data: %+v", early)
	}
	minutes := decode[bars](t, ask(fmt.Sprintf("/udf/history?symbol=moex:USDRUB:1m&resolution=1&from=%d&to=%d&countback=10", to-60, to)))
	if minutes.S != "ok" || len(minutes.T) != 10 || len(minutes.O) != 10 || len(minutes.V) != 10 || minutes.C[9] != 75.9 {
		t.Errorf("minutes: %+v", minutes)
	}
	for _, bad := range []string{"symbol=cbr:USDRUB&from=x&to=1", "symbol=abc&from=0&to=1", "symbol=cbr:USDRUB&from=0&to=1&countback=-1"} {
		if w := decode[bars](t, ask("/udf/history?resolution=1D&"+bad)); w.S != "error" || w.ErrMsg == "" {
			t.Errorf("%s: %+v", bad, w)
		}
	}

	// A mark stands at the time of a bar, and ten on one at most. The overlay lists the events of each set date, its day 0.
	onDay := map[int64]int{}
	want := 0
	for _, row := range csvRows(t, get(t, server, "/overlay.csv?from=2022-02-01&to=2022-02-11").Body.Bytes(), ',')[1:] {
		day, err := time.Parse(time.DateOnly, row[0])
		if n, wrong := strconv.Atoi(row[8]); err == nil && wrong == nil && n > 0 {
			onDay[day.Unix()] = n
			want += min(n, 10)
		}
	}
	marks := decode[map[string][]any](t, ask(fmt.Sprintf("/udf/marks?symbol=cbr:USDRUB&resolution=1D&from=%d&to=%d", from, to)))
	for _, column := range []string{"id", "time", "color", "text", "label", "labelFontColor", "minSize"} {
		if len(marks[column]) != want || want == 0 {
			t.Errorf("marks have %d of %s, %d events", len(marks[column]), column, want)
		}
	}
	drawn := map[int64]int{}
	for _, at := range marks["time"] {
		drawn[int64(at.(float64))]++
	}
	for at, n := range drawn {
		if n != min(onDay[at], 10) || !slices.Contains(got.T, at) {
			t.Errorf("%d marks at %s, want the %d events whose day 0 it is, on a bar", n, time.Unix(at, 0).UTC(), onDay[at])
		}
	}
	if text := fmt.Sprint(marks["text"]...); !strings.Contains(text, "more: ") {
		t.Error("the marks that a bar has no room for are not named")
	}
	// Of the minutes of 7 February, 09:00 to 10:30, one is that of the event; nothing before them stands on one.
	byMinute := decode[map[string][]any](t, ask(fmt.Sprintf("/udf/marks?symbol=moex:USDRUB:1m&resolution=1&from=%d&to=%d", from, to)))
	bars1m := decode[bars](t, ask(fmt.Sprintf("/udf/history?symbol=moex:USDRUB:1m&resolution=1&from=%d&to=%d", from, to)))
	if i := slices.Index(byMinute["id"], any("at-half-past")); i < 0 || byMinute["time"][i] != float64(time.Date(2022, 2, 7, 9, 30, 0, 0, time.UTC).Unix()) {
		t.Errorf("the event of a minute stands at %v", byMinute)
	}
	for _, at := range byMinute["time"] {
		if !slices.Contains(bars1m.T, int64(at.(float64))) {
			t.Errorf("a mark stands at %v, where no minute begins", at)
		}
	}
	scale := decode[[]struct {
		ID, Color, Label string
		Time             int64
		Tooltip          []string
	}](t, ask(fmt.Sprintf("/udf/timescale_marks?symbol=cbr:USDRUB&resolution=1D&from=%d&to=%d", from, to)))
	if len(scale) != len(onDay) || scale[0].Color == "" {
		t.Fatalf("%d marks on the scale, want one for each of %d days with events", len(scale), len(onDay))
	}
	for _, m := range scale {
		if len(m.Tooltip) != onDay[m.Time]+2 {
			t.Errorf("the mark at %d has %d lines for %d events", m.Time, len(m.Tooltip), onDay[m.Time])
		}
	}
	if none := decode[map[string]string](t, ask("/udf/marks?symbol=abc&from=0&to=1")); none["s"] != "error" {
		t.Errorf("marks of an unknown symbol: %v", none)
	}
}

// Consumers show titles as HTML: what a feed carried in must stay text there too.
func TestHostileTextStaysTextForConsumers(t *testing.T) {
	t.Parallel()
	db := openOwn(t)
	put(t, db, hostileEvent("hostile", hostileTitles[2]))
	server := newServer(t, db)
	for _, path := range []string{"/udf/marks?symbol=cbr:USDRUB&from=0&to=2000000000", "/udf/timescale_marks?symbol=cbr:USDRUB&from=0&to=2000000000", "/grafana/annotations"} {
		body := get(t, server, path).Body.String()
		if strings.Contains(body, "<img") || strings.Contains(body, `\u003cimg`) || !strings.Contains(body, "onerror") {
			t.Errorf("%s: %s", path, body)
		}
	}
}

// Reference: https://oembed.com, 2.3 Consumer Request and Response.
func TestOEmbed(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	ask := func(address, more string) *httptest.ResponseRecorder {
		return get(t, server, "/oembed?url="+url.QueryEscape(address)+more, "Accept", "application/json")
	}
	w := ask("http://example.com/?from=2021-12-01&to=2022-03-15", "&maxwidth=600&format=json")
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
		t.Fatalf("%d %v", w.Code, err)
	}
	if got["version"] != "1.0" || got["type"] != "rich" || got["width"] != 600.0 || got["height"] != 560.0 || got["provider_name"] != "Détente" {
		t.Errorf("%v", got)
	}
	if frame := got["html"].(string); !strings.Contains(frame, `src="http://example.com/embed/overlay?from=2021-12-01&amp;to=2022-03-15"`) || !strings.Contains(frame, `width="600"`) {
		t.Error(frame)
	}
	for _, tt := range []struct {
		address, more string
		status        int
	}{
		{"http://example.com/sources", "", 404}, {"http://evil.example/", "", 404}, {"http://example.com/?colour=red", "", 400}, {"", "", 400},
		{"http://example.com/", "&format=xml", 501}, {"http://example.com/", "&maxwidth=wide", 400}, {"javascript://example.com/%0Aalert(1)", "", 404},
	} {
		if w := ask(tt.address, tt.more); w.Code != tt.status {
			t.Errorf("%s %s: %d, want %d", tt.address, tt.more, w.Code, tt.status)
		}
	}
}

func TestFrameHasItsOwnPolicy(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	w := get(t, server, "/embed/overlay?from=2021-12-01&to=2022-03-15")
	h, body := w.Header(), w.Body.String()
	if w.Code != 200 || h.Get("X-Frame-Options") != "" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors *") || !strings.Contains(h.Get("Content-Security-Policy"), "form-action 'none'") {
		t.Errorf("%d %v", w.Code, h)
	}
	for _, want := range []string{`id="overview-chart"`, `<svg class="sketch`, `data-from="2021-12-01" data-to="2022-03-15"`, `href="/?from=2021-12-01&amp;to=2022-03-15"`, "Bank of Russia"} {
		if !strings.Contains(body, want) {
			t.Errorf("the frame lacks %s", want)
		}
	}
	for _, never := range []string{"<form", "<nav", "style=\""} {
		if strings.Contains(body, never) {
			t.Errorf("the frame has %s", never)
		}
	}
	if again := get(t, server, "/embed/overlay?from=2021-12-01&to=2022-03-15"); again.Body.String() != body || again.Header().Get("X-Frame-Options") != "" {
		t.Errorf("asked again the frame is another: %v", again.Header())
	}
	if same := get(t, server, "/embed/overlay?from=2021-12-01&to=2022-03-15", "If-None-Match", h.Get("ETag")); same.Code != 304 {
		t.Errorf("a frame that its reader has: %d", same.Code)
	}
	for _, path := range []string{"/", "/study", "/cite"} {
		if h := get(t, server, path).Header(); h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s can be framed: %v", path, h)
		}
	}
}
