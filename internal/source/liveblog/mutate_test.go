package liveblog

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"detente/internal/source/sourcetest"
)

// Pasted text has no form to check and a person reads what is offered: no quote is offered that does not stand in the text.
func TestMutatedText(t *testing.T) {
	t.Parallel()
	text := stamped + "\n11:34 GMT\n\nThe rouble traded at 75.44 to the dollar at 11:34 GMT and at 86.38 to the euro.\n"
	true1 := false
	sourcetest.Mutated(t, "liveblog", []byte(text), 0, func(body []byte) (rows []string) {
		r, err := Parse(string(body), monday, time.UTC)
		if err != nil {
			return nil
		}
		for _, q := range r.Quotes {
			if !true1 || !strings.Contains(string(body), q.Value.String()) {
				rows = append(rows, fmt.Sprint(q.Series, q.Value))
			}
		}
		true1 = true
		return rows
	})
}
