package tension

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"detente/internal/event"
)

// DefaultHalfLife is the number of calendar days in which the stock halves, unless an Options says otherwise.
const DefaultHalfLife = 14.0

// ErrInvalid is wrapped by every error that says an option is not one the index can be computed with.
var ErrInvalid = errors.New("invalid tension option")

// Side says which part of the events counts.
type Side string

// Sides. The zero Side counts both.
const (
	BothSides     Side = ""
	OnlyTension   Side = "tension"
	OnlyDiplomacy Side = "diplomacy"
)

// Options are the judgements in the index. The zero Options are the defaults of the pages: 14 days, every event at its
// Goldstein value, both sides.
type Options struct {
	HalfLife         float64                    // calendar days; zero is DefaultHalfLife
	CategoryWeights  map[event.Category]float64 // a category that is not named weighs 1
	ImportanceWeight bool                       // multiply every event by its importance, 1 to 5
	Only             Side
}

// Validate names the first option that is outside its range, wrapping ErrInvalid, or nil.
func (o Options) Validate() error {
	if !(o.HalfLife >= 0) || math.IsInf(o.HalfLife, 0) {
		return fmt.Errorf("tension: %w: half-life %v: want a number of days above zero", ErrInvalid, o.HalfLife)
	}
	for _, category := range o.weighted() {
		if !slices.Contains(event.Categories(), category) {
			return fmt.Errorf("tension: %w: weight for category %q, which is not one", ErrInvalid, category)
		}
		if w := o.CategoryWeights[category]; !(w >= 0) || math.IsInf(w, 0) {
			return fmt.Errorf("tension: %w: weight %v of category %s: want zero or more", ErrInvalid, w, category)
		}
	}
	switch o.Only {
	case BothSides, OnlyTension, OnlyDiplomacy:
		return nil
	}
	return fmt.Errorf("tension: %w: side %q: want tension, diplomacy or nothing for both", ErrInvalid, o.Only)
}

// Caption says in words what was chosen: "half-life 14 days; weights: market 0, talks 0.5; times importance; tension only".
// What equals the default is left out, but for the half-life. Equal options have equal captions.
func (o Options) Caption() string {
	unit := "days"
	if o.halfLife() == 1 {
		unit = "day"
	}
	parts := []string{"half-life " + number(o.halfLife()) + " " + unit}
	var weights []string
	for _, category := range o.weighted() {
		if w := o.CategoryWeights[category]; w != 1 {
			weights = append(weights, category.Label()+" "+number(w))
		}
	}
	if len(weights) > 0 {
		parts = append(parts, "weights: "+strings.Join(weights, ", "))
	}
	if o.ImportanceWeight {
		parts = append(parts, "times importance")
	}
	if o.Only != BothSides {
		parts = append(parts, string(o.Only)+" only")
	}
	return strings.Join(parts, "; ")
}

// weighted lists the categories that carry a weight, in alphabetical order.
func (o Options) weighted() []event.Category {
	var names []event.Category
	for category := range o.CategoryWeights {
		names = append(names, category)
	}
	slices.Sort(names)
	return names
}

func (o Options) halfLife() float64 {
	if o.HalfLife == 0 {
		return DefaultHalfLife
	}
	return o.HalfLife
}

// points returns the weighted tension and diplomacy points of one event, both zero or more.
func (o Options) points(e event.Event) (tension, diplomacy float64) {
	weight := 1.0
	if w, ok := o.CategoryWeights[e.Category]; ok {
		weight = w
	}
	if o.ImportanceWeight {
		weight *= float64(e.Importance)
	}
	if o.Only != OnlyDiplomacy {
		tension = weight * max(0, -e.Goldstein)
	}
	if o.Only != OnlyTension {
		diplomacy = weight * max(0, e.Goldstein)
	}
	return tension, diplomacy
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
