package analysis

import (
	"math"
	"testing"
	"time"
)

// sessions are bars of a minute from 07:00 to the given clock on each of the days of February 2022, prices rising a kopeck a bar.
func sessions(days []int, until time.Duration) Bars {
	b := Bars{Length: time.Minute, Zone: time.FixedZone("MSK", 3*3600)}
	price := 75.0
	for _, d := range days {
		start := time.Date(2022, 2, d, 7, 0, 0, 0, time.UTC)
		for u := start; u.Before(start.Add(until)); u = u.Add(time.Minute) {
			b.Bars = append(b.Bars, Bar{u, price, price + 0.01})
			price += 0.01
		}
	}
	return b
}

func atMinutes(r IntradayReport, minutes int) Response {
	for _, one := range r.Responses {
		if one.Minutes == minutes {
			return one
		}
	}
	panic("no such horizon")
}

// After the last stored bar nothing is known: no move of 0 with p = 1 is made up for the end of the session.
func TestIntradayAfterTheLastBarHasNoMoves(t *testing.T) {
	t.Parallel()
	bars := sessions([]int{1, 2, 3, 4, 7}, 8*time.Hour)
	last := bars.end(len(bars.Bars) - 1)
	for _, after := range []time.Duration{0, 10 * time.Minute, 3 * time.Hour} {
		got, ok := Intraday(bars, last.Add(after), nil, 0)
		if !ok {
			t.Fatalf("%s after the last bar: no answer", after)
		}
		for _, r := range got.Responses {
			if r.PCT.OK || r.P.OK || r.PCT.Reason == "" {
				t.Errorf("%s after the last bar, %d minutes: %+v", after, r.Minutes, r)
			}
		}
	}
}

// A session of which the bars stop before it is as long as the earlier ones has not ended.
func TestIntradayOfASessionStillOpenHasNoEnd(t *testing.T) {
	t.Parallel()
	bars := sessions([]int{1, 2, 3, 4}, 8*time.Hour)
	open := sessions([]int{7}, 4*time.Hour) // to 11:00, the sessions before to 15:00
	bars.Bars = append(bars.Bars, open.Bars...)
	got, _ := Intraday(bars, time.Date(2022, 2, 7, 8, 0, 0, 0, time.UTC), nil, 0)
	if end := atMinutes(got, 0); end.PCT.OK || end.PCT.Reason == "" {
		t.Errorf("end of an open session: %+v", end)
	}
	if two := atMinutes(got, 120); !two.PCT.OK {
		t.Errorf("120 minutes lie within the bars: %+v", two)
	}
	whole := sessions([]int{1, 2, 3, 4, 7}, 8*time.Hour)
	got, _ = Intraday(whole, time.Date(2022, 2, 7, 8, 0, 0, 0, time.UTC), nil, 0)
	if end := atMinutes(got, 0); !end.PCT.OK {
		t.Errorf("the last session is as long as the others: %+v", end)
	}
}

// A horizon past the end of the session repeats its end, as the reference has it, and says so.
func TestIntradayHorizonsEndWithTheSession(t *testing.T) {
	t.Parallel()
	bars := sessions([]int{1, 2, 3, 4, 7, 8}, 8*time.Hour)
	got, _ := Intraday(bars, time.Date(2022, 2, 7, 14, 40, 0, 0, time.UTC), nil, 0) // twenty minutes before the end
	for h, past := range map[int]bool{5: false, 15: false, 30: true, 60: true, 120: true, 0: false} {
		r := atMinutes(got, h)
		if !r.PCT.OK || r.Ended != past || (past && r.PCT != atMinutes(got, 0).PCT) {
			t.Errorf("%d minutes, twenty before the end: %+v", h, r)
		}
	}
}

// An event of the night counts from the next open; the end of that session is in the evening, not the evening before.
func TestIntradayClosedMarketHasTheNextSessionsEnd(t *testing.T) {
	t.Parallel()
	bars := sessions([]int{1, 2, 3, 4, 7, 8}, 8*time.Hour)
	got, _ := Intraday(bars, time.Date(2022, 2, 7, 20, 0, 0, 0, time.UTC), nil, 0)
	evening, before := bars.Bars[len(bars.Bars)-1].Close, bars.Bars[len(bars.Bars)-1-8*60].Close
	end := atMinutes(got, 0)
	if want := logPCT(evening, before); !got.Closed || !end.PCT.OK || end.PCT.Value != want {
		t.Errorf("closed %v, end of session %+v, want %v", got.Closed, end, want)
	}
	if got.PlaceboDays != 4 || end.Sigma.Value < 1 { // the opens of 2, 3, 4 and 7 February, of which each session rises by some 6 percent
		t.Errorf("%d earlier sessions, usual move %v", got.PlaceboDays, end.Sigma)
	}
	at, _ := Intraday(bars, bars.Bars[5*8*60-1].Start.Add(time.Minute), nil, 0) // as the last bar of the 7th ends
	if !at.Closed || atMinutes(at, 0).PCT.Value != end.PCT.Value {
		t.Errorf("at the very end of a session: closed %v, %+v", at.Closed, atMinutes(at, 0))
	}
}

// The first trade comes a minute later on one day than on another: the moves from the open are compared with those of other opens, which
// hold a night as well, and not with minutes of the same clock time, which hold none. The hour before the event had no trade.
func TestIntradayOpensAreComparedWithOpens(t *testing.T) {
	t.Parallel()
	var bars Bars
	price := 75.0
	for d := range 10 {
		day := sessions([]int{1 + d}, 8*time.Hour)
		first := 0
		if d == 9 {
			first = 1 // opens at 07:01
		}
		price += 1 // over night
		for _, bar := range day.Bars[first:] {
			bars.Bars = append(bars.Bars, Bar{bar.Start, price, price})
		}
		bars.Length, bars.Zone = day.Length, day.Zone
	}
	got, _ := Intraday(bars, time.Date(2022, 2, 9, 20, 0, 0, 0, time.UTC), nil, 0)
	five := atMinutes(got, 5)
	if got.PlaceboDays != 8 || five.Sigma.Value < 1 || five.Z.Value > 1 {
		t.Errorf("%d opens, five minutes after the open %+v", got.PlaceboDays, five)
	}
	if got.DriftPCT.OK || got.DriftZ.OK || got.DriftPCT.Reason != "the market was closed" {
		t.Errorf("the hour before: %+v, z %+v", got.DriftPCT, got.DriftZ)
	}
}

// Twenty sessions of steps of 0.01, then one of steps three times as large up to the event: the move after it is compared with calm days.
func TestIntradayAfterAWildDaySaysSo(t *testing.T) {
	t.Parallel()
	for _, wild := range []float64{1, 3} {
		var bars Bars
		for d := range 21 {
			day := sessions([]int{1 + d}, 8*time.Hour)
			for m, bar := range day.Bars {
				step := 0.01
				if d == 20 || (d == 19 && m > 240) {
					step *= wild
				}
				price := 75 + step*float64((m*7+d*13)%11)
				if d == 20 && m >= 240 {
					price += 1
				}
				bars.Bars = append(bars.Bars, Bar{bar.Start, price, price})
			}
			bars.Length, bars.Zone = day.Length, day.Zone
		}
		got, _ := Intraday(bars, time.Date(2022, 2, 21, 11, 0, 0, 0, time.UTC), nil, 0)
		said := false
		for _, w := range got.Warnings {
			said = said || w.Code == WarnSize
		}
		if !got.Restless.OK || math.Abs(got.Restless.Value-wild) > 0.05*wild || !got.significant() || said != (wild > tooRestless) {
			t.Errorf("wild %v: ratio %v, significant %v, W-SIZE %v", wild, got.Restless, got.significant(), said)
		}
	}
}
