package analysis

import (
	"fmt"
	"time"
)

// Warning is what a reader must know before the number it stands above. Codes are those of METHODS 13.
type Warning struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

func warnStale(seconds float64) Warning {
	return Warning{"W-STALE", fmt.Sprintf("Last trade %.0f minutes before the event: the price it is compared with is old.", (time.Duration(seconds) * time.Second).Minutes())}
}

func warnStamp() Warning {
	return Warning{"W-STAMP", "News may have been out before this time: the price had already moved, or the stamp is uncertain by more than the shortest horizon."}
}
