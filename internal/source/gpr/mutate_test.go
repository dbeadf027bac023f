package gpr

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/source/sourcetest"
)

// The file has neither checksum nor bounds: what is taken stands in a line of it with its day, nothing is invented or moved.
func TestMutatedFile(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("date,GPRD,GPRD_ACT,GPRD_THREAT\n")
	for i := range 20 {
		fmt.Fprintf(&text, "%s,%d.%02d,%d.%02d,%d.%02d\n", civil.MustParse("2022-02-01").AddDays(i), 100+7*i, 11+i, 90+5*i, 21+i, 110+9*i, 31+i)
	}
	taken := false
	sourcetest.Mutated(t, "gpr", []byte(text.String()), 60, func(body []byte) (rows []string) {
		list, err := Read(bytes.NewReader(body), "gpr.csv")
		for _, g := range list {
			if err == nil && !(taken && stands(body, g)) {
				rows = append(rows, fmt.Sprint(g))
			}
		}
		taken = true
		return rows
	})
}

// stands tells whether a line of body holds the day and the value of g.
func stands(body []byte, g event.Gauge) bool {
	value := strconv.FormatFloat(g.Value, 'f', 2, 64)
	for line := range strings.Lines(string(body)) {
		if strings.Contains(line, g.Day.String()) && strings.Contains(line, strings.TrimRight(strings.TrimRight(value, "0"), ".")) {
			return true
		}
	}
	return false
}
