package civil

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var digitsOnly = regexp.MustCompile(`^(\d{1,2})([./-])(\d{1,2})([./-])(\d{4}|\d{2})$`)

// Unclear says of a day in digits that does not begin with its year what to write in its place: "02/07/2022" is a day of
// July in London and of February in New York. It is empty of any other text. With points the day comes first everywhere. A
// clock time behind the day is not looked at; a year of two digits is one of 1970 to 2069.
func Unclear(s string) string {
	day, _, _ := strings.Cut(strings.NewReplacer("T", " ", ",", " ").Replace(strings.TrimSpace(s)), " ")
	m := digitsOnly.FindStringSubmatch(day)
	if m == nil || m[2] != m[4] {
		return ""
	}
	var ways []string
	for _, way := range [][3]string{{m[5], m[3], m[1]}, {m[5], m[1], m[3]}, {m[1], m[3], m[5]}} {
		if written, ok := inOrder(way); ok && !slices.Contains(ways, written) {
			ways = append(ways, written)
		}
		if m[2] == "." {
			break
		}
	}
	switch len(ways) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("%q does not begin with its year: write %s", day, ways[0])
	}
	last := len(ways) - 1
	return fmt.Sprintf("%q can be read in more than one way: write %s or %s", day, strings.Join(ways[:last], ", "), ways[last])
}

// inOrder writes year, month and day as a date; ok is false where there is no such day, or the year has one digit.
func inOrder(parts [3]string) (written string, ok bool) {
	if len(parts[0]) < 2 {
		return "", false
	}
	year, _ := strconv.Atoi(parts[0]) // digits, by the expression
	if len(parts[0]) == 2 {
		year += 1900 + 100*((169-year)/100)
	}
	t, err := time.Parse("2006-1-2", fmt.Sprintf("%d-%s-%s", year, strings.TrimPrefix(parts[1], "0"), strings.TrimPrefix(parts[2], "0")))
	return t.Format(Layout), err == nil
}
