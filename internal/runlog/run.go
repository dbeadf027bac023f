// Package runlog holds what one collection attempt did: the run and its fetches. Failed attempts are kept as well as good ones.
//
// It never performs a run; collect does, and store keeps the record.
package runlog

import (
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

// Status is how a run ended.
type Status string

// Statuses of a run. A run that stopped half-way with something stored is partial; an answer that said "nothing new" is ok.
const (
	Running Status = "running"
	OK      Status = "ok"
	Partial Status = "partial"
	Failed  Status = "failed"
)

// Run is one attempt to collect a source over a range of days, both ends included.
type Run struct {
	ID       int64
	Source   string
	From, To civil.Date
	Started  time.Time
	Finished time.Time // zero while it runs, or where the program died
	Status   Status
	Error    string // why it did not end ok; empty otherwise
	Counts   Counts
	Rejected []Rejection
}

// Duration is how long the run took; zero while it runs.
func (r Run) Duration() time.Duration {
	if r.Finished.IsZero() {
		return 0
	}
	return r.Finished.Sub(r.Started)
}

// Counts says what became of the rows of the answers.
type Counts struct {
	New, Same, Revised, Rejected int
}

// Add returns the sums of c and d.
func (c Counts) Add(d Counts) Counts {
	return Counts{c.New + d.New, c.Same + d.Same, c.Revised + d.Revised, c.Rejected + d.Rejected}
}

// Rejection is a row of an answer that was kept out, and why.
type Rejection struct {
	Series fx.SeriesID
	Row    string // the row as the publisher gave it, cut to 200 bytes
	Reason string
}

// Fetch is one request of a run and the bytes that came back, also where they were of no use.
type Fetch struct {
	ID          int64
	RunID       int64
	URL         string
	At          time.Time // when the answer's last byte was read
	HTTPStatus  int       // zero where no answer came
	HTTPDate    time.Time // the server's Date header; zero where it gave none
	ContentType string
	SHA256      string // hex, of Body
	Body        []byte // as received, after transfer decoding
	Error       string // why the answer was not used; empty where it was
	Parser      string // name and version of the decoder, such as "cbr/1"
	DurationMS  int64
}

// Origin says where rows come from when they are stored.
type Origin struct {
	FetchID int64  // the fetch whose answer held them; zero where there was none
	Author  string // "embedded", "collect", "import", or a user's name
}

// Tally sums up the runs of one source that ended with one status.
type Tally struct {
	Source string
	Status Status
	Runs   int
	Counts Counts
	Last   time.Time // when the newest of them began
}
