// Package liveblog cuts the plain text of a news live-blog into entries and offers each as a draft event, with the press
// quotes of the rouble that it finds.
//
// It never confirms anything: every event it gives has status draft. It never guesses a time: an entry that states no
// clock time has only the day it was given, and a price whose day the text does not state is handed back undated.
// The format is nobody's: paragraphs parted by blank lines, headings directly above a paragraph, lines that hold a time.
package liveblog

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/suggest"
)

// ErrText is wrapped by every error about a text that cannot be read.
var ErrText = errors.New("not a readable text")

// MaxText is the most bytes of text that are read: several days of a busy live-blog.
const MaxText = 512 << 10

// Origin is the origin of the drafts.
const Origin = "liveblog"

// Page says what the text does not: its day, the zone its bare clock times are in, and where it was printed.
type Page struct {
	Date       civil.Date
	Zone       *time.Location
	Actors     []event.Actor // names to look for besides the built-in ones
	SourceName string        // "Live blog" where empty
	SourceURL  string
}

// Result is what a text offers. Drafts are in the order of the text and have unique ids; the same text and page give the
// same ids every time.
type Result struct {
	Drafts  []event.Event
	Quotes  []fx.Quote // prices at a stated time, or of the page's day
	Undated []Undated  // prices of a day that the text does not state
	Skipped []Skipped  // paragraphs that are in no draft
}

// Undated is a price that belongs to another day than the page: a person has to give the day. Quote.At is zero.
type Undated struct {
	Quote  fx.Quote
	Phrase string // what the text says of its time, such as "last month"
	Text   string // the sentence
}

// Skipped is a paragraph that was left out.
type Skipped struct {
	Line   int // of the text, from 1
	Text   string
	Reason string
}

// Parse is ParsePage for a page without a name or an address.
func Parse(text string, date civil.Date, zone *time.Location) (Result, error) {
	return ParsePage(text, Page{Date: date, Zone: zone})
}

// ParsePage cuts text into drafts and quotes. A text that is empty, binary, larger than MaxText or without any paragraph
// is an error wrapping ErrText; so are a page without a date or a zone.
func ParsePage(text string, p Page) (Result, error) {
	if err := readable([]byte(text), p); err != nil {
		return Result{}, fmt.Errorf("liveblog: %w", err)
	}
	if p.SourceName == "" {
		p.SourceName = "Live blog"
	}
	r := reader{page: p, gazetteer: suggest.NewGazetteer(p.Actors), ids: map[string]int{}, quoted: map[fx.Quote]bool{}}
	list := entries(strings.Map(shown, text), p)
	from, to := pastMidnight(list)
	for i, e := range list {
		r.unsure = i >= from && i < to
		r.take(e)
	}
	if len(r.result.Drafts)+len(r.result.Quotes)+len(r.result.Undated)+len(r.result.Skipped) == 0 {
		return Result{}, fmt.Errorf("liveblog: %w: it holds no paragraph", ErrText)
	}
	return r.result, nil
}

// shown takes a control character for a space, and those that end a line for its end: a draft is not lost for one, and none is stored.
func shown(r rune) rune {
	switch {
	case !unicode.IsControl(r), r == '\n', r == '\r', r == '\t':
		return r
	case r == '\v', r == '\f', r == '\u0085':
		return '\n'
	}
	return ' '
}

func readable(text []byte, p Page) error {
	switch {
	case p.Date.IsZero():
		return fmt.Errorf("%w: its day is not given: say --date, such as 2022-02-07", ErrText)
	case p.Zone == nil:
		return fmt.Errorf("%w: the zone of its clock times is not given: say --tz, such as UTC or Europe/London", ErrText)
	case len(text) > MaxText:
		return fmt.Errorf("%w: it has %d bytes, at most %d are read: give one day of the page at a time", ErrText, len(text), MaxText)
	case len(bytes.TrimSpace(text)) == 0:
		return fmt.Errorf("%w: it is empty", ErrText)
	}
	if at := bytes.IndexByte(text, 0); at >= 0 {
		return fmt.Errorf("%w: byte %d is zero: want plain text, not a binary file", ErrText, at+1)
	}
	if !utf8.Valid(text) {
		return fmt.Errorf("%w: line %d is not UTF-8: save the text as UTF-8", ErrText, badLine(text))
	}
	if head := bytes.ToLower(text[:min(len(text), 256)]); bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype")) {
		return fmt.Errorf("%w: it is the HTML of a page: copy the page's text instead", ErrText)
	}
	return nil
}

func badLine(text []byte) int {
	line := 1
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if r == utf8.RuneError && n == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		text = text[n:]
	}
	return line
}
