package export

import (
	"io"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// QuotesTable is the table of prices that newspapers and agencies printed.
func QuotesTable() Table {
	return Table{"quotes", []Column{
		{"series", "series, such as press:USDRUB", Plain, ""},
		{"at", "the minute that the source gave, RFC 3339 in UTC, or the day alone", Moment, ""},
		{"precision", "minute or day: how exactly at is known", Plain, ""},
		{"basis", "last, low or high: what the price is of its minute or day", Plain, ""},
		{"value", "price as printed", Number, "of the series"},
		{"source_name", "newspaper or agency", Plain, ""},
		{"source_url", "address of the source; empty where it may not be linked", Link, ""},
	}, []string{"series", "at", "precision", "basis", "source_name", "source_url"}, "Rouble quotes in the press"}
}

// Quotes writes the quotes in the order given.
func Quotes(w io.Writer, o Options, quotes []fx.Quote) error {
	out, err := New(w, QuotesTable(), o)
	if err != nil {
		return err
	}
	for _, q := range quotes {
		at, precision := Instant(q.At), event.PrecisionMinute
		if q.DayOnly {
			at, precision = Day(civil.Of(q.At.UTC())), event.PrecisionDay
		}
		err := out.Row(Text(string(q.Series)), at, Text(string(precision)), Text(string(q.Basis)), Rate(q.Value), Text(q.SourceName), Text(q.SourceURL))
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// quotes reads the quotes of each series in turn.
func (t taker) quotes() error {
	f := t.query.Filter
	var all []fx.Quote
	for _, id := range seriesOf("quotes", t.query) {
		quotes, err := t.from.Quotes(t.ctx, id, fx.Range{From: f.From, To: f.To, AsOf: f.AsOf})
		if err != nil {
			return err
		}
		all = append(all, quotes...)
	}
	return Quotes(t.out, t.options, all)
}
