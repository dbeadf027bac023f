package web

import (
	"context"
	"errors"
	"sync"

	"detente/internal/civil"
	"detente/internal/fx"
)

// pair is one series with its fixings, ascending by set date.
type pair struct {
	Series  fx.Series
	Fixings []fx.Fixing
	Sets    []civil.Date
}

// day is one set date; a pair without a fixing on it is -1.
type day struct {
	Set      civil.Date
	USD, EUR int // positions in the pairs' fixings
}

// readPairs reads both at the same time: they are most of what a page waits for after a change.
func (s *Server) readPairs(ctx context.Context, q query) (usd, eur pair, err error) {
	var failed error
	var reading sync.WaitGroup
	reading.Go(func() { eur, failed = s.readPair(ctx, fx.CBREUR, q) })
	usd, err = s.readPair(ctx, fx.CBRUSD, q)
	reading.Wait()
	return usd, eur, errors.Join(err, failed)
}

func (s *Server) readPair(ctx context.Context, id fx.SeriesID, q query) (pair, error) {
	series, ok := fx.Known(id)
	if !ok {
		series = fx.Series{ID: id}
	}
	fixings, err := s.Store.Fixings(ctx, id, fx.Range{AsOf: q.AsOf})
	if err != nil {
		return pair{}, err
	}
	p := pair{Series: series, Fixings: fixings, Sets: make([]civil.Date, len(fixings))}
	for i, f := range fixings {
		p.Sets[i] = f.Set
	}
	return p, nil
}

// joinDays puts two ascending lists of set dates side by side.
func joinDays(usd, eur []civil.Date) []day {
	days := make([]day, 0, max(len(usd), len(eur)))
	for i, j := 0, 0; i < len(usd) || j < len(eur); {
		switch {
		case j == len(eur) || (i < len(usd) && usd[i].Before(eur[j])):
			days = append(days, day{usd[i], i, -1})
			i++
		case i == len(usd) || eur[j].Before(usd[i]):
			days = append(days, day{eur[j], -1, j})
			j++
		default:
			days = append(days, day{usd[i], i, j})
			i, j = i+1, j+1
		}
	}
	return days
}

// last returns the newest fixing.
func (p pair) last() (fx.Fixing, bool) {
	if len(p.Fixings) == 0 {
		return fx.Fixing{}, false
	}
	return p.Fixings[len(p.Fixings)-1], true
}
