package analysis

import (
	"encoding/json"
	"fmt"
	"strings"
)

// SavedStudy is what is stored when a study is fixed, as JSON with fields in this order.
type SavedStudy struct {
	StudyQuestion
	DataVersion int64 `json:"data_version"` // of the figures and events at that time
}

// ParseSavedStudy reads stored parameters; the error says what is wrong with them.
func ParseSavedStudy(raw json.RawMessage) (SavedStudy, error) {
	var s SavedStudy
	if err := json.Unmarshal(raw, &s); err != nil {
		return s, fmt.Errorf("analysis: stored parameters: %w", err)
	}
	return s, s.Validate()
}

// StudyID makes the id of a saved study from its name: "Sanctions of 2022" is sanctions-of-2022. It is empty where the
// name has no Latin letter or digit.
func StudyID(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	id := strings.Join(words, "-")
	return id[:min(len(id), 80)]
}

// Rerun is a saved study asked again: Then on the figures as they were known when it was fixed, Now on the newest.
type Rerun struct {
	Then, Now  StudyReport
	Same       bool // the result that was kept is also that on the newest figures, to the last digit
	Differs    bool // Then and Now differ
	Conclusion string
	Changes    []Change // the numbers that matter, where Then and Now differ
}

// Change is a number of then and of now.
type Change struct {
	Name      string
	Then, Now string
}

// Compare judges a saved study by the hash that was kept of its first result, empty where none was.
func Compare(kept string, then, now StudyReport) (Rerun, error) {
	r := Rerun{Then: then, Now: now}
	thenHash, err := then.Hash()
	if err != nil {
		return r, err
	}
	nowHash, err := now.Hash()
	if err != nil {
		return r, err
	}
	r.Differs, r.Same = thenHash != nowHash, kept == nowHash
	switch {
	case kept == "":
		r.Conclusion = "The parameters are fixed; the first result was not recorded."
	case kept != thenHash:
		r.Same = false
		r.Conclusion = "Run again on the figures of then, the result differs from the one recorded: the program or the record of those figures has changed."
	case r.Same:
		r.Conclusion = "Nothing differs: run again on the newest figures, the result is the same to the last digit."
	default:
		r.Conclusion = "Run again on the figures of then, the result is the same to the last digit. On the newest figures it differs."
	}
	if r.Differs {
		r.Changes = changes(then, now)
	}
	return r, nil
}

func changes(then, now StudyReport) []Change {
	rows := []Change{
		{"Values of the series", thousands(then.NFixings), thousands(now.NFixings)},
		{"Events", thousands(then.NEvents), thousands(now.NEvents)},
		{"Episodes used", thousands(then.NDays), thousands(now.NDays)},
		{"CAAR, %", FormatPCT(then.CAAR), FormatPCT(now.CAAR)},
		{"95 % CI", interval(then.Interval()), interval(now.Interval())},
	}
	for _, name := range then.Headline {
		a, _ := then.Test(name)
		b, _ := now.Test(name)
		rows = append(rows, Change{TestLabel(name) + ", p", FormatP(a.P), FormatP(b.P)})
	}
	return rows
}

// Text returns what a terminal prints of it.
func (r Rerun) Text() string {
	var p page
	p.paragraph(r.Conclusion, "")
	if !r.Differs {
		return p.String()
	}
	p.line()
	p.paragraph("Then: "+r.Then.Conclusion, "")
	p.paragraph("Now: "+r.Now.Conclusion, "")
	p.line()
	rows := [][]string{{"", "then", "now", ""}}
	for _, c := range r.Changes {
		rows = append(rows, []string{c.Name, c.Then, c.Now, ""})
	}
	p.columns(rows)
	return p.String()
}
