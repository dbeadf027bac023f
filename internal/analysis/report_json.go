package analysis

import (
	"bytes"
	"encoding/json"

	"detente/internal/civil"
	"detente/internal/fx"
)

// selectionJSON is a Selection in a report: an open end is null.
type selectionJSON struct {
	From *civil.Date `json:"from"`
	To   *civil.Date `json:"to"`
	Selection
}

func (s Selection) report() selectionJSON {
	return selectionJSON{From: orNull(s.From), To: orNull(s.To), Selection: s}
}

// orNull is nil for the zero value, which JSON writes as null.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// MarshalJSON writes what was not asked for as null: the second series, the control, the ends of the selection.
func (r StudyReport) MarshalJSON() ([]byte, error) {
	type plain StudyReport
	return readable(struct {
		Schema    int           `json:"schema"`
		Series    fx.SeriesID   `json:"series"`
		Pooled    *fx.SeriesID  `json:"pooled"`
		Model     string        `json:"model"`
		Control   *fx.SeriesID  `json:"control"`
		Selection selectionJSON `json:"selection"`
		plain
	}{r.Schema, r.Series, orNull(r.Pooled), r.Model, orNull(r.Control), r.Selection.report(), plain(r)})
}

// MarshalJSON writes what was not asked for as null: the control and the ends of the selection.
func (r CorrelateReport) MarshalJSON() ([]byte, error) {
	type plain CorrelateReport
	return readable(struct {
		Schema    int           `json:"schema"`
		Series    fx.SeriesID   `json:"series"`
		Control   *fx.SeriesID  `json:"control"`
		Selection selectionJSON `json:"selection"`
		plain
	}{r.Schema, r.Series, orNull(r.Control), r.Selection.report(), plain(r)})
}

// readable is v as JSON with < and > as they are: "below 0.05" is read by people too. The hash of a report does not
// depend on it.
func readable(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}
