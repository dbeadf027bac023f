package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
)

// question is a Query as metadata holds it: what equals the default is left out.
type question struct {
	Series           []fx.SeriesID              `json:"series,omitempty"`
	From             civil.Date                 `json:"from,omitzero"`
	To               civil.Date                 `json:"to,omitzero"`
	Categories       []event.Category           `json:"category,omitempty"`
	Actors           []string                   `json:"actor,omitempty"`
	Directions       []event.Direction          `json:"direction,omitempty"`
	MinImportance    int                        `json:"min_importance,omitempty"`
	Text             string                     `json:"text,omitempty"`
	IDs              []string                   `json:"id,omitempty"`
	Statuses         []event.Status             `json:"status,omitempty"`
	AsOf             time.Time                  `json:"as_of,omitzero"`
	HalfLife         float64                    `json:"half_life,omitempty"`
	CategoryWeights  map[event.Category]float64 `json:"category_weights,omitempty"`
	ImportanceWeight bool                       `json:"importance_weight,omitempty"`
	Only             tension.Side               `json:"only,omitempty"`
	Units            fx.Units                   `json:"units,omitempty"`
	Frequency        fx.Frequency               `json:"frequency,omitempty"`
	Aggregation      fx.Aggregation             `json:"aggregation,omitempty"`
	Rebase           civil.Date                 `json:"rebase,omitzero"`
	Gauges           []string                   `json:"gauge,omitempty"`

	BySet  bool `json:"by_set,omitempty"`
	Newest int  `json:"newest,omitempty"`

	Study       *analysis.StudyQuestion     `json:"study,omitempty"`
	Correlation *analysis.CorrelateQuestion `json:"correlation,omitempty"`
	Result      string                      `json:"result,omitempty"`
}

// MarshalJSON writes the query as metadata holds it.
func (q Query) MarshalJSON() ([]byte, error) {
	f, t := q.Filter, q.Tension
	return json.Marshal(question{q.Series, f.From, f.To, f.Categories, f.Actors, f.Directions, f.MinImportance, f.Text, f.IDs, f.Statuses,
		f.AsOf.UTC(), t.HalfLife, t.CategoryWeights, t.ImportanceWeight, t.Only, q.Units, q.Frequency, q.Aggregation, q.Rebase, q.Gauges, q.BySet, q.Newest, q.Study, q.Correlation, q.Result})
}

// UnmarshalJSON reads what MarshalJSON writes; an unknown field is an error that names it.
func (q *Query) UnmarshalJSON(raw []byte) error {
	var a question
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields()
	if err := in.Decode(&a); err != nil {
		return fmt.Errorf("export: query: %w", err)
	}
	*q = Query{
		Series: a.Series,
		Filter: event.Filter{From: a.From, To: a.To, Categories: a.Categories, Actors: a.Actors, Directions: a.Directions,
			MinImportance: a.MinImportance, Text: a.Text, IDs: a.IDs, Statuses: a.Statuses, AsOf: a.AsOf},
		Tension: tension.Options{HalfLife: a.HalfLife, CategoryWeights: a.CategoryWeights, ImportanceWeight: a.ImportanceWeight, Only: a.Only},
		Units:   a.Units, Frequency: a.Frequency, Aggregation: a.Aggregation, Rebase: a.Rebase, Gauges: a.Gauges, BySet: a.BySet, Newest: a.Newest, Study: a.Study, Correlation: a.Correlation, Result: a.Result,
	}
	return q.Validate()
}

// Validate names the first part of q that is outside its vocabulary.
func (q Query) Validate() error {
	if err := q.Filter.Validate(); err != nil {
		return err
	}
	if err := q.Tension.Validate(); err != nil {
		return err
	}
	if _, err := fx.ParseUnits(string(q.Units)); err != nil {
		return fmt.Errorf("export: units %w", err)
	}
	if _, err := fx.ParseFrequency(string(q.Frequency)); err != nil {
		return fmt.Errorf("export: frequency %w", err)
	}
	if _, err := fx.ParseAggregation(string(q.Aggregation)); err != nil {
		return fmt.Errorf("export: aggregation %w", err)
	}
	return nil
}

// Words says what q leaves out, for people: "from 2022-02-01 to 2022-02-28; category sanctions, talks". Empty where it
// leaves out nothing.
func (q Query) Words() string {
	f := q.Filter
	if rule, ok := q.selection(); ok {
		f = rule.Filter(f.AsOf)
		f.Statuses = nil // a question has no other than confirmed events
	}
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+" "+value)
		}
	}
	add("series", list(q.Series))
	add("comparison", list(q.Gauges))
	add("from", f.From.String())
	add("to", f.To.String())
	if q.BySet {
		add("bounds", "the day the rate was set")
	}
	if q.Newest > 0 {
		add("newest of each source", strconv.Itoa(q.Newest))
	}
	add("category", list(f.Categories))
	add("actor", list(f.Actors))
	add("direction", list(f.Directions))
	if f.MinImportance > 1 {
		add("importance at least", strconv.Itoa(f.MinImportance))
	}
	add("text", f.Text)
	add("id", list(f.IDs))
	add("status", list(f.Statuses))
	if q.transforms() {
		add("units", q.Units.Label())
		if q.Frequency != "" && q.Frequency != fx.Daily {
			add("by", string(q.Frequency)+", "+string(q.aggregation()))
		}
	}
	if !q.Rebase.IsZero() {
		add("index of 100 on", q.Rebase.String())
	}
	return strings.Join(parts, "; ")
}

func (q Query) aggregation() fx.Aggregation {
	if q.Aggregation == "" {
		return fx.Average
	}
	return q.Aggregation
}

// transforms tells whether the rates are asked for as something else than they were published.
func (q Query) transforms() bool {
	return (q.Units != "" && q.Units != fx.Levels) || (q.Frequency != "" && q.Frequency != fx.Daily)
}
