package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Item is a table of a package and where its bytes are: a file name or an address relative to the descriptor.
type Item struct {
	Meta Meta
	Path string
}

// Package returns the datapackage.json of tables that were written. The profile is tabular-data-package where every
// table is CSV, and data-package otherwise. It fails for an item without a receipt or a path, and for two of one path.
func Package(items ...Item) ([]byte, error) {
	out := descriptor{Profile: "tabular-data-package", Name: "detente", Title: "Détente: official rouble rates and diplomatic events"}
	names := map[string]bool{}
	for _, i := range items {
		if i.Path == "" || i.Meta.Receipt.SHA256 == "" {
			return nil, fmt.Errorf("export: package: table %s has no path or was not written", i.Meta.Table.Name)
		}
		r := resourceOf(i)
		for n := 2; names[r.Name]; n++ {
			r.Name = fmt.Sprintf("%s-%d", i.Meta.resourceName(), n)
		}
		names[r.Name] = true
		if r.Dialect == nil {
			out.Profile = "data-package"
		}
		out.Version, out.Created = i.Meta.DataVersion, i.Meta.Retrieved.Format(time.RFC3339)
		out.Resources = append(out.Resources, r)
	}
	if len(items) == 0 {
		return nil, errors.New("export: package: no tables")
	}
	raw, err := json.MarshalIndent(out, "", "  ")
	return append(raw, '\n'), err
}

// ReadPackage reads back what a descriptor says of one table: Query, Options, Table and Receipt, enough for Verify. Of a
// package of several, pick chooses by name, path and hash; it is not asked about a single one.
func ReadPackage(r io.Reader, pick func(name, path, sha256 string) bool) (Meta, error) {
	var d descriptor
	if err := json.NewDecoder(r).Decode(&d); err != nil {
		return Meta{}, fmt.Errorf("export: metadata: %w", err)
	}
	chosen, err := d.pick(pick)
	if err != nil {
		return Meta{}, err
	}
	e := chosen.Detente
	table, err := TableOf(e.Table, e.Query)
	if err != nil {
		return Meta{}, err
	}
	m := Meta{Table: table, Options: Options{Format: e.Format, Profile: e.Profile}, Query: e.Query, Retrieved: e.Retrieved, DataVersion: e.DataVersion,
		Receipt: Receipt{Rows: e.Rows, Bytes: chosen.Bytes, SHA256: e.SHA256}}
	return m, m.Options.Validate()
}

func (d descriptor) pick(meant func(name, path, sha256 string) bool) (resource, error) {
	var names []string
	for _, r := range d.Resources {
		if r.Detente.Schema == 1 && (len(d.Resources) == 1 || meant(r.Name, r.Path, r.Detente.SHA256)) {
			return r, nil
		}
		names = append(names, r.Name)
	}
	if len(names) < 2 {
		return resource{}, errors.New("export: metadata: want a descriptor of detente, as detente export --metadata or /data/datapackage.json gives it")
	}
	return resource{}, fmt.Errorf("export: metadata: none of its tables is that file: name one of %s", strings.Join(names, ", "))
}
