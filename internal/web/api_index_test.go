package web_test

import (
	"encoding/json"
	"slices"
	"testing"
)

// The index names every address of the API once, in words, and what each needs.
func TestIndexOfTheAPI(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	w := get(t, server, "/api/v1")
	var index struct {
		Description string
		Endpoints   []struct {
			Path, URL, Summary   string
			Parameters, Required []string
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &index); err != nil || w.Code != 200 {
		t.Fatal(w.Code, err)
	}
	if want := "http://example.com/api/v1/openapi.json"; index.Description != want {
		t.Errorf("description %s, want %s", index.Description, want)
	}
	if got, want := len(index.Endpoints), len(server.APIPaths()); got != want {
		t.Errorf("%d addresses, want %d", got, want)
	}
	for _, e := range index.Endpoints {
		if e.Summary == "" || e.URL != "http://example.com"+e.Path {
			t.Errorf("%+v", e)
		}
		if e.Path == "/api/v1/fixings" && (!slices.Equal(e.Required, []string{"series"}) || !slices.Contains(e.Parameters, "as-of")) {
			t.Errorf("%+v: want series required, and as-of", e)
		}
	}
	if again := get(t, server, "/api/v1", "If-None-Match", w.Header().Get("ETag")); again.Code != 304 {
		t.Errorf("asked again: %d", again.Code)
	}
}
