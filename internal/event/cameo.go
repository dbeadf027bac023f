package event

import (
	"maps"
	"slices"
)

type cameoRow struct {
	goldstein float64
	text      string
}

// Goldstein returns the value of a CAMEO event code on Goldstein's scale, -10 (war) to +10 (retreat, surrender), as GDELT
// publishes it. The code is text, since it may begin with 0. ok is false for a code outside the table.
//
// Reference: Goldstein (1992), A Conflict-Cooperation Scale for WEIS Events Data, Journal of Conflict Resolution 36.
func Goldstein(code string) (value float64, ok bool) {
	row, ok := cameoTable[code]
	return row.goldstein, ok
}

// Describe says in a few words what the first actor of such an event does: "Imposes sanctions, a boycott or an embargo"
// for 163; a two-digit root is named by a noun. ok is false for a code outside the table.
func Describe(code string) (text string, ok bool) {
	row, ok := cameoTable[code]
	return row.text, ok
}

// CameoCodes lists every code of the table in ascending order as text, roots before their sub-codes.
func CameoCodes() []string { return slices.Sorted(maps.Keys(cameoTable)) }
