package words_test

import (
	"encoding/json"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/words"
)

// CLDR 44, plural rules of Russian: one is n % 10 = 1 but not 11, few is 2 to 4 but not 12 to 14, many the rest.
func TestPluralForms(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0 событий", 1: "1 событие", 2: "2 события", 4: "4 события", 5: "5 событий", 11: "11 событий",
		12: "12 событий", 21: "21 событие", 22: "22 события", 111: "111 событий", 1001: "1\u2009001 событие"} {
		if got := words.Russian.Plural(n, "event", "events"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := words.English.Plural(1, "event", "events") + ", " + words.English.Plural(1234, "event", "events"); got != "1 event, 1\u2009234 events" {
		t.Error(got)
	}
}

func TestAcceptLanguage(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]words.Language{"": words.English, "ru": words.Russian, "ru-RU,ru;q=0.9,en;q=0.5": words.Russian,
		"en-GB,ru;q=0.5": words.English, "de,ru;q=0.8": words.Russian, "fr": words.English, ";;;": words.English, "*": words.English} {
		if got := words.Accepted(header); got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

func TestFiguresAndDates(t *testing.T) {
	t.Parallel()
	day := civil.New(2022, time.February, 7)
	ru := words.Russian
	for got, want := range map[string]string{
		ru.Date(day):                          "7 февраля 2022",
		words.English.Date(day):               "7 Feb 2022",
		ru.Month(day):                         "Февраль 2022",
		ru.Number("75.6806"):                  "75,6806",
		ru.Number("−0.91%"):                   "−0,91%",
		ru.Number("2,000"):                    "2\u2009000",
		ru.Number("10.4.2"):                   "10.4.2",
		ru.Number("2022-02-07"):               "2022-02-07",
		ru.Number("cbr:USDRUB"):               "cbr:USDRUB",
		ru.T("no such key %.2f %s", 1.5, day): "no such key 1,50 7 февраля 2022",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What is stored and sent to programs stays English whatever the reader's language.
func TestTextIsEnglishAsJSON(t *testing.T) {
	t.Parallel()
	text := words.Say("%s on %s", words.Count(5, "event", "events"), civil.New(2022, time.February, 7))
	raw, err := json.Marshal(text)
	if err != nil || string(raw) != `"5 events on 7 Feb 2022"` {
		t.Errorf("%s, %v", raw, err)
	}
	if got := text.In(words.Russian); got != "5 событий on 7 февраля 2022" {
		t.Error(got)
	}
}

func TestMarkupEscapesArguments(t *testing.T) {
	t.Parallel()
	if got := words.Russian.Markup(`<a href="%s">x</a>`, `"><script>`); got != `<a href="&#34;&gt;&lt;script&gt;">x</a>` {
		t.Error(got)
	}
}
