package gdelt

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"detente/internal/civil"
)

// Actor is one side of a row in CAMEO's codes, which for states are mostly ISO 3166 alpha-3.
type Actor struct {
	Code    string // such as RUSGOV or IGOEUREEC; empty where GDELT found no actor
	Country string // such as RUS, or a region's code
	Group   string // such as EEC
}

// Place is where the row is put on the map. FIPS is a FIPS 10-4 code, another system than the actors': Russia is RS there,
// Ukraine UP, Germany GM.
type Place struct {
	Name string
	FIPS string
}

// Row is one coded event. Codes are text, since they may begin with 0.
type Row struct {
	ID             string
	Day            civil.Date // when it is said to have taken place
	Added          civil.Date // when GDELT saw it, UTC
	Actor1, Actor2 Actor
	IsRoot         bool // it stood in the lead paragraph
	Code, Root     string
	Goldstein      float64
	Mentions       int
	Sources        int
	Tone           float64
	Place          Place
	URL            string // empty in the files before April 2013
}

// columns of the fields that every edition has.
const (
	colID       = 0
	colDay      = 1
	colActor1   = 5
	colActor2   = 15
	colIsRoot   = 25
	colCode     = 26
	colRoot     = 28
	colScale    = 30
	colMentions = 31
	colSources  = 32
	colTone     = 34
)

// layout is where the fields stand that differ between editions.
type layout struct{ columns, place, added, url int }

var layouts = []layout{
	{61, 52, 59, 60}, // GDELT 2.0
	{58, 50, 56, 57}, // GDELT 1.0
	{57, 50, 56, -1}, // GDELT 1.0 before April 2013
}

func layoutOf(columns int) (layout, bool) {
	for _, l := range layouts {
		if l.columns == columns {
			return l, true
		}
	}
	return layout{}, false
}

// parseRow reads a line of as many columns as l has. The strings of the row are parts of line.
func parseRow(line string, l layout) (r Row, err error) {
	var cells [61]string
	rest := line
	for i := range l.columns - 1 {
		cells[i], rest, _ = strings.Cut(rest, "\t")
	}
	cells[l.columns-1] = rest
	r = Row{ID: cells[colID], Actor1: actorAt(&cells, colActor1), Actor2: actorAt(&cells, colActor2), IsRoot: cells[colIsRoot] == "1",
		Code: cells[colCode], Root: cells[colRoot], Place: Place{cells[l.place], cells[l.place+1]}}
	if l.url >= 0 {
		r.URL = cells[l.url]
	}
	if r.Day, err = parseDay("SQLDATE", cells[colDay]); err != nil {
		return r, err
	}
	added := cells[l.added]
	if len(added) > len(dayLayout) {
		if _, err := time.Parse(stampLayout, added); err != nil {
			return r, fmt.Errorf("DATEADDED %q: want YYYYMMDDHHMMSS", added)
		}
		added = added[:len(dayLayout)]
	}
	if r.Added, err = parseDay("DATEADDED", added); err != nil {
		return r, err
	}
	if !digits(r.Code) || len(r.Code) < 2 || len(r.Code) > 4 || !strings.HasPrefix(r.Code, r.Root) || len(r.Root) != 2 {
		return r, fmt.Errorf("EventCode %q of EventRootCode %q: want 2 to 4 digits that begin with the root's two", r.Code, r.Root)
	}
	return r, parseNumbers(&r, &cells)
}

func parseNumbers(r *Row, cells *[61]string) (err error) {
	if r.Goldstein, err = strconv.ParseFloat(cells[colScale], 64); err != nil || !(r.Goldstein >= -10 && r.Goldstein <= 10) {
		return fmt.Errorf("GoldsteinScale %q: want a number from -10 to 10", cells[colScale])
	}
	if r.Mentions, err = strconv.Atoi(cells[colMentions]); err != nil || r.Mentions < 0 {
		return fmt.Errorf("NumMentions %q: want a whole number", cells[colMentions])
	}
	if r.Sources, err = strconv.Atoi(cells[colSources]); err != nil || r.Sources < 0 {
		return fmt.Errorf("NumSources %q: want a whole number", cells[colSources])
	}
	if r.Tone, err = strconv.ParseFloat(cells[colTone], 64); err != nil || !(r.Tone >= -100 && r.Tone <= 100) {
		return fmt.Errorf("AvgTone %q: want a number from -100 to 100", cells[colTone])
	}
	return nil
}

func actorAt(cells *[61]string, at int) Actor { return Actor{cells[at], cells[at+2], cells[at+3]} }

func parseDay(name, s string) (civil.Date, error) {
	at, err := time.Parse(dayLayout, s)
	if err != nil {
		return civil.Date{}, fmt.Errorf("%s %q: want YYYYMMDD", name, s)
	}
	return civil.Of(at), nil
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// groups are the known groups that are actors of their own, and states are CAMEO's codes that are not ISO's.
var (
	groups = map[string]string{"EEC": "EU", "NAT": "NATO", "UNO": "UN"}
	states = map[string]string{"ROM": "ROU"}
)

// State returns the actor's code in the words of package event: ISO 3166 alpha-3, EU, NATO or UN. It is empty where the
// actor is neither, such as a region ("EUR") or nobody.
func (a Actor) State() string {
	if g, ok := groups[a.Group]; ok {
		return g
	}
	if s, ok := states[a.Country]; ok {
		return s
	}
	return a.Country
}
