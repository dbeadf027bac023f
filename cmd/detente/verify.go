package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"detente/internal/export"
	"detente/internal/store"
)

type verifyCommand struct {
	File     string `arg:"" type:"existingfile" help:"File that detente export or the pages wrote."`
	Table    string `placeholder:"NAME" help:"Which table of a descriptor of several the file is."`
	Metadata string `type:"existingfile" placeholder:"FILE" help:"What the file is; FILE.json beside it without this. A workbook says it itself."`
}

// Help shows an example.
func (verifyCommand) Help() string {
	return "Asks the database the question that the file answers, and compares every byte, or of a workbook every cell. Figures that came\nlater than the file do not count. Exit status 1 where they differ.\n\nExample:\n  detente export rates --from 2022-02-01 -o rates.csv --metadata\n  detente verify rates.csv\n  detente verify overlay.csv --metadata datapackage.json"
}

// Run compares and says what it found.
func (c *verifyCommand) Run(p *program) error {
	meta, err := c.meta()
	if err != nil {
		return err
	}
	return p.with(func(db *store.DB) error {
		verdict, err := export.Verify(p.ctx, c.File, meta, db)
		if err != nil {
			return err
		}
		return c.print(p, meta, verdict)
	})
}

func (c *verifyCommand) meta() (export.Meta, error) {
	if c.Metadata == "" && strings.EqualFold(filepath.Ext(c.File), ".xlsx") {
		return export.ReadWorkbook(c.File)
	}
	name := c.Metadata
	if name == "" {
		name = c.File + ".json"
	}
	in, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return export.Meta{}, fmt.Errorf("%s: nothing says what was asked: export with --metadata, or name the descriptor with --metadata", c.File)
	}
	if err != nil {
		return export.Meta{}, err
	}
	defer in.Close()
	pick, err := c.pick()
	if err != nil {
		return export.Meta{}, err
	}
	meta, err := export.ReadPackage(in, pick)
	if err != nil {
		return meta, fmt.Errorf("%s: %w", name, err)
	}
	return meta, nil
}

// pick finds the file among the tables of a descriptor: by --table, else by its hash or its name.
func (c *verifyCommand) pick() (func(name, path, sha256 string) bool, error) {
	raw, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer raw.Close()
	hash := sha256.New()
	_, err = io.Copy(hash, raw)
	sum := hex.EncodeToString(hash.Sum(nil))
	return func(name, path, of string) bool {
		if c.Table != "" {
			return name == c.Table
		}
		file, _, _ := strings.Cut(path, "?")
		return of == sum || file == filepath.Base(c.File)
	}, err
}

func (c *verifyCommand) print(p *program, meta export.Meta, v export.Verdict) error {
	if v.Same {
		as := "as it is now"
		if !v.AsOf.IsZero() {
			as = "as of " + v.AsOf.UTC().Format("2006-01-02T15:04:05Z")
		}
		fmt.Fprintf(p.stdout, "%s: same: %s, sha256 %s, %s\n", c.File, counted(v.Rows, "row"), meta.Receipt.SHA256, as)
		return nil
	}
	for _, d := range v.Differences {
		fmt.Fprintf(p.stdout, "%s: %s\n", c.File, d)
	}
	if v.More {
		fmt.Fprintf(p.stdout, "%s: and more\n", c.File)
	}
	why := "the database no longer gives what the file holds"
	if v.Touched {
		why = "the file was changed after it was written"
	}
	if told := meta.Receipt.Rows; v.Touched && told > 0 && v.Rows > 0 && told != v.Rows {
		why = fmt.Sprintf("it has %s, and the description is of a table of %d: the file was cut or added to, or the description is of another range", counted(v.Rows, "row"), told)
	}
	return fmt.Errorf("%s differs: %s", c.File, why)
}

// counted says "1 row", "12 rows".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
