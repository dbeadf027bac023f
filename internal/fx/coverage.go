package fx

import (
	"time"

	"detente/internal/civil"
)

// Coverage says what is stored of one series. Days are zero, and Newest is zero, where Count is zero.
type Coverage struct {
	Series          Series
	Count           int
	First, Last     civil.Date // set dates; for candles the day in the series' zone, for quotes the UTC day
	FirstEffective  civil.Date // zero for candles and quotes
	LastEffective   civil.Date
	FirstAt, LastAt time.Time // starts of the first and last candle, times of the first and last quote; zero for fixings
	Newest          Rate      // the last fixing's value, the last candle's close or the last quote
	Nominal         int64     // units of the base currency Newest is for
	LastOK          time.Time // when the last run of the series' source that ended ok began
	Gaps            []Gap     // by ascending date; of fixings, and of candles where those of the other interval, a minute or a day, say that there was trade
}

// Gap is a hole between two days that follow each other, both stored.
type Gap struct{ From, To civil.Date }
