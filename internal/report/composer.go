package report

import "detente/internal/markup"

// composer writes the report.
type composer struct{ *markup.Writer }
