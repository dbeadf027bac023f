package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
)

// state is what an address says beside its path.
type state interface {
	// values returns the parameters that differ from the page as it opens.
	values() url.Values
}

// values returns the parameters that differ from the page as it opens.
func (q query) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("from", q.From.String())
	set("to", q.To.String())
	set("category", joined(q.Categories))
	set("actor", joined(q.Actors))
	set("direction", joined(q.Directions))
	if q.MinImportance > 1 {
		set("min-importance", strconv.Itoa(q.MinImportance))
	}
	set("text", q.Text)
	set("id", joined(q.IDs))
	set("as-of", q.asOfText())
	set("event", q.Event)
	set("pair", q.Pair)
	if q.Log {
		set("log", "1")
	}
	set("rebase", q.Rebase.String())
	q.view.put(set)
	if q.From.IsZero() || q.From != q.To {
		v.Del("clock") // of several days there is no part
	}
	return v
}

func (q query) asOfText() string {
	switch {
	case !q.AsOfDay.IsZero():
		return q.AsOfDay.String()
	case !q.AsOf.IsZero():
		return q.AsOf.Format(time.RFC3339)
	}
	return ""
}

// readable undoes the escapes that a query string does not need.
var readable = strings.NewReplacer("%2C", ",", "%3A", ":")

// encode returns the canonical query string of a state: sorted, without what is as it opens.
func encode(s state) string { return readable.Replace(s.values().Encode()) }

// address returns the URL of path in a state.
func address(path string, s state) string {
	if text := encode(s); text != "" {
		return path + "?" + text
	}
	return path
}

// at returns the URL of path in this state.
func (q query) at(path string) string { return address(path, q) }

// with returns the state after a change to a copy of q.
func (q query) with(change func(*query)) query {
	change(&q)
	return q
}

// unselected is the state without a selected event.
func (q query) unselected() query { return q.with(func(q *query) { q.Event = "" }) }

// unfiltered is the state with every event.
func (q query) unfiltered() query {
	return q.with(func(q *query) {
		q.Categories, q.Actors, q.Directions, q.IDs = nil, nil, nil, nil
		q.MinImportance, q.Text = 0, ""
	})
}

// legible refuses an address of which a part cannot be read: net/http drops such a part, and the reader would get the answer to
// another question.
func legible(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if raw := c.Request().URL.RawQuery; strings.ContainsAny(raw, "%;") {
			if _, err := url.ParseQuery(raw); err != nil {
				return &refusal{http.StatusBadRequest, "That address cannot be understood",
					fmt.Sprintf("What follows the question mark cannot be read: %s. Parameters are joined by &; write %%3B for a semicolon and %%25 for a percent sign.", illegible(err))}
			}
		}
		return next(c)
	}
}

// illegible says in the reader's words which part of an address cannot be read.
func illegible(err error) string {
	if escape := url.EscapeError(""); errors.As(err, &escape) {
		return fmt.Sprintf("a percent sign is followed by two hexadecimal digits, and %q is not", clip(string(escape)))
	}
	return "a semicolon stands in it"
}

// known refuses to tell what was known at a time that lies ahead: the page would say so of today's figures, and another day's link
// give others. The day after today is allowed, since it has begun somewhere, and a citation, which is pinned to what is known now.
func (s *Server) known(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if at := c.Request().URL; !strings.Contains(at.RawQuery, "as-of=") || strings.HasPrefix(at.Path, "/cite") {
			return next(c)
		}
		var asked query
		if err := readAsOf(&asked, c.QueryParam("as-of")); err == nil && asked.AsOf.After(civil.Of(s.Now().UTC()).AddDays(2).UTC()) {
			return &badQuery{"as-of", asked.asOfText() + " lies ahead: what will be known then is not known yet"}
		}
		return next(c) // what cannot be read is refused where it is asked for
	}
}

// canonical tells whether raw is how encode writes a state, escapes aside.
func canonical(raw string, s state) bool {
	given, err := url.ParseQuery(raw)
	if err != nil {
		return false
	}
	want := s.values()
	if len(given) != len(want) {
		return false
	}
	for name, value := range want {
		if !slices.Equal(given[name], value) {
			return false
		}
	}
	return true
}

// hidden lists the parameters that a form has to carry along, those it has fields for left out.
func hidden(s state, without ...string) []field {
	var fields []field
	v := s.values()
	for _, name := range sortedKeys(v) {
		if !slices.Contains(without, name) {
			fields = append(fields, field{name, v.Get(name)})
		}
	}
	return fields
}

func (q query) hidden(without ...string) []field { return hidden(q, without...) }

type field struct{ Name, Value string }

func joined[T ~string](list []T) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = string(s)
	}
	return strings.Join(parts, ",")
}
