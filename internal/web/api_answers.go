package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// parseStudyQuestion is parseStudy without what is for pages and files.
func parseStudyQuestion(v url.Values) (studyState, error) {
	if err := questionOnly(v, studyReaders); err != nil {
		return studyState{}, err
	}
	return parseStudy(v)
}

func parseCorrelationQuestion(v url.Values) (correlationState, error) {
	if err := questionOnly(v, correlationReaders); err != nil {
		return correlationState{}, err
	}
	return parseCorrelation(v)
}

// questionOnly refuses the parameters that say how an answer is told: the API gives all of it, in UTC.
func questionOnly[S any](v url.Values, all readers[S]) error {
	known := slices.DeleteFunc(sortedKeys(all), func(name string) bool { return name == "table" || name == "zone" })
	for _, name := range sortedKeys(v) {
		if !slices.Contains(known, name) {
			return &badQuery{name, noneOfThatName + strings.Join(known, ", ")}
		}
	}
	return nil
}

func (s *Server) apiStudy(ctx context.Context, st studyState) (reply, error) {
	report, err := s.study(ctx, st.Question)
	return reply{body: report}, err
}

func (s *Server) apiCorrelation(ctx context.Context, st correlationState) (reply, error) {
	report, err := s.correlation(ctx, st.Question)
	return reply{body: report}, err
}

// recordsState asks how a value stands against all before it.
type recordsState struct {
	query
	Series fx.SeriesID
	At     time.Time  // of a price or a close; zero is the newest
	On     civil.Date // of a fixing, the day it is in force from
	Value  float64    // a price; zero is the stored value
}

var recordsReaders = carrying(func(r *recordsState) *query { return &r.query }, readers[recordsState]{
	"series": func(r *recordsState, v string) (err error) { r.Series, err = readSeries(v); return err },
	"at": func(r *recordsState, v string) error {
		var at query
		if err := readAsOf(&at, v); err != nil {
			return err
		}
		r.At, r.On = at.AsOf, at.AsOfDay
		return nil
	},
	"value": func(r *recordsState, v string) (err error) {
		if r.Value, err = strconv.ParseFloat(v, 64); err != nil || !(r.Value > 0 && r.Value < 1e9) {
			return fmt.Errorf("%q is not a price", clip(v))
		}
		return nil
	},
}, "as-of")

// apiRecords says since when a rate was not as strong or weak: fixings beside fixings, closes beside closes, a price beside
// the extremes of earlier days.
func (s *Server) apiRecords(ctx context.Context, r recordsState) (reply, error) {
	if r.Series == "" {
		return reply{}, needed("series", string(fx.CBRUSD))
	}
	stored, err := s.Store.Series(ctx)
	if err != nil {
		return reply{}, err
	}
	i := slices.IndexFunc(stored, func(x fx.Series) bool { return x.ID == r.Series })
	var in analysis.RecordInput
	switch {
	case i >= 0 && stored[i].Kind.Official():
		in, err = s.fixingRecord(ctx, r, stored[i])
	case i >= 0 && r.Series.Interval() == "1d":
		in, err = s.priceRecord(ctx, r, stored[i])
	default:
		err = &badQuery{"series", fmt.Sprintf("%s holds neither official rates nor daily candles, or is not stored", r.Series)}
	}
	if err != nil {
		return reply{}, err
	}
	report, err := analysis.Records(in)
	return reply{body: report}, err
}

func (s *Server) fixingRecord(ctx context.Context, r recordsState, series fx.Series) (in analysis.RecordInput, err error) {
	if r.Value != 0 {
		return in, &badQuery{"value", fmt.Sprintf("is a market price and %s holds official rates: like is compared with like", r.Series)}
	}
	if !r.At.IsZero() && r.On.IsZero() {
		return in, &badQuery{"at", "want the day from which the rate is in force"}
	}
	fixings, err := s.Store.Fixings(ctx, r.Series, fx.Range{AsOf: r.AsOf})
	if err != nil {
		return in, err
	}
	i := len(fixings) - 1
	if !r.On.IsZero() {
		i = slices.IndexFunc(fixings, func(f fx.Fixing) bool { return f.Effective == r.On })
	}
	if i < 0 {
		return in, notThere(r, "has no rate in force from that day")
	}
	return analysis.FixingRecord(series, fixings, i), nil
}

func (s *Server) priceRecord(ctx context.Context, r recordsState, series fx.Series) (in analysis.RecordInput, err error) {
	days, err := s.Store.Candles(ctx, r.Series, time.Time{}, time.Time{}, r.AsOf)
	if err != nil {
		return in, err
	}
	if len(days) == 0 {
		return in, notThere(r, "has no candles")
	}
	at := r.At
	switch {
	case at.IsZero():
		at = days[len(days)-1].Start
	case !r.On.IsZero():
		at = r.On.At(12, 0, fx.CalendarOf(r.Series).Zone)
	}
	if r.Value != 0 {
		return analysis.PriceRecord(series, days, at, r.Value), nil
	}
	if in, err = analysis.CloseRecord(series, days, at); err != nil {
		return in, notThere(r, "has no trading on that day")
	}
	return in, nil
}

func notThere(r recordsState, why string) error {
	return &refusal{http.StatusNotFound, "There is no such value", fmt.Sprintf("%s %s.", r.Series, why)}
}

// runsState asks how collecting went.
type runsState struct {
	paging
	Source string
}

var runsReaders = paged(func(r *runsState) *paging { return &r.paging }, readers[runsState]{
	"source": func(r *runsState, v string) error {
		if !slugLike(v) {
			return fmt.Errorf("%q is not a source such as cbr", clip(v))
		}
		r.Source = v
		return nil
	},
})

// apiRuns lists attempts to collect, the newest first, the failed ones too.
func (s *Server) apiRuns(ctx context.Context, r runsState) (reply, error) {
	runs, err := s.Store.Runs(ctx, r.Source, 0)
	if err != nil {
		return reply{}, err
	}
	slices.SortFunc(runs, func(a, b runlog.Run) int { return cmp.Compare(b.ID, a.ID) }) // as the cursor goes, also where a clock was set back
	if r.cursor != "" {
		last, err := strconv.ParseInt(r.cursor, 10, 64)
		if err != nil {
			return reply{}, &badQuery{"cursor", errCursor.Error()}
		}
		runs = slices.DeleteFunc(runs, func(x runlog.Run) bool { return x.ID >= last })
	}
	cut, next := page(runs, r.paging, func(x runlog.Run) string { return strconv.FormatInt(x.ID, 10) })
	rows := make([]object, len(cut))
	for i, x := range cut {
		rows[i] = object{"id": x.ID, "source": x.Source, "from": date(x.From), "to": date(x.To), "started": instant(x.Started), "finished": instant(x.Finished),
			"status": x.Status, "error": orNull(x.Error), "new": x.Counts.New, "same": x.Counts.Same, "revised": x.Counts.Revised, "rejected": x.Counts.Rejected}
	}
	return reply{object{"runs": rows}, next}, nil
}
