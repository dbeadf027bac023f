package export

import (
	"encoding/json"
	"fmt"
	"time"
)

// CSVW returns the metadata of a CSV on the Web, which belongs beside the file as FILE-metadata.json. It fails for another
// format, which the recommendation does not cover.
//
// Reference: https://www.w3.org/TR/tabular-metadata/
func CSVW(i Item) ([]byte, error) {
	m := i.Meta
	csv, ok := encoderOf(m.Options).(csvEncoder)
	if !ok || m.format() != CSV {
		return nil, fmt.Errorf("export: CSVW describes csv: format %s has none", m.format())
	}
	var columns []map[string]any
	for _, c := range m.Table.Columns {
		column := map[string]any{"name": c.Name, "titles": c.Name, "dc:description": c.About, "datatype": csvwType(c, csv)}
		if c.Unit != "" {
			column["schema:unitText"] = c.Unit
		}
		if c.Type == Codes {
			column["separator"] = ";"
		}
		columns = append(columns, column)
	}
	out := map[string]any{
		"@context": []any{"http://www.w3.org/ns/csvw", map[string]string{"@language": "en"}},
		"url":      i.Path, "dc:title": m.Table.Title, "dc:creator": "Détente",
		"dc:modified":              map[string]string{"@value": m.Retrieved.UTC().Format(time.RFC3339), "@type": "xsd:dateTime"},
		"dc:bibliographicCitation": m.Cite(), "schema:version": m.DataVersion,
		"notes":   []any{map[string]any{"rows": m.Receipt.Rows, "sha256": m.Receipt.SHA256, "filter": m.Filter, "as_of": m.AsOf(), "method": m.Method}},
		"dialect": map[string]any{"delimiter": string(csv.separator), "encoding": "utf-8", "header": true, "lineTerminators": []string{"\r\n"}, "quoteChar": `"`, "doubleQuote": true},
		"tableSchema": map[string]any{
			"columns": columns, "primaryKey": m.Table.Key,
		},
	}
	if terms := m.licenses(); len(terms) > 0 {
		out["dc:license"] = map[string]string{"@id": terms[0].Path}
		var all []any
		for _, t := range terms {
			all = append(all, map[string]string{"@id": t.Path})
		}
		out["dc:rights"] = all
	}
	raw, err := json.MarshalIndent(out, "", "  ")
	return append(raw, '\n'), err
}

// csvwType is a column's type in the words of XML Schema.
func csvwType(c Column, csv csvEncoder) any {
	switch c.Type {
	case Number:
		if csv.decimal != '.' {
			return map[string]any{"base": "decimal", "format": map[string]string{"decimalChar": string(csv.decimal)}}
		}
		return "decimal"
	case Boolean:
		return map[string]string{"base": "boolean", "format": "yes|no"}
	case DateTime:
		return map[string]string{"base": "dateTime", "format": "yyyy-MM-ddTHH:mm:ssX"}
	case Link:
		return "anyURI"
	case Integer, Date:
		return string(c.Type)
	}
	return "string"
}
