package analysis

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
)

// What can become of an event in the response by the minute. The counts add up to the number of events asked for.
const (
	IntradayUsed    = "used"
	IntradayUntimed = "no_clock_time" // its clock time is not known
	IntradayNoPrice = "no_price"      // no bar is stored in the days before it
)

// IntradayRow is one event and the response of the price to it; nil where there is none, and Reason says why.
type IntradayRow struct {
	ID         string          `json:"id"`
	Title      string          `json:"title"`
	OccurredAt time.Time       `json:"occurred_at"`
	Category   event.Category  `json:"category"`
	Precision  event.Precision `json:"precision"`
	Status     string          `json:"status"`
	Reason     string          `json:"reason,omitempty"`
	Response   *IntradayReport `json:"response"`
}

// IntradayStudy is the response by the minute to each of several events. Its JSON is schema 1: fields are added, never renamed.
type IntradayStudy struct {
	Schema    int           `json:"schema"`
	Series    fx.SeriesID   `json:"series"`
	AsOf      *time.Time    `json:"as_of"` // null where the newest figures were taken
	Selection Selection     `json:"-"`
	Rule      selectionJSON `json:"selection"`
	NEvents   int           `json:"n_events"`
	NUsed     int           `json:"n_used"`
	Events    []IntradayRow `json:"events"`
	Warnings  []Warning     `json:"warnings"` // of the choice of events; each response has its own
}

// NewIntradayStudy puts rows, in the order of time, under what was asked.
func NewIntradayStudy(series fx.SeriesID, selection Selection, asOf time.Time, rows []IntradayRow) IntradayStudy {
	out := IntradayStudy{Schema: Schema, Series: series, Selection: selection, Rule: selection.report(), NEvents: len(rows), Events: filled(rows)}
	if !asOf.IsZero() {
		utc := asOf.UTC()
		out.AsOf = &utc
	}
	tests, market := 0, 0
	for _, row := range rows {
		if row.Response == nil {
			continue
		}
		out.NUsed++
		if row.Category == event.Market {
			market++
		}
		for _, r := range row.Response.Responses {
			if r.P.OK {
				tests++
			}
		}
	}
	var w warnings
	w.add(tests > 1, WarnMT, "%s tests of single moves; about %.3g below 0.05 are expected by chance alone, and the horizons of one event are not independent.", thousands(tests), 0.05*float64(tests))
	w.add(selection.HandPicked(), WarnSel, "The events were picked by hand. Events chosen after seeing prices bias the result: state the rule of selection.")
	w.add(market > 0, WarnSel, "%s of category market: an event that is itself a move of the price was chosen for what is measured here. Leave that category out.", count(market, "measured event"))
	out.Warnings = w.done()
	return out
}

// Tables returns one table, responses: a row a horizon of an event, and a row for an event without a response. The last column has the
// codes of the warnings of the study and of the response.
func (r IntradayStudy) Tables() []Table {
	t := Table{Name: "responses", Columns: []string{"id", "occurred_at", "title", "series", "status", "reason", "minutes", "response_pct", "sigma_pct", "z", "p", "greyed", "session_ended",
		"price", "price_at", "stale_seconds", "closed", "drift_60_pct", "drift_60_z", "placebo_days", "volatility_ratio", "warnings"}}
	for _, e := range r.Events {
		head := cells(e.ID, e.OccurredAt.Format(time.RFC3339), e.Title, string(r.Series), e.Status, e.Reason)
		if e.Response == nil {
			t.Rows = append(t.Rows, append(append(head, make([]string, 15)...), Codes(r.Warnings)))
			continue
		}
		v := e.Response
		codes := Codes(warnings(append(append([]Warning{}, r.Warnings...), v.Warnings...)).done())
		for _, h := range v.Responses {
			row := append([]string{}, head...)
			row = append(row, cells(h.Minutes, h.PCT, h.Sigma, h.Z, h.P, h.Greyed, h.Ended, v.Price, v.PriceAt.Format(time.RFC3339), v.StaleSeconds, v.Closed, v.DriftPCT, v.DriftZ, v.PlaceboDays, v.Restless, codes)...)
			t.Rows = append(t.Rows, row)
		}
	}
	return []Table{t}
}

// Table returns the table of that name; the error lists the names.
func (r IntradayStudy) Table(name string) (Table, error) { return find(r.Tables(), name) }

// Text returns the responses to be read, event by event, warnings first.
func (r IntradayStudy) Text() string {
	var p page
	p.line("Response by the minute of ", string(r.Series))
	p.line(fmt.Sprintf("%s, %s with a price before it. Log returns in percent, %s. The price is the close of the last finished bar.",
		count(r.NEvents, "event"), thousands(r.NUsed), direction(r.Series.Pair(), false)))
	p.line()
	p.warn(r.Warnings)
	for _, e := range r.Events {
		if e.Response == nil {
			continue
		}
		p.heading(e.OccurredAt.Format("2006-01-02 15:04 UTC") + "  " + e.ID)
		p.paragraph(e.Title, "")
		e.Response.text(&p)
	}
	r.textLeft(&p)
	return p.String()
}

// textLeft lists the events without a response, by reason.
func (r IntradayStudy) textLeft(p *page) {
	ids := map[string][]string{}
	for _, e := range r.Events {
		if e.Response == nil {
			ids[e.Status+", "+e.Reason] = append(ids[e.Status+", "+e.Reason], e.ID)
		}
	}
	if len(ids) > 0 {
		p.heading("Left out")
	}
	for _, why := range slices.Sorted(maps.Keys(ids)) {
		list := ids[why]
		text := strings.Join(list[:min(leftShown, len(list))], " ")
		if more := len(list) - leftShown; more > 0 {
			text += fmt.Sprintf(" and %s more", thousands(more))
		}
		p.paragraph("  "+why+": "+text, "    ")
	}
}

func (r IntradayReport) text(p *page) {
	p.warn(r.Warnings)
	p.paragraph(r.base(), "")
	rows := [][]string{{"after", "move", "usual", "z", "p", ""}}
	for _, h := range r.Responses {
		after, note := count(h.Minutes, "minute"), ""
		if h.Minutes == 0 {
			after = "end of session"
		}
		if h.Greyed {
			note = "within the uncertainty of the event's time"
		} else if !h.PCT.OK {
			note = h.PCT.Reason
		} else if h.Ended {
			note = "the session had ended: to its last price"
		}
		rows = append(rows, []string{after, FormatPCT(h.PCT), plain(h.Sigma, 2), signed(h.Z, 1), FormatP(h.P), note})
	}
	p.columns(rows)
}

// base says what the moves are measured from.
func (r IntradayReport) base() string {
	text := fmt.Sprintf("From %s at %s", strconv.FormatFloat(r.Price, 'f', -1, 64), r.PriceAt.UTC().Format("2006-01-02 15:04 UTC"))
	if !r.Closed {
		text += fmt.Sprintf("; %s %% in the hour before (z %s); same clock time on %s.", FormatPCT(r.DriftPCT), signed(r.DriftZ, 1), count(r.PlaceboDays, "earlier session"))
	}
	switch {
	case r.Closed && r.NextOpen != nil:
		text += fmt.Sprintf("; the opens of %s.", count(r.PlaceboDays, "earlier session"))
		text += fmt.Sprintf(" The market was closed: horizons count from the next open, %s, gap %s %%.", r.NextOpen.UTC().Format("2006-01-02 15:04 UTC"), FormatPCT(r.GapPCT))
	case r.Closed:
		text += ". The market was closed, and no later bar is stored."
	}
	return text
}
