package export_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"detente/internal/export"
	"detente/internal/fx"
)

func TestDescriptorComesBack(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	q := export.Query{Series: []fx.SeriesID{fx.ECBUSD}, Filter: february, Units: fx.PctChange, Frequency: fx.Weekly, Aggregation: fx.EndOfPeriod}
	path, meta := onDisk(t, db, "rates", export.Options{Profile: export.ExcelRU}, q)
	raw, err := export.Package(export.Item{Meta: meta, Path: filepath.Base(path)})
	if err != nil {
		t.Fatal(err)
	}
	back, err := export.ReadPackage(bytes.NewReader(raw), nil)
	if err != nil {
		t.Fatal(err)
	}
	if v := verified(t, db, path, back); !v.Same {
		t.Errorf("%+v", v)
	}
}

// writtenPackage is a descriptor as a reader of the public schemas sees it.
type writtenPackage struct {
	Profile, Name, Created string
	Resources              []writtenResource
}

type writtenResource struct {
	Profile, Name, Path, Hash string
	Bytes                     int64
	Sources, Licenses         []struct{ Name, Title, Path string }
	Schema                    struct {
		Fields     []struct{ Name, Type string }
		PrimaryKey []string
	}
}

var (
	packageName = regexp.MustCompile(`^([-a-z0-9._/])+$`)
	fieldType   = regexp.MustCompile(`^(string|number|integer|boolean|date|datetime)$`)
)

// The rules of the public schemas of Data Package, Tabular Data Resource, Table Schema and CSV Dialect, version 1.
// https://specs.frictionlessdata.io/schemas/tabular-data-package.json
func TestPackageFollowsTheRules(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	var items []export.Item
	for _, name := range []string{"rates", "events", "overlay", "tension"} {
		path, meta := onDisk(t, db, name, export.Options{}, export.Query{Filter: february})
		items = append(items, export.Item{Meta: meta, Path: filepath.Base(path) + ".csv"})
	}
	raw, err := export.Package(items...)
	if err != nil {
		t.Fatal(err)
	}
	var p writtenPackage
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	if p.Profile != "tabular-data-package" || !packageName.MatchString(p.Name) || len(p.Resources) != 4 {
		t.Errorf("package %s %s of %d", p.Profile, p.Name, len(p.Resources))
	}
	if _, err := time.Parse(time.RFC3339, p.Created); err != nil {
		t.Error(err)
	}
	for _, r := range p.Resources {
		r.check(t)
	}
}

// check looks at one table of a package.
func (r writtenResource) check(t *testing.T) {
	t.Helper()
	if r.Profile != "tabular-data-resource" || !packageName.MatchString(r.Name) || strings.HasPrefix(r.Path, "/") || strings.Contains(r.Path, "..") || r.Bytes == 0 ||
		!strings.HasPrefix(r.Hash, "sha256:") || len(r.Sources) == 0 {
		t.Errorf("%+v", r)
	}
	known := map[string]bool{}
	for _, f := range r.Schema.Fields {
		if known[f.Name] || !fieldType.MatchString(f.Type) {
			t.Errorf("%s: field %+v", r.Name, f)
		}
		known[f.Name] = true
	}
	for _, k := range r.Schema.PrimaryKey {
		if !known[k] {
			t.Errorf("%s: key %s is not a field", r.Name, k)
		}
	}
	for _, l := range r.Licenses {
		if l.Name == "" && l.Path == "" {
			t.Errorf("%s: license without name and path", r.Name)
		}
	}
}
