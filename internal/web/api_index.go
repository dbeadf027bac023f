package web

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"
)

// endpoint is one line of the index.
type endpoint struct {
	Path       string   `json:"path"`
	URL        string   `json:"url"`
	Summary    string   `json:"summary"`
	Parameters []string `json:"parameters"`
	Required   []string `json:"required"`
}

// handleAPIIndex lists the addresses of the API, with what openapi.json says of each.
func (s *Server) handleAPIIndex(c echo.Context) error {
	return answer(s, readersOf(readers[struct{}]{}), func(context.Context, struct{}) (reply, error) {
		list, err := s.endpoints(s.site(c))
		return reply{body: object{"description": s.site(c) + apiRoot + "/openapi.json", "documentation": s.site(c) + "/data", "endpoints": list}}, err
	})(c)
}

// description is what the index reads of openapi.json.
type description struct {
	Paths map[string]struct {
		Get struct {
			Summary    string
			Parameters []parameter
		}
	}
	Components struct{ Parameters map[string]parameter }
}

type parameter struct {
	Ref      string `json:"$ref"`
	Name, In string
	Required bool
}

func (s *Server) endpoints(site string) ([]endpoint, error) {
	var said description
	if err := json.Unmarshal(openapi, &said); err != nil {
		return nil, fmt.Errorf("web: openapi.json: %w", err)
	}
	var list []endpoint
	for _, r := range s.apiRoutes() {
		path := strings.ReplaceAll(r.path, ":id", "{id}")
		one := endpoint{Path: path, URL: site + path, Summary: said.Paths[path].Get.Summary, Parameters: []string{}, Required: []string{}}
		for _, p := range said.Paths[path].Get.Parameters {
			if p.Ref != "" {
				p = said.Components.Parameters[p.Ref[strings.LastIndexByte(p.Ref, '/')+1:]]
			}
			one.Parameters = append(one.Parameters, p.Name)
			if p.Required {
				one.Required = append(one.Required, p.Name)
			}
		}
		list = append(list, one)
	}
	return list, nil
}
