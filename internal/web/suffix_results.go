package web

import (
	"net/url"
	"strings"

	"detente/internal/export"
	"detente/internal/fx"
)

// resultTables are the tables whose parameters are the question of a page that measures.
var resultTables = []string{"study", "correlation"}

// parseResult reads the question of a result and what only a file has.
func parseResult(t *tableState, values url.Values) error {
	rest := url.Values{}
	for name, list := range values {
		rest[name] = list
	}
	t.Profile = export.Profile(rest.Get("profile"))
	rest.Del("profile")
	if t.Table == "study" {
		st, err := parseStudy(rest)
		t.query, t.study = st.query, &st
		return err
	}
	st, err := parseCorrelation(rest)
	t.query, t.correlation = st.query, &st
	return err
}

// question is the state of the page that measures, nil for other tables.
func (t tableState) question() state {
	switch {
	case t.study != nil:
		return *t.study
	case t.correlation != nil:
		return *t.correlation
	}
	return nil
}

// resultName is which table of the result is meant; empty is the usual one of the format.
func (t tableState) resultName() string {
	switch {
	case t.study != nil:
		return t.study.Table
	case t.correlation != nil:
		return t.correlation.Table
	}
	return ""
}

// resultTakes are the buttons of a page that measures: the tables of the answer, and what the answer rests on.
func resultTakes(t tableState, names []string) takes {
	of := func(name string) tableState {
		one := t
		if t.study != nil {
			st := t.study.with(func(s *studyState) { s.Table = name })
			one.study = &st
		} else {
			st := t.correlation.with(func(s *correlationState) { s.Table = name })
			one.correlation = &st
		}
		return one
	}
	shown := takeSet{Label: "As shown", About: "The tables of this answer, with every row and digit."}
	for _, name := range names {
		shown.Tables = append(shown.Tables, takeTable{capital(strings.ReplaceAll(name, "_", " ")), takeLinks(of(name))})
	}
	every := takeSet{Label: "Everything", About: "The whole answer, and every row that it rests on.",
		Tables: []takeTable{{"Whole answer", []link{{"JSON", address("/"+t.Table+".json", of("")), "Every number and warning of this page"}}}}}
	past := query{AsOf: t.AsOf, AsOfDay: t.AsOfDay}
	events := tableState{query: past, Table: "events"}
	every.Tables = append(every.Tables, takeTable{"Events", takeLinks(events)})
	for _, id := range t.asked().Measured() {
		name := "rates"
		if id.Interval() != "" {
			name = "candles"
		}
		every.Tables = append(every.Tables, takeTable{pairText(id), takeLinks(tableState{query: past, Table: name, Series: []fx.SeriesID{id}})})
	}
	return takes{Sets: []takeSet{shown, every}, Cite: address("/cite", citation{of("")})}
}
