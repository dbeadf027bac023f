package fx

import (
	"fmt"
	"strings"

	"detente/internal/civil"
)

// The series Détente knows by itself. A user's file may add others.
const (
	CBRUSD   SeriesID = "cbr:USDRUB"
	CBREUR   SeriesID = "cbr:EURRUB"
	ECBUSD   SeriesID = "ecb:EURUSD"
	ECBRUB   SeriesID = "ecb:EURRUB"
	MOEXUSD1 SeriesID = "moex:USDRUB:1m"
	MOEXEUR1 SeriesID = "moex:EURRUB:1m"
	MOEXUSDD SeriesID = "moex:USDRUB:1d"
	MOEXEURD SeriesID = "moex:EURRUB:1d"
	PressUSD SeriesID = "press:USDRUB"
	PressEUR SeriesID = "press:EURRUB"
)

const (
	moscow    = "Europe/Moscow"
	frankfurt = "Europe/Berlin"

	cbrRule  = "Set on each working day, in force from the next calendar day until the next rate is set; Friday's rate is dated Saturday."
	ecbRule  = "Reference rate of 14:15 Central European time on TARGET days, published about 16:00, dated the same day."
	moexRule = "Trades of the TOM instrument on board CETS; a bar is stamped with its start in Moscow time and stored in UTC."
	quotRule = "Printed by a named newspaper or agency at the time it gave."

	cbrTerms  = "https://www.cbr.ru/eng/about_br/about_website/"
	ecbTerms  = "https://www.ecb.europa.eu/services/using-our-site/disclaimer/html/index.en.html"
	moexTerms = "https://www.moex.com/en/datapolicy/"
)

// Catalogue lists the series in the order they are shown. The slice is the caller's own.
func Catalogue() []Series {
	return []Series{
		{CBRUSD, KindFixing, "Bank of Russia official rate", USDRUB.Unit(), moscow, cbrRule, cbrTerms, civil.Date{}},
		{CBREUR, KindFixing, "Bank of Russia official rate", EURRUB.Unit(), moscow, cbrRule, cbrTerms, civil.Date{}},
		{ECBUSD, KindReference, "ECB reference rate", EURUSD.Unit(), frankfurt, ecbRule, ecbTerms, civil.Date{}},
		{ECBRUB, KindReference, "ECB reference rate", EURRUB.Unit(), frankfurt, ecbRule, ecbTerms, civil.New(2022, 3, 1)},
		{MOEXUSD1, KindCandle, "Moscow Exchange, one-minute candles", USDRUB.Unit(), moscow, moexRule, moexTerms, civil.Date{}},
		{MOEXEUR1, KindCandle, "Moscow Exchange, one-minute candles", EURRUB.Unit(), moscow, moexRule, moexTerms, civil.Date{}},
		{MOEXUSDD, KindCandle, "Moscow Exchange, daily candles", USDRUB.Unit(), moscow, moexRule, moexTerms, civil.Date{}},
		{MOEXEURD, KindCandle, "Moscow Exchange, daily candles", EURRUB.Unit(), moscow, moexRule, moexTerms, civil.Date{}},
		{PressUSD, KindPress, "Quotes in the press", USDRUB.Unit(), "UTC", quotRule, "", civil.Date{}},
		{PressEUR, KindPress, "Quotes in the press", EURRUB.Unit(), "UTC", quotRule, "", civil.Date{}},
	}
}

// Known returns the catalogue's series of that id.
func Known(id SeriesID) (Series, bool) {
	for _, s := range Catalogue() {
		if s.ID == id {
			return s, true
		}
	}
	return Series{}, false
}

// Among finds the series of that id in a list; the error names what the list holds, in its order.
func Among(list []Series, id SeriesID) (Series, error) {
	var ids []string
	for _, s := range list {
		if s.ID == id {
			return s, nil
		}
		ids = append(ids, string(s.ID))
	}
	return Series{}, fmt.Errorf("%s is not stored: there are %s", id, strings.Join(ids, ", "))
}
