package analysis

import (
	"encoding/json"
	"testing"
)

// Stored parameters that are taken mean the same after they were stored again.
func FuzzParseSavedStudy(f *testing.F) {
	usual, err := json.Marshal(SavedStudy{StudyQuestion: DefaultStudy("cbr:USDRUB"), DataVersion: 7})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(usual)
	f.Add([]byte(`{"series":"cbr:USDRUB","window":[0,1e9]}`))
	f.Add([]byte(`{"series":"\u0000:USDRUB","estimation":[-1,-130]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := ParseSavedStudy(raw)
		if err != nil {
			return
		}
		once, err := json.Marshal(s)
		if err != nil {
			t.Fatalf("%q: %v", raw, err)
		}
		s2, err := ParseSavedStudy(once)
		twice, err2 := json.Marshal(s2)
		if err != nil || err2 != nil || string(twice) != string(once) {
			t.Fatalf("%q became %s and then %s (%v, %v)", raw, once, twice, err, err2)
		}
	})
}
