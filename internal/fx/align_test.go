package fx

import (
	"testing"

	"detente/internal/civil"
)

// january are days of January 2020.
func january(days ...int) []civil.Date {
	list := make([]civil.Date, len(days))
	for i, d := range days {
		list[i] = civil.New(2020, 1, d)
	}
	return list
}

// fixingsOn are made-up fixings of 50, 51, 52 ...
func fixingsOn(days []civil.Date) []Fixing {
	list := make([]Fixing, len(days))
	for i, d := range days {
		list[i] = Fixing{Series: CBRUSD, Set: d, Effective: d.AddDays(1), Value: Rate{Unscaled: int64(50 + i)}, Nominal: 1}
	}
	return list
}

func TestDayZero(t *testing.T) {
	t.Parallel()
	days := january(6, 7, 8, 10, 13)
	for _, tt := range []struct {
		name      string
		day, want int // of January
		ok        bool
	}{{"a set date", 8, 8, true}, {"a Saturday takes the next", 11, 13, true}, {"the first", 6, 6, true},
		{"before the first", 5, 0, false}, {"after the last", 14, 0, false}} {
		if zero, ok := DayZero(days, civil.New(2020, 1, tt.day)); ok != tt.ok || ok && days[zero] != civil.New(2020, 1, tt.want) {
			t.Errorf("%s: position %d, %v", tt.name, zero, ok)
		}
	}
	if _, ok := DayZero(nil, days[0]); ok {
		t.Error("a day was found in nothing")
	}
}

func TestAlign(t *testing.T) {
	t.Parallel()
	days := january(6, 7, 8, 10, 13, 14)
	for _, tt := range []struct {
		name              string
		zero, from, to    int
		first, last, rows int
	}{{"inside", 2, -1, 1, -1, 1, 3}, {"cut at both ends", 2, -20, 60, -2, 3, 6}, {"the first", 0, -5, 0, 0, 0, 1}} {
		got := Align(fixingsOn(days), days, tt.zero, tt.from, tt.to)
		if len(got) != tt.rows || got[0].Tau != tt.first || got[len(got)-1].Tau != tt.last {
			t.Errorf("%s: %v", tt.name, got)
		}
		for _, a := range got {
			// 52 on 8 January is made up to be the base of the first two.
			if want := 100 * a.Rate() / (50 + float64(tt.zero)); a.Index != want || a.Set != days[tt.zero+a.Tau] {
				t.Errorf("%s: %d is %v on %s, want %v", tt.name, a.Tau, a.Index, a.Set, want)
			}
		}
	}
}

func TestAlignLeavesHoles(t *testing.T) {
	t.Parallel()
	days := january(6, 7, 8, 10)
	euro := fixingsOn(january(6, 8, 10)) // none on the 7th
	if got := Align(euro, days, 2, -2, 1); len(got) != 3 || got[0].Tau != -2 || got[1].Tau != 0 || got[2].Tau != 1 {
		t.Errorf("the hole was counted over: %v", got)
	}
	if got := Align(euro, days, 1, -1, 1); got != nil {
		t.Errorf("an index without a day 0: %v", got)
	}
	euro[1].Nominal = 0
	if got := Align(euro, days, 2, -2, 1); got != nil {
		t.Errorf("an index of a price that is none: %v", got)
	}
	if got := Align(nil, days, 2, -2, 1); got != nil {
		t.Errorf("an index of nothing: %v", got)
	}
}
