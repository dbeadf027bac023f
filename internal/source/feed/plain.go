package feed

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plain is the text of a piece of HTML: tags go, blocks become lines, entities their characters, white space single spaces.
func plain(markup string) string {
	var b strings.Builder
	skip := 0
	for z := html.NewTokenizer(strings.NewReader(markup)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return tidy(b.String())
		case html.TextToken:
			if skip == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			skip += hidden(name)
			brk(&b, name)
		case html.EndTagToken:
			name, _ := z.TagName()
			skip = max(0, skip-hidden(name))
			brk(&b, name)
		case html.SelfClosingTagToken:
			name, _ := z.TagName()
			brk(&b, name)
		}
	}
}

func hidden(name []byte) int {
	switch atom.Lookup(name) {
	case atom.Script, atom.Style, atom.Noscript, atom.Iframe:
		return 1
	}
	return 0
}

func brk(b *strings.Builder, name []byte) {
	switch atom.Lookup(name) {
	case atom.P, atom.Br, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.Tr, atom.Blockquote, atom.Figure:
		b.WriteByte('\n')
	}
}

// tidy decodes what is left of entities that were escaped twice and drops blank lines.
func tidy(text string) string {
	text = html.UnescapeString(text)
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.FieldsFunc(line, isBlank), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// isBlank takes a control character for white space: a draft is not lost for one.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
