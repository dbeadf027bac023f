package web

import (
	"slices"
	"strings"

	"detente/internal/civil"
	"detente/internal/export"
)

// takes are the buttons under which the rows of a page can be taken away.
type takes struct {
	Sets []takeSet
	Cite string // address of how to cite the page; empty where it is of now alone
}

// CiteText is the address of the citation in words alone.
func (t takes) CiteText() string { return strings.Replace(t.Cite, "/cite", "/cite.txt", 1) }

// takeSet is one button: the rows as shown, or every row.
type takeSet struct {
	Label, About string
	Tables       []takeTable
}

// First is the set's first file, as CSV.
func (t takeSet) First() string { return t.Tables[0].Links[0].URL }

type takeTable struct {
	Name  string
	Links []link
}

// First is the first file there is: the rows as shown, as CSV.
func (t takes) First() string { return t.Sets[0].First() }

// takesOf are the buttons of a page that shows the named tables in the state q.
func takesOf(q query, names ...string) takes {
	every := query{AsOf: q.AsOf, AsOfDay: q.AsOfDay, view: view{Gauge: q.Gauge}}
	return takes{
		Sets: []takeSet{
			{"As shown", "The rows of this range, with the filters.", takeTables(q, names)},
			{"Everything", "Every row that is stored.", takeTables(every, names)},
		},
		Cite: address("/cite", citation{tableState{query: q, Table: names[0]}}),
	}
}

// rowTakes are the buttons of a page whose rows are not those of a window: the rows as shown, and every row.
func rowTakes(shown, every []tableState) takes {
	of := func(tables []tableState) (all []takeTable) {
		for _, t := range tables {
			all = append(all, takeTable{capital(t.Table), takeLinks(t)})
		}
		return all
	}
	out := takes{Sets: []takeSet{{"As shown", "The rows of this page.", of(shown)}}}
	if len(every) > 0 { // the page shows all there are
		out.Sets = append(out.Sets, takeSet{"Everything", "Every row that is stored.", of(every)})
	}
	return out
}

func takeTables(q query, names []string) []takeTable {
	var all []takeTable
	for _, name := range names {
		t := tableState{query: q.undrawn(), Table: name}
		if name == "rates" { // the page's days are those on which rates were set
			t.Units, t.BySet = q.Units, !q.From.IsZero() || !q.To.IsZero()
		}
		if name == "overlay" { // with a column for each line that is drawn
			t.Units, t.Rebase = q.Units, q.Rebase
		}
		t.Gauge = q.Gauge
		if slices.Contains(eventless, name) {
			t.query = t.query.unfiltered()
		}
		if name == "gauges" && t.Gauge == "" {
			continue
		}
		all = append(all, takeTable{capital(name), takeLinks(t)})
	}
	return all
}

// fileKinds are the kinds of file there are of every table.
var fileKinds = []struct {
	label, about string
	format       export.Format
	profile      export.Profile
}{
	{"CSV", "RFC 4180: UTF-8, comma, point", export.CSV, ""},
	{"CSV, Excel", "With a byte order mark, for Excel set to English", export.CSV, export.Excel},
	{"CSV, Excel RU", "Semicolon and decimal comma, for Excel set to Russian", export.CSV, export.ExcelRU},
	{"XLSX", "Workbook with the sheets data, metadata and sources", export.XLSX, ""},
	{"JSON", "An array of objects", export.JSON, ""},
	{"NDJSON", "An object a line", export.NDJSON, ""},
}

func takeLinks(t tableState) []link {
	var links []link
	for _, k := range fileKinds {
		t.Profile = k.profile
		links = append(links, link{k.label, address("/"+t.Table+"."+string(k.format), t), k.about})
	}
	if t.Table == "events" {
		links = append(links, link{"iCalendar", t.undrawn().at("/events.ics"), "For a calendar to subscribe to"},
			link{"Atom", t.undrawn().at("/events.atom"), "For a reader of feeds"})
	}
	return links
}

// shown is the state whose rows a page shows, its window spelt out.
func (q query) shown(from, to civil.Date) query {
	return q.with(func(q *query) { q.From, q.To = from, to })
}
