package render

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"detente/internal/chart"
)

// The layout of a picture in pixels, from the top: title, chart, notes, source, link.
const (
	margin     = 16
	titleSize  = 18
	titleLine  = 24
	noteSize   = 12
	noteLine   = 16
	widthOfOne = 0.56
)

// sheet is a picture in the making.
type sheet struct {
	picture     Picture
	title, foot []string
	colours     map[string]string
}

func newSheet(c chart.Chart, p Picture) *sheet {
	s := &sheet{picture: p, colours: palettes[p.Theme], title: fold(c.Title, p.W-2*margin, titleSize, 2)}
	for _, line := range []string{p.Source, p.Link} {
		s.foot = append(s.foot, fold(line, p.W-2*margin, noteSize, 2)...)
	}
	return s
}

// room is the height that is left for the chart and its notes.
func (s *sheet) room() int {
	return max(minSide/2, s.picture.H-s.top()-noteLine*len(s.foot)-margin)
}

func (s *sheet) top() int { return margin + titleLine*len(s.title) }

// fit is how many usual letters stand in a line.
func fit(width, size int) int { return max(8, int(float64(width)/(widthOfOne*float64(size)))) }

// fold breaks text into lines that fit, by the width of a usual letter; what does not fit into so many lines is cut.
func fold(text string, width, size, lines int) []string {
	fit := fit(width, size)
	var out []string
	for _, word := range strings.Fields(text) {
		if len([]rune(word)) > fit { // an address, or worse
			word = string([]rune(word)[:fit-1]) + "…"
		}
		if n := len(out); n > 0 && utf8.RuneCountInString(out[n-1])+1+utf8.RuneCountInString(word) <= fit {
			out[n-1] += " " + word
			continue
		}
		if len(out) == lines {
			out[lines-1] += " …"
			return out
		}
		out = append(out, word)
	}
	return out
}

var (
	opening = regexp.MustCompile(`^<svg\s[^>]*>`)
	idName  = regexp.MustCompile(`\bzr\d+-`)
	clsName = regexp.MustCompile(`\bcls-\d+`)
)

// compose puts the parts into one document. The names inside are made the chart's own, so that several may stand in one page.
func (s *sheet) compose(made drawn, key string) ([]byte, error) {
	head := opening.FindString(made.SVG)
	if head == "" || !strings.HasSuffix(made.SVG, "</svg>") {
		return nil, fmt.Errorf("render: %w: the bundle gave no SVG", ErrInvalid)
	}
	inner := renumbered(idName.ReplaceAllString(strings.TrimSuffix(made.SVG[len(head):], "</svg>"), "c"+key[:10]+"-"))
	var b bytes.Buffer
	p := s.picture
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="%d" height="%d" viewBox="0 0 %d %d" font-family="%s" role="img">`,
		p.W, p.H, p.W, p.H, escaped(family))
	b.WriteString("<title>" + escaped(strings.Join(s.title, " ")) + "</title>")
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="%s"/>`, p.W, p.H, s.colours["--surface"])
	s.text(&b, s.title, margin+titleSize-2, titleLine, titleSize, "--ink")
	fmt.Fprintf(&b, `<g transform="translate(%d %d)">%s</g>`, margin, s.top(), inner)
	s.text(&b, made.Notes, s.top()+made.Height+noteLine-4, noteLine, noteSize, "--muted")
	s.text(&b, s.foot, s.top()+s.room()+noteLine-2, noteLine, noteSize, "--muted")
	b.WriteString("</svg>\n")
	return b.Bytes(), check(b.Bytes())
}

// renumbered counts the classes of a drawing from its beginning: an engine counts on from the drawings before, and equal
// questions shall have equal bytes whoever asked what earlier.
func renumbered(svg string) string {
	seen := map[string]string{}
	return clsName.ReplaceAllStringFunc(svg, func(name string) string {
		if seen[name] == "" {
			seen[name] = fmt.Sprintf("cls-%d", len(seen))
		}
		return seen[name]
	})
}

func (s *sheet) text(b *bytes.Buffer, lines []string, y, step, size int, colour string) {
	for i, line := range lines {
		fmt.Fprintf(b, `<text x="%d" y="%d" font-size="%d" fill="%s">%s</text>`, margin, y+i*step, size, s.colours[colour], escaped(line))
	}
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

// check reads the document through: it must be whole, and hold nothing that runs or that points outside.
func check(svg []byte) error {
	in := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := in.Token()
		if token == nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("render: %w: not a whole document: %w", ErrInvalid, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch strings.ToLower(start.Name.Local) {
		case "script", "foreignobject", "iframe", "image", "use", "a", "animate", "set":
			return fmt.Errorf("render: %w: the picture holds <%s>", ErrInvalid, start.Name.Local)
		}
		for _, a := range start.Attr {
			name := strings.ToLower(a.Name.Local)
			if strings.HasPrefix(name, "on") || name == "href" {
				return fmt.Errorf("render: %w: the picture holds the attribute %s", ErrInvalid, name)
			}
		}
	}
}

func cancelled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
