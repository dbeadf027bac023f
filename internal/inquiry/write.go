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

// The tables that are written where none is named.
const (
	StudyTable       = "events"
	CorrelationTable = "summary"
)
