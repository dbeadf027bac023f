package web

import "testing"

func TestEverySheetIsRead(t *testing.T) {
	t.Parallel()
	all, err := pageSheets()
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	for _, sheets := range all {
		if len(sheets) < 10 {
			t.Errorf("%d sheets", len(sheets))
		}
		for name, one := range sheets {
			first, err := one.get()
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if again, _ := one.get(); again != first {
				t.Errorf("%s: read twice", name)
			}
			if one.forget(); one.parsed != nil {
				t.Errorf("%s: still there", name)
			}
		}
	}
}
