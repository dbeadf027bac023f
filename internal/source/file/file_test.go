package file

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

func open(t *testing.T, text string) *File {
	t.Helper()
	f, err := Open(strings.NewReader(text), Options{Name: "mine.csv"})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// read opens and reads a text whatever it holds.
func read(text string, o Options) (Kind, error) {
	f, err := Open(strings.NewReader(text), o)
	if err != nil {
		return "", err
	}
	switch f.Kind() {
	case KindEvents:
		_, err = f.Events()
	case KindCandles:
		err = f.EachCandles(func([]fx.Candle) error { return nil })
	default:
		_, err = f.Rates()
	}
	return f.Kind(), err
}

func TestWideRatesInEveryDialect(t *testing.T) {
	t.Parallel()
	const bom = "\ufeff"
	for name, text := range map[string]string{
		"plain":      "date,usd_rub,eur_rub\n2022-02-08,75.6806,86.5181\n2022-02-09,75.3042,\n",
		"crlf":       "date,usd_rub,eur_rub\r\n2022-02-08,75.6806,86.5181\r\n2022-02-09,75.3042,\r\n",
		"bom":        bom + "Date, USD_RUB ,eur_rub\n2022-02-08, 75.6806,86.5181\n2022-02-09,75.3042,\n",
		"excel-ru":   bom + "date;usd_rub;eur_rub\r\n2022-02-08;75,6806;86,5181\r\n2022-02-09;75,3042;\r\n",
		"point":      "date;usd_rub;eur_rub\n2022-02-08;75.6806;86.5181\n2022-02-09;75.3042;\n",
		"quoted":     "\"date\",\"usd_rub\",\"eur_rub\"\n\"2022-02-08\",\"75.6806\",\"86.5181\"\n\"2022-02-09\",\"75.3042\",\"\"\n",
		"json":       `[{"date":"2022-02-08","usd_rub":75.6806,"eur_rub":"86.5181"},` + "\n" + `{"date":"2022-02-09","usd_rub":75.3042,"eur_rub":null}]`,
		"json short": `[{"date":"2022-02-08","usd_rub":75.6806,"eur_rub":86.5181},{"date":"2022-02-09","usd_rub":75.3042}]`,
		"ndjson":     `{"date":"2022-02-08","usd_rub":75.6806,"eur_rub":86.5181}` + "\n" + `{"date":"2022-02-09","usd_rub":75.3042}` + "\n",
		"no newline": "date,usd_rub,eur_rub\n2022-02-08,75.6806,86.5181\n2022-02-09,75.3042,",
	} {
		t.Run(name, func(t *testing.T) {
			fixings, err := open(t, text).Rates()
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range fixings {
				got = append(got, fmt.Sprint(f.Series, " ", f.Set, " ", f.Effective, " ", f.Value, " ", f.Nominal))
			}
			slices.Sort(got) // JSON objects have no order of columns
			want := []string{"cbr:EURRUB 2022-02-07 2022-02-08 86.5181 1", "cbr:USDRUB 2022-02-07 2022-02-08 75.6806 1", "cbr:USDRUB 2022-02-08 2022-02-09 75.3042 1"}
			if !slices.Equal(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

func TestSourceOfWideRates(t *testing.T) {
	t.Parallel()
	f, err := Open(strings.NewReader("date,eur_usd,eur_rub\n2022-03-01,1.1162,117.201\n"), Options{Source: "ecb"})
	if err != nil {
		t.Fatal(err)
	}
	fixings, err := f.Rates()
	if err != nil || len(fixings) != 2 || fixings[0].Series != fx.ECBUSD || fixings[1].Series != fx.ECBRUB || fixings[1].Set != civil.New(2022, 3, 1) {
		t.Errorf("%+v, %v", fixings, err)
	}
}

func TestLongRatesKeepTheNominal(t *testing.T) {
	t.Parallel()
	fixings, err := open(t, "series,date,value,nominal\ncbr:CNYRUB,2022-02-08,118.99,10\nmine:USDRUB,2022-02-08,75.6,\n").Rates()
	if err != nil || len(fixings) != 2 || fixings[0].Nominal != 10 || fixings[0].Value.String() != "118.99" || fixings[1].Nominal != 1 {
		t.Errorf("%+v, %v", fixings, err)
	}
}

func TestCandles(t *testing.T) {
	t.Parallel()
	var got []fx.Candle
	err := open(t, "series,start,open,high,low,close,volume\n"+
		"mine:USDRUB:1m,2022-02-07T14:34:00+03:00,75.44,75.50,75.395,75.475,\n"+
		"mine:USDRUB:1m,2022-02-07T11:33:00Z,75.44,75.50,75.395,75.475,0\n").
		EachCandles(func(batch []fx.Candle) error { got = append(got, batch...); return nil })
	if err != nil || len(got) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	if at := time.Date(2022, 2, 7, 11, 34, 0, 0, time.UTC); !got[0].Start.Equal(at) || got[0].Start.Location() != time.UTC || got[0].Low.String() != "75.395" || !got[0].Volume.IsZero() {
		t.Errorf("%+v", got[0])
	}
}

func TestCandlesOfMinutesBeginWithOne(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"2022-02-07T11:34:30Z", "2022-02-07T14:34:30+03:00"} { // read quickly, and by the common way
		err := open(t, "series,start,open,high,low,close\nmine:USDRUB:1m,"+form+",75,76,74,75\n").EachCandles(func([]fx.Candle) error { return nil })
		if err == nil || !strings.Contains(err.Error(), "want the start of a minute") {
			t.Errorf("%s: %v", form, err)
		}
	}
}

func TestCandlesStopWhereTheReceiverFails(t *testing.T) {
	t.Parallel()
	text := strings.Builder{}
	text.WriteString("series,start,open,high,low,close\n")
	for i := range 3 * candleBatch {
		fmt.Fprintf(&text, "mine:USDRUB:1m,%s,75,76,74,75\n", time.Unix(int64(60*i), 0).UTC().Format(time.RFC3339))
	}
	full, batches := errors.New("the disk is full"), 0
	err := open(t, text.String()).EachCandles(func(batch []fx.Candle) error {
		if batches++; len(batch) != candleBatch {
			t.Errorf("a batch of %d", len(batch))
		}
		return full
	})
	if err != full || batches != 1 {
		t.Errorf("%v after %d batches, want the receiver's error after one", err, batches)
	}
}

func TestGuardedTextLosesOneApostrophe(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ head, cell, want string }{
		{"\ufeff", "'=cmd", "=cmd"}, {"\ufeff", "''=cmd", "'=cmd"}, {"\ufeff", "'quoted'", "'quoted'"}, {"\ufeff", "'-5", "-5"}, {"", "'=cmd", "'=cmd"},
		{"\ufeff", "' =cmd", " =cmd"}, {"\ufeff", "'\u200b=cmd", "\u200b=cmd"}, {"\ufeff", "'＝cmd", "＝cmd"}, {"\ufeff", "' quoted'", "' quoted'"},
	} {
		events, err := open(t, tt.head+"occurred_at,title\n2022-02-07,"+tt.cell+"\n").Events()
		if err != nil || events[0].Title != tt.want {
			t.Errorf("%q: %+v, %v", tt.cell, events, err)
		}
	}
}

func TestAnErrorOfTheReaderIsKept(t *testing.T) {
	t.Parallel()
	broken := errors.New("the line is cut")
	for _, text := range []string{"date,usd_rub\n2022-02-08,75.6806\n", `[{"date":"2022-02-08","usd_rub":75.6806},`} {
		f, err := Open(&cut{text: []byte(text), err: broken}, Options{})
		if err == nil {
			_, err = f.Rates()
		}
		if !errors.Is(err, broken) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// cut gives its text, then its error.
type cut struct {
	text []byte
	err  error
}

func (c *cut) Read(p []byte) (int, error) {
	n := copy(p, c.text)
	if c.text = c.text[n:]; n == 0 {
		return 0, c.err
	}
	return n, nil
}

func FuzzOpen(f *testing.F) {
	for _, seed := range []string{
		"date,usd_rub,eur_rub\n2022-02-08,75.6806,86.5181\n", "series,date,value,nominal\ncbr:CNYRUB,2022-02-08,118.99,10\n",
		"series,start,open,high,low,close,volume\nmine:USDRUB:1m,2022-02-07T11:34:00Z,75,76,74,75,0\n",
		"\ufeffoccurred_at;title;goldstein\r\n2022-02-07;'=x;-7,0\r\n", `[{"occurred_at":"2022-02-07","title":"a","actors":["RUS"]}]`,
		`{"date":"2022-02-08","usd_rub":75}` + "\n" + `{"date":"2022-02-09","usd_rub":null}`, "\"date\nusd_rub", "[", "{", "[]", "\xff\xfe", "date\n\x00",
		meetings,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := Open(bytes.NewReader(raw), Options{CodedBy: "fuzz"})
		if err != nil {
			return
		}
		switch in.Kind() {
		case KindEvents:
			events, err := in.Events()
			ids := map[string]bool{}
			for _, e := range events {
				if e.Validate() != nil || ids[e.ID] || err != nil {
					t.Fatalf("%+v, %v", e, err)
				}
				ids[e.ID] = true
			}
		case KindCandles:
			_ = in.EachCandles(func(batch []fx.Candle) error { // a wrong file is no failure here
				for _, c := range batch {
					if err := c.Validate(); err != nil {
						t.Fatal(err)
					}
				}
				return nil
			})
		default:
			fixings, err := in.Rates()
			for _, x := range fixings {
				if x.Validate() != nil || err != nil {
					t.Fatalf("%+v, %v", x, err)
				}
			}
		}
	})
}
