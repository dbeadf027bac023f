package file

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"detente/internal/fx"
)

const (
	eventHead  = "id,occurred_at,precision,title,category,actors,goldstein,cameo,importance,status,source_url,verified\n"
	candleHead = "series,start,open,high,low,close,volume\n"
)

// Every wrong input names its place, its value and the fix.
func TestProblems(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "mine.csv: the file is empty"},
		{"blank", " \n\n", "mine.csv: the file is empty"},
		{"header only", "date,usd_rub\n", "line 1: no rows"},
		{"no cell filled", "date,usd_rub\n2022-02-08,\n", "no rates: every cell is empty"},
		{"title above the header", "Official rates;;\ndate;usd_rub;eur_rub\n08.02.2022;75,6806;86,5181\n", `line 1: "official rates, , ": no column has a known name: the first line names the columns, so a title above it has to go: want date and pairs`},
		{"column without a name", "date,usd_rub,\n2022-02-08,75,\n", "line 1: column 3 has no name: name it, or delete it"},
		{"workbook", "PK\x03\x04\x14\x00", "this is a workbook or an archive: save the sheet as CSV UTF-8"},
		{"not utf-8", "date,usd_rub\n2022-02-08,\xc4\n", `line 2: "\xc4": the text is not UTF-8`},
		{"unknown column", "date,usd_rub,colour\n2022-02-08,75,red\n", `line 1: "colour": unknown column: want date and pairs such as usd_rub`},
		{"unknown event column", "occurred_at,title,severity\n", `"severity": unknown column: want [id], occurred_at`},
		{"missing column", "occurred_at,summary\n2022-02-07,x\n", "column title: the column is missing"},
		{"column twice", "date,usd_rub,usd_rub\n2022-02-08,75,76\n", "column usd_rub: the column is named twice"},
		{"no rates", "date\n2022-02-08\n", "no column holds rates"},
		{"cell too many", "date,usd_rub\n2022-02-08,75,6806\n", "line 2: 3 cells under 2 columns"},
		{"bare quote", "date,usd_rub\n2022-02-08,7\"5\n", "line 2: a quotation mark inside a cell"},
		{"open quote", "date,usd_rub\n2022-02-08,\"75\n", "line 2: a quotation mark is never closed"},
		{"two digits of a year", "date,usd_rub\n08.02.22,75\n", `line 2, column date: "08.02.22": a spreadsheet has rewritten the date`},
		{"no such day with points", "date,usd_rub\n30.02.2022,75\n", `line 2, column date: "30.02.2022": not a date: want YYYY-MM-DD`},
		{"month first with points", "date,usd_rub\n02.28.2022,75\n", `line 2, column date: "02.28.2022": not a date`},
		{"time with points", "occurred_at,title\n07.02.2022 14:34,t\n", `line 2, column occurred_at: "07.02.2022 14:34": the time has no zone: name that of the whole file, such as --tz Europe/Moscow, or write 2022-02-07T14:34:00+03:00 for Moscow, or 2022-02-07T14:34:00Z for UTC`},
		{"time that Moscow skipped", "occurred_at,title\n27.03.2011 02:30,t\n", `such as --tz Europe/Moscow, or write 2011-03-27T02:30:00Z for UTC`},
		{"no such time with points", "occurred_at,title\n07.02.2022 24:34,t\n", `"07.02.2022 24:34": not a date: want 2022-02-07T11:34:00Z`},
		{"rate of a time", "date,usd_rub\n07.02.2022 14:34,75\n", `line 2, column date: "07.02.2022 14:34": a rate is of a day: write 2022-02-07 without the clock time`},
		{"american date", "date,usd_rub\n2/7/2022,75\n", `column date: "2/7/2022": a spreadsheet has rewritten the date and its day and month cannot be told apart: format the column as text`},
		{"day number", "date,usd_rub\n44600,75\n", `"44600": this is a spreadsheet's day number`},
		{"no such day", "date,usd_rub\n2022-02-30,75\n", `"2022-02-30": not a date: want YYYY-MM-DD`},
		{"decimal comma", "date,usd_rub\n2022-02-08,\"75,6806\"\n", `line 2, column usd_rub: "75,6806": want a plain number above zero such as 75.6806`},
		{"thousands", "date;usd_rub\n2022-02-08;1.234,5\n", `column usd_rub: "1.234,5": want a plain number`},
		{"minus", "date,usd_rub\n2022-02-08,-75\n", `"-75": want a plain number above zero`},
		{"date twice", "date,usd_rub\n2022-02-08,75\n2022-02-09,75\n2022-02-08,76\n", `line 4, column date: "2022-02-08": cbr:USDRUB of this date is already on line 2`},
		{"no series", "series,date,value\nUSDRUB,2022-02-08,75\n", `column series: "USDRUB": want source:PAIR such as cbr:USDRUB`},
		{"press", "series,date,value\npress:USDRUB,2022-02-08,75\n", "press quotes are not official rates"},
		{"interval", "series,date,value\nmoex:USDRUB:1m,2022-02-08,75\n", "an interval is for candles"},
		{"nominal", "series,date,value,nominal\ncbr:USDRUB,2022-02-08,75,1.5\n", `column nominal: "1.5": want a whole number`},
		{"nominal zero", "series,date,value,nominal\ncbr:USDRUB,2022-02-08,75,0\n", "nominal 0, not above zero"},

		{"candle without interval", candleHead + "moex:USDRUB,2022-02-07T11:34:00Z,75,76,74,75,\n", "candles need an interval: want moex:USDRUB:1m"},
		{"candle without a zone", candleHead + "m:USDRUB:1m,2022-02-07 11:34,75,76,74,75,\n", "the time has no zone: name that of the whole file, such as --tz Europe/Moscow, or write 2022-02-07T11:34:00+03:00 for Moscow, or 2022-02-07T11:34:00Z for UTC"},
		{"candle of a day", candleHead + "m:USDRUB:1d,2022-02-07,75,76,74,75,\n", "a candle starts at an instant: write 2022-02-07T00:00:00Z"},
		{"candle upside down", candleHead + "m:USDRUB:1m,2022-02-07T11:34:00Z,75,74,76,75,\n", "line 2: candle of m:USDRUB:1m"},
		{"candle twice", candleHead + "m:USDRUB:1m,2022-02-07T11:34:00Z,75,76,74,75,\nm:USDRUB:1m,2022-02-07T11:35:00Z,75,76,74,75,\nm:USDRUB:1m,2022-02-07T14:34:00+03:00,75,76,74,75,\n",
			`line 4, column start: "2022-02-07T11:34:00Z": m:USDRUB:1m of this start is already on line 2`},
		{"volume", candleHead + "m:USDRUB:1m,2022-02-07T11:34:00Z,75,76,74,75,-1\n", `column volume: "-1": want a plain number of zero or more`},

		{"event without title", eventHead + "a,2022-02-07,day, ,other,RUS,0,010,2,confirmed,,\n", "column title: title is missing"},
		{"event without date", eventHead + "a,,day,t,other,RUS,0,010,2,confirmed,,\n", "column occurred_at: the cell is empty: want 2022-02-07T11:34:00Z"},
		{"event at a fraction", eventHead + "a,2022-02-07T11:34:00.5Z,minute,t,other,RUS,0,010,2,confirmed,,\n", "a fraction of a second"},
		{"day with a time", eventHead + "a,2022-02-07T11:34:00Z,day,t,other,RUS,0,010,2,confirmed,,\n", "precision day with a time of day"},
		{"midnight elsewhere", eventHead + "a,2022-02-07T00:00:00+03:00,day,t,other,RUS,0,010,2,confirmed,,\n", "precision day with a time of day"},
		{"an end without a time", "occurred_at,title,ended_at\n2022-02-07T11:34:00Z,t,2022-02-09\n", `column ended_at: "2022-02-09": the beginning has a clock time`},
		{"minute without a time", eventHead + "a,2022-02-07,minute,t,other,RUS,0,010,2,confirmed,,\n", "precision minute without a time"},
		{"category", eventHead + "a,2022-02-07,day,t,othre,RUS,0,010,2,confirmed,,\n", `line 2, column category: category "othre": want one of sanctions`},
		{"status", eventHead + "a,2022-02-07,day,t,other,RUS,0,010,2,sure,,\n", `column status: status "sure"`},
		{"actor", eventHead + "a,2022-02-07,day,t,other,rus,0,010,2,confirmed,,\n", `actor "rus": want an ISO 3166 code`},
		{"actor twice", eventHead + "a,2022-02-07,day,t,other,RUS; RUS,0,010,2,confirmed,,\n", `column actors: "RUS": the actor is named twice`},
		{"goldstein", eventHead + "a,2022-02-07,day,t,other,RUS,-11,010,2,confirmed,,\n", "column goldstein: goldstein -11: want -10 to 10"},
		{"goldstein text", eventHead + "a,2022-02-07,day,t,other,RUS,high,010,2,confirmed,,\n", `column goldstein: "high"`},
		{"no such code", eventHead + "a,2022-02-07,day,t,other,RUS,7,46,2,confirmed,,\n", `column cameo: "46": not a CAMEO event code: want digits such as 046`},
		{"lost zero", eventHead + "a,2022-02-07,day,t,other,RUS,0.0,10,2,confirmed,,\n", `column cameo: "10": goldstein 0.0 belongs to code 010: a spreadsheet has dropped the leading zero`},
		{"importance", eventHead + "a,2022-02-07,day,t,other,RUS,0,010,6,confirmed,,\n", "column importance: importance 6: want 1 to 5"},
		{"address", eventHead + "a,2022-02-07,day,t,other,RUS,0,010,2,confirmed,javascript:x,\n", "column source_url: source_url"},
		{"verified", eventHead + "a,2022-02-07,day,t,other,RUS,0,010,2,confirmed,,maybe\n", `column verified: "maybe": want yes or no`},
		{"id", eventHead + "A b,2022-02-07,day,t,other,RUS,0,010,2,confirmed,,\n", `column id: id "A b"`},
		{"id twice", "id,occurred_at,title\na,2022-02-07,t\na,2022-02-08,u\n", `line 3, column id: "a": this event is already on line 2`},
		{"event twice", "occurred_at,title\n2022-02-07,t\n2022-02-07,t\n", "line 3, column id: this event is already on line 2"},

		{"broken json", "[{\"date\":\"2022-02-08\",\n\"usd_rub\":75,}]", "line 2: not JSON"},
		{"unended json", "[{\"date\":\"2022-02-08\",\"usd_rub\":75}\n", "not JSON"},
		{"empty array", "[]", "no rows: the array is empty"},
		{"array of numbers", "[1]", "want an object of columns"},
		{"json unknown column", `{"date":"2022-02-08","usd_rub":75}` + "\n" + `{"date":"2022-02-09","rub":75}`, `line 2: "rub": unknown column`},
		{"json key twice", `{"date":"2022-02-08","usd_rub":75,"usd_rub":76}`, "column usd_rub: the column is named twice in one object"},
		{"json nested", `{"date":"2022-02-08","usd_rub":{"v":75}}`, "column usd_rub: want a text, a number or null"},
		{"json after the end", `[{"date":"2022-02-08","usd_rub":75}] x`, "text after the end of the array"},
		{"json exponent", `{"date":"2022-02-08","usd_rub":7.5e1}`, `"7.5e1": want a plain number`},
		{"json not utf-8", "[{\"occurred_at\":\"2022-02-07\",\"title\":\"\xc2\xf1\"}]", "line 1, column title: "},
		{"json line", "[\n{\"date\":\"2022-02-08\",\"usd_rub\":75},\n{\"date\":\"2022-02-09\",\n\"usd_rub\":0}\n]", `line 3, column usd_rub: "0"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := read(tt.text, Options{Name: "mine.csv"})
			var problems *Error
			if !errors.As(err, &problems) || !strings.HasPrefix(err.Error(), "mine.csv: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v\nwant %q", err, tt.want)
			}
		})
	}
}

func TestTwentyProblemsAtOnce(t *testing.T) {
	t.Parallel()
	text := strings.Builder{}
	text.WriteString("date,usd_rub\n")
	for i := range 50 {
		fmt.Fprintf(&text, "2022-02-%02d,x\n", i%28+1)
	}
	_, err := read(text.String(), Options{Name: "mine.csv"})
	var problems *Error
	if !errors.As(err, &problems) || len(problems.Problems) != 20 || problems.Problems[19].Line != 21 || !strings.HasSuffix(err.Error(), "mine.csv: stopped after 20 problems") {
		t.Errorf("%v", err)
	}
}

func TestTheWrongReaderSaysWhichIsRight(t *testing.T) {
	t.Parallel()
	if _, err := open(t, "date,usd_rub\n2022-02-08,75\n").Events(); err == nil || !strings.Contains(err.Error(), "those of rates, not of events") {
		t.Error(err)
	}
	if _, err := open(t, "occurred_at,title\n2022-02-08,a\n").Rates(); err == nil || !strings.Contains(err.Error(), "those of events, not of rates") {
		t.Error(err)
	}
	if err := open(t, "occurred_at,title\n2022-02-08,a\n").EachCandles(nil); err == nil || !strings.Contains(err.Error(), "not of candles") {
		t.Error(err)
	}
}

func TestNoCandleAfterAProblem(t *testing.T) {
	t.Parallel()
	text := strings.Builder{}
	text.WriteString(candleHead + "m:USDRUB:1m,2022-02-07,75,76,74,75,\n")
	for i := range 2 * candleBatch {
		fmt.Fprintf(&text, "m:USDRUB:1m,2022-02-%02dT%02d:%02d:%02dZ,75,76,74,75,\n", 1+i/3600/24, i/3600%24, i/60%60, i%60)
	}
	err := open(t, text.String()).EachCandles(func([]fx.Candle) error { t.Error("a batch was given"); return nil })
	if err == nil {
		t.Error("a wrong file was taken")
	}
}
