package web_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/web"
)

// grafana is a server as the data source asks it.
type grafana struct{ server *web.Server }

// The requests are those of the data source's README: https://github.com/simPod/GrafanaJsonDatasource
func TestGrafana(t *testing.T) {
	t.Parallel()
	g := grafana{newServer(t, openWithMarket(t))}
	if w := get(t, g.server, "/grafana"); w.Code != 200 {
		t.Errorf("the test of the connection: %d", w.Code)
	}
	t.Run("names", g.names)
	t.Run("series", g.series)
	t.Run("annotations", g.annotations)
	t.Run("refusals", g.refusals)
}

func (g grafana) names(t *testing.T) {
	names := decode[[]string](t, post(t, g.server, "/grafana/search", `{"target":""}`))
	for _, want := range []string{"cbr:USDRUB", "moex:USDRUB:1m", "tension", "diplomacy"} {
		if !slices.Contains(names, want) {
			t.Errorf("%v lacks %s", names, want)
		}
	}
	metrics := decode[[]struct {
		Label, Value string
		Payloads     []map[string]string
	}](t, post(t, g.server, "/grafana/metrics", `{}`))
	if len(metrics) != len(names)+1 || metrics[0].Value != names[0] || metrics[len(names)].Value != "events" {
		t.Errorf("metrics %v, names %v", metrics, names)
	}

	choices := decode[[]map[string]string](t, post(t, g.server, "/grafana/variable", `{"payload":{"target":"systems"},`+february+`}`))
	if len(choices) != len(names) || choices[0]["__value"] != names[0] {
		t.Errorf("variables %v, names %v", choices, names)
	}
	if options := decode[[]any](t, post(t, g.server, "/grafana/metric-payload-options", `{"metric":"events","payload":{},"name":"filter"}`)); len(options) != 0 {
		t.Errorf("%v", options)
	}
}

func (g grafana) series(t *testing.T) {
	type series struct {
		Target     string
		RefID      string `json:"refId"`
		Datapoints [][2]float64
	}
	drawn := decode[[]series](t, post(t, g.server, "/grafana/query", `{"panelId":1,`+february+`,"interval":"1h","intervalMs":3600000,"maxDataPoints":500,
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
}

func (g grafana) annotations(t *testing.T) {
	type note struct {
		Annotation json.RawMessage
		Time       int64
		TimeEnd    int64
		IsRegion   bool
		Title      string
		Text       string
		Tags       []string
	}
	notes := decode[[]note](t, post(t, g.server, "/grafana/annotations", `{`+february+`,"annotation":{"name":"events","datasource":"x","enable":true,"query":"category=talks"}}`))
	if want := len(csvRows(t, get(t, g.server, "/events.csv?category=talks&from=2022-02-01&to=2022-02-28").Body.Bytes(), ',')) - 1; len(notes) != want || want == 0 {
		t.Errorf("%d annotations of %d events", len(notes), want)
	}
	// The newer source asks for annotations as for any metric, and reads them from a table.
	tables := decode[[]struct {
		Type, RefID string
		Columns     []map[string]string
		Rows        [][]any
	}](t, post(t, g.server, "/grafana/query", `{`+february+`,"targets":[{"target":"events","refId":"Anno","payload":{"filter":"category=talks"}}]}`))
	if len(tables) != 1 || len(tables[0].Rows) != len(notes) || len(tables[0].Rows[0]) != len(tables[0].Columns) || tables[0].Columns[0]["type"] != "time" ||
		tables[0].Rows[0][0] != float64(notes[0].Time) || tables[0].Rows[0][2] != notes[0].Title {
		t.Errorf("events as a table: %+v, as annotations %d", tables, len(notes))
	}
	if !slices.Contains(notes[0].Tags, "talks") || !strings.Contains(string(notes[0].Annotation), "events") {
		t.Errorf("%+v", notes[0])
	}
}

func (g grafana) refusals(t *testing.T) {
	for body, names := range map[string]string{
		`{`: "body",
		`{` + february + `,"targets":[{"target":"abc:USDRUB"}]}`: "abc:USDRUB",
		`{` + february + `,"targets":[{"target":"weather"}]}`:    "target",
	} {
		if w := post(t, g.server, "/grafana/query", body); w.Code != 400 || !strings.Contains(w.Body.String(), names) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	if w := post(t, g.server, "/grafana/annotations", `{`+february+`,"annotation":{"query":"category=weather"}}`); w.Code != 400 {
		t.Errorf("a filter that is none: %d", w.Code)
	}
}
