package main

import "testing"

// TestPagesOfTheProgramAreGivenBack finds the program's text, gives it back, and runs on.
func TestPagesOfTheProgramAreGivenBack(t *testing.T) {
	own := ownMappings()
	if len(own) == 0 || own[0].copied || own[0].length == 0 {
		t.Fatalf("%+v: want the text of the program, without a page of the process's own", own)
	}
	giveBackPages()
	if again := ownMappings(); len(again) != len(own) || again[0] != own[0] {
		t.Errorf("%+v, want %+v", again, own)
	}
}
