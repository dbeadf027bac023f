package liveblog

import (
	"regexp"

	"detente/internal/fx"
)

const price = `(\d{1,3}\.\d{1,6})`

// mention is how a text prices one currency in roubles: the number before its name ("75.44 against the dollar"), as what it costs
// ("a dollar bought 75.44 roubles", "USD/RUB at 75.44"), or behind it ("versus the euro, the rouble firmed to 86.38").
type mention struct {
	series                fx.SeriesID
	before, costs, behind func() *regexp.Regexp
}

var mentions = []mention{
	currency(fx.PressUSD, `(?:us |u\.s\. )?(?:dollar|greenback)`, "USD"),
	currency(fx.PressEUR, `(?:euro|single currency)`, "EUR"),
}

func currency(id fx.SeriesID, name, code string) mention {
	return mention{id,
		late(`(?i)\b` + price + `\s*(?:ro?ubles?\s+)?(?:against|to|per|versus|vs\.?|for)\s+(?:the |one |a |each )?` + name + `\b`),
		late(`(?i)\b` + name + ` (?:bought|buys|costs?|fetched|(?:is|was) worth|(?:traded|stood) at)\s+` + price + `\s+ro?ubles?\b|\b` + code + `/?RUB\b[^;\d]{0,40}\b` + price),
		late(`(?i)\b(?:against|versus|vs\.?|to|on) the ` + name + `\b[^;]{0,100}?\b(?:to|at|of)\s+` + price),
	}
}

var (
	ofRoubles = late(`(?i)\b(ro?ubles?|russian (currency|unit)|(usd|eur)/?rub)\b`)
	// elsewhen says that a price belongs to another day than the page's.
	elsewhen = late(`(?i)\b((?:last|previous) (?:week|month|year|monday|tuesday|wednesday|thursday|friday)|yesterday|(?:earlier )?(?:this|in the) (?:week|month|year)|(?:in|on) (?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{1,2})?|a (?:week|month|year) (?:ago|earlier)|in (?:19|20)\d\d|(?:the )?previous (?:session|close))\b`)
	weakest  = late(`(?i)\b(low|lows|weakest|bottom)\s+of\s+$`)
	dearest  = late(`(?i)\b(high|highs|strongest|peak)\s+of\s+$`)
	notPrice = late(`(?i)^\s*(%|percent|per cent|million|billion|trillion|points?|pct)`)
)

// quotesOf finds the prices in a paragraph of an entry that speaks of the rouble. A clock time holds for the sentences
// behind it too.
func (r *reader) quotesOf(text string, stamp *clock) {
	when := stamp
	for _, sentence := range sentences(text) {
		sentence = clip(sentence, maxCoded)
		phrase := ""
		if own, timed := statedTime(sentence, r.page); timed {
			when = &own
		} else {
			phrase = elsewhen().FindString(sentence)
		}
		for _, q := range pricesIn(sentence) {
			r.quote(q, when, phrase, sentence)
		}
	}
}

// pricesIn returns the series, basis and value of each price in the sentence, at most one of a currency.
func pricesIn(sentence string) []fx.Quote {
	var list []fx.Quote
	taken := map[int]bool{} // where a number begins that has its currency
	named := map[fx.SeriesID]bool{}
	look := func(id fx.SeriesID, pattern func() *regexp.Regexp) {
		at := pattern().FindStringSubmatchIndex(sentence)
		if len(at) > 4 && at[2] < 0 {
			at = at[2:] // the number of the other alternative
		}
		if at == nil || named[id] || taken[at[2]] || notPrice().MatchString(sentence[at[3]:]) {
			return
		}
		value, err := fx.ParseRate(sentence[at[2]:at[3]])
		if err != nil {
			return // 0.00 and the like are no price
		}
		taken[at[2]], named[id] = true, true
		list = append(list, fx.Quote{Series: id, Basis: basisOf(sentence[:at[2]]), Value: value})
	}
	for _, m := range mentions {
		look(m.series, m.before)
	}
	for _, m := range mentions {
		look(m.series, m.costs)
	}
	for _, m := range mentions {
		look(m.series, m.behind)
	}
	return list
}

// basisOf reads the words before a price. The rouble's low is the pair's high.
func basisOf(before string) fx.QuoteBasis {
	switch {
	case weakest().MatchString(before):
		return fx.QuoteHigh
	case dearest().MatchString(before):
		return fx.QuoteLow
	}
	return fx.QuoteLast
}

// quote files a price under its time: another day's is undated, a stated time's is of that minute, else it is the day's.
func (r *reader) quote(q fx.Quote, when *clock, phrase, sentence string) {
	q.SourceName, q.SourceURL = r.page.SourceName, r.page.SourceURL
	if r.unsure && phrase == "" {
		phrase = unsureDay
	}
	switch {
	case phrase != "":
		r.result.Undated = append(r.result.Undated, Undated{q, phrase, sentence})
		return
	case when != nil:
		q.At = when.at
	default:
		q.At, q.DayOnly = r.page.Date.UTC(), true
	}
	if !r.quoted[q] {
		r.quoted[q] = true
		r.result.Quotes = append(r.result.Quotes, q)
	}
}
