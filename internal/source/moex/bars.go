package moex

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/source"
)

const clock = "2006-01-02 15:04:05"

// bars gathers the pages of one window.
type bars struct {
	window source.Window
	now    time.Time
	zone   *time.Location
	unit   instrument
	rows   []row
	known  map[row]bool
}

func newBars(w source.Window, now time.Time) *bars {
	return &bars{window: w, now: now, zone: moscow(), unit: instruments[w.Series], known: map[row]bool{}}
}

// add takes the rows of a page, each once: ISS repeats rows between pages. It tells whether any was new.
func (b *bars) add(page []row) (fresh bool) {
	for _, r := range page {
		if !b.known[r] {
			b.known[r], fresh = true, true
			b.rows = append(b.rows, r)
		}
	}
	return fresh
}

func (b *bars) seen() int { return len(b.rows) }

// settle turns the rows into candles in ascending order. A start that stands twice with different prices is rejected
// every time; bars that are not closed are noted and left for the next run.
func (b *bars) settle(answer *source.Answer) {
	byStart := map[time.Time][]fx.Candle{}
	open := 0
	for _, r := range b.rows {
		c, closed, err := b.candle(r)
		switch {
		case err != nil:
			answer.Reject(b.window.Series, r.String(), err.Error())
		case !closed:
			open++
		default:
			byStart[c.Start] = append(byStart[c.Start], c)
		}
	}
	for _, start := range slices.SortedFunc(maps.Keys(byStart), time.Time.Compare) {
		same := byStart[start]
		if len(same) == 1 {
			answer.Candles = append(answer.Candles, same[0])
			continue
		}
		for _, c := range same {
			answer.Reject(b.window.Series, fmt.Sprintf("begin=%s open=%s high=%s low=%s close=%s", start.In(b.zone).Format(clock), c.Open, c.High, c.Low, c.Close),
				fmt.Sprintf("%d bars that differ begin at this time; none is taken", len(same)))
		}
	}
	if open > 0 {
		answer.Notes = append(answer.Notes, fmt.Sprintf("%s: %d bars are not closed yet and are left for the next run", b.window.Series, open))
	}
}

// candle reads one row; closed is false where the bar may still change.
func (b *bars) candle(r row) (c fx.Candle, closed bool, err error) {
	begin, err := b.span(r)
	if err != nil {
		return c, false, err
	}
	c = fx.Candle{Series: b.window.Series, Start: begin.UTC()}
	for _, price := range []struct {
		name string
		text string
		to   *fx.Rate
	}{{"open", r.open, &c.Open}, {"high", r.high, &c.High}, {"low", r.low, &c.Low}, {"close", r.close, &c.Close}} {
		if price.text == "" {
			return c, false, fmt.Errorf("%s is null", price.name)
		}
		if *price.to, err = fx.ParseRate(price.text); err != nil {
			return c, false, fmt.Errorf("%s: %w", price.name, err)
		}
	}
	if r.volume != "" {
		if c.Volume, err = fx.ParseNumber(r.volume); err != nil {
			return c, false, fmt.Errorf("volume: %w", err)
		}
	}
	closed = !b.after(begin).Add(delay).After(b.now)
	return c, closed, c.Validate()
}

// span checks the row's times against the grid, the interval and the days asked, and returns the start in Moscow.
func (b *bars) span(r row) (time.Time, error) {
	begin, err := time.ParseInLocation(clock, r.begin, b.zone)
	if err != nil {
		return begin, fmt.Errorf("begin %q: want YYYY-MM-DD hh:mm:ss", r.begin)
	}
	end, err := time.ParseInLocation(clock, r.end, b.zone)
	if err != nil {
		return begin, fmt.Errorf("end %q: want YYYY-MM-DD hh:mm:ss", r.end)
	}
	switch {
	case !b.window.Contains(civil.Of(begin)):
		return begin, errors.New("the bar lies outside the days asked")
	case begin.Second() != 0 || (b.unit.interval == 24 && (begin.Hour() != 0 || begin.Minute() != 0)):
		return begin, fmt.Errorf("the bar does not begin on a whole %s", b.unit.word())
	case end.Before(begin) || end.After(b.after(begin)):
		return begin, fmt.Errorf("the bar does not end within a %s", b.unit.word())
	}
	return begin, nil
}

// after is the instant at which a bar that begins at begin is over; a Moscow day may have 23 or 25 hours.
func (b *bars) after(begin time.Time) time.Time {
	if b.unit.interval == 24 {
		return begin.AddDate(0, 0, 1)
	}
	return begin.Add(time.Minute)
}

func (i instrument) word() string {
	if i.interval == 24 {
		return "day"
	}
	return "minute"
}
