package event

import (
	"net/url"
	"slices"
	"strings"
)

// Category is the kind of an event.
type Category string

// Categories of the curated table. Market and monetary-policy events carry Goldstein 0, so that the tension index never
// contains what it is compared with.
const (
	Sanctions       Category = "sanctions"
	MonetaryPolicy  Category = "monetary_policy"
	Talks           Category = "talks"
	Statement       Category = "statement"
	MilitaryPosture Category = "military_posture"
	Treaty          Category = "treaty"
	Incident        Category = "incident"
	Energy          Category = "energy"
	MilitaryAction  Category = "military_action"
	Market          Category = "market"
	Election        Category = "election"
	Ceasefire       Category = "ceasefire"
	Protest         Category = "protest"
	Other           Category = "other"
)

// Categories lists the vocabulary in the order of its use.
func Categories() []Category {
	return []Category{Sanctions, MonetaryPolicy, Talks, Statement, MilitaryPosture, Treaty, Incident, Energy,
		MilitaryAction, Market, Election, Ceasefire, Protest, Other}
}

// Label is the category in running text: "military posture".
func (c Category) Label() string { return strings.ReplaceAll(string(c), "_", " ") }

// Market tells whether events of the category are about the market itself: they carry Goldstein 0.
func (c Category) Market() bool { return c == Market || c == MonetaryPolicy }

// Precisions lists the vocabulary.
func Precisions() []Precision { return []Precision{PrecisionMinute, PrecisionHour, PrecisionDay} }

// Statuses lists the vocabulary.
func Statuses() []Status {
	return []Status{StatusConfirmed, StatusScheduled, StatusDraft, StatusRejected}
}

// Directions lists the vocabulary.
func Directions() []Direction { return []Direction{Escalation, DeEscalation, Neutral} }

func known[T ~string](vocabulary []T, word T) bool { return slices.Contains(vocabulary, word) }

func list[T ~string](vocabulary []T) string {
	words := make([]string, len(vocabulary))
	for i, w := range vocabulary {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// SourceTiers lists the vocabulary of Event.SourceTier, the most authoritative first; empty is not known.
func SourceTiers() []string {
	return []string{"official", "wikipedia", "press", "specialist", "secondary"}
}
