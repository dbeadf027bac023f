package web

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/fx"
)

// prices are the exchange's daily candles of both pairs, ascending; empty where none are stored.
type prices struct{ USD, EUR []fx.Candle }

func (p prices) empty() bool { return len(p.USD)+len(p.EUR) == 0 }

// readPrices reads the exchange's daily candles. Those of now are kept until the figures change.
func (s *Server) readPrices(ctx context.Context, q query) (prices, error) {
	if !q.AsOf.IsZero() {
		return s.pricesAsOf(ctx, q.AsOf)
	}
	version, err := s.Store.Version(ctx)
	if err != nil {
		return prices{}, err
	}
	return s.prices.get(version, func() (prices, error) { return s.pricesAsOf(context.WithoutCancel(ctx), time.Time{}) })
}

func (s *Server) pricesAsOf(ctx context.Context, asOf time.Time) (p prices, err error) {
	stored, err := s.Store.Series(ctx)
	if err != nil {
		return p, err
	}
	for _, of := range []struct {
		id   fx.SeriesID
		list *[]fx.Candle
	}{{fx.MOEXUSDD, &p.USD}, {fx.MOEXEURD, &p.EUR}} {
		if !slices.ContainsFunc(stored, func(x fx.Series) bool { return x.ID == of.id }) {
			continue
		}
		err := s.Store.EachCandle(ctx, of.id, time.Time{}, time.Time{}, asOf, func(c fx.Candle) error {
			*of.list = append(*of.list, c)
			return nil
		})
		if err != nil {
			return p, err
		}
	}
	return p, nil
}

// mostIntraday is how many days of a window are drawn by the minute.
const mostIntraday = 14

// minuteSeries names the series of minute candles of the pairs drawn, where any candle of a short window is stored.
func (s *Server) minuteSeries(ctx context.Context, q query, w window) (string, error) {
	var named []string
	if w.To.DaysSince(w.From) >= mostIntraday || q.Units != "" {
		return "", nil
	}
	for _, of := range []struct {
		pair string
		id   fx.SeriesID
	}{{"usd", fx.MOEXUSD1}, {"eur", fx.MOEXEUR1}} {
		if !q.draws(of.pair) {
			continue
		}
		err := s.Store.EachCandle(ctx, of.id, w.From.UTC(), w.To.AddDays(1).UTC(), q.AsOf, func(fx.Candle) error { return errEnough })
		switch {
		case errors.Is(err, errEnough):
			named = append(named, of.pair+"="+string(of.id))
		case err != nil:
			return "", err
		}
	}
	return strings.Join(named, " "), nil
}

// drawnBeside is what of the prices a state draws.
func (p prices) drawnBeside(q query) chart.Market {
	m := chart.Market{Candles: q.Market == "candles"}
	if q.Market != "" && q.draws("usd") {
		m.USD = p.USD
	}
	if q.Market != "" && q.draws("eur") {
		m.EUR = p.EUR
	}
	return m
}

// series names what is drawn of the exchange's prices, as the page tells its chart.
func (p prices) series(q query) string {
	if q.Market == "" || q.Units != "" {
		return ""
	}
	return namedSeries(q, len(p.USD) > 0, fx.MOEXUSDD, len(p.EUR) > 0, fx.MOEXEURD)
}

// drawnSeries names the official series that a state draws.
func (h history) drawnSeries(q query) string {
	return namedSeries(q, len(h.USD.Fixings) > 0, h.USD.Series.ID, len(h.EUR.Fixings) > 0, h.EUR.Series.ID)
}

// namedSeries is "usd=cbr:USDRUB eur=cbr:EURRUB", of the pairs that are there and drawn.
func namedSeries(q query, hasUSD bool, usd fx.SeriesID, hasEUR bool, eur fx.SeriesID) string {
	var named []string
	if hasUSD && q.draws("usd") {
		named = append(named, "usd="+string(usd))
	}
	if hasEUR && q.draws("eur") {
		named = append(named, "eur="+string(eur))
	}
	return strings.Join(named, " ")
}

// marketChoices are how the exchange's prices can be drawn; none where none are stored.
func (p prices) marketChoices(q query) []unitChoice {
	if p.empty() {
		return nil
	}
	return []unitChoice{{"", "nothing", q.Market == ""}, {"close", "the exchange's close", q.Market == "close"},
		{"candles", "the exchange's candles", q.Market == "candles"}}
}

// apart says how far the exchange's close was from the fixing set the same day, for each pair drawn of a window.
func (p prices) apart(h history, q query, w window) []string {
	if q.Market == "" || q.Units != "" {
		return nil
	}
	var lines []string
	for _, of := range []struct {
		name    string
		pair    pair
		candles []fx.Candle
	}{{"usd", h.USD, p.USD}, {"eur", h.EUR, p.EUR}} {
		if line := difference(of.pair, of.candles, w); line != "" && q.draws(of.name) {
			lines = append(lines, line)
		}
	}
	return lines
}

// difference compares the closes of a window with the fixings of the same days; empty where no day has both.
func difference(p pair, candles []fx.Candle, w window) string {
	zone := fx.CalendarOf(fx.MOEXUSDD).Zone
	closes := make(map[civil.Date]float64, len(candles))
	for _, c := range candles {
		closes[civil.Of(c.Start.In(zone))] = c.Close.Float()
	}
	var gaps []float64 // percent
	var widest float64
	var on civil.Date
	for _, f := range p.Fixings {
		last, ok := closes[f.Set]
		if !ok || f.Set.Before(w.From) || f.Set.After(w.To) || f.Rate() <= 0 {
			continue
		}
		gap := 100 * (last/f.Rate() - 1)
		gaps = append(gaps, gap)
		if math.Abs(gap) >= math.Abs(widest) {
			widest, on = gap, f.Set
		}
	}
	if len(gaps) == 0 {
		return ""
	}
	slices.Sort(gaps)
	middle := (gaps[(len(gaps)-1)/2] + gaps[len(gaps)/2]) / 2
	return fmt.Sprintf("%s: the exchange's close against the fixing set the same day, median %s%%, widest %s%% on %s, n = %d.",
		p.Series.ID.Pair(), signed(middle, 2), signed(widest, 2), on.Words(), len(gaps))
}
