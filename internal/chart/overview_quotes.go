package chart

import (
	"strconv"

	"detente/internal/fx"
)

// draws tells whether the quote's pair is on the chart and its price is one.
func (in OverviewInput) draws(q fx.Quote) bool {
	if q.Value.Unscaled <= 0 {
		return false
	}
	switch q.Series.Pair() {
	case fx.USDRUB:
		return in.USD.drawn()
	case fx.EURRUB:
		return in.EUR.drawn()
	}
	return false
}

func (in OverviewInput) appendQuotes(dst []byte) []byte {
	dst = append(dst, '[')
	n := 0
	for _, q := range in.Quotes {
		if in.draws(q) {
			dst = appendQuote(comma(dst, n), q)
			n++
		}
	}
	return append(dst, ']')
}

func appendQuote(dst []byte, q fx.Quote) []byte {
	pair := "usd"
	if q.Series.Pair() == fx.EURRUB {
		pair = "eur"
	}
	dst = strconv.AppendInt(append(dst, `{"at":`...), q.At.UnixMilli(), 10)
	dst = append(append(append(dst, `,"pair":"`...), pair...), `","value":`...)
	dst = q.Value.Append(dst)
	dst = appendString(append(dst, `,"text":`...), quoteText(q))
	return append(dst, '}')
}

// quoteText says what the number is and who printed it: "day's low 75.44, Reuters".
func quoteText(q fx.Quote) string {
	text := ""
	switch q.Basis {
	case fx.QuoteLow:
		text = "day's low "
	case fx.QuoteHigh:
		text = "day's high "
	}
	text += q.Value.String()
	if q.SourceName != "" {
		text += ", " + q.SourceName
	}
	return text
}
