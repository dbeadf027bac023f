package words

import "encoding/json"

// Text is a sentence that is said later, in the language of who reads it. As text and as JSON it is English. The zero
// Text is empty.
type Text struct {
	key  string
	args []any
	n    int    // of a plural
	many string // of a plural; else empty
}

// Say is a sentence with fmt's verbs.
func Say(key string, args ...any) Text { return Text{key: key, args: args} }

// Mark is a word or sentence without arguments.
func Mark(key string) Text { return Text{key: key} }

// Raw is text that has no translation: a name, a code, what somebody typed.
func Raw(text string) Text { return Text{key: "%s", args: []any{text}} }

// Count is n with the word for it.
func Count(n int, one, many string, args ...any) Text {
	return Text{key: one, many: many, n: n, args: args}
}

// In says the text.
func (t Text) In(l Language) string {
	switch {
	case t.many != "":
		return l.Plural(t.n, t.key, t.many, t.args...)
	case t.key == "":
		return ""
	}
	return l.say(t.key, t.args)
}

// String is the text in English.
func (t Text) String() string { return t.In(English) }

// IsZero tells whether there is nothing to say.
func (t Text) IsZero() bool { return t.key == "" }

// MarshalJSON writes the English string.
func (t Text) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }
