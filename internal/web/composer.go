package web

import (
	"bytes"
	"encoding/json"
	"html/template"
	"strings"
	"sync"

	"detente/internal/chart"
	"detente/internal/markup"
	"detente/internal/words"
)

//go:generate go run ../pagegen

// composer writes a page in a language. What it can do in small letters is what templates may call.
type composer struct {
	*markup.Writer
	words.Language
	said *sayings
}

// sayings are the sentences of the templates that hold no figures, in a language, as a page has them.
type sayings struct {
	mu  sync.RWMutex
	all map[string]string
}

var saidIn = func() map[words.Language]*sayings {
	all := map[words.Language]*sayings{}
	for _, l := range words.All() {
		all[l] = &sayings{all: map[string]string{}}
	}
	return all
}()

func composerOf(w *markup.Writer, l words.Language) *composer { return &composer{w, l, saidIn[l]} }

// say writes a sentence of a template: what {{t "..."}} prints.
func (c *composer) say(key string) {
	c.said.mu.RLock()
	text, ok := c.said.all[key]
	c.said.mu.RUnlock()
	if !ok {
		text = c.Word(c.T(key))
		c.said.mu.Lock()
		c.said.all[key] = text
		c.said.mu.Unlock()
	}
	c.Text(text)
}

// tell writes a text as the language says it.
func (c *composer) tell(text string) { c.Text(c.Word(text)) }

func (c *composer) t(key any, args ...any) string { return c.T(key, args...) }

func (c *composer) markup(key string, args ...any) template.HTML { return c.Markup(key, args...) }

func (c *composer) plural(n int, one, many string, args ...any) string {
	return c.Plural(n, one, many, args...)
}

func (c *composer) count(n int) string { return c.Count(n) }

func (c *composer) field(text string) string { return c.Field(text) }

func (c *composer) capital(text string) string { return capital(text) }

// langOf is the language of a text that somebody wrote, by its letters: a screen reader says it in that language.
func (c *composer) langOf(text string) string { return words.Written(text).Code() }

func (c *composer) weigh(conclusion string) weighed { return weigh(c.Language, conclusion) }

func (c *composer) fold(list []warningView) foldedWarnings { return fold(c.Language, list) }

// dayMark tells as much of a day as its place under a chart has room for.
func (c *composer) dayMark(m chart.DayMark) string {
	parts := strings.Fields(c.Field(m.Day.Words())) // "7 Feb 2022"
	switch m.Form {
	case chart.DayOfMonth:
		return parts[0] + " " + parts[1]
	case chart.MonthName:
		return parts[1]
	case chart.MonthOfYear:
		return parts[1] + " " + parts[2]
	case chart.YearAlone:
		return parts[2]
	}
	return strings.Join(parts, " ")
}

// drawn is a chart, with its words in the language, as the text of a script element: JSON in which nothing can end the element.
func (c *composer) drawn(one chart.Chart) (template.JS, error) {
	text := one.Append(make([]byte, 0, len(one.Option)+len(one.Data)+len(one.ID)+64))
	if !harmless(text) { // escaping thousands of points takes longer than the rest of the page
		escaped, err := json.Marshal(one)
		if err != nil {
			return "", err
		}
		text = escaped
	}
	if c.Language == words.English {
		return template.JS(text), nil
	}
	said, err := c.JSON(text)
	return template.JS(said), err
}

// harmless tells that JSON holds nothing that json.Marshal would escape for a script. Each sign is looked for by itself: that is the
// fastest way through a long text.
func harmless(text []byte) bool {
	for _, sign := range []string{"<", ">", "&", "\u2028", "\u2029"} {
		if bytes.Contains(text, []byte(sign)) {
			return false
		}
	}
	return true
}
