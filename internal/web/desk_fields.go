package web

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"detente/internal/event"
	"detente/internal/words"
)

// formField is one field of a form as the page shows it.
type formField struct {
	Name, Label, Help, Value, Error string
	Kind                            string   // text, area, select or many
	List                            string   // id of the list of completions
	Options                         []choice // of a select
	Values                          []choice // of one that is given several times
	Wide                            bool
}

// formPart is a group of fields.
type formPart struct {
	Legend string
	Fields []formField
}

// actorFields is how many actors there is room for at least, and roomLeft how many more than there are.
const (
	actorFields = 4
	roomLeft    = 2
)

// commonZones are offered first; every IANA name is understood.
var commonZones = []string{"UTC", "Europe/Moscow", "Europe/Kyiv", "Europe/Brussels", "Europe/Berlin", "Europe/Paris", "Europe/London", "Europe/Istanbul",
	"Europe/Minsk", "America/New_York", "Asia/Shanghai", "Asia/Dubai"}

// eventForm puts the fields of an event in order, as they were typed, with what is wrong beside each.
func eventForm(f event.Form, wrong event.FormErrors) []formPart {
	field := func(name, label, help string) formField {
		one := formField{Name: name, Label: label, Help: help, Value: f[name], Kind: "text"}
		if i := slices.IndexFunc(wrong, func(e event.FieldError) bool { return e.Field == name }); i >= 0 {
			one.Error = capital(wrong[i].Reason)
		}
		return one
	}
	return []formPart{
		{"What happened", []formField{
			field("title", "Title", "One line, as a table shows it.").wide(),
			field("summary", "Summary", "A few sentences, plain text.").area(),
			field("location", "Place", "Such as Geneva."),
			actorField(f, field("actors", "Actors", "One a field: a country by its name or its code of three letters, or EU, NATO, UN, OSCE, OPEC. In the order of the source.")),
		}},
		{"When", []formField{
			field("occurred_at", "Begins", "2022-02-07, 7 Feb 2022, or 2022-02-07 14:34 with the zone beside it; 2022-02-07T11:34:00Z needs none. A time ahead is a scheduled event."),
			field("zone", "Time zone of clock times", "A day alone needs none.").listed("zones"),
			field("precision", "Known to the", "Leave it and the form of the time says it.").chosen(vocabulary(f["precision"], "as the time is written", event.Precisions(), nil)),
			field("ended_at", "Ends", "Where it is not a point in time."),
			field("announced_at", "Announced", "Where that was before it took place."),
			field("time_basis", "Where the clock time comes from", "Such as Kremlin, or Reuters."),
		}},
		{"Coding", []formField{
			field("category", "Category", "Market and monetary policy events carry Goldstein 0.").chosen(vocabulary(orUsual(f["category"], string(event.Other)), "", event.Categories(), event.Category.Label)),
			field("cameo", "CAMEO code", "Text with its leading zero, such as 046.").listed("cameo-codes"),
			field("goldstein", "Goldstein value", "−10 escalation to +10; empty follows the code."),
			field("importance", "Importance", "A judgement; it weights nothing unless asked to.").chosen(importanceChoices(orUsual(f["importance"], "2"))),
			field("status", "Status", "Only confirmed events count in the tension index; scheduled ones are drawn.").chosen(vocabulary(f["status"], "confirmed, or scheduled where it lies ahead", event.Statuses(), nil)),
		}},
		{"Source", []formField{
			field("source_name", "Who reports it", ""),
			field("source_url", "Address", "http or https; it is linked, never fetched.").wide(),
			field("source_tier", "Kind of source", "").chosen(tierChoices(f["source_tier"])),
			field("verified", "Date found in a second source", "").chosen([]choice{{"no", "no", f["verified"] != "yes"}, {"yes", "yes", f["verified"] == "yes"}}),
		}},
	}
}

func (f formField) wide() formField { f.Wide = true; return f }

func (f formField) area() formField { f.Kind, f.Wide = "area", true; return f }

func (f formField) listed(id string) formField { f.List = id; return f }

func (f formField) chosen(list []choice) formField { f.Kind, f.Options = "select", list; return f }

// actorField gives each actor a field of its own, so that browsers complete it without a script.
func actorField(f event.Form, one formField) formField {
	one.Kind, one.List, one.Wide = "many", "actor-codes", true
	for part := range strings.SplitSeq(f["actors"], ";") {
		if part = strings.TrimSpace(part); part != "" {
			one.Values = append(one.Values, choice{Value: part})
		}
	}
	for want := max(actorFields, len(one.Values)+roomLeft); len(one.Values) < want; {
		one.Values = append(one.Values, choice{})
	}
	for i := range one.Values {
		one.Values[i].Label = fmt.Sprintf("Actor %d", i+1)
	}
	return one
}

func vocabulary[T ~string](on, empty string, list []T, label func(T) string) []choice {
	var out []choice
	if empty != "" {
		out = append(out, choice{"", empty, on == ""})
	}
	for _, v := range list {
		one := choice{string(v), string(v), on == string(v)}
		if label != nil {
			one.Label = label(v)
		}
		out = append(out, one)
	}
	return out
}

func importanceChoices(on string) []choice {
	var out []choice
	for n := 1; n <= 5; n++ {
		value := string(rune('0' + n))
		out = append(out, choice{value, value + " " + importanceWords[n], on == value})
	}
	return out
}

func tierChoices(on string) []choice {
	list := vocabulary(on, "not known", event.SourceTiers(), nil)
	if on != "" && !slices.Contains(event.SourceTiers(), on) {
		list = append(list, choice{on, on, true}) // an old word stays what it was
	}
	return list
}

// typedForm is the form that was sent; fields it does not hold stay out. Actors come one a field, by code or by name.
func typedForm(sent url.Values, actors []event.Actor) event.Form {
	f := event.Form{}
	for _, name := range append(event.FormFields(), "zone") {
		if sent.Has(name) {
			f[name] = sent.Get(name)
		}
	}
	if !sent.Has("actor") {
		return f
	}
	var codes []string
	for _, text := range sent["actor"] {
		if text = strings.TrimSpace(text); text != "" {
			codes = append(codes, actorCode(text, actors))
		}
	}
	f["actors"] = strings.Join(codes, "; ")
	return f
}

// understood is a form with its days as event.Form knows them, however the pages' languages write them.
func understood(typed event.Form) event.Form {
	f := maps.Clone(typed)
	for _, name := range []string{"occurred_at", "ended_at", "announced_at"} {
		day, clock := f[name], ""
		if at := clockBehind.FindStringIndex(day); at != nil {
			day, clock = day[:at[0]], " "+strings.TrimLeft(day[at[0]:], ", ")
		}
		if d, ok := words.ParseDay(day); ok {
			f[name] = d.String() + clock
		}
	}
	return f
}

// clockBehind is where the clock time behind a day begins.
var clockBehind = regexp.MustCompile(`,? +\d{1,2}:\d\d.*$`)

// actorCode is the code of an actor that was typed by its name; anything else stays as it was typed.
func actorCode(text string, actors []event.Actor) string {
	for _, a := range actors {
		if event.Fold(a.Name) == event.Fold(text) || event.Fold(words.Russian.T(a.Name)) == event.Fold(text) {
			return a.Code
		}
	}
	return text
}

// cameoChoice is a code with what it says and its value, for completion.
type cameoChoice struct{ Code, Text, Goldstein string }

func cameoChoices() []cameoChoice {
	codes := event.CameoCodes()
	out := make([]cameoChoice, len(codes))
	for i, code := range codes {
		text, _ := event.Describe(code)
		value, _ := event.Goldstein(code)
		out[i] = cameoChoice{code, text, plain(value, 1)}
	}
	return out
}

// fieldLabels are the words of histories for the fields of a form.
var fieldLabels = map[string]string{"title": "title", "occurred_at": "begins", "zone": "time zone of clock times", "precision": "known to the", "ended_at": "ends", "category": "category",
	"cameo": "CAMEO code", "goldstein": "Goldstein value", "importance": "importance", "actors": "actors", "location": "place", "summary": "summary",
	"status": "status", "source_name": "source", "source_url": "address of the source", "source_tier": "kind of source", "verified": "found in a second source",
	"time_basis": "where the time comes from", "announced_at": "announced", "origin": "came in by", "coded_by": "coded by"}

func fieldLabel(name string) string { return orUsual(fieldLabels[name], name) }

// storedText is the text of a field beside another version of it. What somebody typed stays as it is in every language.
type storedText struct {
	Text  string
	Typed bool
}

var notChanged = storedText{Text: "not changed"}

var typedFields = []string{"title", "summary", "location", "actors", "source_name", "source_url", "time_basis", "origin", "coded_by"}

func storedAs(field, text string) storedText {
	return storedText{text, slices.Contains(typedFields, field)}
}
