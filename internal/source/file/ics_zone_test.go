package file

import (
	"testing"
	"time"
)

// Each of Outlook's names leads to a zone that exists; offsets of 1 February 2027 as CLDR's zones have them.
func TestZonesOfCalendars(t *testing.T) {
	t.Parallel()
	for name := range windowsZones {
		if _, err := zoneOf(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	winter := time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string]int{"Europe/Moscow": 3, "Russian Standard Time": 3, "Eastern Standard Time": -5, "/freeassociation.sourceforge.net/Europe/Moscow": 3,
		"/citadel.org/20190903_1/America/New_York": -5, "/mozilla.org/20050126_1/Europe/Berlin": 1, "UTC": 0} {
		zone, err := zoneOf(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, offset := winter.In(zone).Zone(); offset != want*3600 {
			t.Errorf("%s: %d s, want %d h", name, offset, want)
		}
	}
	for _, name := range []string{"Moscow", "/", "//", "/a/b", "/etc/passwd", "../../etc/passwd", "Customized Time Zone", "Custom/Msk"} {
		if zone, err := zoneOf(name); err == nil {
			t.Errorf("%q is %s", name, zone)
		}
	}
}
