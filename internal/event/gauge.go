package event

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"detente/internal/civil"
)

// Gauge is one day's value of a comparison line: a number that somebody else derives from the news, such as the
// Geopolitical Risk index ("gpr:GPRD") or GDELT's tone between two states ("gdelt1:RUS-UKR:goldstein"). It is drawn
// beside the events and never counted as one.
type Gauge struct {
	Name  string // source, colon, what it measures
	Day   civil.Date
	Value float64
}

// GaugeSpan says what is stored of one comparison line.
type GaugeSpan struct {
	Name        string
	Count       int
	First, Last civil.Date
}

const maxGaugeName = 80 // bytes

var gaugeName = regexp.MustCompile(`^[a-z0-9]+:[A-Za-z0-9:_-]+$`)

// Source is the part of the name before the first colon.
func (g Gauge) Source() string {
	source, _, _ := strings.Cut(g.Name, ":")
	return source
}

// Validate says what is wrong with g, wrapping ErrInvalid, or nil.
func (g Gauge) Validate() error {
	switch {
	case !IsGaugeName(g.Name):
		return fmt.Errorf("event: %w: gauge %q: want a source, a colon and what it measures, such as gpr:GPRD", ErrInvalid, g.Name)
	case g.Day.IsZero():
		return fmt.Errorf("event: %w: gauge %s without a day", ErrInvalid, g.Name)
	case math.IsNaN(g.Value) || math.IsInf(g.Value, 0):
		return fmt.Errorf("event: %w: gauge %s on %s is no finite number", ErrInvalid, g.Name, g.Day)
	}
	return nil
}
