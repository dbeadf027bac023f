// Package provenance says where one stored figure comes from: the request that brought it and its bytes, read once more
// by the same decoder, or the line of the embedded file. It never asks a network and never writes.
package provenance

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"detente/data"
	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/store"
)

// Store is what is read; *store.DB fits it.
type Store interface {
	Series(ctx context.Context) ([]fx.Series, error)
	FixingProvenance(ctx context.Context, id fx.SeriesID, effective civil.Date, asOf time.Time) (fx.Fixing, runlog.Origin, error)
	CandleProvenance(ctx context.Context, id fx.SeriesID, start, asOf time.Time) (fx.Candle, runlog.Origin, error)
	Fetch(ctx context.Context, id int64) (runlog.Fetch, error)
	FetchesOfRun(ctx context.Context, run int64) ([]runlog.Fetch, error)
}

// Refusal is the error of a question without an answer. Param is the part of it that is wrong, series or date; empty
// where the question is well put and no such figure is stored.
type Refusal struct{ Param, Problem string }

func (r *Refusal) Error() string { return r.Problem }

// Trail is where a figure comes from. One that was fetched has a Fetch with an id, one of the embedded set a Place.
type Trail struct {
	Series fx.Series
	Fixing fx.Fixing // of official series
	Candle fx.Candle // of the others
	By     runlog.Origin
	AsOf   time.Time // the figure is as it was known then; zero is now
	Fetch  runlog.Fetch
	Again  string      // the figure as the stored bytes give it; empty where they no longer do
	Fault  error       // why they do not, or why no line of the embedded files holds it
	Place  *data.Place // nil where it is in no embedded file
	Set    string      // the version of the embedded files
}

// Of follows the figure of a series: of official ones the rate in force from a day, of others the candle that starts at
// an instant, or on a day where candles are daily; of a revised figure the version known at asOf, zero for now. What is not understood or not stored is a *Refusal.
func Of(ctx context.Context, db Store, id fx.SeriesID, date string, asOf time.Time) (Trail, error) {
	series, err := known(ctx, db, id)
	if err != nil {
		return Trail{}, err
	}
	t := Trail{Series: series, Set: data.Version(), AsOf: asOf}
	if err := t.find(ctx, db, date); err != nil {
		return Trail{}, err
	}
	if t.By.FetchID == 0 {
		return t, t.locate()
	}
	return t, t.reread(ctx, db)
}

func known(ctx context.Context, db Store, id fx.SeriesID) (fx.Series, error) {
	list, err := db.Series(ctx)
	if err != nil {
		return fx.Series{}, err
	}
	s, err := fx.Among(list, id)
	if err != nil {
		return fx.Series{}, &Refusal{"series", err.Error()}
	}
	return s, nil
}

func (t *Trail) find(ctx context.Context, db Store, date string) (err error) {
	id := t.Series.ID
	switch {
	case t.Series.Kind == fx.KindPress:
		return &Refusal{"series", fmt.Sprintf("%s holds quotes of the press: each names its source in the export", id)}
	case t.Series.Kind.Official():
		day, wrong := civil.Parse(date)
		if wrong != nil {
			return &Refusal{"date", strings.TrimPrefix(wrong.Error(), "civil: ")}
		}
		t.Fixing, t.By, err = db.FixingProvenance(ctx, id, day, t.AsOf)
		return t.absent(err, fmt.Sprintf("no rate of %s is in force from %s: on days without one the rate before stays in force", id, day))
	}
	start, wrong := startOf(date, t.Series)
	if wrong != nil {
		return &Refusal{"date", wrong.Error()}
	}
	t.Candle, t.By, err = db.CandleProvenance(ctx, id, start, t.AsOf)
	return t.absent(err, fmt.Sprintf("no candle of %s starts at %s", id, start.UTC().Format(time.RFC3339)))
}

// absent says that there is no such figure, or was none then.
func (t *Trail) absent(err error, problem string) error {
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if !t.AsOf.IsZero() {
		problem = fmt.Sprintf("as known at %s, %s", t.AsOf.UTC().Format(time.RFC3339), problem)
	}
	return &Refusal{Problem: problem}
}

// startOf is an instant, or for daily candles the beginning of a day in the venue's zone.
func startOf(text string, series fx.Series) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	day, err := civil.Parse(text)
	if err != nil || series.ID.Interval() != "1d" {
		return time.Time{}, fmt.Errorf("%q is not the start of a candle of %s: want an instant such as 2022-02-07T07:00:00Z, or a day for daily candles", text, series.ID)
	}
	return day.At(0, 0, fx.CalendarOf(series.ID).Zone), nil
}

// locate finds the line of the embedded files that a rate of their author comes from.
func (t *Trail) locate() error {
	if !t.Embedded() || t.Fixing.Series == "" {
		return nil
	}
	place, ok, err := data.Locate(t.Series.ID, t.Fixing.Effective)
	if err != nil {
		return err
	}
	if !ok {
		t.Fault = fmt.Errorf("%s is in no embedded file of this program (%s): an older one brought it", t, t.Set)
		return nil
	}
	t.Place = &place
	return nil
}

// String is the stored value in one line.
func (t Trail) String() string {
	if t.Fixing.Series == "" {
		k := t.Candle
		return fmt.Sprintf("%s from %s: open %s, high %s, low %s, close %s, volume %s", t.Series.ID, k.Start.UTC().Format(time.RFC3339), k.Open, k.High, k.Low, k.Close, k.Volume)
	}
	f := t.Fixing
	return fmt.Sprintf("%s in force from %s, set on %s: %s for %d; known from %s", t.Series.ID, f.Effective, f.Set, f.Value, f.Nominal, f.KnownFrom.UTC().Format(time.RFC3339))
}

// Embedded tells whether the figure came with the program.
func (t Trail) Embedded() bool { return t.By.Author == store.Embedded }

// Beside lists the other official series of the source with a rate in force from the same day; none for candles.
func (t Trail) Beside(ctx context.Context, db Store) (ids []fx.SeriesID, err error) {
	if t.Fixing.Series == "" {
		return nil, nil
	}
	all, err := db.Series(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.ID == t.Series.ID || s.ID.Source() != t.Series.ID.Source() || !s.Kind.Official() {
			continue
		}
		_, _, err := db.FixingProvenance(ctx, s.ID, t.Fixing.Effective, t.AsOf)
		switch {
		case err == nil:
			ids = append(ids, s.ID)
		case !errors.Is(err, store.ErrNotFound):
			return nil, err
		}
	}
	return ids, nil
}
