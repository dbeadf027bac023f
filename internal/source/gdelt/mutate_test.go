package gdelt

import (
	"fmt"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/source/sourcetest"
)

// An archive carries a checksum of its rows: a spoiled one is refused whole.
func TestMutatedArchive(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	for i := range 40 {
		rows.WriteString(oldRow(map[int]string{0: fmt.Sprint(1000 + i), 57: fmt.Sprintf("http://example.org/%d", i)}))
	}
	day := civil.MustParse("2022-02-07")
	sourcetest.Mutated(t, "gdelt", pack(t, "20220207.export.CSV", rows.String()), 0, func(body []byte) []string {
		d := NewDay(day, DefaultFilter())
		if err := d.AddZip(body); err != nil {
			return nil
		}
		return []string{fmt.Sprintf("%d rows, %+v", d.Rows(), d.Gauges("file"))}
	})
}
