package event

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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
	f := folder{out: make([]byte, 0, len(text))}
	f.add(text)
	return string(f.out)
}

// Searched is the folded text of e in which Filter.Text is looked for: title, summary, location and actors.
func (e *Event) Searched() string {
	var f folder
	f.addEvent(e)
	return string(f.out)
}

// folder folds texts, one after the other.
type folder struct {
	out     []byte
	start   int  // of the text at hand, in out
	between bool // a word has ended, or none has begun
}

// addEvent folds what Searched returns as a text of its own.
func (f *folder) addEvent(e *Event) {
	f.start, f.between = len(f.out), false
	for _, part := range [...]string{e.Title, e.Summary, e.Location} {
		f.add(part)
		f.between = true
	}
	for _, a := range e.Actors {
		f.add(a)
		f.between = true
	}
}

// add folds a part of the text at hand. Most of what is searched is ASCII, which needs no table of Unicode's.
func (f *folder) add(text string) {
	for len(text) > 0 {
		n := f.ascii(text)
		if text = text[n:]; text == "" {
			return
		}
		r, size := utf8.DecodeRuneInString(text)
		f.letter(unicode.ToLower(r))
		text = text[size:]
	}
}

// lower is the small letter of a letter and the digit of a digit; 0 of any other byte.
var lower = func() (t [utf8.RuneSelf]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	return t
}()

// ascii folds a text up to its first letter that is none, and returns how far that is.
func (f *folder) ascii(text string) (i int) {
	n := len(f.out)
	out := slices.Grow(f.out, len(text)+1)[:n+len(text)+1] // a space stands for a byte left out, or for the end of a part
	for ; i < len(text) && text[i] < utf8.RuneSelf; i++ {
		c := lower[text[i]]
		if c == 0 {
			f.between = true
			continue
		}
		if f.between && n > f.start {
			out[n] = ' '
			n++
		}
		f.between = false
		out[n] = c
		n++
	}
	f.out = out[:n]
	return i
}

// letter adds a letter of lower case that was not ASCII.
func (f *folder) letter(r rune) {
	switch {
	case r < utf8.RuneSelf: // the sign of kelvin, and a Turkish I
		f.ascii(string(r))
		return
	case !unicode.In(r, unicode.L, unicode.N, unicode.Mn):
		f.between = true
		return
	case unicode.Is(unicode.Mn, r):
		return // an accent of its own belongs to the letter before it
	}
	f.space()
	if letters, ok := plain[r]; ok {
		f.out = append(f.out, letters...)
		return
	}
	f.out = utf8.AppendRune(f.out, r)
}

// space ends the word before, where there is one.
func (f *folder) space() {
	if f.between && len(f.out) > f.start {
		f.out = append(f.out, ' ')
	}
	f.between = false
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
