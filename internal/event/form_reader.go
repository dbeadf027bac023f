package event

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// formReader collects what is wrong with one form.
type formReader struct {
	form, given Form
	rules       FormRules
	base        Event
	wrong       FormErrors
}

func (r *formReader) reject(field, format string, args ...any) {
	if !slices.ContainsFunc(r.wrong, func(e FieldError) bool { return e.Field == field }) {
		r.wrong = append(r.wrong, FieldError{field, fmt.Sprintf(format, args...)})
	}
}

func (r *formReader) merge() {
	for field, text := range r.given {
		if field != "zone" && !slices.Contains(FormFields(), field) {
			r.reject(field, "there is no such field: want one of %s", strings.Join(FormFields(), ", "))
			continue
		}
		text = strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n")
		if bad := control(text, field == "summary"); bad != "" {
			r.reject(field, "%s", bad)
		}
		if len(text) > maxField && field != "summary" && field != "title" { // those two have limits of their own
			r.reject(field, "the text is longer than %d bytes", maxField)
			continue
		}
		r.form[field] = text
	}
	_, timed := r.given["occurred_at"]
	if _, said := r.given["precision"]; timed && !said {
		r.form["precision"] = "" // the form of the new time says it
	}
}

// control says why a text may not be stored, or nothing.
func control(text string, lines bool) string {
	for _, c := range text {
		switch {
		case c == '\uFFFD':
			return "the text is not UTF-8, or holds a replacement character"
		case c == '\n' && lines || c == '\t' && lines:
		case c < ' ' || c == 0x7F || c >= 0x80 && c < 0xA0, c >= 0x202A && c <= 0x202E, c >= 0x2066 && c <= 0x2069: // the last turn round what is read
			return fmt.Sprintf("the text holds the control character U+%04X: take it out", c)
		}
	}
	return ""
}

func (r *formReader) readWords(e *Event) {
	e.Title, e.Summary, e.Location, e.TimeBasis = r.form["title"], r.form["summary"], r.form["location"], r.form["time_basis"]
	e.SourceName, e.SourceURL, e.SourceTier = r.form["source_name"], r.form["source_url"], r.form["source_tier"]
	if e.Title == "" {
		r.reject("title", "is missing: say in one line what happened")
	}
	if tiers := SourceTiers(); e.SourceTier != r.base.SourceTier && e.SourceTier != "" && !slices.Contains(tiers, e.SourceTier) {
		r.reject("source_tier", "%q: want one of %s, or nothing", e.SourceTier, strings.Join(tiers, ", "))
	}
	switch v := strings.ToLower(r.form["verified"]); v {
	case "yes", "true", "on":
		e.Verified = true
	case "", "no", "false", "off":
		e.Verified = false
	default:
		r.reject("verified", "%q: want yes or no", v)
	}
	e.Actors = nil
	for code := range strings.FieldsFuncSeq(strings.ToUpper(r.form["actors"]), func(c rune) bool { return c == ';' || c == ',' || c == ' ' }) {
		if !slices.Contains(e.Actors, code) {
			e.Actors = append(e.Actors, code)
			r.checkActor(code)
		}
	}
}

// checkActor lets pass what the event had before, so that an old code never stands in the way of a new title.
func (r *formReader) checkActor(code string) {
	switch known := slices.ContainsFunc(r.rules.Actors, func(a Actor) bool { return a.Code == code }); {
	case !actorCode.MatchString(code):
		r.reject("actors", "%q: want ISO 3166 codes of three letters, or an organisation's code such as NATO", code)
	case r.rules.Actors != nil && !known && !slices.Contains(r.base.Actors, code):
		r.reject("actors", "%s is not in the list of actors: want an ISO 3166 code of three letters, or one of %s", code, organisations(r.rules.Actors))
	}
}

func organisations(list []Actor) string {
	var codes []string
	for _, a := range list {
		if a.Kind == ActorOrganisation {
			codes = append(codes, a.Code)
		}
	}
	return strings.Join(codes, ", ")
}

func (r *formReader) readCoding(e *Event) {
	e.Category = Category(r.form["category"])
	if e.Category == "" {
		e.Category = Other
	}
	if !known(Categories(), e.Category) {
		r.reject("category", "%q: want one of %s", e.Category, list(Categories()))
	}
	e.Cameo = r.form["cameo"]
	value, ok := Goldstein(e.Cameo)
	if e.Cameo != "" && !ok && e.Cameo != r.base.Cameo {
		r.reject("cameo", "%q is not a CAMEO event code: want digits such as 046, with their leading zero", e.Cameo)
	}
	if e.Category.Market() {
		value = 0
	}
	e.Goldstein = r.goldstein(value, e.Cameo != r.base.Cameo || e.Category != r.base.Category)
	n, err := strconv.Atoi(r.form["importance"])
	if e.Importance = n; err != nil || n < 1 || n > 5 {
		r.reject("importance", "%q: want a whole number from 1 (routine) to 5 (systemic)", r.form["importance"])
	}
}

// goldstein reads the value; one that is left as it was follows a code or category that changed.
func (r *formReader) goldstein(ofCode float64, recoded bool) float64 {
	text := strings.Replace(strings.Replace(r.form["goldstein"], ",", ".", 1), "\u2212", "-", 1)
	value, err := strconv.ParseFloat(text, 64)
	left := r.base.ID != "" && err == nil && value == r.base.Goldstein
	switch {
	case text == "", left && recoded:
		return ofCode
	case err != nil || !(value >= -10 && value <= 10):
		r.reject("goldstein", "%q: want a number from -10 (escalation) to 10, such as -5.0", r.form["goldstein"])
	}
	return value
}

func (r *formReader) readStatus(e *Event) {
	future := !e.OccurredAt.IsZero() && e.OccurredAt.After(r.rules.Now)
	e.Status = Status(r.form["status"])
	switch {
	case e.Status == "" && future:
		e.Status = StatusScheduled
	case e.Status == "":
		e.Status = StatusConfirmed
	case !known(Statuses(), e.Status):
		r.reject("status", "%q: want one of %s", e.Status, list(Statuses()))
	case e.Status == StatusConfirmed && future:
		r.reject("status", "an event after %s has not happened yet: want scheduled", r.rules.Now.UTC().Format("2006-01-02 15:04 UTC"))
	}
}

// readRest finds what Validate finds and no field above did.
func (r *formReader) readRest(e Event) {
	if len(r.wrong) > 0 {
		return
	}
	if e.ID == "" {
		e.ID = Slug(e.Day(), e.Title)
	}
	if err := e.Validate(); errors.Is(err, ErrInvalid) {
		reason := strings.TrimPrefix(err.Error(), "event: "+ErrInvalid.Error()+": ")
		field, rest, _ := strings.Cut(reason, " ")
		r.reject(strings.TrimSuffix(field, ":"), "%s", rest)
	}
}
