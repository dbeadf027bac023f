package analysis

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"detente/internal/analysis/stat"
	"detente/internal/civil"
)

// Table is a result as rows of text, for files and spreadsheets: a missing number is an empty cell, a number has as many
// digits as it takes to read it back unchanged.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]string
}

// find returns the table of that name, or an error that lists those there are.
func find(tables []Table, name string) (Table, error) {
	var names []string
	for _, t := range tables {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return Table{}, invalid("table %q: want one of %s", name, strings.Join(names, ", "))
}

// cell prints a value of a report; anything else is a mistake of the caller.
func cell(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case *int:
		if v == nil {
			return ""
		}
		return strconv.Itoa(*v)
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case stat.Maybe:
		if !v.OK {
			return ""
		}
		return strconv.FormatFloat(v.Value, 'g', -1, 64)
	case civil.Date:
		return v.String()
	}
	panic("analysis: a table cannot hold this type")
}

func cells(values ...any) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = cell(v)
	}
	return out
}

// page builds a readable report line by line.
type page struct{ strings.Builder }

func (p *page) line(parts ...string) { p.WriteString(strings.Join(parts, "") + "\n") }

func (p *page) heading(text string) { p.line("\n", text, "\n", strings.Repeat("-", len(text))) }

// warn puts the warnings where they are read first.
func (p *page) warn(list []Warning) {
	for _, w := range list {
		p.paragraph("! "+w.Code+": "+w.Text, "    ")
	}
}

// paragraph wraps text at 100 columns; later lines are indented.
func (p *page) paragraph(text, indent string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > 100 {
			p.line(line)
			line = indent + word
			continue
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	p.line(line)
}

// columns prints rows under each other: the first and the last column from the left, those between from the right.
func (p *page) columns(rows [][]string) {
	var width []int
	for _, row := range rows {
		for i, text := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(text))
		}
	}
	for _, row := range rows {
		line := " "
		for i, text := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(text))
			if i == 0 || i == len(width)-1 {
				line += " " + text + pad
			} else {
				line += "  " + pad + text
			}
			if i == len(width)-2 {
				line += " "
			}
		}
		p.line(strings.TrimRight(line, " "))
	}
}
