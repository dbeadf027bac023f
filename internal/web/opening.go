package web

import (
	"context"
	"errors"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/words"
)

// opening is what a first visit can begin with: the newest figures or the story, and questions that lead to filled pages.
type opening struct {
	Newest, Story rangeButton
	Questions     []question
}

// question is one that a page answers.
type question struct {
	Text string
	URL  string
}

// newOpening finds which of the two ways a state is; the story's event is empty where it is not stored.
func newOpening(q query, w window, story string) opening {
	bare := query{AsOf: q.AsOf, AsOfDay: q.AsOfDay, view: view{Lang: q.Lang, Zone: q.Zone}}
	asked := func(q query) query { q.AsOf, q.AsOfDay = bare.AsOf, bare.AsOfDay; return q }
	o := opening{
		Newest: rangeButton{URL: bare.at("/"), On: q.From.IsZero() && q.To.IsZero()},
		Story: rangeButton{URL: bare.with(func(q *query) { q.From, q.To, q.Event = storyFrom, storyTo, story }).at("/"),
			On: w.From == storyFrom && w.To == storyTo},
	}
	if story != "" {
		o.Questions = append(o.Questions, question{words.Mark("Was 7 February 2022 unusual?"), eventAddress(story, q)})
	}
	crisis := compareState{query: bare.with(func(q *query) { q.Zone = "" }), A: invasionDay, B: compareB, Window: compareWindow}
	o.Questions = append(o.Questions,
		question{words.Mark("How did sanctions packages move the rouble?"), asked(query{Categories: []event.Category{event.Sanctions}, Text: "package"}).at("/study")},
		question{words.Mark("Was 2022 worse than 2014?"), crisis.at("/compare")},
		question{words.Mark("Does tension come with larger moves?"), address("/correlation", correlationState{query: asked(query{}), Question: largerMoves()})})
	return o
}

// largerMoves asks whether the size of the moves goes with tension.
func largerMoves() analysis.CorrelateQuestion {
	q := analysis.DefaultCorrelate(fx.CBRUSD)
	q.Target = analysis.TargetAbsReturn
	return q
}

// unusual is how large the move around an event was among the days without one, a pair each.
type unusual struct{ Pair, Percentile string }

// unusualMoves measures the event alone, as its page does. A pair that cannot be measured is left out: the page says why.
func (s *Server) unusualMoves(ctx context.Context, e event.Event, q query) ([]unusual, error) {
	if e.Status != event.StatusConfirmed {
		return nil, nil
	}
	var found []unusual
	for _, id := range []fx.SeriesID{fx.CBRUSD, fx.CBREUR} {
		question := analysis.DefaultStudy(id)
		question.Selection, question.AsOf = analysis.SelectionOf(event.Filter{IDs: []string{e.ID}}), q.AsOf
		question.Placebos = 0 // the rank among all other dates needs no draws
		report, err := s.study(ctx, question)
		var asked *badQuery
		switch {
		case errors.As(err, &asked):
			continue
		case err != nil:
			return nil, err
		}
		for _, row := range report.Events {
			if row.Percentile.OK {
				found = append(found, unusual{id.Pair().String(), analysis.FormatPercentile(row.Percentile)})
			}
		}
	}
	return found, nil
}
