package export_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"detente/internal/export"
)

// profileOf compiles a schema of testdata/frictionless.
func profileOf(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "frictionless", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(name+".json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// The descriptors of every table, format and profile pass the public schemas of Frictionless Data.
func TestDescriptorsPassThePublicSchema(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	tabular, general := profileOf(t, "tabular-data-package"), profileOf(t, "data-package")
	questions := everyTable(t, db)
	var together []export.Item
	for name, q := range questions {
		for _, o := range everyOption {
			path, meta := onDisk(t, db, name, o, q)
			item := export.Item{Meta: meta, Path: filepath.Base(path) + ".file"}
			schema := general
			if o.Format == "" {
				schema = tabular
			}
			passes(t, schema, item)
			if o.Format == "" && o.Profile == "" {
				together = append(together, item)
			}
		}
	}
	passes(t, tabular, together...)
	broken := bytes.Replace(passes(t, tabular, together...), []byte(`"type": "number"`), []byte(`"type": "figure"`), 1)
	if doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(broken)); err != nil || tabular.Validate(doc) == nil {
		t.Errorf("a field of a type that there is not passes: %v", err)
	}
}

func passes(t *testing.T, schema *jsonschema.Schema, items ...export.Item) []byte {
	t.Helper()
	raw, err := export.Package(items...)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Errorf("%s as %s: %s", items[0].Meta.Table.Name, items[0].Meta.Options.Format, strings.ReplaceAll(err.Error(), "\n", " "))
	}
	return raw
}
