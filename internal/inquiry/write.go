package inquiry

import (
	"encoding/json"
	"io"

	"detente/internal/analysis"
)

// Report is a result that can be written in every format.
type Report interface {
	Text() string
	Table(name string) (analysis.Table, error)
}

// WriteJSON writes a report as indented JSON.
func WriteJSON(w io.Writer, report Report) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(report)
}

// WriteCSV writes one table of a report. The error wraps analysis.ErrInvalid and lists the names where there is none of
// that name; nothing is written then.
func WriteCSV(w io.Writer, report Report, table string) error {
	t, err := report.Table(table)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, t.CSV())
	return err
}

// The tables that CSV writes where none is named.
const (
	StudyTable       = "events"
	CorrelationTable = "summary"
)
