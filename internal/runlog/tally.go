package runlog

import "time"

// Tally sums up the runs of one source that ended with one status.
type Tally struct {
	Source string
	Status Status
	Runs   int
	Counts Counts
	Last   time.Time // when the newest of them began
}
