package gdelt

import (
	"bytes"
	"slices"
)

// Filter says which rows count. Codes are those of package event: ISO 3166 alpha-3, EU, NATO, UN.
type Filter struct {
	Home       []string // one side of the pair
	Partners   []string // the other side
	West       []string // those of Partners that are also added up as WEST
	MinSources int      // fewer sources do not count
	Minor      bool     // take rows too that did not stand in the lead of their article
}

var west = []string{"USA", "GBR", "FRA", "DEU", "ITA", "POL", "LTU", "LVA", "EST", "CAN", "NLD", "NOR", "SWE", "FIN", "DNK", "CZE", "ROU", "EU", "NATO"}

// DefaultFilter is Russia with Ukraine and the West, events of the lead paragraph that two or more sources report.
func DefaultFilter() Filter {
	return Filter{Home: []string{"RUS"}, Partners: append([]string{"UKR"}, west...), West: slices.Clone(west), MinSources: 2}
}

// maxBackDated is how far the day of a row may lie from the day it was added. Rows of a week, a month or a year before
// come from phrases such as "a year ago".
const maxBackDated = 2

// Pair returns the two sides of a row that counts, home first; ok is false where it does not count.
func (f Filter) Pair(r Row) (home, partner string, ok bool) {
	lag := r.Added.DaysSince(r.Day)
	if r.Sources < f.MinSources || !(r.IsRoot || f.Minor) || lag > maxBackDated || lag < -maxBackDated {
		return "", "", false
	}
	a, b := r.Actor1.State(), r.Actor2.State()
	switch {
	case slices.Contains(f.Home, a) && slices.Contains(f.Partners, b):
		return a, b, true
	case slices.Contains(f.Home, b) && slices.Contains(f.Partners, a):
		return b, a, true
	}
	return "", "", false
}

// rawCodes are the codes of Home as they stand in a file.
func (f Filter) rawCodes() [][]byte {
	var list [][]byte
	for _, code := range f.Home {
		raw := code
		for from, to := range groups {
			if to == code {
				raw = from
			}
		}
		for from, to := range states {
			if to == code {
				raw = from
			}
		}
		list = append(list, []byte(raw))
	}
	return list
}

// named tells whether a line holds one of the codes anywhere: most lines need not be split.
func named(line []byte, codes [][]byte) bool {
	return slices.ContainsFunc(codes, func(c []byte) bool { return bytes.Contains(line, c) })
}
