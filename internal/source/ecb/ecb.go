// Package ecb reads the euro reference rates of the European Central Bank from its SDMX service as csvdata, described at
// https://data.ecb.europa.eu/help/api/data.
//
// A rate is units of the other currency for one euro, dated the day it was fixed. The rouble ended on 1 March 2022. The
// package never fills the days on which the bank published nothing and never judges whether a rate is believable.
package ecb

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
)

const (
	home    = "https://data-api.ecb.europa.eu"
	parser  = "ecb/1"
	maxBody = 16 << 20
	years   = 5 * 366 // days in a window
	overlap = 14
)

// keys name the series of the dataflow EXR: daily, currency, against the euro, spot, as published.
var keys = map[fx.SeriesID]string{fx.ECBUSD: "D.USD.EUR.SP00.A", fx.ECBRUB: "D.RUB.EUR.SP00.A"}

// firstDays are the days of the first rate of each series.
var firstDays = map[fx.SeriesID]civil.Date{fx.ECBUSD: civil.New(1999, 1, 4), fx.ECBRUB: civil.New(2005, 4, 1)}

// Source asks the European Central Bank. Base, where it is not empty, takes the place of https://data-api.ecb.europa.eu.
type Source struct {
	Client *fetch.Client
	Base   string
}

// Name is "ecb".
func (Source) Name() string { return "ecb" }

// Series lists what the source fills.
func (Source) Series() []fx.SeriesID { return []fx.SeriesID{fx.ECBUSD, fx.ECBRUB} }

// Span reaches through today in Frankfurt, or to the end of a series that has one.
func (Source) Span(id fx.SeriesID, now time.Time) source.Span {
	span := source.Span{First: firstDays[id], Floor: firstDays[id], Overlap: overlap}
	span.Last = civil.Of(now.In(fx.ECBCalendar().Zone))
	if end := endOf(id); !end.IsZero() && end.Before(span.Last) {
		span.Last, span.Ended = end, true
	}
	return span
}

func endOf(id fx.SeriesID) civil.Date {
	s, _ := fx.Known(id)
	return s.Ends
}

// Windows cuts a range of days into questions of five years.
func (Source) Windows(id fx.SeriesID, from, to civil.Date) []source.Window {
	return source.Split(id, from, to, years)
}

// Read asks one window. An error means that nothing of the answer is used; single bad rows are in Answer.Rejected, days
// without a value in Answer.Notes. "No results" is an empty answer, with a rejection where a full working week of a
// series that goes on was asked.
func (s Source) Read(ctx context.Context, w source.Window, _ time.Time) (source.Answer, error) {
	address, err := s.address(w)
	if err != nil {
		return source.Answer{}, err
	}
	reply, err := s.Client.Get(ctx, fetch.Request{URL: address, Accept: "text/csv, */*;q=0.5", MaxBody: maxBody, Parser: parser})
	answer := source.Answer{Fetches: reply.Fetches}
	if err != nil && !noResults(err, reply, w) {
		return answer, fmt.Errorf("ecb: %w", err)
	}
	if err == nil {
		err = decode(reply, w, &answer)
		if err != nil {
			answer.Fixings = nil
			return answer, answer.Unusable(fmt.Errorf("ecb: %s: %w", w, err))
		}
	}
	if answer.Rows() == 0 && len(answer.Rejected) == 0 && expected(w) {
		answer.RejectEmpty(w, "rate")
	}
	return answer, nil
}

// noResults tells whether a 404 is the service's way of saying that the range holds nothing: it says so, or the series
// had ended. Any other 404 is an address that is wrong.
func noResults(err error, reply fetch.Reply, w source.Window) bool {
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok || status.Code != http.StatusNotFound || len(reply.Fetches) == 0 {
		return false
	}
	if end := endOf(w.Series); !end.IsZero() && w.From.After(end) {
		return true
	}
	body := string(reply.Fetches[len(reply.Fetches)-1].Body)
	return strings.Contains(strings.ToLower(body), "no results found")
}

// expected tells whether the window must hold a rate.
func expected(w source.Window) bool {
	if end := endOf(w.Series); !end.IsZero() && w.To.After(end) {
		w.To = end
	}
	return w.WorkingWeek()
}

func (s Source) address(w source.Window) (string, error) {
	key, ok := keys[w.Series]
	if !ok {
		return "", fmt.Errorf("ecb: %q is not a series of the European Central Bank", w.Series)
	}
	if w.To.Before(w.From) {
		return "", fmt.Errorf("ecb: %s cannot be asked: days must ascend", w)
	}
	return source.Address(s.Base, home, "/service/data/EXR/"+key, url.Values{
		"format":      {"csvdata"},
		"startPeriod": {w.From.String()},
		"endPeriod":   {w.To.String()},
	})
}
