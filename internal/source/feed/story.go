package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"golang.org/x/net/html/charset"

	"detente/internal/fetch"
	"detente/internal/source"
)

// story is one entry of a feed, in plain text.
type story struct {
	guid, link  string
	title, text string
	at          time.Time // when it was published, zero where the feed does not say or says it unreadably
	said        string    // what the feed says of its time
	updated     bool      // at is the time of the last change: the feed gives no other
}

// String is the story as it is shown where it is rejected.
func (s story) String() string {
	return fmt.Sprintf("title=%s link=%s date=%s", s.title, s.link, s.said)
}

// parse reads a whole feed. Half a feed, a web page, a feed in no known format or too deep to be one is an error.
func parse(body []byte, contentType string) ([]story, error) {
	if title, page := fetch.HTML("application/xml", body); page { // feeds are served as text/html too: the bytes decide
		return nil, fmt.Errorf("a web page titled %q came instead of a feed", title)
	}
	body, err := utf8Of(body, contentType)
	if err != nil {
		return nil, err
	}
	if err := shallow(body); err != nil {
		return nil, err
	}
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	f, err := p.Parse(bytes.NewReader(body))
	if errors.Is(err, gofeed.ErrFeedTypeNotDetected) {
		return nil, errors.New("the answer is neither RSS nor Atom nor a JSON feed")
	}
	if err != nil {
		return nil, fmt.Errorf("the answer is no whole feed: %w", err)
	}
	stories := make([]story, len(f.Items))
	entries, _ := f.OriginalFeed().(*atom.Feed)
	for i, item := range f.Items {
		stories[i] = newStory(item)
		stories[i].updated = entries != nil && i < len(entries.Entries) && entries.Entries[i].Published == ""
	}
	return stories, nil
}

func newStory(item *gofeed.Item) story {
	s := story{guid: strings.TrimSpace(item.GUID), link: strings.TrimSpace(item.Link), title: plain(item.Title), text: plain(item.Description), said: item.Published}
	if s.text == "" {
		s.text = plain(item.Content)
	}
	s.title = strings.Join(strings.Fields(s.title), " ")
	published := item.PublishedParsed
	if published == nil && item.Published == "" {
		published, s.said, s.updated = item.UpdatedParsed, item.Updated, true
	}
	if published != nil {
		s.at = published.UTC()
	}
	return s
}

var declaresCharset = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=`)

// utf8Of decodes a body by the charset of its header where the document itself names none; one that it names is the
// parser's business.
func utf8Of(body []byte, contentType string) ([]byte, error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, errors.New("the answer is empty")
	}
	if declaresCharset.Match(body[:min(len(body), 200)]) || utf8.Valid(body) {
		return body, nil
	}
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || parameters["charset"] == "" {
		return nil, errors.New("the answer is not UTF-8 and neither its header nor its first line names its charset")
	}
	in, err := charset.NewReaderLabel(parameters["charset"], bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("charset %q of the header is not known", parameters["charset"])
	}
	decoded, err := io.ReadAll(io.LimitReader(in, 3*maxBody))
	if err != nil {
		return nil, fmt.Errorf("charset %q: %w", parameters["charset"], err)
	}
	return decoded, nil
}

// distrust takes their guid from stories that share it and differ in title and address: a feed that gives every story one
// guid would else have one story for ever. They are known by their addresses then.
func distrust(stories []story) {
	first, shared := map[string]story{}, map[string]bool{}
	for _, s := range stories {
		before, seen := first[s.guid]
		if !seen {
			first[s.guid] = s
		} else if s.title != before.title && normal(s.link) != normal(before.link) {
			shared[s.guid] = true
		}
	}
	for i, s := range stories {
		if shared[s.guid] && s.link != "" {
			stories[i].guid = ""
		}
	}
}

const maxDepth = 64

// shallow refuses nesting that no feed has: the parser follows it with a stack that a bomb could exhaust. It refuses entities
// of the document's own too, which a bomb is made of and no feed needs. It reads the elements as the parser does.
func shallow(body []byte) error {
	if first := bytes.TrimSpace(body)[0]; first != '<' {
		return nil // JSON: its decoder bounds the depth itself
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) { return charset.NewReaderLabel(label, in) }
	for depth := 0; ; {
		token, err := d.Token()
		if err != nil {
			return nil // the end, or what the parser will say better
		}
		switch token := token.(type) {
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(token), []byte("<!ENTITY")) {
				line, _ := d.InputPos()
				return fmt.Errorf("up to line %d it declares entities of its own, which no feed needs: it is not read", line)
			}
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fmt.Errorf("its elements are nested more than %d deep: it is no feed", maxDepth)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// shown is text for messages.
func shown(s string) string { return source.Cut(s, 80) }
