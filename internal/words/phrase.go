package words

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// pattern is a key with verbs, turned round: it finds the arguments in the English sentence that was composed from it.
type pattern struct {
	said    int                   // how much of the sentence the key says, in bytes
	literal string                // the longest stretch between verbs: a sentence without it cannot be of the key
	text    string                // of shape
	shape   func() *regexp.Regexp // compiled when a sentence first holds the literal: most never are
	begins  bool                  // it has words of its own before the first verb
	twin    string
	// verbatim are the arguments that the key writes as %q: what was typed, names of parameters.
	verbatim []bool
}

var anyVerb = regexp.MustCompile(`%(?:\[\d+\])?[-+.0-9*]*[a-zA-Z]|%%`)

// captures are what each kind of verb may have written.
func capture(verb string) string {
	switch verb[len(verb)-1] {
	case '%':
		return "%"
	case 'd':
		return `([-+−]?[\d,\x{202f}]+)`
	case 's', 'v', 'q':
		return `(.+?)`
	}
	return `([-+−]?\d[\d.,\x{202f}]*(?:e[-+]?\d+)?)`
}

var patterns = sync.OnceValue(func() []pattern {
	var all []pattern
	for key, twin := range russian() {
		if !strings.Contains(key, "%") || strings.Contains(key, "<") || isPlural(key) || len(anyVerb.FindString(key)) == 0 {
			continue
		}
		p := pattern{twin: strings.ReplaceAll(numbered(twin), "%%", "%"), begins: strings.Index(key, "%") >= tellingLength}
		shape, last := `(?s)^`, 0
		for _, at := range anyVerb.FindAllStringIndex(key, -1) {
			p.keep(key[last:at[0]])
			verb := key[at[0]:at[1]]
			shape += regexp.QuoteMeta(key[last:at[0]]) + capture(verb)
			last = at[1]
			if verb != "%%" {
				p.verbatim = append(p.verbatim, verb == "%q")
			}
		}
		p.keep(key[last:])
		text := shape + regexp.QuoteMeta(key[last:]) + `$`
		p.text, p.shape = text, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
		all = append(all, p)
	}
	// What a sentence begins with says what it is: "parameter %q: %s" holds another one. Then the key that says most comes first, so that
	// a short one never takes what is of a longer one.
	slices.SortFunc(all, func(a, b pattern) int {
		return cmp.Or(a.order()-b.order(), b.said-a.said, strings.Compare(a.text, b.text))
	})
	return all
})

func (p *pattern) order() int {
	if p.begins {
		return 0
	}
	return 1
}

func isPlural(key string) bool { return strings.Contains(key, "|") && !strings.Contains(key, "|t|") }

func (p *pattern) keep(stretch string) {
	p.said += len(stretch)
	if len(stretch) > len(p.literal) {
		p.literal = stretch
	}
}

var bareVerb = regexp.MustCompile(`%%|%(\[\d+\])?[-+.0-9*]*[a-zA-Z]`)

// numbered makes every verb %[n]s: the arguments are words by now.
func numbered(twin string) string {
	next := 0
	return bareVerb.ReplaceAllStringFunc(twin, func(verb string) string {
		if verb == "%%" {
			return verb
		}
		if i := strings.IndexByte(verb, ']'); i > 0 {
			next = int(verb[2] - '0')
		} else {
			next++
		}
		return "\x00" + string(rune('0'+next))
	})
}

// nouns are the forms of what is counted, by either English form.
var nouns = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for key, twin := range russian() {
		if one, many, ok := strings.Cut(key, "|"); ok && isPlural(key) && !strings.Contains(key, "%") {
			all[one], all[many] = strings.Split(twin, "|"), strings.Split(twin, "|")
		}
	}
	return all
})

// counted says "12 episodes".
func (l Language) counted(s string) (string, bool) {
	figures, noun, ok := strings.Cut(s, " ")
	if !ok {
		return s, false
	}
	n, err := strconv.Atoi(strings.NewReplacer(",", "", thinSpace, "").Replace(figures))
	forms := nouns()[noun]
	if err != nil || len(forms) != 3 {
		return s, false
	}
	return l.Count(n) + " " + forms[russianForm(n)], true
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' })
}
