package words

import "testing"

// Patterns are compiled as sentences need them; none may fail then.
func TestEveryPatternCompiles(t *testing.T) {
	t.Parallel()
	for _, p := range patterns() {
		if n := p.shape().NumSubexp(); n != len(p.verbatim) {
			t.Errorf("%s: %d arguments of %d", p.text, n, len(p.verbatim))
		}
	}
}

// What a sentence begins with says of which key it is, whatever a longer key would make of the rest; what was typed stays as it is.
func TestASentenceIsOfTheKeyItBeginsWith(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		`Parameter "category": "x": want one of sanctions, talks.`: `Параметр "category": "x": нужно одно из: sanctions, talks.`,
		`Parameter "id": nothing: there is no such event.`:         `Параметр "id": nothing: такого события нет.`,
		"Band: 95 % by Student's t, pointwise.":                    "Полоса: 95% по t-распределению Стьюдента, поточечно.",
		"Band: 95 % by Student’s t, pointwise.":                    "Полоса: 95% по t-распределению Стьюдента, поточечно.",
		"What follows the question mark cannot be read: x. Parameters are joined by &; write %3B for a semicolon and %25 for a percent sign.": "Часть адреса после вопросительного знака не читается: x. Параметры соединяет &; точку с запятой пишут как %3B, знак процента — как %25.",
	} {
		if got := Russian.Word(said); got != want {
			t.Errorf("%s\n%s, want\n%s", said, got, want)
		}
	}
}
