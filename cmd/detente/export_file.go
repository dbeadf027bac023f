package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"detente/internal/civil"
	"detente/internal/export"
	"detente/internal/store"
)

// fileFlags say how an export is written, and where.
type fileFlags struct {
	Format   *string `enum:"csv,xlsx,json,ndjson" help:"csv, xlsx, json or ndjson; without it as the name of -o ends, else csv."`
	Profile  string  `enum:"rfc4180,excel,excel-ru" default:"rfc4180" help:"Of CSV: rfc4180, excel (byte order mark) or excel-ru (semicolon, decimal comma)."`
	Metadata bool    `help:"Write FILE.json beside the file (Frictionless data package), and FILE-metadata.json (CSVW) beside a CSV. Needs -o."`
	Output   string  `short:"o" help:"File to write, replaced when it is whole; standard output without it." type:"path" placeholder:"FILE"`
}

// format is the one that was asked for, by the flag or by the end of the file's name. A file named as one format and written as
// another would be taken for what it is not.
func (f fileFlags) format() (export.Format, error) {
	named := export.Format(strings.ToLower(strings.TrimPrefix(filepath.Ext(f.Output), ".")))
	known := slices.Contains(export.Formats(), named)
	switch {
	case f.Format == nil && known:
		return named, nil
	case f.Format == nil:
		return export.CSV, nil
	case known && string(named) != *f.Format:
		return "", fmt.Errorf("--format %s and -o %s say two things: leave out --format, or name the file .%s", *f.Format, filepath.Base(f.Output), *f.Format)
	}
	return export.Format(*f.Format), nil
}

// export writes the named table of what asked asks.
func (f fileFlags) export(p *program, table string, asked func(*store.DB, export.Options) (export.Query, error)) error {
	format, err := f.format()
	if err != nil {
		return misuse{err}
	}
	options := export.Options{Format: format, Profile: export.Profile(f.Profile)}
	if err := options.Validate(); err != nil {
		return misuse{err}
	}
	if f.Metadata && f.Output == "" {
		return misuse{errors.New("--metadata is written beside the file: give -o FILE")}
	}
	return p.with(func(db *store.DB) error {
		query, err := asked(db, options)
		if err != nil {
			return err
		}
		return f.write(p, db, table, options, query)
	})
}

// write writes the table and, where it was asked for, what it is.
func (f fileFlags) write(p *program, db *store.DB, table string, options export.Options, query export.Query) error {
	query.Today = civil.Of(p.now().UTC())
	meta, err := export.Describe(p.ctx, db, table, options, query, p.now())
	if errors.Is(err, export.ErrInvalid) {
		return misuse{err}
	}
	if err != nil {
		return err
	}
	options.Meta = &meta
	err = p.toFile(f.Output, func(w io.Writer) (err error) {
		meta.Receipt, err = export.Deliver(p.ctx, w, options, table, db, query)
		return err
	})
	if errors.Is(err, export.ErrInvalid) {
		return misuse{err}
	}
	if err != nil || !f.Metadata {
		return err
	}
	return p.sidecars(f.Output, meta)
}

// sidecars writes the descriptors of a file that was exported beside it.
func (p *program) sidecars(path string, meta export.Meta) error {
	item := export.Item{Meta: meta, Path: filepath.Base(path)}
	described, err := export.Package(item)
	if err != nil {
		return err
	}
	files := map[string][]byte{path + ".json": described}
	if meta.Options.Format == export.CSV {
		if files[path+"-metadata.json"], err = export.CSVW(item); err != nil {
			return err
		}
	}
	for name, content := range files {
		err := p.toFile(name, func(w io.Writer) error { _, err := w.Write(content); return err })
		if err != nil {
			return err
		}
	}
	return nil
}

// toFile gives work standard output, or a file beside path that takes its place when all is written. A failure leaves
// what was there before and no half of the new. A device or a pipe is written to as it is.
func (p *program) toFile(path string, work func(io.Writer) error) error {
	if path == "" {
		out := bufio.NewWriter(p.stdout)
		if err := work(out); err != nil {
			return err
		}
		return out.Flush()
	}
	there, err := os.Stat(path)
	switch {
	case err == nil && there.IsDir():
		return misuse{fmt.Errorf("-o %s is a folder: name a file in it", path)}
	case err == nil && !there.Mode().IsRegular():
		err = into(path, work)
	default:
		err = inPlaceOf(path, there, work)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s was not written: %w", path, err)
	}
	return err
}

func into(path string, work func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(work(f), f.Close())
}

// inPlaceOf writes a file that replaces the one at path, or the one a link at path leads to, with its permissions. Its name is
// its own until then: another export to the same path may be going on.
func inPlaceOf(path string, there os.FileInfo, work func(io.Writer) error) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	half := fmt.Sprintf("%s.part-%d", path, os.Getpid())
	_ = os.Remove(half) // a killed program that had this number left it
	f, err := os.OpenFile(half, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if there != nil {
		err = f.Chmod(there.Mode().Perm())
	}
	if err == nil {
		err = work(f)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(half, path)
	}
	if err != nil {
		_ = os.Remove(half) // the first error says why
	}
	return err
}
