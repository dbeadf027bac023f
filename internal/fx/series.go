package fx

import (
	"fmt"
	"strings"

	"detente/internal/civil"
)

// SeriesID names one series everywhere: source, pair and, for candles, the interval: "cbr:USDRUB", "moex:USDRUB:1m".
type SeriesID string

// Source is the part before the first colon.
func (id SeriesID) Source() string {
	source, _, _ := strings.Cut(string(id), ":")
	return source
}

// Pair is the part between the colons.
func (id SeriesID) Pair() Pair {
	_, rest, _ := strings.Cut(string(id), ":")
	pair, _, _ := strings.Cut(rest, ":")
	return Pair(pair)
}

// Interval is the part after the second colon, empty for a series that is not of candles.
func (id SeriesID) Interval() string {
	_, rest, _ := strings.Cut(string(id), ":")
	_, interval, _ := strings.Cut(rest, ":")
	return interval
}

// ParseSeriesID reads source:PAIR or source:PAIR:interval.
func ParseSeriesID(s string) (SeriesID, error) {
	id := SeriesID(s)
	if _, err := ParsePair(string(id.Pair())); err != nil || id.Source() == "" || strings.Count(s, ":") > 2 {
		return "", fmt.Errorf("fx: %w: %q is not a series: want source:PAIR such as cbr:USDRUB, or source:PAIR:interval such as moex:USDRUB:1m", ErrInvalid, s)
	}
	return id, nil
}

// Kind is how the rates of a series come about.
type Kind string

// Kinds of series. Official (fixing, reference) and market (candle, press) series are never spliced.
const (
	KindFixing    Kind = "fixing"
	KindReference Kind = "reference"
	KindCandle    Kind = "candle"
	KindPress     Kind = "press"
)

// Official tells whether one rate a day is published by a central bank.
func (k Kind) Official() bool { return k == KindFixing || k == KindReference }

// Series describes one series: where it comes from, what its numbers are and when they appear.
type Series struct {
	ID       SeriesID
	Kind     Kind
	Name     string // "Bank of Russia official rate"
	Unit     string // "roubles per dollar"
	Zone     string // IANA zone of the publication rule
	Rule     string // publication rule in one sentence
	TermsURL string
	Ends     civil.Date // last day the publisher gave, zero while it goes on
}

// Publisher names who publishes the series, for captions.
func (s Series) Publisher() string {
	switch s.ID.Source() {
	case "cbr":
		return "Bank of Russia"
	case "ecb":
		return "European Central Bank"
	case "moex":
		return "Moscow Exchange"
	case "press":
		return "Press quotes"
	}
	return s.ID.Source()
}

// Break is a change in how a series is made, or in the market it describes: numbers on the two sides are not like with like.
type Break struct {
	Series SeriesID // empty where the break concerns every rouble series
	Date   civil.Date
	What   string
	Source string
}
