package web

import (
	"slices"

	"detente/internal/event"
)

// facets is the filter panel. The count beside a value is of the events in the window that the other filters leave: what
// would be on the chart if it alone were ticked. Nothing ticked means every value.
type facets struct {
	Groups     []facet
	Text       string
	Total      int // events in the window with all filters
	Unfiltered int // events in the window without any
	Min        []facetValue
	Clear      string // URL without filters; empty where there is none
	IDs        int    // events listed by id in the URL
	Study      string // URL of a study of these events; empty where the page is one
}

type facet struct {
	Name, Label string
	Values      []facetValue
	More        []facetValue // behind a disclosure
	Open        bool         // the disclosure
	Ticked      int
}

type facetValue struct {
	Value, Label, Glyph string
	Title               string // the label in full
	Count               int
	On                  bool
}

// facetNames are the parameters that the panel has fields for.
var facetNames = []string{"category", "actor", "direction", "min-importance", "text", "id"}

// How many values of a filter are in sight before "more".
const (
	shownCategories = 8
	shownActors     = 6
)

// newFacets counts the events of the history whose status base means, those of the window w, by the filters of q.
func newFacets(h history, base event.Filter, q query, w window, path string) facets {
	return countFacets(h, base, q, w).facets(h, q, w, path)
}

func (n facetCounts) facets(h history, q query, w window, path string) facets {
	f := facets{Text: q.Text, Unfiltered: n.unfiltered, Total: len(n.hits), IDs: len(q.IDs)}
	f.Groups = []facet{directionFacet(n, q), categoryFacet(n, q), actorFacet(n, h, q)}
	f.Min = importanceFacet(n, q)
	if path == "/" || path == "/events" {
		f.Study = q.studied(w)
	}
	if q.filtered() {
		f.Clear = q.unfiltered().at(path)
	}
	return f
}

func directionFacet(n facetCounts, q query) facet {
	f := facet{Name: "direction", Label: "Direction", Ticked: len(q.Directions)}
	for _, d := range event.Directions() {
		f.Values = append(f.Values, facetValue{Value: string(d), Label: string(d), Title: string(d), Glyph: glyph(d), Count: n.directions[d], On: slices.Contains(q.Directions, d)})
	}
	return f
}

func categoryFacet(n facetCounts, q query) facet {
	f := facet{Name: "category", Label: "Category", Ticked: len(q.Categories)}
	for _, c := range event.Categories() {
		v := facetValue{Value: string(c), Label: c.Label(), Title: c.Label(), Count: n.categories[c], On: slices.Contains(q.Categories, c)}
		if len(f.Values) < shownCategories {
			f.Values = append(f.Values, v)
			continue
		}
		f.More = append(f.More, v)
		f.Open = f.Open || v.On
	}
	return f
}

func actorFacet(n facetCounts, h history, q query) facet {
	f := facet{Name: "actor", Label: "Actor", Ticked: len(q.Actors)}
	counts := n.actors
	for _, a := range q.Actors {
		counts[a] += 0 // ticked actors stand there also where no event is left
	}
	codes := sortedKeys(counts)
	slices.SortStableFunc(codes, func(a, b string) int { return counts[b] - counts[a] })
	for i, code := range codes {
		v := facetValue{Value: code, Label: h.actorShort(code), Title: h.actorName(code), Count: counts[code], On: slices.Contains(q.Actors, code)}
		if i < shownActors {
			f.Values = append(f.Values, v)
			continue
		}
		f.More = append(f.More, v)
		f.Open = f.Open || v.On
	}
	return f
}

func importanceFacet(n facetCounts, q query) []facetValue {
	var values []facetValue
	for least := 1; least <= 5; least++ {
		label := "any"
		if least > 1 {
			label = importanceLabel(least)
		}
		values = append(values, facetValue{Value: string(rune('0' + least)), Label: label, Count: n.importance[least], On: max(q.MinImportance, 1) == least})
	}
	return values
}

func importanceLabel(least int) string {
	if least == 5 {
		return "5 only: " + importanceWords[5]
	}
	return string(rune('0'+least)) + " and up: " + importanceWords[least]
}
