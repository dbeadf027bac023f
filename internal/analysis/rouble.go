package analysis

import (
	"detente/internal/analysis/returns"
	"detente/internal/analysis/stat"
)

// RoubleChange says an abnormal move in words' arithmetic: what the rouble gained against the currency, in percent, with its interval;
// below zero it lost. A log move of +14.31 is a rouble 13.33 percent cheaper, not 14.31. Reference: METHODS 1.
func (e EventRow) RoubleChange() (change stat.Maybe, ci [2]stat.Maybe) {
	return roubleChange(e.CAR), [2]stat.Maybe{roubleChange(e.CI[1]), roubleChange(e.CI[0])}
}

func roubleChange(log stat.Maybe) stat.Maybe {
	if !log.OK {
		return log
	}
	return stat.Some(100 * returns.RoubleChange(log.Value/100))
}
