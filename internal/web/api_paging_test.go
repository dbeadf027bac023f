package web_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"detente/internal/web"
)

// Following the links gives every row once, in order, whatever the size of a page.
func TestPagesOfTheAPIAreTheList(t *testing.T) {
	t.Parallel()
	server := newServer(t, openWithMarket(t))
	for path, rows := range map[string]string{
		"/api/v1/fixings?series=cbr:USDRUB&from=2022-01-01&to=2022-03-31":       "fixings",
		"/api/v1/events?from=2022-01-01&to=2022-06-30":                          "events",
		"/api/v1/tension?from=2022-02-01&to=2022-03-31&category=talks":          "days",
		"/api/v1/observations?series=cbr:USDRUB&frequency=week&from=2021-01-01": "observations",
		"/api/v1/candles?series=moex:USDRUB:1m":                                 "candles",
		"/api/v1/candles?series=moex:USDRUB:1m&resolution=5m&to=2022-02-07":     "candles",
		"/api/v1/candles?series=moex:USDRUB:1m&resolution=5m&as-of=2026-09-12":  "candles",
		"/api/v1/observations?series=ecb:EURUSD&units=pch&from=2022-02-01":      "observations",
	} {
		whole, _ := listOf(t, server, path+"&limit=10000", rows)
		var all []json.RawMessage
		for next := path + "&limit=7"; next != ""; {
			var part []json.RawMessage
			part, next = listOf(t, server, next, rows)
			all = append(all, part...)
		}
		if len(whole) < 7 || len(all) != len(whole) {
			t.Fatalf("%s: %d rows page by page, %d at once", path, len(all), len(whole))
		}
		for i := range all {
			if !bytes.Equal(all[i], whole[i]) {
				t.Fatalf("%s, row %d: %s, at once %s", path, i, all[i], whole[i])
			}
		}
	}
	for _, cursor := range []string{"x", "%21%21", "bm90LWEtZGF0ZQ"} {
		if w := get(t, server, "/api/v1/fixings?series=cbr:USDRUB&cursor="+cursor); w.Code != 400 || !strings.Contains(w.Body.String(), "cursor") {
			t.Errorf("cursor %s: %d", cursor, w.Code)
		}
	}
}

// listOf is the rows of one page and the address of the next, which body and header agree on.
func listOf(t *testing.T, server *web.Server, path, rows string) ([]json.RawMessage, string) {
	t.Helper()
	w := get(t, server, path)
	var body map[string]json.RawMessage
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != 200 {
		t.Fatalf("%s: %d %v", path, w.Code, err)
	}
	var list []json.RawMessage
	var next *string
	if err := json.Unmarshal(body[rows], &list); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body["next"], &next); err != nil {
		t.Fatal(err)
	}
	if next == nil {
		return list, ""
	}
	if want := "<" + *next + `>; rel="next"`; w.Header().Get("Link") != want {
		t.Fatalf("Link is %s, the body says %s", w.Header().Get("Link"), want)
	}
	return list, *next
}
