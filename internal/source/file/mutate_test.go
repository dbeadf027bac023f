package file

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/source/sourcetest"
)

// A file that a person imports says what it says: where a letter of a series or a digit of a rate changed, it is another file,
// and whether its rates can be believed is asked when they are imported. What is taken stands in the file, in a line with
// its day, and a file that was broken off in a number is refused.
func TestMutatedFiles(t *testing.T) {
	t.Parallel()
	var wide, long strings.Builder
	wide.WriteString("date,usd_rub,eur_rub\n")
	long.WriteString("series,date,value,nominal\n")
	for i := range 20 {
		d := civil.MustParse("2022-02-01").AddDays(i)
		fmt.Fprintf(&wide, "%s,75.%04d,86.%04d\n", d, 1000+137*i, 2000+191*i)
		fmt.Fprintf(&long, "cbr:USDRUB,%s,75.%04d,1\n", d, 1000+137*i)
	}
	for name, body := range map[string]string{"wide": wide.String(), "long": long.String()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			taken := false
			sourcetest.Mutated(t, "file "+name, []byte(body), 60, func(body []byte) (rows []string) {
				in, err := Open(bytes.NewReader(body), Options{CodedBy: "test"})
				if err != nil || in.Kind() != KindRates {
					return nil
				}
				fixings, err := in.Rates()
				for _, f := range fixings {
					if err == nil && !(stands(body, f) && taken) {
						rows = append(rows, fmt.Sprint(f.Series, f.Effective, f.Value, f.Nominal))
					}
				}
				taken = true
				return rows
			})
		})
	}
}

var lineEnd = regexp.MustCompile(`[\r\n]+`)

// stands tells whether a line of body holds the day and the value of f, and the value is not the rest of a longer one.
func stands(body []byte, f fx.Fixing) bool {
	for _, line := range lineEnd.Split(string(body), -1) {
		if strings.Contains(line, f.Effective.String()) && strings.Contains(line, f.Value.String()) {
			return len(line) >= len("2022-02-20,75.3603,86.5629") // none of the true lines is shorter
		}
	}
	return false
}
