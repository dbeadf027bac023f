package main

import (
	"fmt"
	"regexp"
	"slices"

	"detente/internal/source/gdelt"
)

var gdeltActor = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,11}$`)

func (c configReader) readGDELT(file gdeltFile, out *gdelt.Source) error {
	for _, set := range []struct {
		key  string
		from []string
		to   *[]string
	}{{"home", file.Home, &out.Filter.Home}, {"partners", file.Partners, &out.Filter.Partners}, {"west", file.West, &out.Filter.West}} {
		if set.from == nil {
			continue
		}
		for _, code := range set.from {
			if !gdeltActor.MatchString(code) {
				return c.reject("gdelt", 0, set.key, fmt.Sprintf("%q: want ISO 3166 codes of three letters, or EU, NATO, UN", code))
			}
		}
		*set.to = set.from
	}
	switch {
	case len(out.Filter.Home) == 0:
		return c.reject("gdelt", 0, "home", "want at least one actor")
	case len(out.Filter.Partners) == 0:
		return c.reject("gdelt", 0, "partners", "want at least one actor")
	case file.MinSources != nil && (*file.MinSources < 1 || *file.MinSources > 1000):
		return c.reject("gdelt", 0, "min-sources", fmt.Sprintf("%d: want 1 to 1000", *file.MinSources))
	case file.Edition != nil && *file.Edition != string(gdelt.Daily) && *file.Edition != string(gdelt.Slots):
		return c.reject("gdelt", 0, "edition", fmt.Sprintf("%q: want %s or %s", *file.Edition, gdelt.Daily, gdelt.Slots))
	case file.Drafts < 0 || file.Drafts > 1000:
		return c.reject("gdelt", 0, "drafts", fmt.Sprintf("%d: want 0 to 1000", file.Drafts))
	}
	out.Filter.Minor, out.Drafts = file.Minor, file.Drafts
	if file.MinSources != nil {
		out.Filter.MinSources = *file.MinSources
	}
	if file.Edition != nil {
		out.Edition = gdelt.Edition(*file.Edition)
	}
	return c.checkWest(file, &out.Filter)
}

// checkWest keeps the partners that are added up as the West among the partners.
func (c configReader) checkWest(file gdeltFile, f *gdelt.Filter) error {
	stray := func(code string) bool { return !slices.Contains(f.Partners, code) }
	if file.West == nil {
		f.West = slices.DeleteFunc(f.West, stray)
		return nil
	}
	if i := slices.IndexFunc(f.West, stray); i >= 0 {
		return c.reject("gdelt", 0, "west", fmt.Sprintf("%q is not one of the partners", f.West[i]))
	}
	return nil
}
