package chart

import (
	"fmt"
	"sync"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
)

// OverviewID is the ID of the overview's chart.
const OverviewID = "overview"

// OverviewInput is what the overview shows. Every part may be empty; lists that are given are ascending.
type OverviewInput struct {
	USD, EUR       Rates          // a pair is drawn where its Series has an ID, even without a single fixing
	Quotes         []fx.Quote     // of the pairs that are drawn; others are left out
	Breaks         []fx.Break     // those that concern the series drawn; equal ones are drawn once
	Events         event.Timeline // drafts and rejected events are left out
	Tension        []tension.Day
	TensionOptions tension.Options // of Tension, for its caption
	From, To       civil.Date      // the window at first, both ends included; zero is the first or last day there is
	Selected       string          // id of an event; one that is not in Events selects nothing
	Important      []string        // ids of events with a vertical line: few, see MostImportant
	Log            bool            // logarithmic axes for the rates
	Units          fx.Units        // of the lines instead of roubles, on one axis; levels where empty. Rebase and Market are then left out
	Market         Market          // beside the official rates
	Gauge          Gauge           // beside the tension index
	Rebase         civil.Date      // both rates on one axis, 100 on this day (or the last fixing before it); zero is two axes in roubles
}

// Rates are the fixings of one series, ascending by set date without repetition.
type Rates struct {
	Series  fx.Series
	Fixings []fx.Fixing
}

func (r Rates) drawn() bool { return r.Series.ID != "" }

// Overview lays out both pairs, the lane of events and the tension index over one time axis. It fails where a list is
// not in the order it says, where the fixing to be 100 has no price, or where an option is invalid.
func Overview(in OverviewInput) (Chart, error) {
	if err := in.check(); err != nil {
		return Chart{}, err
	}
	if in.inUnits() {
		in.Rebase, in.Log = civil.Date{}, false
	}
	in.Events = visible(in.Events)
	bases, err := in.bases()
	if err != nil {
		return Chart{}, err
	}
	frame, err := overviewSkeleton(in.kind())
	if err != nil {
		return Chart{}, err
	}
	return Chart{
		ID:     OverviewID,
		Option: frame.fill(in.holes(bases)),
		Data:   in.appendData(make([]byte, 0, in.sizeHint()), bases),
		Title:  in.title(),
		Label:  in.label(),
	}, nil
}

func (in OverviewInput) check() error {
	for _, r := range []Rates{in.USD, in.EUR} {
		for i := 1; i < len(r.Fixings); i++ {
			if !r.Fixings[i-1].Set.Before(r.Fixings[i].Set) {
				return fmt.Errorf("chart: overview: fixings of %s: %s follows %s: want ascending set dates, each once",
					r.Series.ID, r.Fixings[i].Set, r.Fixings[i-1].Set)
			}
		}
	}
	if !in.From.IsZero() && !in.To.IsZero() && in.To.Before(in.From) {
		return fmt.Errorf("chart: overview: the window ends on %s, before it begins on %s", in.To, in.From)
	}
	return in.TensionOptions.Validate()
}

// visible returns the events that are drawn: confirmed and scheduled.
func visible(events event.Timeline) event.Timeline {
	for i := range events {
		if !shown(events[i]) {
			kept := append(event.Timeline(nil), events[:i]...)
			for _, e := range events[i:] {
				if shown(e) {
					kept = append(kept, e)
				}
			}
			return kept
		}
	}
	return events
}

func shown(e event.Event) bool {
	return e.Status == event.StatusConfirmed || e.Status == event.StatusScheduled
}

// base is the rate that counts as 100.
type base struct {
	ok   bool
	rate float64
	set  civil.Date
}

// bases finds, for each pair drawn, the last fixing set on or before Rebase, or the first one where all are later.
func (in OverviewInput) bases() (bases struct{ usd, eur base }, err error) {
	if in.Rebase.IsZero() {
		return bases, nil
	}
	for _, pair := range []struct {
		rates Rates
		base  *base
	}{{in.USD, &bases.usd}, {in.EUR, &bases.eur}} {
		chosen, ok := fx.BaseOf(pair.rates.Fixings, in.Rebase)
		if !ok || !pair.rates.drawn() {
			continue
		}
		if err := chosen.Validate(); err != nil {
			return bases, fmt.Errorf("chart: overview: index of 100: %w", err)
		}
		*pair.base = base{true, chosen.Rate(), chosen.Set}
	}
	return bases, nil
}

// overviewKind is everything that the option's skeleton depends on.
type overviewKind struct {
	usd, eur, log, rebased, symbols bool
	units, bars                     bool
	market                          string
	gauge                           bool
}

func (in OverviewInput) kind() overviewKind {
	return overviewKind{
		usd: in.USD.drawn(), eur: in.EUR.drawn(), log: in.Log, rebased: !in.Rebase.IsZero() || in.inUnits(),
		units: in.inUnits(), bars: bars(in.Units), market: in.marketKind(), gauge: in.Gauge.drawn(),
		symbols: max(len(in.USD.Fixings), len(in.EUR.Fixings)) <= fewPoints,
	}
}

// fewPoints is the number of fixings up to which each one has a mark: a single fixing would show no line at all.
const fewPoints = 60

// overviewSkeletons keeps one skeleton a kind; there are a few hundred kinds.
var overviewSkeletons sync.Map

func overviewSkeleton(kind overviewKind) (skeleton, error) {
	if kept, ok := overviewSkeletons.Load(kind); ok {
		return kept.(skeleton), nil
	}
	option, err := overviewLayout(kind).option()
	if err != nil {
		return skeleton{}, err
	}
	made := split(option)
	overviewSkeletons.Store(kind, made)
	return made, nil
}
