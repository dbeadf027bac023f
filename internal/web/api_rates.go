package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

// number prints a rate in JSON as it was published.
func number(r fx.Rate) json.Number { return json.Number(r.String()) }

func date(d civil.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

func instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

var seriesReaders = readers[struct{}]{}

// apiSeries lists the series with what is stored of each.
func (s *Server) apiSeries(ctx context.Context, _ struct{}) (reply, error) {
	covered, err := s.Store.Coverage(ctx)
	if err != nil {
		return reply{}, err
	}
	rows := make([]object, 0, len(covered))
	for _, c := range covered {
		row := object{"id": c.Series.ID, "kind": c.Series.Kind, "publisher": c.Series.Publisher(), "name": c.Series.Name, "unit": c.Series.Unit,
			"zone": c.Series.Zone, "rule": c.Series.Rule, "terms": orNull(c.Series.TermsURL), "ends": date(c.Series.Ends), "count": c.Count,
			"first": date(c.First), "last": date(c.Last), "last_effective": date(c.LastEffective), "newest": nil, "last_ok": instant(c.LastOK)}
		if c.Count > 0 {
			row["newest"] = number(c.Newest)
		}
		rows = append(rows, row)
	}
	return reply{body: object{"series": rows}}, nil
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// fixingsState asks for one series of official rates.
type fixingsState struct {
	query
	paging
	Series fx.SeriesID
}

var fixingsReaders = carrying(func(f *fixingsState) *query { return &f.query },
	paged(func(f *fixingsState) *paging { return &f.paging }, readers[fixingsState]{
		"series": func(f *fixingsState, v string) (err error) { f.Series, err = readSeries(v); return err },
	}), "from", "to", "as-of")

// needed is the error of a parameter that an address has to have.
func needed(param, example string) error {
	return &badQuery{param, "is missing: give one such as " + example}
}

type fixingRow struct {
	Set       civil.Date  `json:"set"`
	Effective civil.Date  `json:"effective"`
	Value     json.Number `json:"value"`
	Nominal   int64       `json:"nominal"`
	KnownFrom any         `json:"known_from"`
}

// apiFixings lists official rates as published, by set date.
func (s *Server) apiFixings(ctx context.Context, f fixingsState) (reply, error) {
	if f.Series == "" {
		return reply{}, needed("series", string(fx.CBRUSD))
	}
	if err := s.checkSeries(ctx, "rates", f.Series); err != nil {
		return reply{}, err
	}
	r := fx.Range{From: f.From, To: f.To, AsOf: f.AsOf}
	if f.cursor != "" {
		last, err := civil.Parse(f.cursor)
		if err != nil {
			return reply{}, &badQuery{"cursor", errCursor.Error()}
		}
		r.From = last.AddDays(1)
	}
	fixings, err := s.Store.Fixings(ctx, f.Series, r)
	if err != nil {
		return reply{}, err
	}
	cut, next := page(fixings, f.paging, func(f fx.Fixing) string { return f.Set.String() })
	rows := make([]fixingRow, len(cut))
	for i, x := range cut {
		rows[i] = fixingRow{x.Set, x.Effective, number(x.Value), x.Nominal, instant(x.KnownFrom)}
	}
	return reply{object{"series": f.Series, "as_of": f.asOfJSON(), "fixings": rows}, next}, nil
}

// latestState asks for the newest value of a series.
type latestState struct {
	query
	Series fx.SeriesID
}

var latestReaders = carrying(func(l *latestState) *query { return &l.query }, readers[latestState]{
	"series": func(l *latestState, v string) (err error) { l.Series, err = readSeries(v); return err },
}, "as-of")

// apiLatest is the newest official rate as a bare number, for a cell of a spreadsheet.
func (s *Server) apiLatest(ctx context.Context, l latestState) (reply, error) {
	if l.Series == "" {
		return reply{}, needed("series", string(fx.CBRUSD))
	}
	if err := s.checkSeries(ctx, "rates", l.Series); err != nil {
		return reply{}, err
	}
	fixings, err := s.Store.Fixings(ctx, l.Series, fx.Range{AsOf: l.AsOf})
	if err != nil {
		return reply{}, err
	}
	if len(fixings) == 0 {
		return reply{}, &refusal{http.StatusNotFound, "There is no such value", fmt.Sprintf("%s has no rate, or none was known then.", l.Series)}
	}
	return reply{body: number(fixings[len(fixings)-1].Value)}, nil
}

// observationsState asks for one series in other units or at a lower frequency.
type observationsState struct {
	query
	paging
	Series      fx.SeriesID
	Units       fx.Units
	Frequency   fx.Frequency
	Aggregation fx.Aggregation
}

var observationsReaders = carrying(func(o *observationsState) *query { return &o.query },
	paged(func(o *observationsState) *paging { return &o.paging }, readers[observationsState]{
		"series":    func(o *observationsState, v string) (err error) { o.Series, err = readSeries(v); return err },
		"units":     func(o *observationsState, v string) (err error) { o.Units, err = fx.ParseUnits(v); return err },
		"frequency": func(o *observationsState, v string) (err error) { o.Frequency, err = fx.ParseFrequency(v); return err },
		"aggregation": func(o *observationsState, v string) (err error) {
			o.Aggregation, err = fx.ParseAggregation(v)
			return err
		},
	}), "from", "to", "as-of")

type observationRow struct {
	Date   civil.Date   `json:"date"`
	Value  *json.Number `json:"value"`
	N      int          `json:"n"`
	Reason string       `json:"reason,omitempty"` // why there is no value
}

const nothingBefore = "there is no rate to compare with"

// observationDecimals are those of the table rates in other units.
const observationDecimals = 6

// apiObservations lists rates in units and by period: by the day they are in force from, as the table rates has them.
func (s *Server) apiObservations(ctx context.Context, o observationsState) (reply, error) {
	if o.Series == "" {
		return reply{}, needed("series", string(fx.CBRUSD))
	}
	if err := o.Frequency.Takes(o.Aggregation); err != nil {
		return reply{}, &badQuery{"aggregation", strings.TrimPrefix(err.Error(), "fx: invalid value: ")}
	}
	if err := s.checkSeries(ctx, "rates", o.Series); err != nil {
		return reply{}, err
	}
	fixings, err := s.Store.Fixings(ctx, o.Series, fx.Range{AsOf: o.AsOf})
	if err != nil {
		return reply{}, err
	}
	rows, next := page(o.within(o.of(fixings)), o.paging, func(r observationRow) string { return r.Date.String() })
	return reply{object{"series": o.Series, "as_of": o.asOfJSON(), "units": orUsual(o.Units, fx.Levels), "frequency": orUsual(o.Frequency, fx.Daily),
		"unit": o.Units.Label(), "observations": rows}, next}, nil
}

// of computes every row there is: the first of a range are compared with what lies before it.
func (o observationsState) of(fixings []fx.Fixing) []observationRow {
	obs := make([]fx.Observation, len(fixings))
	for i, f := range fixings {
		obs[i] = fx.Observation{Date: f.Effective, Value: f.Rate()}
	}
	periods := fx.Aggregate(obs, o.Frequency, o.Aggregation)
	rows, whole := make([]observationRow, len(periods)), make([]fx.Observation, len(periods))
	for i, p := range periods {
		whole[i], rows[i] = p.Observation, observationRow{Date: p.Date, N: p.N, Reason: nothingBefore}
	}
	i := 0
	for _, v := range o.Units.Of(whole, o.Frequency) {
		for rows[i].Date != v.Date {
			i++
		}
		text := json.Number(fmt.Sprintf("%.*f", observationDecimals, v.Value+0))
		rows[i].Value, rows[i].Reason = &text, ""
	}
	return rows
}

// within keeps the rows of the range that come after the cursor; a period is whole also where the range begins inside it.
func (o observationsState) within(rows []observationRow) []observationRow {
	from := o.From
	if !from.IsZero() {
		from = o.Frequency.Begins(from)
	}
	var in []observationRow
	for _, r := range rows {
		if r.Date.Before(from) || (!o.To.IsZero() && r.Date.After(o.To)) || (o.cursor != "" && r.Date.String() <= o.cursor) {
			continue
		}
		in = append(in, r)
	}
	return in
}
