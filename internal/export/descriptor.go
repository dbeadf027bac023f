package export

import (
	"strings"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
)

// The Frictionless descriptors. What is ours and in no specification stands under "detente".
//
// Reference: https://specs.frictionlessdata.io, Tabular Data Package, Data Resource, Table Schema, CSV Dialect.
type (
	descriptor struct {
		Profile     string     `json:"profile"`
		Name        string     `json:"name"`
		Title       string     `json:"title"`
		Description string     `json:"description,omitempty"`
		Version     string     `json:"version,omitempty"`
		Created     string     `json:"created,omitempty"`
		Sources     []source   `json:"sources,omitempty"`
		Licenses    []license  `json:"licenses,omitempty"`
		Resources   []resource `json:"resources"`
	}
	resource struct {
		Profile     string    `json:"profile"`
		Name        string    `json:"name"`
		Path        string    `json:"path"`
		Title       string    `json:"title"`
		Description string    `json:"description,omitempty"`
		Format      string    `json:"format"`
		MediaType   string    `json:"mediatype"`
		Encoding    string    `json:"encoding,omitempty"`
		Bytes       int64     `json:"bytes,omitempty"`
		Hash        string    `json:"hash,omitempty"`
		Sources     []source  `json:"sources,omitempty"`
		Licenses    []license `json:"licenses,omitempty"`
		Dialect     *dialect  `json:"dialect,omitempty"`
		Schema      *schema   `json:"schema,omitempty"`
		Detente     extra     `json:"detente"`
	}
	source struct {
		Title string `json:"title"`
		Path  string `json:"path,omitempty"`
	}
	license struct {
		Name  string `json:"name"`
		Path  string `json:"path,omitempty"`
		Title string `json:"title"`
	}
	dialect struct {
		Delimiter      string `json:"delimiter"`
		LineTerminator string `json:"lineTerminator"`
		QuoteChar      string `json:"quoteChar"`
		DoubleQuote    bool   `json:"doubleQuote"`
		Header         bool   `json:"header"`
		CaseSensitive  bool   `json:"caseSensitiveHeader"`
		SkipSpace      bool   `json:"skipInitialSpace"`
	}
	schema struct {
		Fields        []field  `json:"fields"`
		PrimaryKey    []string `json:"primaryKey,omitempty"`
		MissingValues []string `json:"missingValues"`
	}
	field struct {
		Name        string   `json:"name"`
		Type        string   `json:"type"`
		Format      string   `json:"format,omitempty"`
		Description string   `json:"description"`
		Unit        string   `json:"unit,omitempty"`
		DecimalChar string   `json:"decimalChar,omitempty"`
		TrueValues  []string `json:"trueValues,omitempty"`
		FalseValues []string `json:"falseValues,omitempty"`
	}
	extra struct {
		Schema      int       `json:"schema"`
		Table       string    `json:"table"`
		Format      Format    `json:"format"`
		Profile     Profile   `json:"profile,omitempty"`
		Query       Query     `json:"query"`
		Filter      string    `json:"filter,omitempty"`
		AsOf        time.Time `json:"as_of"`
		Retrieved   time.Time `json:"retrieved"`
		DataVersion string    `json:"data_version"`
		Method      string    `json:"method,omitempty"`
		Rows        int       `json:"rows"`
		SHA256      string    `json:"sha256"`
		Cite        string    `json:"cite"`
		Series      []about   `json:"series,omitempty"`
	}
	about struct {
		ID        fx.SeriesID `json:"id"`
		Publisher string      `json:"publisher"`
		Name      string      `json:"name"`
		Unit      string      `json:"unit"`
		Rule      string      `json:"rule"`
		Terms     string      `json:"terms,omitempty"`
	}
)

func resourceOf(i Item) resource {
	m := i.Meta
	r := resource{
		Profile: "data-resource", Name: m.resourceName(), Path: i.Path, Title: m.Table.Title, Description: m.Filter,
		Format: string(m.format()), MediaType: mediaType(m.format()), Encoding: "utf-8", Bytes: m.Receipt.Bytes, Hash: "sha256:" + m.Receipt.SHA256,
		Sources: m.sources(), Licenses: m.licenses(),
		Detente: extra{1, m.Table.Name, m.format(), m.Options.Profile, m.Query, m.Filter, m.AsOf(), m.Retrieved, m.DataVersion, m.Method,
			m.Receipt.Rows, m.Receipt.SHA256, m.Cite(), m.about()},
	}
	csv, isCSV := encoderOf(m.Options).(csvEncoder)
	if isCSV && m.format() == CSV {
		r.Profile = "tabular-data-resource"
		r.Dialect = &dialect{Delimiter: string(csv.separator), LineTerminator: "\r\n", QuoteChar: `"`, DoubleQuote: true, Header: true, CaseSensitive: true}
	}
	if m.format() == XLSX {
		r.Encoding = ""
	}
	if len(m.Table.Columns) > 0 { // a whole report has none
		r.Schema = &schema{PrimaryKey: m.Table.Key, MissingValues: []string{""}}
	}
	for _, c := range m.Table.Columns {
		r.Schema.Fields = append(r.Schema.Fields, fieldOf(c, csv.decimal == ',' && m.format() == CSV, m.format()))
	}
	return r
}

// resourceName is the table's, of candles with the series: each series has its file.
func (m Meta) resourceName() string {
	if m.Table.Name == "candles" && len(m.Query.Series) == 1 {
		return strings.ToLower("candles-" + strings.ReplaceAll(string(m.Query.Series[0]), ":", "-"))
	}
	return m.Table.Name
}

func mediaType(f Format) string {
	if f == CSV {
		return "text/csv"
	}
	return f.ContentType()
}

// fieldOf is a column in the words of Table Schema.
func fieldOf(c Column, comma bool, f Format) field {
	out := field{Name: c.Name, Description: c.About, Unit: c.Unit, Type: "string"}
	switch c.Type {
	case Number:
		out.Type = "number"
		if comma {
			out.DecimalChar = ","
		}
	case Integer, Boolean, Date, DateTime:
		out.Type = string(c.Type)
	case Link:
		out.Format = "uri"
	}
	if c.Type == Boolean && f == CSV {
		out.TrueValues, out.FalseValues = []string{"yes"}, []string{"no"}
	}
	return out
}

func (m Meta) format() Format {
	if m.Options.Format == "" {
		return CSV
	}
	return m.Options.Format
}

func (m Meta) sources() []source {
	var out []source
	for _, s := range m.Series {
		out = append(out, source{s.Publisher() + ", " + string(s.ID), s.TermsURL})
	}
	for _, l := range event.GaugeLinesOf(m.Query.Gauges) {
		out = append(out, source{l.Publisher + ", " + l.Title, l.URL})
	}
	if len(out) == 0 || m.Table.Name == "overlay" {
		out = append(out, source{Title: eventSource})
	}
	return out
}

// licenses name the terms of each publisher once.
func (m Meta) licenses() []license {
	var out []license
	named := map[string]bool{}
	for _, s := range m.Series {
		if s.TermsURL != "" && !named[s.TermsURL] {
			named[s.TermsURL] = true
			out = append(out, license{"terms-" + s.ID.Source(), s.TermsURL, "Terms of use of the " + s.Publisher()})
		}
	}
	return out
}

func (m Meta) about() []about {
	var out []about
	for _, s := range m.Series {
		out = append(out, about{s.ID, s.Publisher(), s.Name, s.Unit, s.Rule, s.TermsURL})
	}
	return out
}
