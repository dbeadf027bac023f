package fx

import (
	"time"

	"detente/internal/civil"
)

// Range is a stretch of set dates, both ends included, as it was known at AsOf. A zero end is open, a zero AsOf is now.
// It lives here, and not in store, so that collect, web and store speak of the same type.
type Range struct {
	From, To civil.Date
	AsOf     time.Time
}
