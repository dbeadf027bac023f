package web

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
)

// compareState is two stretches of the same length, each counted in fixings from its own day 0.
type compareState struct {
	query   // as of when
	A, B    civil.Date
	Window  [2]int // offsets in fixings, both included
	Profile export.Profile
}

// What is compared where the address does not say: the talks of 7 February 2022 with the days after the annexation of Crimea began.
var (
	compareA      = storyDay
	compareB      = civil.New(2014, 3, 3)
	compareWindow = [2]int{-20, 60}
)

// compareFields are what a reader types.
var compareFields = []string{"a", "b", "window", "as-of"}

// widestCompare is about four years of fixings: more is what the overview shows.
const widestCompare = 1000

var compareReaders = carrying(func(s *compareState) *query { return &s.query }, readers[compareState]{
	"a":       func(s *compareState, v string) (err error) { s.A, err = parseDay(v); return err },
	"b":       func(s *compareState, v string) (err error) { s.B, err = parseDay(v); return err },
	"window":  readCompareWindow,
	"profile": func(s *compareState, v string) error { s.Profile = export.Profile(v); return nil },
}, "as-of")

func readCompareWindow(s *compareState, v string) (err error) {
	if s.Window, err = readSpan(v); err != nil {
		return err
	}
	switch w := s.Window; {
	case w[0] > 0 || w[1] < 1:
		return fmt.Errorf("%q: day 0 has to be in it, and a day after it: want -20:60 or the like", clip(v))
	case w[1]-w[0] > widestCompare:
		return fmt.Errorf("%q: want at most %d fixings", clip(v), widestCompare)
	}
	return nil
}

// parseCompare reads the parameters; what the address leaves out is as the page opens.
func parseCompare(values url.Values) (compareState, error) {
	return compareReaders.read(orElse(values, map[string]string{"a": compareA.String(), "b": compareB.String(), "window": spanText(compareWindow)}))
}

// values returns the parameters that differ from the page as it opens.
func (s compareState) values() url.Values {
	v := s.query.values()
	set := func(name, value, usual string) {
		if value != usual {
			v.Set(name, value)
		}
	}
	set("a", s.A.String(), compareA.String())
	set("b", s.B.String(), compareB.String())
	set("window", spanText(s.Window), spanText(compareWindow))
	set("profile", string(s.Profile), "")
	return v
}

// at returns the URL of path in this state.
func (s compareState) at(path string) string { return address(path, s) }

// compared is the address that sets the fixings around an event beside those of another day.
func (h history) compared(e event.Event, q query) string {
	s := compareState{query: query{AsOf: q.AsOf, AsOfDay: q.AsOfDay}, A: e.Day(), B: compareB, Window: compareWindow}
	if i, ok := fx.CalendarOf(h.USD.Series.ID).Day0(h.USD.Sets, e.OccurredAt); ok && i < len(h.USD.Sets) {
		s.A = h.USD.Sets[i]
	}
	if s.A == s.B {
		s.B = compareA
	}
	return s.at("/compare")
}

//pagegen:template compare.html
type comparePage struct {
	frame
	State     compareState
	A, B      textField
	Window    textField
	FormCarry []field      // what the form of the two days carries along
	Compare   *compareView // nil where neither day has fixings
	Choices   []link       // of days to compare with
	Swap      string       // address with the two days exchanged
	Exports   []link
}

// handleCompare sets two stretches of the official rates beside one another, aligned on day 0.
func (s *Server) handleCompare(c echo.Context) error {
	st, faults, err := forgiving(c.QueryParams(), compareFields, parseCompare)
	if err != nil {
		return err
	}
	if st.Faults = faults; len(faults) > 0 {
		faulty(c)
	} else if done, err := s.answered(c, st, 0); done || err != nil {
		return err
	}
	h, err := s.load(c.Request().Context(), st.query)
	if err != nil {
		return err
	}
	page := comparePage{frame: s.frame(c, "Compare two windows", "").asOf(st, st.query), State: st, FormCarry: hidden(st, "a", "b", "window"),
		A: st.field("a", st.A.Words()), B: st.field("b", st.B.Words()), Window: st.field("window", typeset(spanText(st.Window)))}
	if page.Empty = len(h.Days) == 0; page.Empty {
		return s.render(c, http.StatusOK, page)
	}
	page.Choices = h.compareChoices(st)
	swapped := st
	swapped.A, swapped.B = st.B, st.A
	page.Swap = swapped.at("/compare")
	if page.Compare, err = newCompare(h, st); err != nil {
		return err
	}
	if page.Compare.Figure != nil {
		page.Pictures = s.picturesOf(c, "/compare", st)
	}
	page.Exports = st.files(page.Pictures != nil)
	return s.render(c, http.StatusOK, page)
}
