package suggest

import (
	"slices"
	"strings"
	"unicode"

	"detente/internal/event"
)

// Gazetteer finds actors by the names in its table. The zero Gazetteer finds none. It is safe for several goroutines.
type Gazetteer struct {
	names map[string][]name // by the first word, in lower case; the longest name first
}

type name struct {
	words []string
	code  string // empty for a phrase that holds an actor's name and means no actor
}

// NewGazetteer knows the built-in names and the Name of each actor given.
func NewGazetteer(actors []event.Actor) Gazetteer {
	g := Gazetteer{map[string][]name{}}
	for _, a := range aliases {
		for alias := range strings.SplitSeq(a.names, "|") {
			g.add(a.code, alias)
		}
	}
	for _, a := range actors {
		g.add(a.Code, a.Name)
	}
	for _, list := range g.names {
		slices.SortStableFunc(list, func(a, b name) int { return len(b.words) - len(a.words) })
	}
	return g
}

func (g Gazetteer) add(code, alias string) {
	words := split(alias)
	if len(words) == 0 {
		return
	}
	first := strings.ToLower(words[0])
	g.names[first] = append(g.names[first], name{words, code})
}

// Find returns the codes of the actors that text names, each once, in the order they are first named. Names match whole
// words and their case, so that "us" is not the United States; a word of four letters or more may stand in capitals.
func (g Gazetteer) Find(text string) []string {
	var codes []string
	words := split(text)
	for i := 0; i < len(words); {
		code, n := g.at(words[i:])
		if code != "" && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
		i += n
	}
	return codes
}

// at returns the actor whose name the words begin with, and how many words that takes, at least one.
func (g Gazetteer) at(words []string) (code string, n int) {
	first := strings.ToLower(words[0])
	for _, candidate := range g.names[first] {
		if begins(words, candidate.words) {
			return candidate.code, len(candidate.words)
		}
	}
	if r := []rune(first)[0]; r >= 'а' && r <= 'я' {
		return russian(first), 1
	}
	return "", 1
}

func begins(words, prefix []string) bool {
	if len(words) < len(prefix) {
		return false
	}
	for i, p := range prefix {
		if words[i] != p && (len(p) < 4 || words[i] != strings.ToUpper(p)) {
			return false
		}
	}
	return true
}

// russian matches the beginning of a word, since Russian names are declined.
func russian(word string) string {
	for _, s := range stems {
		if strings.HasPrefix(word, s.stem) {
			return s.code
		}
	}
	return ""
}

func split(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
