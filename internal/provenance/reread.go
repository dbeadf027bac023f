package provenance

import (
	"context"
	"errors"
	"fmt"
	"time"

	"detente/internal/runlog"
	"detente/internal/source"
)

// reread finds the request whose bytes hold the figure. A row of several pages names the last of them, so the other
// requests of the run are looked through too. Where none holds it the named request stays, with the fault.
func (t *Trail) reread(ctx context.Context, db Store) error {
	named, err := db.Fetch(ctx, t.By.FetchID)
	if err != nil {
		return err
	}
	t.Fetch = named
	if t.Again, t.Fault = t.in(ctx, named); t.Fault == nil || named.RunID == 0 {
		return nil
	}
	pages, err := db.FetchesOfRun(ctx, named.RunID)
	if err != nil {
		return err
	}
	for _, page := range pages {
		if found, wrong := t.in(ctx, page); wrong == nil {
			t.Fetch, t.Again, t.Fault = page, found, nil
			return nil
		}
	}
	return nil
}

// in reads the bytes of a request again and returns the row that is the stored value, or what there is instead.
func (t *Trail) in(ctx context.Context, f runlog.Fetch) (string, error) {
	answer, err := decode(ctx, f, t.Series.ID)
	if err != nil {
		return "", fmt.Errorf("the stored bytes cannot be read again: %w", err)
	}
	return t.among(answer)
}

func (t *Trail) among(answer source.Answer) (string, error) {
	for _, f := range answer.Fixings {
		if f.Series == t.Fixing.Series && f.Effective == t.Fixing.Effective {
			if f.Value.Equal(t.Fixing.Value) && f.Nominal == t.Fixing.Nominal && f.Set == t.Fixing.Set {
				return f.Value.String(), nil
			}
			return "", fmt.Errorf("the stored bytes say %s for %d set on %s, the database %s for %d set on %s", f.Value, f.Nominal, f.Set, t.Fixing.Value, t.Fixing.Nominal, t.Fixing.Set)
		}
	}
	for _, k := range answer.Candles {
		if k.Series == t.Candle.Series && k.Start.Equal(t.Candle.Start) {
			if k.Open.Equal(t.Candle.Open) && k.High.Equal(t.Candle.High) && k.Low.Equal(t.Candle.Low) && k.Close.Equal(t.Candle.Close) && k.Volume.Equal(t.Candle.Volume) {
				return k.Close.String(), nil
			}
			return "", fmt.Errorf("the stored bytes have another candle from %s: close %s", k.Start.UTC().Format(time.RFC3339), k.Close)
		}
	}
	return "", errors.New("the stored bytes do not hold the value")
}
