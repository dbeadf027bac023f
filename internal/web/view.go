package web

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
)

// view is how a page draws and tells its rows; it changes none of them. The zero view is the page as it opens.
type view struct {
	Lang   string // en or ru where the address says so
	Zone   zone
	Units  fx.Units // of the lines; levels are the zero one
	Clock  string   // "10:00-12:30", the part of the one day in view, UTC; of no meaning for several
	Market string   // "close" or "candles" where the exchange's prices are drawn beside the official rates
	// Gauge is the comparison line drawn beside the tension index, such as gpr:GPRD; of the tables overlay and gauges
	// it is also a column or the rows.
	Gauge string
}

// put writes the parameters that differ from the page as it opens.
func (v view) put(set func(name, value string)) {
	set(langParam, v.Lang)
	set("zone", string(v.Zone))
	set("units", string(v.Units))
	set("market", v.Market)
	set("gauge", v.Gauge)
	set("clock", v.Clock)
}

// clockPattern is a part of a day: hours and minutes from the first to the second, which is not included.
var clockPattern = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$`)

func readClock(q *query, v string) error {
	from, to, _ := strings.Cut(v, "-")
	if !clockPattern.MatchString(v) || from >= to {
		return fmt.Errorf("%q: want a part of a day such as 10:00-12:30, in UTC", clip(v))
	}
	q.Clock = v
	return nil
}

func readUnits(q *query, v string) (err error) {
	q.Units, err = fx.ParseUnits(v)
	if q.Units == fx.Levels {
		q.Units = ""
	}
	return err
}

func readMarket(q *query, v string) error {
	if v != "close" && v != "candles" {
		return fmt.Errorf("%q: want close or candles, or nothing for the official rates alone", clip(v))
	}
	q.Market = v
	return nil
}

func readGaugeName(q *query, v string) error {
	if !event.IsGaugeName(v) {
		return fmt.Errorf("%q: want the name of a comparison line, such as gpr:GPRD", clip(v))
	}
	q.Gauge = v
	return nil
}

// zone is where the clock stands that the times of events are told by; days of fixings are no instants and never shift.
type zone string

// zones are the choices; the reader's own zone is known to the browser alone, which tells the times anew.
var zones = []struct {
	zone
	Label, name string
}{{"", "UTC", "UTC"}, {"moscow", "Moscow", "Europe/Moscow"}, {"brussels", "Brussels", "Europe/Brussels"}, {"viewer", "yours", "UTC"}}

func readZone(q *query, v string) error {
	if v == "utc" {
		return nil
	}
	var known []string
	for _, z := range zones[1:] {
		if string(z.zone) == v {
			q.Zone = z.zone
			return nil
		}
		known = append(known, string(z.zone))
	}
	return fmt.Errorf("%q: want utc, %s", clip(v), strings.Join(known, ", "))
}

// Label names the zone where a time is printed.
func (z zone) Label() string {
	for _, known := range zones {
		if known.zone == z {
			return known.Label
		}
	}
	return "UTC"
}

// when is the day of an event, with its clock time in the zone where that is known.
func (z zone) when(e event.Event) string { return z.tell(e.When(), e.OccurredAt, e.Timed()) }

// tell is words, which are in UTC and event.When's, told in the zone: an hour stays one.
func (z zone) tell(words string, at time.Time, timed bool) string {
	if !timed || z == "" || z == "viewer" {
		return words
	}
	for _, known := range zones {
		if known.zone != z {
			continue
		}
		if place, err := time.LoadLocation(known.name); err == nil {
			if strings.Contains(words, ", about ") {
				return at.Truncate(time.Hour).In(place).Format("2 Jan 2006, about 15:04 ") + known.Label
			}
			return at.In(place).Format("2 Jan 2006, 15:04 ") + known.Label
		}
	}
	return words
}

// zoneLink is a choice of the switch in the header.
type zoneLink struct {
	Label, URL string
	On         bool
}

// zoneLinks are the addresses of a page in each zone.
func zoneLinks(path string, st state, now zone) []zoneLink {
	var links []zoneLink
	for _, z := range zones {
		v := st.values()
		v.Del("zone")
		if z.zone != "" {
			v.Set("zone", string(z.zone))
		}
		links = append(links, zoneLink{z.Label, address(path, bare(v)), now == z.zone})
	}
	return links
}

// unitChoice is one of the units the lines can be drawn in.
type unitChoice struct {
	Code, Label string
	On          bool
}

func (q query) unitChoices() []unitChoice {
	var list []unitChoice
	for _, u := range fx.UnitCodes() {
		code := string(u)
		if u == fx.Levels {
			code = ""
		}
		list = append(list, unitChoice{code, u.Label() + " (" + string(u) + ")", q.Units == u || q.Units == "" && u == fx.Levels})
	}
	return list
}
