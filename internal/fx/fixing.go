package fx

import (
	"fmt"
	"strings"
	"time"

	"detente/internal/civil"
)

// Fixing is one official rate. Value and Nominal stay as published: Value roubles for Nominal units of the base currency.
//
// Set is the day the rate was formed, Effective the day it is in force from. For the Bank of Russia Set is the calendar
// day before Effective; for the ECB the two are the same day. Statistics run on Set, legal use on Effective.
type Fixing struct {
	Series    SeriesID
	Effective civil.Date
	Set       civil.Date
	Value     Rate
	Nominal   int64
	KnownFrom time.Time // when this version became known; zero in a fixing that was not read from a store
}

// Rate returns the price of one unit of the base currency.
func (f Fixing) Rate() float64 { return f.Value.Float() / float64(f.Nominal) }

// Validate says what is wrong with f, wrapping ErrInvalid, or nil.
func (f Fixing) Validate() error {
	switch {
	case f.Series == "":
		return fmt.Errorf("fx: %w: fixing without a series", ErrInvalid)
	case f.Effective.IsZero() || f.Set.IsZero():
		return fmt.Errorf("fx: %w: fixing of %s without a date", ErrInvalid, f.Series)
	case f.Set.After(f.Effective):
		return fmt.Errorf("fx: %w: fixing of %s set on %s is in force from %s, before it was set", ErrInvalid, f.Series, f.Set, f.Effective)
	case f.Value.Unscaled <= 0:
		return fmt.Errorf("fx: %w: fixing of %s on %s is %s, not above zero", ErrInvalid, f.Series, f.Effective, f.Value)
	case f.Nominal <= 0:
		return fmt.Errorf("fx: %w: fixing of %s on %s has nominal %d, not above zero", ErrInvalid, f.Series, f.Effective, f.Nominal)
	}
	return nil
}

// Candle is the open, high, low and close of trades in [Start, Start+interval) of its series.
type Candle struct {
	Series                 SeriesID
	Start                  time.Time // UTC, whole seconds
	Open, High, Low, Close Rate
	Volume                 Rate // zero where the venue gives none
}

// Validate says what is wrong with c, wrapping ErrInvalid, or nil: low <= open, close <= high, all above zero, and a candle of
// minutes begins with one, or it would overlap another and its trades count twice.
func (c Candle) Validate() error {
	if c.Series == "" || c.Start.IsZero() {
		return fmt.Errorf("fx: %w: candle without a series or a start", ErrInvalid)
	}
	if c.Start.Unix()%60 != 0 && strings.HasSuffix(string(c.Series), "m") {
		return fmt.Errorf("fx: %w: candle of %s at %s: want the start of a minute", ErrInvalid, c.Series, c.Start.Format(time.RFC3339))
	}
	positive := c.Low.Unscaled > 0 && c.High.Unscaled > 0 // else there is nothing to compare with
	for _, p := range [...]Rate{c.Open, c.High, c.Low, c.Close} {
		if !positive || p.Unscaled <= 0 || p.Compare(c.Low) < 0 || p.Compare(c.High) > 0 {
			return fmt.Errorf("fx: %w: candle of %s at %s: %s lies outside low %s and high %s",
				ErrInvalid, c.Series, c.Start.Format(time.RFC3339), p, c.Low, c.High)
		}
	}
	return nil
}

// QuoteBasis says what a press quote is of its day or minute.
type QuoteBasis string

// Bases of a quote: the price at that time, or the extreme of that day.
const (
	QuoteLast QuoteBasis = "last"
	QuoteLow  QuoteBasis = "low"
	QuoteHigh QuoteBasis = "high"
)

// Quote is a price that a newspaper or agency printed, with the minute it gave or only the day.
type Quote struct {
	Series     SeriesID
	At         time.Time // UTC; midnight where only the day is known
	DayOnly    bool
	Basis      QuoteBasis
	Value      Rate
	SourceName string
	SourceURL  string
}
