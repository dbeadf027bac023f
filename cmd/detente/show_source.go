package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"detente/data"
	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source"
	"detente/internal/store"
)

type showSourceCommand struct {
	Series string `arg:"" help:"Series, such as cbr:USDRUB." placeholder:"SERIES"`
	Date   string `arg:"" help:"Day the rate is in force from; of a candle its day, or its start as 2022-02-07T07:00:00Z." placeholder:"DATE"`
	Body   string `short:"o" type:"path" placeholder:"FILE" help:"Write the stored bytes there."`
}

// Help shows an example.
func (showSourceCommand) Help() string {
	return "Prints where a stored value comes from: the request, its time, the server's date, the hash of the bytes and the parser; and reads\nthe stored bytes once more. Exit status 1 where they no longer give the stored value.\n\nExample:\n  detente show-source cbr:USDRUB 2022-02-08\n  detente show-source moex:USDRUB:1d 2022-02-07 -o answer.json"
}

// stored is the value that is asked about.
type stored struct {
	id     fx.SeriesID
	fixing fx.Fixing // of official series
	candle fx.Candle // of the others
	by     runlog.Origin
}

// Run prints where the value comes from.
func (c *showSourceCommand) Run(p *program) error {
	ids, err := seriesFlag([]string{c.Series})
	if err != nil {
		return err
	}
	return p.with(func(db *store.DB) error {
		series, err := knownSeries(p.ctx, db, ids[0])
		if err != nil {
			return err
		}
		value, err := c.find(p.ctx, db, series)
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, value)
		if value.by.FetchID == 0 {
			return c.withoutFetch(p, value)
		}
		return c.withFetch(p, db, value)
	})
}

func (c *showSourceCommand) find(ctx context.Context, db *store.DB, series fx.Series) (v stored, err error) {
	v.id = series.ID
	switch {
	case series.Kind == fx.KindPress:
		return v, misuse{fmt.Errorf("%s holds quotes of the press: each names its source in the export", series.ID)}
	case series.Kind.Official():
		day, err := civil.Parse(c.Date)
		if err != nil {
			return v, misuse{err}
		}
		v.fixing, v.by, err = db.FixingProvenance(ctx, series.ID, day)
		if errors.Is(err, store.ErrNotFound) {
			return v, fmt.Errorf("no rate of %s is in force from %s: on days without one the rate before stays in force", series.ID, day)
		}
		return v, err
	}
	start, err := startOf(c.Date, series)
	if err != nil {
		return v, misuse{err}
	}
	v.candle, v.by, err = db.CandleProvenance(ctx, series.ID, start)
	return v, err
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

// String is the stored value in one line.
func (v stored) String() string {
	if v.fixing.Series == "" {
		k := v.candle
		return fmt.Sprintf("%s from %s: open %s, high %s, low %s, close %s, volume %s", v.id, k.Start.UTC().Format(time.RFC3339), k.Open, k.High, k.Low, k.Close, k.Volume)
	}
	f := v.fixing
	return fmt.Sprintf("%s in force from %s, set on %s: %s for %d; known from %s", v.id, f.Effective, f.Set, f.Value, f.Nominal, f.KnownFrom.UTC().Format(time.RFC3339))
}

// withoutFetch says where a value comes from that was not collected.
func (c *showSourceCommand) withoutFetch(p *program, v stored) error {
	fmt.Fprintf(p.stdout, "stored by   %s, without a request\n", v.by.Author)
	if v.by.Author != store.Embedded || v.fixing.Series == "" {
		return nil
	}
	place, ok, err := data.Locate(v.id, v.fixing.Effective)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%s is in no embedded file of this program (%s): an older one brought it", v, data.Version())
	}
	fmt.Fprintf(p.stdout, "file        %s, line %d, of the embedded set %s\nline        %s\n", place.File, place.Line, data.Version(), place.Text)
	return nil
}

func (c *showSourceCommand) withFetch(p *program, db *store.DB, v stored) error {
	f, again, err := v.source(p.ctx, db)
	fmt.Fprintf(p.stdout, "stored by   %s, fetch %d of run %d\nURL         %s\nretrieved   %s\nHTTP        %d, dated %s\nbytes       %d, %s\nsha256      %s\nparser      %s\n",
		v.by.Author, f.ID, f.RunID, f.URL, f.At.UTC().Format(time.RFC3339), f.HTTPStatus, cmp.Or(httpDate(f), "never"), len(f.Body), f.ContentType, f.SHA256, f.Parser)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "read again  %s: the stored value\n", again)
	if c.Body == "" {
		return nil
	}
	return os.WriteFile(c.Body, bytes.Clone(f.Body), 0o644)
}

func httpDate(f runlog.Fetch) string {
	if f.HTTPDate.IsZero() {
		return ""
	}
	return f.HTTPDate.UTC().Format(time.RFC3339)
}

// source finds the request whose bytes hold the value. A row of several pages names the last of them, so the other
// requests of the run are looked through too.
func (v stored) source(ctx context.Context, db *store.DB) (named runlog.Fetch, again string, err error) {
	if named, err = db.Fetch(ctx, v.by.FetchID); err != nil {
		return named, "", err
	}
	again, err = v.in(ctx, named)
	if err == nil || named.RunID == 0 {
		return named, again, err
	}
	pages, failed := db.FetchesOfRun(ctx, named.RunID)
	if failed != nil {
		return named, "", failed
	}
	for _, page := range pages {
		if found, wrong := v.in(ctx, page); wrong == nil {
			return page, found, nil
		}
	}
	return named, "", err
}

// in reads the bytes of a request again and returns the row that is the stored value, or what there is instead.
func (v stored) in(ctx context.Context, f runlog.Fetch) (string, error) {
	answer, err := reread(ctx, f, v.id)
	if err != nil {
		return "", fmt.Errorf("the stored bytes cannot be read again: %w", err)
	}
	return v.among(answer)
}

func (v stored) among(answer source.Answer) (string, error) {
	for _, f := range answer.Fixings {
		if f.Series == v.fixing.Series && f.Effective == v.fixing.Effective {
			if f.Value.Equal(v.fixing.Value) && f.Nominal == v.fixing.Nominal && f.Set == v.fixing.Set {
				return f.Value.String(), nil
			}
			return "", fmt.Errorf("the stored bytes say %s for %d set on %s, the database %s for %d set on %s", f.Value, f.Nominal, f.Set, v.fixing.Value, v.fixing.Nominal, v.fixing.Set)
		}
	}
	for _, k := range answer.Candles {
		if k.Series == v.candle.Series && k.Start.Equal(v.candle.Start) {
			if k.Open.Equal(v.candle.Open) && k.High.Equal(v.candle.High) && k.Low.Equal(v.candle.Low) && k.Close.Equal(v.candle.Close) && k.Volume.Equal(v.candle.Volume) {
				return k.Close.String(), nil
			}
			return "", fmt.Errorf("the stored bytes have another candle from %s: close %s", k.Start.UTC().Format(time.RFC3339), k.Close)
		}
	}
	return "", errors.New("the stored bytes do not hold the value")
}
