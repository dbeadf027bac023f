package words_test

import (
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/words"
)

// CLDR 44, plural rules of Russian: one is n % 10 = 1 but not 11, few is 2 to 4 but not 12 to 14, many the rest.
func TestPluralForms(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0 событий", 1: "1 событие", 2: "2 события", 4: "4 события", 5: "5 событий", 11: "11 событий",
		12: "12 событий", 21: "21 событие", 22: "22 события", 111: "111 событий", 1001: "1\u202f001 событие"} {
		if got := words.Russian.Plural(n, "event", "events"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := words.English.Plural(1, "event", "events") + ", " + words.English.Plural(1234, "event", "events"); got != "1 event, 1\u202f234 events" {
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
		ru.Date(day):                           "7 февраля 2022",
		words.English.Date(day):                "7 Feb 2022",
		ru.Month(day):                          "Февраль 2022",
		ru.Field("7 Feb 2022"):                 "7 фев 2022",
		ru.Field("next week"):                  "next week",
		ru.Number("75.6806"):                   "75,6806",
		ru.Number("−0.91%"):                    "−0,91%",
		ru.Number("2,000"):                     "2\u202f000",
		ru.Number("10.4.2"):                    "10.4.2",
		ru.Number("2022-02-07"):                "2022-02-07",
		ru.Number("cbr:USDRUB"):                "cbr:USDRUB",
		ru.T("no such key %s %s", "1.50", day): "no such key 1,50 7 февраля 2022",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMarkupEscapesArguments(t *testing.T) {
	t.Parallel()
	if got := words.Russian.Markup(`<a href="%s">x</a>`, `"><script>`); got != `<a href="&#34;&gt;&lt;script&gt;">x</a>` {
		t.Error(got)
	}
}

func TestRussianDaysAreRead(t *testing.T) {
	t.Parallel()
	want := civil.New(2022, time.February, 7)
	for _, text := range []string{"7 февраля 2022", "7 фев 2022", "07.02.2022", "7.2.2022", " 7 Февраля 2022 г."} {
		if d, ok := words.ParseDay(text); !ok || d != want {
			t.Errorf("%q: %v, %v", text, d, ok)
		}
	}
	for _, text := range []string{"31.02.2022", "32 февраля 2022", "февраль 2022", "07.02.22", ""} {
		if d, ok := words.ParseDay(text); ok {
			t.Errorf("%q is read as %v", text, d)
		}
	}
}

// A sentence that the packages below composed is found by its format.
func TestComposedSentences(t *testing.T) {
	t.Parallel()
	for english, want := range map[string]string{
		"12 episodes":                   "12 эпизодов",
		"rouble +0.9%":                  "рубль +0,9%",
		"set 30 Jun 1992 to 9 Sep 2026": "установлены с 30 июня 1992 по 9 сентября 2026",
		"For 54 events day 0 may hold the news only in part: it has no clock time. Read [0,+1].": "День 0 может отражать новость лишь отчасти (54 события): время суток неизвестно. Смотрите [0,+1].",
		"Macron and Putin hold five-hour talks in the Kremlin":                                   "Macron and Putin hold five-hour talks in the Kremlin",
		"": "",
	} {
		if got := words.Russian.Spell(english); got != want {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
		if got := words.English.Spell(english); got != english {
			t.Errorf("English of %q: %q", english, got)
		}
	}
}

// A per cent sign closes up in English, and no line ends at an equals sign beside a letter.
func TestSignsStayWithTheirNumbers(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"95 % CI, p = 0.17 (+ = weaker)": "95% CI, p\u00a0=\u00a00.17 (+\u00a0=\u00a0weaker)",
		"CAR [0,+1], %":                  "CAR [0,+1], %",
		"3 + 4 = 7":                      "3 + 4 = 7",
	} {
		if got := words.English.Spell(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
		if got := words.English.T(in); got != want {
			t.Errorf("%q is said as %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"≤0.010": "≤0,010", "≥0.10": "≥0,10", "<1e-16": "<1e-16"} { // bounds of a p
		if got := words.Russian.Spell(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got, want := words.Russian.Spell("percent change of the price in roubles"), "изменение в процентах, цена в рублях"; got != want {
		t.Errorf("an axis is %q, want %q", got, want)
	}
}

func TestWrittenGoesByTheLetters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]words.Language{"": words.English, "7 Feb 2022": words.English, "Переговоры в Кремле": words.Russian, "Банки отключены от SWIFT": words.Russian,
		"Talks in the “Минск” format": words.English, "2022": words.English} {
		if got := words.Written(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
