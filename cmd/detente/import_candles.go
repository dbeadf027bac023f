package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source/file"
	"detente/internal/store"
)

// importRows is how many candles one transaction takes. A file of as many is stored whole or not at all; a longer one is
// checked whole before its first row is stored, and a journal says how far it came.
const importRows = 50_000

var importer = runlog.Origin{Author: "import"}

// takeCandles reads the file twice: all of it is checked before the first row is stored, and it may be larger than memory.
func (j *importJob) takeCandles(in io.ReadSeeker) (runlog.Counts, error) {
	rows, series, hash, err := j.checkCandles(in)
	if err != nil {
		return runlog.Counts{}, err
	}
	if err := describe(j, series, fx.KindCandle, func(id fx.SeriesID) fx.SeriesID { return id }); err != nil {
		return runlog.Counts{}, err
	}
	journal, err := j.db.BeginImport(j.ctx, j.options.Name, hash, rows, j.now())
	if err != nil {
		return runlog.Counts{}, err
	}
	if journal.Done > 0 {
		fmt.Fprintf(j.stderr, "detente: %s goes on after %d of its %d candles\n", j.options.Name, journal.Done, rows)
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return runlog.Counts{}, err
	}
	again, err := file.Open(in, j.options)
	if err != nil {
		return runlog.Counts{}, err
	}
	err = j.storeCandles(again, &journal)
	return journal.Counts, err
}

// checkCandles reads the whole file and returns how many candles of which series it holds, and its hash.
func (j *importJob) checkCandles(in io.ReadSeeker) (rows int, series []fx.SeriesID, hash string, err error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return 0, nil, "", err
	}
	sum, options := sha256.New(), j.options
	options.Doubt = j.doubtCandles()
	f, err := file.Open(io.TeeReader(in, sum), options)
	if err != nil {
		return 0, nil, "", err
	}
	err = f.EachCandles(func(batch []fx.Candle) error {
		rows += len(batch)
		for i, c := range batch {
			if (i == 0 || batch[i-1].Series != c.Series) && !slices.Contains(series, c.Series) {
				series = append(series, c.Series)
			}
		}
		return j.ctx.Err()
	})
	return rows, series, hex.EncodeToString(sum.Sum(nil)), err
}

// errStopped ends the reading of a file whose rows nobody takes any more.
var errStopped = errors.New("stopped")

// storeCandles stores what the journal lacks. One goroutine reads the next rows while this one stores the last.
func (j *importJob) storeCandles(f *file.File, journal *store.Import) error {
	bar := j.progress("storing candles", journal.Rows)
	defer bar.Close()
	bar.Add(journal.Done)
	full, stop, free := make(chan []fx.Candle, 1), make(chan struct{}), make(chan []fx.Candle, 3)
	read := make(chan error, 1)
	go func() {
		defer close(full)
		read <- batches(f, journal.Done, free, func(batch []fx.Candle) error {
			select {
			case full <- batch:
				return nil
			case <-stop:
				return errStopped
			}
		})
	}()
	var failed error
	for batch := range full {
		if failed == nil {
			if _, failed = j.db.PutImported(j.ctx, journal, batch, importer, j.now()); failed != nil {
				close(stop)
			}
			bar.Add(len(batch))
		}
		free <- batch[:0] // of which there are never more than three: one is read, one waits, one is stored
	}
	if err := <-read; failed == nil {
		failed = err
	}
	if failed == nil && journal.Done != journal.Rows {
		failed = fmt.Errorf("%s changed while it was read: import it again", j.options.Name)
	}
	if failed != nil && journal.Done > 0 && !j.dry {
		return fmt.Errorf("%w\n%d of the %d candles of %s are stored: import it again and it goes on from there", failed, journal.Done, journal.Rows, j.options.Name)
	}
	return failed
}

// batches gives the candles of a file after the first skip in slices of importRows that are the receiver's to keep; those
// it no longer needs come back through free.
func batches(f *file.File, skip int, free <-chan []fx.Candle, yield func([]fx.Candle) error) error {
	next := make([]fx.Candle, 0, importRows)
	err := f.EachCandles(func(list []fx.Candle) error {
		dropped := min(skip, len(list))
		skip -= dropped
		if next = append(next, list[dropped:]...); len(next) < importRows {
			return nil
		}
		full := next
		select {
		case next = <-free:
		default:
			next = make([]fx.Candle, 0, importRows)
		}
		return yield(full)
	})
	if err != nil || len(next) == 0 {
		return err
	}
	return yield(next)
}
