package web_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"detente/internal/fx"
	"detente/internal/web"
)

// openAPI reads the description as the server gives it.
func openAPI(t *testing.T, server *web.Server) (*openapi3.T, routers.Router) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(get(t, server, "/api/v1/openapi.json").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, schema := range doc.Components.Schemas {
		closed(schema)
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return doc, router
}

// closed lets a schema take no field that it does not name: what is answered and not described is then a fault, since a client that is
// made from the description cannot see it. The description itself stays open, as fields are added.
func closed(ref *openapi3.SchemaRef) {
	if ref == nil || ref.Ref != "" {
		return // closed under its own name
	}
	s := ref.Value
	if no := false; len(s.Properties) > 0 && s.AdditionalProperties.Schema == nil {
		s.AdditionalProperties.Has = &no
	}
	for _, p := range s.Properties {
		closed(p)
	}
	for _, one := range s.OneOf {
		closed(one)
	}
	closed(s.Items)
}

// checked asks the API and holds the answer against its description.
func checked(t *testing.T, server *web.Server, router routers.Router, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := get(t, server, path, "Accept", "application/json")
	r := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
	route, params, err := router.FindRoute(r)
	if err != nil {
		t.Fatalf("%s is not described: %v", path, err)
	}
	asked := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
	if w.Code == http.StatusOK {
		if err := openapi3filter.ValidateRequest(t.Context(), asked); err != nil {
			t.Errorf("%s is answered, and its description refuses it: %v", path, err)
		}
	}
	said := &openapi3filter.ResponseValidationInput{RequestValidationInput: asked, Status: w.Code, Header: w.Header(), Options: &openapi3filter.Options{IncludeResponseStatus: true}}
	said.SetBodyBytes(w.Body.Bytes())
	if err := openapi3filter.ValidateResponse(t.Context(), said); err != nil {
		t.Errorf("%s: %d is not as described: %.600v", path, w.Code, err)
	}
	return w
}

func TestAPIIsAsDescribed(t *testing.T) {
	t.Parallel()
	db := openWithMarket(t)
	server := newServer(t, db)
	doc, router := openAPI(t, server)
	asked := map[string]bool{}
	for _, tt := range []struct {
		path   string
		status int
	}{
		{"/api/v1", 200},
		{"/api/v1?colour=red", 400},
		{"/api/v1/openapi.json", 200},
		{"/api/v1/series", 200},
		{"/api/v1/fixings?series=cbr:USDRUB&from=2022-02-01&to=2022-03-15", 200},
		{"/api/v1/fixings?series=ecb:EURRUB&as-of=2010-01-01", 200},
		{"/api/v1/fixings", 400},
		{"/api/v1/fixings?series=moex:USDRUB:1d", 400},
		{"/api/v1/latest?series=cbr:EURRUB", 200},
		{"/api/v1/latest?series=cbr:EURRUB&as-of=1990-01-01", 404},
		{"/api/v1/observations?series=cbr:USDRUB&units=pc1&frequency=month&aggregation=eop&from=2021-01-01", 200},
		{"/api/v1/observations?series=cbr:USDRUB&units=log", 200},
		{"/api/v1/candles?series=moex:USDRUB:1m", 200},
		{"/api/v1/candles?series=moex:USDRUB:1m&resolution=5m", 200},
		{"/api/v1/candles?series=moex:USDRUB:1m&max_points=16", 200},
		{"/api/v1/candles?series=moex:USDRUB:1m&max_points=16&resolution=1h", 400},
		{"/api/v1/candles?series=cbr:USDRUB", 400},
		{"/api/v1/events?category=talks,sanctions&min-importance=3&from=2022-01-01&to=2022-12-31", 200},
		{"/api/v1/events?text=xyzzy", 200},
		{"/api/v1/events/20250815-trump-putin-summit-in-alaska", 200},
		{"/api/v1/events/no-such-event", 404},
		{"/api/v1/events/20250815-trump-putin-summit-in-alaska?as-of=2020-01-01", 404},
		{"/api/v1/tension?from=2022-02-01&to=2022-02-28&half-life=7", 200},
		{"/api/v1/study?category=sanctions&from=2022-01-01&placebo=50", 200},
		{"/api/v1/study?category=sanctions&from=2014-01-01&window=-1:5&signed=true&pool=cbr:EURRUB&placebo=50", 200},
		{"/api/v1/study?text=xyzzy", 200},
		{"/api/v1/study?window=1:0", 400},
		{"/api/v1/study?table=events", 400},
		{"/api/v1/correlation?from=2021-11-01&to=2022-02-23&permutations=19&max-lag=5", 200},
		{"/api/v1/correlation?target=volatility&tension=stock&control=ecb:EURUSD&from=2020-01-01&to=2021-12-31&permutations=19", 200},
		{"/api/v1/correlation?from=2022-02-01&to=2022-02-10", 200}, // too few
		{"/api/v1/correlation?target=mood", 400},
		{"/api/v1/intraday?series=moex:USDRUB:1m&from=2022-02-07&to=2022-02-11", 200},
		{"/api/v1/intraday?series=moex:USDRUB:1m&text=xyzzy", 200},
		{"/api/v1/intraday?series=cbr:USDRUB", 400},
		{"/api/v1/intraday", 400},
		{"/api/v1/study?model=market&control-lag=1&newey-west=30&placebo=50&from=2022-01-01", 200},
		{"/api/v1/correlation?control-lag=1", 400},
		{"/api/v1/records?series=cbr:USDRUB&at=2022-02-08", 200},
		{"/api/v1/records?series=cbr:USDRUB", 200},
		{"/api/v1/records?series=cbr:USDRUB&at=2022-02-06", 404},
		{"/api/v1/records?series=cbr:USDRUB&value=75", 400},
		{"/api/v1/runs", 200},
		{"/api/v1/runs?source=cbr&limit=1", 200},
	} {
		if w := checked(t, server, router, tt.path); w.Code != tt.status {
			t.Errorf("%s: %d, want %d: %.300s", tt.path, w.Code, tt.status, w.Body)
		} else if w.Code >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: an error as %s", tt.path, w.Header().Get("Content-Type"))
		}
		u, _ := url.Parse(tt.path)
		path := u.Path
		if strings.HasPrefix(path, "/api/v1/events/") {
			path = "/api/v1/events/{id}"
		}
		asked[path] = true
	}
	for path := range doc.Paths.Map() {
		if !asked[path] && strings.HasPrefix(path, "/api/") { // pictures are drawn in TestPicturesAsBitmaps
			t.Errorf("%s is described and not tested", path)
		}
	}
	for _, path := range server.APIPaths() {
		if doc.Paths.Find(strings.ReplaceAll(path, ":id", "{id}")) == nil {
			t.Errorf("%s is served and not described", path)
		}
	}
}

// An unknown parameter is refused by name, and the known ones that the refusal lists are those of the description.
func TestAPIRefusesUnknownParameters(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	doc, _ := openAPI(t, server)
	for path, item := range doc.Paths.Map() {
		var described []string
		for _, p := range item.Get.Parameters {
			if p.Value.In == "query" {
				described = append(described, p.Value.Name)
			}
		}
		if path == "/api/v1/openapi.json" || !strings.HasPrefix(path, "/api/") {
			continue
		}
		slices.Sort(described)
		w := get(t, server, strings.ReplaceAll(path, "{id}", "x")+"?colour=red", "Accept", "*/*")
		var problem struct{ Detail string }
		if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil || w.Code != 400 {
			t.Fatalf("%s: %d %v", path, w.Code, err)
		}
		_, known, _ := strings.Cut(problem.Detail, "known are ")
		listed := slices.DeleteFunc(strings.Split(strings.TrimSuffix(known, "."), ", "), func(p string) bool { return p == "" })
		if !strings.Contains(problem.Detail, `"colour"`) || !slices.Equal(listed, described) {
			t.Errorf("%s: %s\ndescribed are %v", path, problem.Detail, described)
		}
	}
}

// The API and the files hold the same numbers, and a row also where a number has nothing to be compared with: no rate was in force from
// a day of the first week of 2005, so that the week after it has a mean and no change. The series begins on 1 July 1992.
func TestAPISaysWhatTheFilesSay(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for query, holds := range map[string]string{
		"?units=pc1&frequency=month&aggregation=eop&from=2021-01-01&series=cbr:USDRUB": "",
		"?units=chg&frequency=week&from=2004-12-20&to=2005-04-01&series=cbr:USDRUB":    "2005-01-10,,4",
		"?frequency=week&from=2004-12-20&to=2005-04-01&series=cbr:USDRUB":              "2005-01-10,27.912375,4", // the mean of 27.9549, 27.8800, 27.8677 and 27.9469
		"?units=pch&from=1992-07-01&to=1992-08-31&series=cbr:USDRUB":                   "1992-07-01,,1",
		"?units=pc1&frequency=year&from=1992-01-01&to=2012-12-31&series=cbr:USDRUB":    "1992-01-01,,53",
		"?units=log&frequency=quarter&from=1992-01-01&to=2012-12-31&series=cbr:USDRUB": "",
	} {
		rows := csvRows(t, get(t, server, "/rates.csv"+query).Body.Bytes(), ',')[1:]
		var got struct {
			Frequency    fx.Frequency
			Observations []struct {
				Date   string
				Value  json.Number
				N      int
				Reason string
			}
		}
		if err := json.Unmarshal(get(t, server, "/api/v1/observations"+query).Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(got.Observations) || len(rows) < 12 {
			t.Fatalf("%s: %d rows in the file, %d in the API", query, len(rows), len(got.Observations))
		}
		found := holds == ""
		for i, o := range got.Observations {
			if row := []string{o.Date, o.Value.String(), fmt.Sprint(o.N)}; !slices.Equal(row, rows[i]) || (o.Value == "") != (o.Reason != "") {
				t.Errorf("%s: %v in the API, %v in the file, reason %q", query, row, rows[i], o.Reason)
			}
			found = found || strings.Join(rows[i], ",") == holds
		}
		if !found || !slices.Contains(fx.Frequencies(), got.Frequency) {
			t.Errorf("%s: no row %s, or frequency %q", query, holds, got.Frequency)
		}
	}
	// The rate that the Bank of Russia set on 7 February 2022, in force from the 8th.
	day := get(t, server, "/api/v1/fixings?series=cbr:USDRUB&from=2022-02-07&to=2022-02-07").Body.String()
	if !strings.Contains(day, `"set":"2022-02-07","effective":"2022-02-08","value":75.6806`) {
		t.Error(day)
	}
	if cell := get(t, server, "/api/v1/latest?series=cbr:USDRUB&as-of=2022-02-07").Body.String(); cell != "75.6806" {
		t.Errorf("the cell holds %q", cell)
	}
}

func TestAPIIsOpenToOtherSites(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	defer site.Close()
	for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
		r, _ := http.NewRequestWithContext(t.Context(), method, site.URL+"/api/v1/fixings?series=cbr:USDRUB&limit=1", nil)
		r.Header.Set("Origin", "https://example.org")
		answer, err := site.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		h := answer.Header
		if h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %v", method, h)
		}
		if (method == "GET") != (len(body) > 0) {
			t.Errorf("%s has a body of %d bytes", method, len(body))
		}
		if method == "OPTIONS" && (answer.StatusCode != http.StatusNoContent || !strings.Contains(h.Get("Access-Control-Allow-Methods"), "GET")) {
			t.Errorf("%s: %d %v", method, answer.StatusCode, h)
		}
	}
	if w := get(t, newServer(t, openEmbedded(t)), "/events"); w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("a page is open to scripts of other sites")
	}
}

// People read the answers too: "p < 0.05" stands as it is written, and the hash of a saved study does not depend on it.
func TestAnswersKeepTheirAngleBrackets(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, path := range []string{"/study.json?category=talks&from=2021-06-01&placebo=20", "/api/v1/study?category=talks&from=2021-06-01&placebo=20",
		"/correlation.json?from=2021-06-01&permutations=9", "/api/v1/events?from=2022-01-01", "/events.json", "/oembed?url=http://example.com/?from=2022-01-01%26to=2022-02-01"} {
		w := get(t, server, path, "Accept", "*/*")
		if w.Code != 200 || strings.Contains(w.Body.String(), `\u003`) || strings.Contains(w.Body.String(), `\u0026`) || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: %d escapes what JSON does not: %.100s", path, w.Code, w.Body)
		}
	}
}
