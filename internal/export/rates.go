package export

import (
	"fmt"
	"io"

	"detente/internal/civil"
	"detente/internal/fx"
)

// RatesTable is the wide table of the Bank of Russia's pair.
func RatesTable() Table {
	return Table{"rates", []Column{
		{"date", "day from which the rates are in force", Date, ""},
		{"usd_rub", "roubles per US dollar, as published", Number, "roubles per US dollar"},
		{"eur_rub", "roubles per euro, as published", Number, "roubles per euro"},
	}, []string{"date"}, "Official rouble rates of the Bank of Russia"}
}

// FixingsTable is the long table of any series of official rates.
func FixingsTable() Table {
	return Table{"rates", []Column{
		{"series", "series, such as cbr:USDRUB", Plain, ""},
		{"date", "day from which the rate is in force", Date, ""},
		{"value", "rate for nominal units, as published", Number, "of the series, for nominal units"},
		{"nominal", "units of the base currency that value is for", Integer, ""},
	}, []string{"series", "date"}, "Official rates by series"}
}

// CandlesTable is the table of market candles.
func CandlesTable() Table {
	return Table{"candles", []Column{
		{"series", "series, such as moex:USDRUB:1m", Plain, ""},
		{"start", "start of the interval, RFC 3339 in UTC", DateTime, ""},
		{"open", "first price", Number, ""},
		{"high", "highest price", Number, ""},
		{"low", "lowest price", Number, ""},
		{"close", "last price", Number, ""},
		{"volume", "volume as the venue gives it; empty where it gives none", Number, ""},
	}, []string{"series", "start"}, "Market candles"}
}

// Rates writes the wide table: a row an effective date on which either pair has a rate, ascending; the other's cell is
// empty. Both slices are ascending. The columns have no room for a nominal: one that is not 1 is an error.
func Rates(w io.Writer, o Options, usd, eur []fx.Fixing) error {
	out, err := New(w, RatesTable(), o)
	if err != nil {
		return err
	}
	for len(usd) > 0 || len(eur) > 0 {
		var row [2]fx.Fixing
		date := earliest(usd, eur)
		for i, rest := range []*[]fx.Fixing{&usd, &eur} {
			if row[i], *rest = take(*rest, date); row[i].Nominal > 1 {
				return fmt.Errorf("export: rates: %s of %s is for %d units: name the series to get the long table", row[i].Series, date, row[i].Nominal)
			}
		}
		if err := out.Row(Day(date), Rate(row[0].Value), Rate(row[1].Value)); err != nil {
			return err
		}
	}
	return out.Close()
}

func earliest(a, b []fx.Fixing) civil.Date {
	if len(b) == 0 || (len(a) > 0 && a[0].Effective.Before(b[0].Effective)) {
		return a[0].Effective
	}
	return b[0].Effective
}

// take splits off the first fixing where it is of that date.
func take(fixings []fx.Fixing, date civil.Date) (fx.Fixing, []fx.Fixing) {
	if len(fixings) == 0 || fixings[0].Effective != date {
		return fx.Fixing{}, fixings
	}
	return fixings[0], fixings[1:]
}

// Fixings writes the long table in the order given.
func Fixings(w io.Writer, o Options, fixings []fx.Fixing) error {
	out, err := New(w, FixingsTable(), o)
	if err != nil {
		return err
	}
	for _, f := range fixings {
		if err := out.Row(Text(string(f.Series)), Day(f.Effective), Rate(f.Value), Int(f.Nominal)); err != nil {
			return err
		}
	}
	return out.Close()
}

// Candles writes what each gives, in its order, without holding more than a buffer. An error of each is returned as it is
// and leaves the table unfinished.
func Candles(w io.Writer, o Options, each func(yield func(fx.Candle) error) error) error {
	out, err := New(w, CandlesTable(), o)
	if err != nil {
		return err
	}
	cells := make([]Cell, len(out.table.Columns))
	err = each(func(c fx.Candle) error {
		cells = append(cells[:0], Text(string(c.Series)), Instant(c.Start),
			Rate(c.Open), Rate(c.High), Rate(c.Low), Rate(c.Close), Rate(c.Volume))
		return out.Row(cells...)
	})
	if err != nil {
		return err
	}
	return out.Close()
}
