package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/store"
	"detente/internal/web"
)

// compared is a server of the embedded set with four days of a comparison line, of which one was revised an hour later.
func gauged(t *testing.T) *web.Server {
	t.Helper()
	db, ctx := openOwn(t), t.Context()
	put := func(at time.Time, days ...event.Gauge) {
		if _, err := db.PutGauges(ctx, days, store.Origin{Author: "test"}, at); err != nil {
			t.Fatal(err)
		}
	}
	day := func(d int, v float64) event.Gauge {
		return event.Gauge{Name: "gpr:GPRD", Day: civil.New(2022, 2, d), Value: v}
	}
	put(readAt.Add(-2*time.Hour), day(7, 190), day(8, 158.3878), day(9, 117.1793), day(12, 14073))
	put(readAt.Add(-time.Hour), day(7, 195.1513)) // SOURCES 5: 195
	return newServer(t, db)
}

func TestAComparisonLineIsOnPageChartTableAndFiles(t *testing.T) {
	t.Parallel()
	server := gauged(t)
	const window = "from=2022-02-01&to=2022-02-12"
	before := url.QueryEscape(readAt.Add(-90 * time.Minute).Format(time.RFC3339))
	for _, tt := range []struct {
		path        string
		status      int
		must, must2 string
		not         string
	}{
		{"/?" + window, 200, `<option value="gpr:GPRD">Geopolitical Risk index, daily`, "", "Comparison, not part"},
		{"/?gauge=gpr:GPRD&" + window, 200, `<td class="num">195.1513</td>`, "4 of 12 days have a value", "<td class=\"num\">190"},
		{"/?gauge=gpr:GPRD&" + window, 200, `"v":[195.1513,158.3878,117.1793,14073]`, "Caldara and Iacoviello", ""},
		{"/?gauge=gpr:GPRD&as-of=" + before + "&" + window, 200, `<td class="num">190</td>`, "Comparison, not part", "195.1513"},
		{"/?gauge=gpr:GPRD&as-of=2022-06-01&" + window, 200, "Nothing of it was stored here by then", "", "195.1513"},
		{"/?gauge=gpr:GPRD&from=2021-02-01&to=2021-02-12", 200, "it reaches from 7 Feb 2022 to 12 Feb 2022", "", ""},
		{"/embed/overlay?gauge=gpr:GPRD&" + window, 200, `"short":"GPR"`, "Caldara and Iacoviello", ""},
		{"/overlay.csv?gauge=gpr:GPRD&" + window, 200, "event_titles,gpr_gprd", ",195.1513\r\n", ""},
		{"/gauges.csv?gauge=gpr:GPRD&" + window, 200, "gpr:GPRD,2022-02-12,14073.0,", "Caldara and Iacoviello", ""},
		{"/gauges.csv?gauge=gpr:GPRD&as-of=" + before, 200, "2022-02-07,190.0,", "", "195.1513"},
		{"/gauges.json?gauge=gpr:GPRD", 200, `"date":"2022-02-07"`, `"value":195.1513`, ""},
		{"/rates.csv?gauge=gpr:GPRD&" + window, 200, "usd_rub", "", "gpr_gprd"}, // a page's address with a suffix; rates have no place for it
		{"/overlay.csv-metadata.json?gauge=gpr:GPRD&" + window, 200, "gpr_gprd", "1985", ""},
		{"/cite?table=overlay&gauge=gpr:GPRD&" + window, 200, "gauge=gpr:GPRD", "", ""},
		{"/gauges.csv", 400, "name a comparison line", "", ""},
		{"/?gauge=gpr:GPR", 400, "gpr:GPR is not stored: there are gpr:GPRD", "", ""},
		{"/overlay.csv?gauge=gpr:GPR", 400, "is not stored", "", ""},
		{"/?gauge=%3Cscript%3Ex", 400, "want the name of a comparison line", "", "<script>x"},
	} {
		w := get(t, server, tt.path)
		body := w.Body.String()
		if w.Code != tt.status || !strings.Contains(body, tt.must) || !strings.Contains(body, tt.must2) || tt.not != "" && strings.Contains(body, tt.not) {
			t.Errorf("%s: %d: want %q and %q, not %q, in %.600s", tt.path, w.Code, tt.must, tt.must2, tt.not, body)
		}
	}
	if w := get(t, server, "/?gauge=gpr:GPRD&"+window); !strings.Contains(w.Body.String(), "/gauges.csv?gauge=gpr:GPRD") {
		t.Error("the page does not offer the line's own file")
	}
	if w := get(t, server, "/?"+window); strings.Contains(w.Body.String(), "/gauges.csv") || w.Code != http.StatusOK {
		t.Error("the page offers a file of no line")
	}
}
