package civil

import "testing"

// What is a date prints as it was read, and is as many days from another as adding says.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2022-02-07", "2024-02-29", "1900-02-29", "0000-01-01", "9999-12-31", "2022-2-7", "-001-01-01", "2022-02-07 "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(text)
		if err != nil {
			return
		}
		if d.String() != text || d.AddDays(400).DaysSince(d) != 400 || Of(d.UTC()) != d {
			t.Fatalf("%q became %s", text, d)
		}
	})
}
