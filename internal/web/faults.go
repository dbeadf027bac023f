package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"
)

// fault is what a reader typed into a field and why it cannot be understood.
type fault struct{ Typed, Problem string }

// typed are the parameters that readers type into fields of a page.
var typed = []string{"from", "to", "as-of", "rebase"}

// parsePage reads the parameters of a page. What was typed into a field and cannot be understood is left out and kept as
// a fault, so that the page can be shown with the error beside the field; every other error is that of parseQuery.
func parsePage(values url.Values) (query, error) {
	q, faults, err := forgiving(values, typed, parseQuery)
	q.Faults = faults
	return q, err
}

// forgiving parses an address without what was typed wrongly into its fields, and returns that beside the state.
func forgiving[S any](values url.Values, fields []string, parse func(url.Values) (S, error)) (S, map[string]fault, error) {
	state, err := parse(values)
	var bad *badQuery
	faults := map[string]fault{}
	for errors.As(err, &bad) && slices.Contains(fields, bad.Param) && values.Has(bad.Param) {
		faults[bad.Param] = fault{values.Get(bad.Param), capital(bad.Problem) + "."}
		values = maps.Clone(values)
		values.Del(bad.Param)
		state, err = parse(values)
	}
	return state, faults, err
}

// field is what stands in a field: what was typed where that is at fault, else its value.
func (q query) field(name, value string) textField {
	if f, ok := q.Faults[name]; ok {
		return textField{clipTo(longestTyped, f.Typed), f.Problem}
	}
	return textField{value, ""}
}

// textField is a field of a form; Fault is empty where its value is understood.
type textField struct{ Value, Fault string }

// faulty keeps the status for render: a page with a fault is still the answer to a bad address.
func faulty(c echo.Context) {
	c.Set(statusKey, http.StatusBadRequest)
	c.Response().Header().Set("Cache-Control", "no-store")
}

const statusKey = "detente.status"

// statusOf is the status of a page that its handler gave status.
func statusOf(c echo.Context, status int) int {
	if kept, ok := c.Get(statusKey).(int); ok {
		return kept
	}
	return status
}
