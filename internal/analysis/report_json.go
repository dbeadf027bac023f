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

// MarshalJSON writes the days of an event that has no day 0 as null; Reason says why.
func (e EventRow) MarshalJSON() ([]byte, error) {
	type plain EventRow
	return json.Marshal(struct {
		ID            string      `json:"id"`
		SetDate       *civil.Date `json:"set_date"`
		EffectiveDate *civil.Date `json:"effective_date"`
		plain
	}{e.ID, orNull(e.SetDate), orNull(e.EffectiveDate), plain(e)})
}

// MarshalJSON writes what was not asked for as null: the control and the ends of the selection; and the ends of a sample
// that there is not.
func (r CorrelateReport) MarshalJSON() ([]byte, error) {
	type plain CorrelateReport
	return readable(struct {
		Schema    int           `json:"schema"`
		Series    fx.SeriesID   `json:"series"`
		Control   *fx.SeriesID  `json:"control"`
		Selection selectionJSON `json:"selection"`
		From      *civil.Date   `json:"from"`
		To        *civil.Date   `json:"to"`
		plain
	}{r.Schema, r.Series, orNull(r.Control), r.Selection.report(), orNull(r.From), orNull(r.To), plain(r)})
}

// MarshalJSON writes the day of a statistic that there is not as null; Reason says why.
func (r CUSUMRow) MarshalJSON() ([]byte, error) {
	type plain CUSUMRow
	return json.Marshal(struct {
		plain
		At *civil.Date `json:"at"`
	}{plain(r), orNull(r.At)})
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
