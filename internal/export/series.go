package export

import (
	"errors"
	"fmt"
	"slices"

	"detente/internal/fx"
)

// ErrInvalid is wrapped by every error that says a question asks a table for what it does not hold.
var ErrInvalid = errors.New("invalid question")

// tableOf is the table that holds the series of a kind.
var tableOf = map[fx.Kind]string{fx.KindFixing: "rates", fx.KindReference: "rates", fx.KindCandle: "candles", fx.KindPress: "quotes"}

// seriesOf are the series whose values the table holds, in the order of its columns or rows. q fits the table.
func seriesOf(name string, q Query) []fx.SeriesID {
	switch {
	case name == "overlay":
		usd, eur, _ := q.pair() // fits has looked at the error
		return []fx.SeriesID{usd, eur}
	case name == "study", name == "correlation":
		return q.Measured()
	case name == "rates" && len(q.Series) == 0:
		return []fx.SeriesID{fx.CBRUSD, fx.CBREUR}
	case name == "quotes" && len(q.Series) == 0:
		return []fx.SeriesID{fx.PressUSD, fx.PressEUR}
	case name == "rates", name == "candles", name == "quotes":
		return q.Series
	}
	return nil
}

// fitsSeries refuses a series that the named table does not hold, and says which table does.
func (q Query) fitsSeries(name string, stored []fx.Series) error {
	if !slices.Contains([]string{"rates", "candles", "quotes", "overlay"}, name) && len(q.Series) > 0 {
		return fmt.Errorf("export: %w: series %s: the table %s takes none", ErrInvalid, list(q.Series), name)
	}
	for _, id := range q.Series {
		i := slices.IndexFunc(stored, func(s fx.Series) bool { return s.ID == id })
		if i < 0 {
			return fmt.Errorf("export: %w: series %s is not stored", ErrInvalid, id)
		}
		if kind := stored[i].Kind; tableOf[kind] != name && (name != "overlay" || !kind.Official()) {
			return fmt.Errorf("export: %w: series %s is of kind %s, which the table %s does not hold: use the table %s", ErrInvalid, id, kind, name, tableOf[kind])
		}
	}
	if name == "overlay" {
		_, _, err := q.pair()
		return err
	}
	return nil
}

// pair is the dollar and the euro series of the overlay: one source's, never two spliced.
func (q Query) pair() (usd, eur fx.SeriesID, err error) {
	if len(q.Series) == 0 {
		return fx.CBRUSD, fx.CBREUR, nil
	}
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("export: %w: %s: the overlay takes one series of roubles per dollar and one of roubles per euro, both of one source, such as %s and %s",
			ErrInvalid, fmt.Sprintf(format, args...), fx.CBRUSD, fx.CBREUR)
	}
	sides := map[fx.Pair]*fx.SeriesID{fx.USDRUB: &usd, fx.EURRUB: &eur}
	for _, id := range q.Series {
		side, known := sides[id.Pair()]
		switch {
		case !known:
			return "", "", wrong("%s is %s", id, id.Pair().Unit())
		case *side != "":
			return "", "", wrong("%s and %s are both %s", *side, id, id.Pair().Unit())
		}
		*side = id
	}
	switch {
	case usd == "" || eur == "":
		return "", "", wrong("series %s is alone", q.Series[0])
	case usd.Source() != eur.Source():
		return "", "", wrong("%s and %s are of two sources", usd, eur)
	}
	return usd, eur, nil
}
