package liveblog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente/internal/suggest"
)

// paragraph is a run of lines without a blank one; the first of several lines may be a heading.
type paragraph struct {
	line    int // of its first line
	heading string
	text    string
	apart   bool // two or more blank lines stand before it
	stamp   *clock
}

// entry is one piece of news: the paragraph that opens it and those that go on with it.
type entry struct {
	line    int
	heading string
	lead    string
	more    []string
	stamp   *clock // of the line above it, where the page stamps its entries
	coding  suggest.Coding
	coded   bool
}

var (
	opensWithQuote = late(`^["“„«']`)
	// goesOn begins a paragraph that leans on the one before it.
	goesOn = late(`^(?i)(as of|but|and|it|he|she|they|we|this|that|these|those|there|his|her|their|its|also|however|meanwhile|both|according to (him|her|them)|the (currency|move|march|message|alliance|bloc|statement|announcement|decision|report|spokes\w+|pair|soldiers|talks|meeting|leader|official|minister|president|agency|two|latter|former))\b`)
	// background tells what happened before the page's day.
	background = late(`(?i)\b(last (month|year)|(in|since) (19|20)\d\d|years? ago)\b`)
	ago        = late(`^(?i)(posted )?(about )?\d+ ?(s|m|h|d|secs?|mins?|minutes?|hours?|hrs?|days?) ago$`)
)

// entries cuts the text. A paragraph opens an entry where it has a heading or a time stamp, stands apart, says by a rule of its
// own what somebody did, or turns to the rouble; everything else goes on with the entry before it.
func entries(text string, p Page) []entry {
	var list []entry
	for _, q := range paragraphs(text, p) {
		e := entry{line: q.line, heading: q.heading, lead: q.text, stamp: q.stamp}
		e.coding, e.coded = suggest.Code(e.firstWords())
		leans := opensWithQuote().MatchString(q.text) || goesOn().MatchString(q.text) || background().MatchString(e.firstWords())
		opens := q.heading != "" || q.stamp != nil || (!leans && (q.apart || e.coded))
		if opens || len(list) == 0 {
			list = append(list, e)
			continue
		}
		last := &list[len(list)-1]
		if !leans && ofRoubles().MatchString(q.text) && !last.ofRoubles() {
			list = append(list, e)
			continue
		}
		last.more = append(last.more, q.text)
	}
	return list
}

// maxCoded bounds the text that the rules look at.
const maxCoded = 600

// firstWords is what the rules look at: the heading and the first sentence.
func (e entry) firstWords() string {
	words := sentences(e.lead)[0]
	if e.heading != "" {
		words = e.heading + ". " + words
	}
	return clip(words, maxCoded)
}

// ofRoubles tells whether the entry opens with the rouble.
func (e entry) ofRoubles() bool { return ofRoubles().MatchString(e.heading + " " + e.lead) }

// body is everything of the entry but the heading.
func (e entry) body() string {
	return strings.Join(append([]string{e.lead}, e.more...), "\n\n")
}

// paragraphs parts the text at blank lines. A line that holds nothing but a time stamps the next paragraph, one that begins with a
// time its own.
func paragraphs(text string, p Page) []paragraph {
	text = strings.NewReplacer("\ufeff", "", "\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u2028", "\n").Replace(text)
	var (
		list  []paragraph
		lines []string
		blank int
		stamp *clock
	)
	flush := func(next int) {
		if len(lines) > 0 {
			list = append(list, newParagraph(lines, next-len(lines), blank, stamp))
			lines, blank, stamp = nil, 0, nil
		}
	}
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		line = strings.TrimSpace(line)
		at, isStamp := stampLine(line, p)
		begins, rest, stamped := stampedLine(line, p)
		switch {
		case line == "":
			flush(number)
			blank++
		case isStamp:
			flush(number)
			stamp = &at
		case stamped:
			flush(number)
			stamp, lines = &begins, []string{rest}
		case ago().MatchString(line):
			flush(number)
			blank += 2 // it parts entries and says no time
		default:
			lines = append(lines, line)
		}
	}
	flush(number + 1)
	return list
}

const maxHeading = 200

// newParagraph takes the first line for a heading where it is short, is followed by text and does not end like a sentence.
func newParagraph(lines []string, line, blank int, stamp *clock) paragraph {
	q := paragraph{line: line, apart: blank > 1, stamp: stamp}
	if len(lines) > 1 && len(lines[0]) <= maxHeading && isHeading(lines[0]) {
		q.heading, lines = lines[0], lines[1:]
	}
	q.text = strings.Join(lines, " ")
	return q
}

func isHeading(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, `"”»’'`))
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(line, `"“«‘'`))
	return !strings.ContainsRune(".,;…", last) && (unicode.IsUpper(first) || unicode.IsDigit(first))
}

// sentences cuts a paragraph after a full stop, question or exclamation mark that a space and a capital follow; never
// within a number or after a short abbreviation. There is at least one.
func sentences(text string) []string {
	var list []string
	start := 0
	for _, end := range sentenceEnd().FindAllStringIndex(text, -1) {
		word := text[max(start, end[0]-longestAbbreviation) : end[0]+1] // the whole text would take quadratic time
		if abbreviation().MatchString(word) || !upperAt(text, end[1]) {
			continue
		}
		list = append(list, strings.TrimSpace(text[start:end[1]]))
		start = end[1]
	}
	if rest := strings.TrimSpace(text[start:]); rest != "" || len(list) == 0 {
		list = append(list, rest)
	}
	return list
}

var (
	sentenceEnd  = late(`[.!?]["”’»)]*\s+`)
	abbreviation = late(`(?i)\b(mr|mrs|ms|dr|gen|col|lt|sgt|st|vs|no|approx|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[a-z])\.$`)
)

const longestAbbreviation = len("approx") + 2

func upperAt(text string, at int) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[at:], `"“„«‘'(`))
	return !unicode.IsLower(first)
}

// clip cuts text to at most n bytes, at the end of a word, with an ellipsis where something is left off.
func clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	cut := strings.ToValidUTF8(text[:n-len("…")], "")
	if space := strings.LastIndexByte(cut, ' '); space > n/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:–-") + "…"
}
