// Package moex reads candles of the Moscow Exchange from ISS, described at https://iss.moex.com/iss/reference/.
//
// The instruments are the dollar and the euro for tomorrow (USD000UTSTOM, EUR_RUB__TOM) on board CETS, in bars of a
// minute and of a day. Bars are stamped in Moscow wall time, the prices stay as text until they are scaled integers, and
// a bar that is not closed yet is left for the next run. The figures are licensed: the package never redistributes them.
package moex

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"detente/internal/civil"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
)

const (
	home     = "https://iss.moex.com"
	parser   = "moex/1"
	maxBody  = 8 << 20 // a page of 500 bars is about 60 kB
	maxPages = 200     // of one window: 100,000 bars, beyond what a window can hold

	// delay is how far the free service lies behind the exchange, with some room: bars that closed within it may still grow.
	delay = 20 * time.Minute
)

// instrument is how ISS names the bars of one series.
type instrument struct {
	security string
	interval int // ISS's word: 1 is a minute, 24 a day
	days     int // in a window
	reach    int // days that a run without a date of its own goes back at most; zero is all
	first    civil.Date
	sure     civil.Date // from here on the venue surely has bars: an empty working week is suspicious
}

// instruments of the series. A week of minutes is about 5,000 bars, eleven requests.
var instruments = map[fx.SeriesID]instrument{
	fx.MOEXUSD1: {"USD000UTSTOM", 1, 7, 30, civil.New(2008, 1, 9), civil.New(2012, 1, 1)},
	fx.MOEXEUR1: {"EUR_RUB__TOM", 1, 7, 30, civil.New(2008, 1, 9), civil.New(2012, 1, 1)},
	fx.MOEXUSDD: {"USD000UTSTOM", 24, 2 * 366, 0, civil.New(2003, 4, 15), civil.New(2003, 4, 15)},
	fx.MOEXEURD: {"EUR_RUB__TOM", 24, 2 * 366, 0, civil.New(2003, 4, 15), civil.New(2012, 1, 1)},
}

// halted is the day from which an empty answer is no surprise: trade in dollars and euros stopped on 13 June 2024, the
// day before was a holiday.
var halted = civil.New(2024, 6, 12)

// Source asks the Moscow Exchange. Base, where it is not empty, takes the place of https://iss.moex.com.
type Source struct {
	Client *fetch.Client
	Base   string
}

// Name is "moex".
func (Source) Name() string { return "moex" }

// Series lists what the source fills, daily bars first: they are few.
func (Source) Series() []fx.SeriesID {
	return []fx.SeriesID{fx.MOEXUSDD, fx.MOEXEURD, fx.MOEXUSD1, fx.MOEXEUR1}
}

// Span reaches through today in Moscow; of minutes, a run without a date asks for the last 30 days at most. Days are asked again for two
// weeks: one may come late, or was cut short, when later ones are stored already. Minutes are not: the candle of their day tells.
func (Source) Span(id fx.SeriesID, now time.Time) source.Span {
	in := instruments[id]
	span := source.Span{First: in.first, Floor: in.first, Last: civil.Of(now.In(moscow())), Overlap: 14}
	if in.reach > 0 {
		span.Floor, span.Overlap = span.Last.AddDays(-in.reach), 1
	}
	return span
}

func moscow() *time.Location { return fx.CalendarOf(fx.MOEXUSD1).Zone }

// Windows cuts a range of Moscow days: minutes by the week, days by two years.
func (Source) Windows(id fx.SeriesID, from, to civil.Date) []source.Window {
	return source.Split(id, from, to, instruments[id].days)
}

// Read asks one window, page after page until an empty one, since a short page may be followed by more. An error means
// that nothing of the window is used, for a hole in the middle could not be told from no trades. Bars that close less
// than 20 minutes before now are left out.
func (s Source) Read(ctx context.Context, w source.Window, now time.Time) (answer source.Answer, err error) {
	bars := newBars(w, now)
	for page, start := 0, 0; ; page++ {
		if page == maxPages {
			return answer, answer.Unusable(fmt.Errorf("moex: %s: no end after %d pages", w, maxPages))
		}
		rows, err := s.page(ctx, w, start, &answer)
		if err != nil {
			return answer, err
		}
		if len(rows) == 0 {
			break
		}
		if fresh := bars.add(rows); !fresh {
			return answer, answer.Unusable(fmt.Errorf("moex: %s: the page from row %d repeats rows that came before, so the rest cannot be read", w, start))
		}
		start += len(rows)
	}
	bars.settle(&answer)
	if bars.seen() == 0 && !w.From.Before(instruments[w.Series].sure) && w.To.Before(halted) && w.WorkingWeek() {
		answer.RejectEmpty(w, "bar")
	}
	return answer, nil
}

func (s Source) page(ctx context.Context, w source.Window, start int, answer *source.Answer) ([]row, error) {
	address, err := s.address(w, start)
	if err != nil {
		return nil, err
	}
	reply, err := s.Client.Get(ctx, fetch.Request{URL: address, Accept: "application/json, */*;q=0.5", MaxBody: maxBody, Parser: parser})
	answer.Fetches = append(answer.Fetches, reply.Fetches...)
	if err != nil {
		return nil, fmt.Errorf("moex: %w", err)
	}
	rows, err := decode(reply)
	if err != nil {
		return nil, answer.Unusable(fmt.Errorf("moex: %s from row %d: %w", w, start, err))
	}
	return rows, nil
}

func (s Source) address(w source.Window, start int) (string, error) {
	in, ok := instruments[w.Series]
	if !ok {
		return "", fmt.Errorf("moex: %q is not a series of the Moscow Exchange", w.Series)
	}
	if w.To.Before(w.From) {
		return "", fmt.Errorf("moex: %s cannot be asked: days must ascend", w)
	}
	path := "/iss/engines/currency/markets/selt/boards/CETS/securities/" + in.security + "/candles.json"
	return source.Address(s.Base, home, path, url.Values{
		"from":            {w.From.String()},
		"till":            {w.To.String()},
		"interval":        {strconv.Itoa(in.interval)},
		"start":           {strconv.Itoa(start)},
		"iss.meta":        {"off"},
		"iss.only":        {"candles"},
		"candles.columns": {"begin,end,open,close,high,low,value,volume"},
	})
}
