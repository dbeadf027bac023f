package event

import (
	"slices"
	"strings"
)

// GaugeLine says in words what a comparison line measures and when its days become known.
type GaugeLine struct {
	Name      string // of its gauges
	Short     string // where there is little room: "GPR"
	Title     string
	Unit      string
	Publisher string
	Published string // when a day's value is out, as the publisher does it
	URL       string // page that defines it
}

// Column is the name of the line as a table's column: gpr_gprd.
func (l GaugeLine) Column() string {
	return strings.Map(func(r rune) rune {
		if r == ':' || r == '-' {
			return '_'
		}
		return r
	}, strings.ToLower(l.Name))
}

// Caption is title, unit and publisher in one line.
func (l GaugeLine) Caption() string {
	return l.Title + " (" + l.Unit + "), " + l.Publisher + "; " + l.Published
}

const (
	gprPage   = "https://www.matteoiacoviello.com/gpr.htm"
	gdeltPage = "https://www.gdeltproject.org/data.html"
)

var gprTitles = map[string]string{
	"GPRD":        "Geopolitical Risk index, daily",
	"GPRD_ACT":    "Geopolitical Risk index, daily, acts",
	"GPRD_THREAT": "Geopolitical Risk index, daily, threats",
}

// gdeltEditions name the editions as the names of their gauges begin.
var gdeltEditions = map[string]struct{ title, published string }{
	"gdelt1":  {"GDELT 1.0", "a day's file is out the next morning, United States time"},
	"gdelt2":  {"GDELT 2.0", "a day is whole with its last quarter of an hour, UTC"},
	"gdelt2t": {"GDELT 2.0 with translated media", "a day is whole with its last quarter of an hour, UTC"},
}

var gdeltMeasures = map[string]struct{ title, unit string }{
	"goldstein": {"sum of Goldstein values", "Goldstein points, negative is conflict"},
	"weighted":  {"sum of Goldstein values times mentions", "Goldstein points times mentions, negative is conflict"},
	"events":    {"reported events", "events a day"},
}

// LineOf describes a comparison line by its name. A line of a source that is not known is described by the name alone.
func LineOf(name string) GaugeLine {
	source, measure, _ := strings.Cut(name, ":")
	if title, ok := gprTitles[measure]; ok && source == "gpr" {
		return GaugeLine{name, strings.Replace(measure, "GPRD", "GPR", 1), title, "index, 1985–2019 = 100", "Caldara and Iacoviello",
			"updated weekly, by the day of the newspapers; values are revised", gprPage}
	}
	if edition, ok := gdeltEditions[source]; ok {
		if l, ok := gdeltLine(measure); ok {
			l.Name, l.Title, l.Published = name, edition.title+", "+l.Title, edition.published
			return l
		}
	}
	return GaugeLine{name, name, name, "units of the source", source, "by the day the source gives", ""}
}

// gdeltLine describes what stands behind the edition: RUS-UKR:goldstein or rows.
func gdeltLine(measure string) (GaugeLine, bool) {
	l := GaugeLine{Publisher: "The GDELT Project", URL: gdeltPage}
	if measure == "rows" {
		l.Short, l.Title, l.Unit = "GDELT rows", "raw rows of the day", "rows"
		return l, true
	}
	dyad, kind, _ := strings.Cut(measure, ":")
	m, ok := gdeltMeasures[kind]
	l.Short, l.Title, l.Unit = "GDELT "+dyad, strings.Replace(dyad, "-", "–", 1)+", "+m.title, m.unit
	return l, ok
}

// GaugeLinesOf describes the lines of names in order, each once.
func GaugeLinesOf(names []string) []GaugeLine {
	var list []GaugeLine
	for i, name := range names {
		if !slices.Contains(names[:i], name) {
			list = append(list, LineOf(name))
		}
	}
	return list
}

// IsGaugeName tells whether name is written as a comparison line's.
func IsGaugeName(name string) bool { return gaugeName.MatchString(name) && len(name) <= maxGaugeName }
