package gdelt

import (
	"cmp"
	"strings"
	"time"

	"detente/internal/civil"
)

// The beginnings of the two archives.
var (
	FirstDaily = civil.New(2013, time.April, 1)
	FirstSlot  = time.Date(2015, time.February, 18, 23, 0, 0, 0, time.UTC)
)

const (
	stampLayout = "20060102150405"
	dayLayout   = "20060102"
	slotFolder  = "/gdeltv2/"
	dayFolder   = "/events/"
	quarter     = 15 * time.Minute
)

// Slot is the quarter of an hour, UTC, that a file of GDELT 2.0 is named by.
type Slot time.Time

// SlotOf returns the slot in which t lies.
func SlotOf(t time.Time) Slot { return Slot(t.UTC().Truncate(quarter)) }

// SlotsOf returns the slots of a UTC day, ascending: 96, fewer on the first day, none before it.
func SlotsOf(day civil.Date) []Slot {
	var list []Slot
	for at := day.UTC(); at.Before(day.AddDays(1).UTC()); at = at.Add(quarter) {
		if !at.Before(FirstSlot) {
			list = append(list, Slot(at))
		}
	}
	return list
}

// Name is the name of the slot's file of events; translation is the one made from media in other languages than English.
func (s Slot) Name(translation bool) string {
	kind := ".export.CSV.zip"
	if translation {
		kind = ".translation.export.CSV.zip"
	}
	return time.Time(s).Format(stampLayout) + kind
}

// DailyName is the name of a day's file of GDELT 1.0.
func DailyName(day civil.Date) string { return day.UTC().Format(dayLayout) + ".export.CSV.zip" }

// addresses lists the files of a day.
func (s Source) addresses(day civil.Date) []string {
	base := strings.TrimSuffix(cmp.Or(s.Base, home), "/")
	if s.edition() == Daily {
		return []string{base + dayFolder + DailyName(day)}
	}
	var list []string
	for _, slot := range SlotsOf(day) {
		list = append(list, base+slotFolder+slot.Name(false))
		if s.Translation {
			list = append(list, base+slotFolder+slot.Name(true))
		}
	}
	return list
}
