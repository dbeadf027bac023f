package words

import (
	"regexp"
	"strings"
)

// A teller says one text. Sentences hold sentences, so that a text made to be split without end could keep the program busy:
// the teller tries so many and leaves the rest as it is.
type teller struct {
	Language
	left  int             // sentences that may still be tried
	tried map[string]bool // those that nothing is known of
}

const (
	mostSentences   = 4000
	longestSentence = 1200 // in bytes; nothing that the program composes is as long
)

func (l Language) word(s string) string {
	if l == English {
		return l.set(s)
	}
	typed := unset(s)
	said := (&teller{l, mostSentences, map[string]bool{}}).word(typed)
	if said == typed {
		said = s
	}
	return l.set(said)
}

func (t *teller) word(s string) string {
	if twin, ok := known(s); ok {
		return twin
	}
	if number := t.Number(s); number != s {
		return number
	}
	if said, ok := t.phrase(s); ok {
		return said
	}
	if small := lowered(s); small != s {
		if said, ok := t.phrase(small); ok {
			return raised(said)
		}
	}
	if bare, ok := strings.CutSuffix(s, "."); ok {
		return t.word(bare) + "."
	}
	return s
}

// phrase says an English sentence that a program composed: one of a key, several, or a list. It is itself where no part of
// it is known.
func (t *teller) phrase(s string) (said string, ok bool) {
	if t.left--; t.left < 0 || t.tried[s] || len(s) > longestSentence || !strings.ContainsAny(s, " ,") || !hasLetter(s) {
		return s, false
	}
	defer func() { t.tried[s] = !ok }()
	if said, ok := t.counted(s); ok {
		return said, true
	}
	if said, ok := t.composed(s, false); ok {
		return said, true
	}
	if said, ok := t.each(strings.SplitAfter(s, ". "), ""); ok {
		return said, true
	}
	if said, ok := t.composed(s, true); ok {
		return said, true
	}
	for _, between := range []string{"; ", ", ", " · "} {
		if said, ok := t.each(strings.Split(s, between), between); ok && !english.MatchString(said) {
			return said, true
		}
	}
	return s, false
}

// tellingLength is how long a stretch has to be to tell a sentence by itself: "%s and %s" is found in too many.
const tellingLength = 8

// english are words that no translation leaves.
var english = regexp.MustCompile(`\b[a-z]{3,}\b`)

// composed says a sentence of one key. The short keys, which are found in any sentence, hold only where nothing of it stays
// English.
func (t *teller) composed(s string, short bool) (string, bool) {
	for _, p := range patterns() {
		if short != (len(p.literal) < tellingLength) || !strings.Contains(s, p.literal) {
			continue
		}
		if m := p.shape().FindStringSubmatch(s); m != nil {
			if said, whole := p.say(t, m[1:]); whole || !short {
				return said, true
			}
		}
	}
	return s, false
}

// say puts the arguments into the twin; whole tells that none of them stays English.
func (p *pattern) say(t *teller, args []string) (said string, whole bool) {
	said, whole = p.twin, true
	for i, arg := range args {
		if !p.verbatim[i] {
			arg = t.word(arg)
			whole = whole && !english.MatchString(arg)
		}
		said = strings.ReplaceAll(said, "\x00"+string(rune('1'+i)), arg)
	}
	return said, whole
}

// each says the parts of a text one by one; known is false where none of them is.
func (t *teller) each(parts []string, between string) (said string, known bool) {
	if len(parts) < 2 {
		return "", false
	}
	for i, part := range parts {
		bare := strings.TrimSuffix(part, " ")
		twin := t.word(bare)
		known = known || twin != bare && hasLetter(bare)
		parts[i] = twin + part[len(bare):]
	}
	return strings.Join(parts, between), known
}
