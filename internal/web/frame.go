package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"detente/assets"
	"detente/internal/words"
)

// frame is what every page has around its content.
//
//pagegen:template layout.html
type frame struct {
	inline
	Title      string
	Quoted     bool   // the title is somebody's, and English whatever the page is
	Here       string // the path of the navigation entry that is lit; empty for none
	Nav        []navEntry
	Script     string // hashed paths of the bundle, empty where it was not built
	Charts     string // what draws charts, where the page begins with one: asked for with the script
	Words      string // the catalogue of the scripts; empty in English
	Theme      string // light or dark where the reader chose; empty leaves it to the system
	Rest       string // the sheet that completes First
	Icon       string
	Notice     string    // why there are no charts
	AsOf       *asOfLine // set where the page shows the past
	AsOfForm   bool      // the page can show the past
	Carry      []field   // what the form for it carries along
	AsOfDay    textField // what stands in that form
	Zone       zone
	Zones      []zoneLink  // empty where the page cannot tell its times otherwise
	Path       string      // of this page, without its state
	Address    string      // of this page as it is shown, whole: for paper
	Alternates []alternate // other forms of the page
	Shared     string      // what a message says of the page; empty is its title
	Pictures   *pictures   // of its chart; nil for none
	Empty      bool        // the database holds no rates
	Language   words.Language
	Languages  []languageLink // empty where the page answers a form, or its address is longer than longestAddress
}

type navEntry struct{ Path, URL, Label string }

// asOfLine says that the page shows what was known then.
type asOfLine struct {
	When, Short   string // the moment, and the day where its end is meant
	NowURL, Value string
}

// nav are the pages that exist.
var nav = []navEntry{
	{"/", "/", "Overview"}, {"/events", "/events", "Events"}, {"/study", "/study", "Study"},
	{"/correlation", "/correlation", "Correlation"}, {"/calendar", "/calendar", "Calendar"},
	{"/data", "/data", "Data"}, {"/sources", "/sources", "Sources"}, {"/methods", "/methods", "Methods"},
}

// frame prepares the surroundings of a page; here is the path of its navigation entry.
func (s *Server) frame(c echo.Context, title, here string) frame {
	f := frame{Title: title, Here: here, Nav: navIn(c.Request()), Path: c.Request().URL.Path, Address: s.site(c) + c.Request().URL.RequestURI()}
	f.Language, f.Languages = languageOf(c.Request()), s.languageLinks(c)
	if len(c.Request().URL.RequestURI()) > longestAddress {
		f.Languages, f.Address = nil, s.site(c)+clipTo(longestTyped, c.Request().URL.RequestURI())
	}
	if !s.Bundle.Built() {
		f.Notice = assets.NotBuilt()
		return f
	}
	f.inline, f.Theme = s.inline, themeOf(c.Request())
	f.Script, f.Rest, f.Icon = s.static("app.js"), s.static("rest.css"), s.static("favicon.svg")
	if f.Language != words.English {
		f.Words = s.static(f.Language.Code() + ".js")
	}
	return f
}

// charts is the address of what draws charts; empty where it was not built.
func (s *Server) charts() string {
	if !s.Bundle.Built() {
		return ""
	}
	return s.static("charts.js")
}

func (s *Server) static(name string) string { return "/static/" + s.Bundle.Name(name) }

// inState completes the frame of a page that can tell its times in another zone and show the past: st is its whole state,
// q the part that says how and as of when.
func (f frame) inState(st state, q query) frame {
	f.Zone, f.Zones = q.Zone, zoneLinks(f.Path, st, q.Zone)
	return f.asOf(st, q)
}

// asOf completes the frame of a page that can show the past: st is its whole state, q the part that says as of when.
func (f frame) asOf(st state, q query) frame {
	f.AsOfForm, f.Carry = true, hidden(st, "as-of")
	f.AsOfDay = q.field("as-of", q.AsOfDay.String())
	if !q.AsOf.IsZero() {
		v := st.values()
		v.Del("as-of")
		f.AsOf = &asOfLine{When: clock(q.AsOf), Short: orUsual(q.AsOfDay.Words(), clock(q.AsOf)), NowURL: address(f.Path, bare(v)), Value: q.asOfText()}
	}
	return f
}

// bare is a state that is nothing but its parameters.
type bare url.Values

func (b bare) values() url.Values { return url.Values(b) }
