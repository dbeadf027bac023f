package export

// Type is what the cells of a column are.
type Type string

// Types. A Moment is a date or a DateTime, as its row knows it; Codes are words joined by semicolons in CSV.
const (
	Plain    Type = "string"
	Codes    Type = "codes"
	Link     Type = "uri"
	Number   Type = "number"
	Integer  Type = "integer"
	Boolean  Type = "boolean" // yes or no in CSV
	Date     Type = "date"
	DateTime Type = "datetime" // RFC 3339 in UTC
	Moment   Type = "moment"
)

// Column is one column of a table: its name in every format, and what it holds, for the data dictionary.
type Column struct {
	Name, About string
	Type        Type
	Unit        string // empty where the numbers have none, or where the series decides it
}

// Table is a name and the columns in their order.
type Table struct {
	Name    string
	Columns []Column
	Key     []string // columns that tell one row from another
	Title   string
}

// Names lists the names of the columns in their order.
func (t Table) Names() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}
