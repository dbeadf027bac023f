package analysis

import (
	"strings"
	"testing"
)

func TestStudyID(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Sanctions of 2022": "sanctions-of-2022", " a/z 09 {`:} ": "a-z-09", "Санкции": "", strings.Repeat("x", 90): strings.Repeat("x", 80)} {
		if got := StudyID(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// What a saved study says when it is asked again, by which of the three results agree: the one kept, that on the figures of then, and
// that on the newest.
func TestCompareSaysWhatDiffers(t *testing.T) {
	t.Parallel()
	one, two := StudyReport{NEvents: 1}, StudyReport{NEvents: 2}
	hash, err := one.Hash()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name          string
		then, now     StudyReport
		kept          string
		same, differs bool
		says          string
	}{
		{"all agree", one, one, hash, true, false, "Nothing differs"},
		{"newer figures", one, two, hash, false, true, "On the newest figures it differs"},
		{"another program", two, two, hash, false, false, "differs from the one recorded"},
		{"another program, and newer figures that give the old result", two, one, hash, false, true, "differs from the one recorded"},
		{"nothing recorded", one, one, "", false, false, "was not recorded"},
	} {
		r, err := Compare(tt.kept, tt.then, tt.now)
		if err != nil || r.Same != tt.same || r.Differs != tt.differs || !strings.Contains(r.Conclusion, tt.says) {
			t.Errorf("%s: same %v, differs %v, %q (%v)", tt.name, r.Same, r.Differs, r.Conclusion, err)
		}
	}
}
