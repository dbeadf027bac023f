package analysis

import (
	"errors"
	"fmt"
	"time"

	"detente/internal/analysis/regression"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// ErrInvalid is wrapped by every error that says a question cannot be asked; the text names the parameter and the fix.
var ErrInvalid = errors.New("invalid question")

// Normal-return models of a study.
const (
	ModelMean   = "mean"   // constant mean
	ModelMarket = "market" // constant and a control
)

// Selection is the rule by which events were chosen, kept with every result: an event.Filter in lasting field names.
type Selection struct {
	From          civil.Date `json:"from"`
	To            civil.Date `json:"to"`
	Categories    []string   `json:"categories"`
	Actors        []string   `json:"actors"`
	Directions    []string   `json:"directions"`
	MinImportance int        `json:"min_importance"`
	Text          string     `json:"text"`
	IDs           []string   `json:"ids"`
}

// SelectionOf returns the rule of a filter. The statuses are not part of it: only confirmed events are studied.
func SelectionOf(f event.Filter) Selection {
	return Selection{From: f.From, To: f.To, Categories: texts(f.Categories), Actors: texts(f.Actors), Directions: texts(f.Directions),
		MinImportance: f.MinImportance, Text: f.Text, IDs: texts(f.IDs)}
}

// Filter returns the filter of the rule, for confirmed events as they were known at asOf.
func (s Selection) Filter(asOf time.Time) event.Filter {
	return event.Filter{From: s.From, To: s.To, Categories: named[event.Category](s.Categories), Actors: s.Actors,
		Directions: named[event.Direction](s.Directions), MinImportance: s.MinImportance, Text: s.Text, IDs: s.IDs,
		Statuses: []event.Status{event.StatusConfirmed}, AsOf: asOf}
}

// HandPicked tells whether events were named one by one.
func (s Selection) HandPicked() bool { return len(s.IDs) > 0 }

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func named[T ~string](list []string) []T {
	var out []T
	for _, v := range list {
		out = append(out, T(v))
	}
	return out
}

// StudyQuestion is everything that decides a study beside the stored figures: the same question on the same figures gives
// the same result to the last digit.
type StudyQuestion struct {
	Series         fx.SeriesID `json:"series"`
	Pooled         fx.SeriesID `json:"pooled"` // a second series measured at the same events; empty for one alone
	Selection      Selection   `json:"selection"`
	Estimation     [2]int      `json:"estimation"` // closed ranges of fixings relative to day 0
	Window         [2]int      `json:"window"`
	Model          string      `json:"model"`
	Control        fx.SeriesID `json:"control"`                  // of ModelMarket, empty otherwise
	ControlLag     int         `json:"control_lag,omitempty"`    // 1 takes the control's last value dated before the set date, not on it
	NeweyWest      *int        `json:"newey_west_lag,omitempty"` // of the calendar-time regression; nil for the rule
	Signed         bool        `json:"signed"`
	NonOverlapping bool        `json:"non_overlapping"`
	Clean          bool        `json:"clean_estimation"`
	Seed           uint64      `json:"seed"`
	Placebos       int         `json:"placebo"`
	AsOf           time.Time   `json:"as_of"` // figures and events as they were known then; zero is now
}

// DefaultStudy is the headline study of METHODS 4.1 on one series: constant mean, [-130,-11], [0,+1], cleaned, 2,000 placebos.
func DefaultStudy(series fx.SeriesID) StudyQuestion {
	return StudyQuestion{Series: series, Selection: SelectionOf(event.Filter{}), Estimation: [2]int{-130, -11}, Window: [2]int{0, 1}, Model: ModelMean,
		Clean: true, Seed: 1, Placebos: 2000}
}

// Take sets the model and the control as they were asked for. Either may be empty: a control alone means ModelMarket, ModelMarket
// alone the European Central Bank's dollar, and neither ModelMean.
func (q *StudyQuestion) Take(model string, control fx.SeriesID) {
	switch {
	case model == "" && control != "":
		model = ModelMarket
	case model == "":
		model = ModelMean
	case model == ModelMarket && control == "":
		control = fx.ECBUSD
	}
	q.Model, q.Control = model, control
}

// The reach of the parameters.
const (
	longestEstimation = 2500 // fixings, ten years
	longestWindow     = 250  // fixings to either side of day 0
	shortestEstimate  = 20   // fixings
	mostPlacebos      = 100_000
)

// Validate names the first parameter that is out of range, wrapping ErrInvalid, or nil.
func (q StudyQuestion) Validate() error {
	if err := seriesIDs(q.Series, q.Pooled, q.Control); err != nil {
		return err
	}
	e, w := q.Estimation, q.Window
	switch {
	case q.Pooled == q.Series:
		return invalid("pooled %s is the series itself: name another, or none", q.Pooled)
	case e[0] > e[1]:
		return invalid("estimation %s ends before it begins", span(e))
	case w[0] > w[1]:
		return invalid("window %s ends before it begins", span(w))
	case w[0] < -longestWindow || w[1] > longestWindow:
		return invalid("window %s: want at most %d fixings to either side", span(w), longestWindow)
	case e[0] < -longestEstimation:
		return invalid("estimation %s: want at most %d fixings before day 0", span(e), longestEstimation)
	case e[1] >= w[0]:
		return invalid("estimation %s must end before window %s begins", span(e), span(w))
	case e[1]-e[0]+1 < shortestEstimate:
		return invalid("estimation %s holds fewer than %d fixings", span(e), shortestEstimate)
	case q.Placebos < 0 || q.Placebos > mostPlacebos:
		return invalid("placebo %d: want 0 to %d draws", q.Placebos, mostPlacebos)
	}
	if err := validateLags(q.ControlLag, q.Control, q.NeweyWest); err != nil {
		return err
	}
	return q.validateModel()
}

// mostNeweyWest bounds the lags of a Newey-West error: two years of fixings.
const mostNeweyWest = 500

func validateLags(controlLag int, control fx.SeriesID, neweyWest *int) error {
	switch {
	case controlLag != 0 && controlLag != 1:
		return invalid("control-lag %d: want 0, the control's value of the set date, or 1, the one before it", controlLag)
	case controlLag == 1 && control == "":
		return invalid("control-lag 1 needs a control: name one such as %s", fx.ECBUSD)
	case neweyWest != nil && (*neweyWest < 0 || *neweyWest > mostNeweyWest):
		return invalid("newey-west %d: want 0 to %d lags, or none for the rule 4(n/100)^(2/9)", *neweyWest, mostNeweyWest)
	}
	return nil
}

// neweyWest is the lag asked for, as far as n observations have one, or that of the rule.
func neweyWest(asked *int, n int) int {
	if asked == nil {
		return regression.RuleLag(n)
	}
	return max(0, min(*asked, n-1))
}

func lagBy(asked *int) string {
	if asked == nil {
		return "rule"
	}
	return "asked"
}

func (q StudyQuestion) validateModel() error {
	switch {
	case q.Model != ModelMean && q.Model != ModelMarket:
		return invalid("model %q: want %s or %s", q.Model, ModelMean, ModelMarket)
	case q.Model == ModelMarket && q.Control == "":
		return invalid("model %s needs a control: name one such as %s", ModelMarket, fx.ECBUSD)
	case q.Model == ModelMean && q.Control != "":
		return invalid("control %s is used by model %s only", q.Control, ModelMarket)
	case q.Control != "" && (q.Control == q.Series || q.Control == q.Pooled):
		return invalid("control %s is the series itself", q.Control)
	}
	return nil
}

// seriesIDs checks that the first is named and that the others, where named, are series too.
func seriesIDs(series fx.SeriesID, others ...fx.SeriesID) error {
	if series == "" {
		return invalid("series is missing: name one such as %s", fx.CBRUSD)
	}
	for _, id := range append(others, series) {
		if _, err := fx.ParseSeriesID(string(id)); id != "" && err != nil {
			return invalid("series %q: want source:PAIR such as %s", id, fx.CBRUSD)
		}
	}
	return nil
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("analysis: %w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// span prints a closed range of offsets as the flags take it.
func span(w [2]int) string { return fmt.Sprintf("%d:%d", w[0], w[1]) }
