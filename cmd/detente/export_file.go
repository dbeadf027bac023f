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
// what was there before and no half of the new.
func (p *program) toFile(path string, work func(io.Writer) error) error {
	if path == "" {
		out := bufio.NewWriter(p.stdout)
		return errors.Join(work(out), out.Flush())
	}
	half := path + ".part"
	f, err := os.Create(half)
	if err != nil {
		return err
	}
	err = errors.Join(work(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(half, path)
	}
	if err != nil {
		_ = os.Remove(half) // the first error says why
		if errors.Is(err, context.Canceled) {
			return err
		}
		return fmt.Errorf("%s was not written: %w", path, err)
	}
	return nil
}
