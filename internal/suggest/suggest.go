// Package suggest proposes the actors, the category and the CAMEO code of an event from its text, by two tables that a
// reader can check: names of actors, and patterns of what they do.
//
// It never confirms anything: what it proposes is a draft for a person to judge. It keeps no state, learns nothing,
// and gives the same answer to the same text every time.
package suggest

import (
	"regexp"

	"detente/internal/event"
)

// Coding is a proposed category and code, and the name of the rule that proposed them.
type Coding struct {
	Category  event.Category
	Cameo     string
	Goldstein float64 // of Cameo
	Rule      string
}

// rule codes a text where pattern matches and unless, if there is one, does not.
type rule struct {
	name     string
	category event.Category
	cameo    string
	pattern  *regexp.Regexp
	unless   *regexp.Regexp
}

// Code returns the coding of the first rule, in the order of the table, that matches the text; ok is false where none does.
// Give it a heading or a sentence rather than a whole article: the rules look at one act.
func Code(text string) (c Coding, ok bool) {
	for _, r := range rules() {
		if r.pattern.MatchString(text) && (r.unless == nil || !r.unless.MatchString(text)) {
			value, _ := event.Goldstein(r.cameo) // the test of the table says that each code has one
			return Coding{r.category, r.cameo, value, r.name}, true
		}
	}
	return Coding{}, false
}
