package file

import (
	"strings"
	"time"
)

// windowsZones are the names under which Outlook writes the zones of those who meet about the rouble.
//
// Reference: Unicode CLDR, windowsZones.xml, territory 001.
var windowsZones = map[string]string{
	"Arab Standard Time": "Asia/Riyadh", "Arabian Standard Time": "Asia/Dubai", "Belarus Standard Time": "Europe/Minsk",
	"Central Asia Standard Time": "Asia/Bishkek", "Central Europe Standard Time": "Europe/Budapest", "Central European Standard Time": "Europe/Warsaw",
	"China Standard Time": "Asia/Shanghai", "E. Europe Standard Time": "Europe/Chisinau", "Eastern Standard Time": "America/New_York",
	"FLE Standard Time": "Europe/Kiev", "GMT Standard Time": "Europe/London", "GTB Standard Time": "Europe/Bucharest",
	"Georgian Standard Time": "Asia/Tbilisi", "India Standard Time": "Asia/Kolkata", "Romance Standard Time": "Europe/Paris",
	"Russian Standard Time": "Europe/Moscow", "Tokyo Standard Time": "Asia/Tokyo", "Turkey Standard Time": "Europe/Istanbul",
	"W. Europe Standard Time": "Europe/Berlin",
}

// zoneOf finds the zone of a TZID: a name of the IANA data base, alone or behind the path of who wrote it
// (/freeassociation.sourceforge.net/Europe/Moscow), or one of Outlook's.
func zoneOf(name string) (*time.Location, error) {
	if known, is := windowsZones[name]; is {
		name = known
	}
	for strings.HasPrefix(name, "/") {
		_, rest, _ := strings.Cut(name[1:], "/")
		if zone, err := time.LoadLocation(rest); err == nil && strings.Contains(rest, "/") {
			return zone, nil
		}
		name = "/" + rest
		if rest == "" {
			break
		}
	}
	return time.LoadLocation(name)
}
