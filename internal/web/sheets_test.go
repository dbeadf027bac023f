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
		for name, parse := range sheets {
			if _, err := parse(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
