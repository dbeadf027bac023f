package event

import (
	"strings"
	"unicode"
)

// alike lists letters by the plain one they are searched as: the first letter of each group, or the first two where a
// digit 2 stands before them. Both sides of every comparison are folded, so that й is found as и does no harm.
const alike = `aàáâãäåāăąǎǟǡǻȁȃȧ cçćĉċč dďđð eèéêëēĕėęěȅȇȩ gĝğġģǧǵ hĥȟħ iìíîïĩīĭįıǐȉȋ jĵǰ kķǩ lĺļľŀł nñńņňǹ
oòóôõöōŏőơǒǫǭȍȏȫȭȯȱøǿ rŕŗřȑȓ sśŝşšș tţťțŧ uùúûüũūŭůűųưǔǖǘǚǜȕȗ wŵ yýÿŷȳ zźżž 2aeæǣǽ 2oeœ 2ssß 2thþ
αά εέ ηή ιΐίϊ οό σς υΰϋύ ωώ аӑӓ гѓґ еѐёӗ жӂӝ зӟ ийѝӣӥ ії кќ оӧө уўӯӱӳ чӵ ыӹ эӭ`

var plain = plainLetters()

func plainLetters() map[rune]string {
	letters := map[rune]string{}
	for group := range strings.FieldsSeq(alike) {
		runes, n := []rune(group), 1
		if runes[0] == '2' {
			runes, n = runes[1:], 2
		}
		for _, r := range runes[n:] {
			letters[r] = string(runes[:n])
		}
	}
	return letters
}

// Fold returns the words of a text for searching: runs of letters and digits in lower case, accents taken off, separated
// by single spaces. "Détente, «ПОЛЁТ»" becomes "detente полет". A text without a letter or digit gives "".
func Fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	between := false
	for _, r := range text {
		if r >= unicode.MaxASCII {
			r = unicode.ToLower(r)
		}
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		case r < unicode.MaxASCII, !unicode.In(r, unicode.L, unicode.N, unicode.Mn):
			between = true
			continue
		case unicode.Is(unicode.Mn, r):
			continue // an accent of its own belongs to the letter before it
		}
		if between && b.Len() > 0 {
			b.WriteByte(' ')
		}
		between = false
		if r < unicode.MaxASCII {
			b.WriteByte(byte(r))
			continue
		}
		if letters, ok := plain[r]; ok {
			b.WriteString(letters)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Searched is the folded text of e in which Filter.Text is looked for: title, summary, location and actors.
func (e Event) Searched() string {
	return Fold(e.Title + "\n" + e.Summary + "\n" + e.Location + "\n" + strings.Join(e.Actors, " "))
}

// wordsOf are the words of a folded text, each behind a space: how it stands in another but at its beginning.
func wordsOf(folded string) []string {
	words := strings.Fields(folded)
	for i, w := range words {
		words[i] = " " + w
	}
	return words
}

// holds tells whether every one of the words (wordsOf) begins a word of the folded text; no words are never held.
func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.HasPrefix(text, w[1:]) && !strings.Contains(text, w) {
			return false
		}
	}
	return len(words) > 0
}
