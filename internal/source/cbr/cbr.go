// Package cbr reads the official rates of the Bank of Russia from XML_dynamic.asp, whose format is described at
// https://www.cbr.ru/eng/development/sxml/.
//
// A rate is dated by the day it is in force from; it was set on the calendar day before, Fridays' rates are dated
// Saturday, and the evening's answer holds tomorrow's. The package never stores the day that was asked in place of the
// day that was answered, never fills a gap and never judges whether a rate is believable.
package cbr

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"detente/internal/civil"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
)

const (
	home    = "https://www.cbr.ru"
	path    = "/scripts/XML_dynamic.asp"
	parser  = "cbr/1"
	maxBody = 16 << 20 // the whole history of a currency is about 1 MB
	slashes = "02/01/2006"
	dots    = "02.01.2006"
	yearly  = 366 // days in a window
	overlap = 14  // days asked again: the longest hole in the series is 13 days
)

// codes are the bank's own; one ISO code may have several of them.
var codes = map[fx.SeriesID]string{fx.CBRUSD: "R01235", fx.CBREUR: "R01239"}

// firstDays of each series. Rates before 1998 are in roubles of the old kind, 1,000 to one of today's, and never asked.
var firstDays = map[fx.SeriesID]civil.Date{fx.CBRUSD: civil.New(1998, 1, 1), fx.CBREUR: civil.New(1999, 1, 1)}

// Source asks the Bank of Russia. Base, where it is not empty, takes the place of https://www.cbr.ru.
type Source struct {
	Client *fetch.Client
	Base   string
}

// Name is "cbr".
func (Source) Name() string { return "cbr" }

// Series lists what the source fills.
func (Source) Series() []fx.SeriesID { return []fx.SeriesID{fx.CBRUSD, fx.CBREUR} }

// Span reaches through tomorrow in Moscow, since the rate set today is dated tomorrow.
func (Source) Span(id fx.SeriesID, now time.Time) source.Span {
	today := civil.Of(now.In(fx.CBRCalendar().Zone))
	return source.Span{First: firstDays[id], Floor: firstDays[id], Last: today.AddDays(1), Overlap: overlap}
}

// Windows cuts a range of effective dates into questions of a year.
func (Source) Windows(id fx.SeriesID, from, to civil.Date) []source.Window {
	return source.Split(id, from, to, yearly)
}

// Read asks one window. An error means that nothing of the answer is used; single bad rows are in Answer.Rejected.
// A window without rows is an empty answer, with a rejection where a full working week was asked.
func (s Source) Read(ctx context.Context, w source.Window, _ time.Time) (source.Answer, error) {
	address, err := s.address(w)
	if err != nil {
		return source.Answer{}, err
	}
	reply, err := s.Client.Get(ctx, fetch.Request{URL: address, Accept: "application/xml, text/xml;q=0.9, */*;q=0.5", MaxBody: maxBody, Parser: parser})
	answer := source.Answer{Fetches: reply.Fetches}
	if err != nil {
		return answer, fmt.Errorf("cbr: %w", err)
	}
	if err := decode(reply, w, &answer); err != nil {
		answer.Fixings = nil
		return answer, answer.Unusable(fmt.Errorf("cbr: %s: %w", w, err))
	}
	return answer, nil
}

func (s Source) address(w source.Window) (string, error) {
	code, ok := codes[w.Series]
	if !ok {
		return "", fmt.Errorf("cbr: %q is not a series of the Bank of Russia", w.Series)
	}
	if w.From.Before(firstDays[w.Series]) || w.To.Before(w.From) {
		return "", fmt.Errorf("cbr: %s cannot be asked: days must ascend and none lie before %s", w, firstDays[w.Series])
	}
	return source.Address(s.Base, home, path, url.Values{
		"date_req1": {w.From.UTC().Format(slashes)},
		"date_req2": {w.To.UTC().Format(slashes)},
		"VAL_NM_RQ": {code},
	})
}
