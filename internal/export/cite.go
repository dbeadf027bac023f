package export

import (
	"strings"
	"time"
)

// Cite says in one paragraph how to cite the table: publishers and series, what was asked, data version, day, hash.
func (m Meta) Cite() string {
	var out []string
	for _, s := range m.Series {
		name := s.Name
		if !strings.HasPrefix(name, s.Publisher()) {
			name = s.Publisher() + ", " + name
		}
		out = append(out, name+" "+string(s.ID)+", "+s.Unit+".")
	}
	said := "Détente, " + m.Table.Title
	if m.Filter != "" {
		said += " (" + m.Filter + ")"
	}
	out = append(out, said+".")
	if m.Method != "" {
		out = append(out, strings.ToUpper(m.Method[:1])+m.Method[1:]+".")
	}
	if !m.Retrieved.IsZero() {
		out = append(out, "Data version "+m.DataVersion+", as of "+m.AsOf().UTC().Format(time.RFC3339)+", retrieved "+m.Retrieved.UTC().Format("2 January 2006")+".")
	}
	if m.Receipt.SHA256 != "" {
		out = append(out, "SHA-256 "+m.Receipt.SHA256+".")
	}
	return strings.Join(out, " ")
}
