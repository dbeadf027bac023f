package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"detente/internal/analysis/stat"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// StudyReport is the result of a study. Its JSON is schema 1: fields are added, never renamed. Percent fields end in _pct,
// log returns times 100, + is a higher price (for rouble pairs a weaker rouble). A missing number is null with a reason.
type StudyReport struct {
	Schema         int         `json:"schema"`
	Series         fx.SeriesID `json:"series"`
	Pooled         fx.SeriesID `json:"pooled"` // second series; empty for one alone
	Model          string      `json:"model"`
	Control        fx.SeriesID `json:"control"`     // empty for the constant mean
	ControlLag     int         `json:"control_lag"` // 1: the control's last value dated before the set date; 0: no later than it
	Estimation     [2]int      `json:"estimation"`
	Window         [2]int      `json:"window"`
	Signed         bool        `json:"signed"`
	NonOverlapping bool        `json:"non_overlapping"`
	Clean          bool        `json:"clean_estimation"`
	Seed           uint64      `json:"seed"`
	Placebos       int         `json:"placebo"`
	AsOf           *time.Time  `json:"as_of"` // null where the newest figures were taken
	Selection      Selection   `json:"selection"`
	SeriesFrom     civil.Date  `json:"series_from"` // first and last set date of the series
	SeriesTo       civil.Date  `json:"series_to"`
	NFixings       int         `json:"n_fixings"`
	Unpaired       int         `json:"n_unpaired"` // returns of the used windows left out because the control has none of those days

	// In a study of two series each event counts once a series, in every number below.
	NEvents   int                 `json:"n_events"`
	NEpisodes int                 `json:"n_episodes"`
	NUsed     int                 `json:"n_used"`
	NDays     int                 `json:"n_days_used"` // episodes used, each once however many series: what the exact tests count
	Statuses  map[EventStatus]int `json:"statuses"`    // add up to NEvents

	Conclusion string        `json:"conclusion"`
	Direction  string        `json:"direction"` // what + means
	CAAR       stat.Maybe    `json:"caar_pct"`
	CAARCI     [2]stat.Maybe `json:"caar_ci_pct"`           // 95 percent, Student's t, the episodes taken as independent
	Bootstrap  [2]stat.Maybe `json:"caar_bootstrap_ci_pct"` // 95 percent, percentile, from 8 episodes on; null where windows share days
	Adjusted   [2]stat.Maybe `json:"caar_adjusted_ci_pct"`  // the one to read where windows share days: widened by overlap_correlation; null where none do
	CAARReason string        `json:"caar_reason,omitempty"` // why one of the three is null
	RBar       stat.Maybe    `json:"overlap_correlation"`   // mean correlation between CARs that kp_t allows for

	Path        []PathPoint  `json:"path"`
	Headline    []string     `json:"headline"` // names of the tests to read, in order
	Tests       []TestRow    `json:"tests"`    // in reading order: the headline, then the rest
	Overlaps    [][2]int     `json:"overlaps"` // places in Events
	Events      []EventRow   `json:"events"`
	Cloud       PlaceboCloud `json:"placebo_cloud"`
	Placebo     PlaceboRows  `json:"placebo_dates"`
	Calendar    CalendarTime `json:"calendar_time"`
	Regimes     []Regime     `json:"regimes"`
	Unexplained []BigMove    `json:"unexplained_moves"`
	Warnings    []Warning    `json:"warnings"`
}

// PathPoint is one day of the average path; the interval is of the cumulated average, pointwise.
type PathPoint struct {
	Tau    int        `json:"tau"`
	AAR    stat.Maybe `json:"aar_pct"`
	CAAR   stat.Maybe `json:"caar_pct"`
	Lo     stat.Maybe `json:"lo_pct"`
	Hi     stat.Maybe `json:"hi_pct"`
	N      int        `json:"n"`
	Reason string     `json:"reason,omitempty"`
}

// TestRow is one test of "no abnormal move".
type TestRow struct {
	Name      string     `json:"name"`
	Statistic stat.Maybe `json:"statistic"`
	DF        stat.Maybe `json:"df"` // null where the distribution has none
	P         stat.Maybe `json:"p"`  // two-sided
	Reason    string     `json:"reason,omitempty"`
}

// EventRow is one event of one series. Signs are not applied to its figures. Where events share day 0 the first in time
// carries the episode's figures and the others are merged into it.
type EventRow struct {
	ID            string         `json:"id"`
	Title         string         `json:"title"`
	When          string         `json:"when"`
	OccurredAt    time.Time      `json:"occurred_at"`
	EndedAt       *time.Time     `json:"ended_at,omitempty"` // nil where the event is a point in time; it counts on its first day all the same
	Timed         bool           `json:"timed"`              // its clock time is known
	Category      event.Category `json:"category"`
	Series        fx.SeriesID    `json:"series"`
	Episode       *int           `json:"episode"` // number of the episode in time; null without a day 0
	Day0          *int           `json:"day0"`    // index of the fixing
	SetDate       civil.Date     `json:"set_date"`
	EffectiveDate civil.Date     `json:"effective_date"`
	GapDays       int            `json:"gap_days"`         // calendar days that the return of day 0 spans
	InPart        bool           `json:"in_part"`          // the fixing holds the event only in part
	Unsure        bool           `json:"cutoff_uncertain"` // within two days of an inferred change of the cut-off, or on an evening on which the market may have closed before
	Status        EventStatus    `json:"status"`
	Reason        string         `json:"reason,omitempty"`
	Sign          int            `json:"sign"` // of the episode: +1 escalation, -1 de-escalation, 0 neither
	M             *int           `json:"m"`    // estimation observations
	L             *int           `json:"l"`    // observations in the window
	S             stat.Maybe     `json:"s_pct"`
	CAR           stat.Maybe     `json:"car_pct"`
	CI            [2]stat.Maybe  `json:"car_ci_pct"` // 95 percent
	T             stat.Maybe     `json:"t"`
	P             stat.Maybe     `json:"p"`
	Q             stat.Maybe     `json:"q"` // Benjamini-Hochberg over the events of this report that have a p
	Percentile    stat.Maybe     `json:"placebo_percentile"`
	AR            []stat.Maybe   `json:"ar_pct"` // one a day of the window; empty where nothing was measured
	precision     event.Precision
	late          bool      // the market may have closed before it
	coded         time.Time // when the event was coded; zero where nobody has said
}

// PlaceboRows say from how many dates the placebo test draws, and what it gives among dates of the events' own time: a
// long series holds decades that were calmer, or wilder, than the years of the events. A date is eligible where a full estimation
// and event window exist and no event of the study, used or not, is nearer than a window's length; days of events that were not
// selected are eligible, since without them only quiet days would be left to compare with. Where windows share days the figures of the
// span, too, are of dates that keep the distances.
type PlaceboRows struct {
	Eligible     int        `json:"n_eligible"`
	SD           stat.Maybe `json:"sd_pct"` // of the average abnormal move at random dates
	SpanEligible int        `json:"n_eligible_in_span"`
	SpanSD       stat.Maybe `json:"sd_in_span_pct"`
	SpanP        stat.Maybe `json:"p_in_span"` // among dates between the first and the last used episode
	SpanReason   string     `json:"reason_in_span,omitempty"`
	Spaced       SpacedRows `json:"spaced"`
}

// How placebo_spaced moves episodes.
const (
	movedWhole  = "pattern" // all as one, every distance kept
	movedGroups = "groups"  // each group of overlapping windows on its own
)

// SpacedRows say how placebo_spaced was drawn: null figures, with the reason, where no windows share days.
type SpacedRows struct {
	Moved  string     `json:"moved,omitempty"` // pattern or groups
	Groups int        `json:"n_groups"`        // of episodes whose windows share days; those alone are one each
	Places int        `json:"n_places"`        // dates where the pattern fits, or the group that fits at the fewest
	Draws  int        `json:"draws"`
	SD     stat.Maybe `json:"sd_pct"`
	Reason string     `json:"reason,omitempty"`
}

// PlaceboCloud is the average path at dates drawn at random, for the chart behind the events' path.
type PlaceboCloud struct {
	Draws  int         `json:"draws"`
	Paths  [][]float64 `json:"paths_pct"` // of the first draws, one value a day of the window
	Lo     []float64   `json:"lo_pct"`    // 2.5 percent quantile of all draws, by day
	Hi     []float64   `json:"hi_pct"`
	Reason string      `json:"reason,omitempty"`
}

// CalendarTime is the regression of every return of the series on a dummy for days inside an event window.
type CalendarTime struct {
	Effect stat.Maybe    `json:"effect_pct"` // of one day inside a window
	SE     stat.Maybe    `json:"se_pct"`     // Newey-West
	CI     [2]stat.Maybe `json:"ci_pct"`
	T      stat.Maybe    `json:"t"`
	P      stat.Maybe    `json:"p"`
	N      int           `json:"n"`
	Days   int           `json:"event_days"`
	Lag    int           `json:"newey_west_lag"`
	LagBy  string        `json:"newey_west_lag_by,omitempty"` // rule, or asked
	Reason string        `json:"reason,omitempty"`
}

// Regime is the part of the used episodes between two changes of market or method.
type Regime struct {
	From      civil.Date    `json:"from"` // both ends included
	To        civil.Date    `json:"to"`
	Since     string        `json:"since"` // what changed at From; empty for the first
	N         int           `json:"n"`     // episodes
	CAAR      stat.Maybe    `json:"caar_pct"`
	CI        [2]stat.Maybe `json:"caar_ci_pct"` // widened where Adjusted; null below three episodes
	BMP       stat.Maybe    `json:"bmp_p"`       // of kp_t where Adjusted; null below three episodes
	SignFlip  stat.Maybe    `json:"sign_flip_p"` // overlapping windows flipped together where Adjusted, as in sign_flip_grouped
	SmallestP stat.Maybe    `json:"smallest_sign_flip_p"`
	Reason    string        `json:"reason,omitempty"` // why a number is null; else that the row is a description, where Few

	Measurements int  `json:"n_measurements"`   // more than n in a study of two series
	Adjusted     bool `json:"overlap_adjusted"` // windows of the row share days
	Few          bool `json:"few"`              // fewer than 10 episodes
}

// BigMove is a day that moved far from what the days before it let expect, with no known event whose window holds it.
type BigMove struct {
	Series        fx.SeriesID `json:"series"`
	SetDate       civil.Date  `json:"set_date"`
	EffectiveDate civil.Date  `json:"effective_date"`
	Return        float64     `json:"return_pct"`
	AR            float64     `json:"ar_pct"`
	T             float64     `json:"t"`
	P             float64     `json:"p"`
	Q             stat.Maybe  `json:"q"` // Benjamini-Hochberg over all days searched
	Searched      int         `json:"n_searched"`
}

// Until is when an event of some length ends, in the words of When; empty where it is a point in time.
func (e EventRow) Until() string {
	if e.EndedAt == nil {
		return ""
	}
	return event.Event{OccurredAt: *e.EndedAt, Precision: e.precision}.When()
}

// Hash returns the SHA-256 of the report in hexadecimal. AsOf is left out: the hash of a study run again tells whether
// anything but the clock differs. So are the ends of events: no number rests on them, and hashes are older than they are.
func (r StudyReport) Hash() (string, error) {
	r.AsOf, r.Events = nil, slices.Clone(r.Events)
	for i := range r.Events {
		r.Events[i].EndedAt = nil
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("analysis: hash of a study: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// OverlappingPairs lists the pairs of Overlaps, each once however many series it is measured in.
func (r StudyReport) OverlappingPairs() (pairs [][2]int) {
	seen := map[[2]int]bool{}
	for _, pair := range r.Overlaps {
		days := [2]int{*r.Events[pair[0]].Day0, *r.Events[pair[1]].Day0}
		if !seen[days] {
			pairs = append(pairs, pair)
		}
		seen[days] = true
	}
	return pairs
}

// Interval is the 95 percent interval of the CAAR to read: widened where windows share days.
func (r StudyReport) Interval() [2]stat.Maybe {
	if len(r.Overlaps) > 0 {
		return r.Adjusted
	}
	return r.CAARCI
}

// Test returns the test of that name.
func (r StudyReport) Test(name string) (TestRow, bool) {
	for _, t := range r.Tests {
		if t.Name == name {
			return t, true
		}
	}
	return TestRow{}, false
}
