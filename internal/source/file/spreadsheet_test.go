package file

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// inUTF16 is text as a spreadsheet saves "Unicode text", in either order of bytes.
func inUTF16(text string, order binary.AppendByteOrder) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

// What a Russian spreadsheet makes of a table is read as the table was: points in dates, commas in numbers, semicolons or tabs between
// cells, UTF-8 with a mark or UTF-16. Rates of the Bank of Russia in force on 8 and 9 February 2022.
func TestASpreadsheetsOwnFormsAreRead(t *testing.T) {
	t.Parallel()
	const plain = "date,usd_rub,eur_rub\n2022-02-08,75.6806,86.5181\n2022-02-09,74.9867,85.6500\n"
	russian := "date;usd_rub;eur_rub\r\n08.02.2022;75,6806;86,5181\r\n9.2.2022;74,9867;85,6500\r\n"
	tabs := strings.ReplaceAll(russian, ";", "\t")
	want, err := open(t, plain).Rates()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"semicolons": russian, "with a mark": "\xef\xbb\xbf" + russian, "tabs": tabs,
		"UTF-16, little end first": inUTF16(tabs, binary.LittleEndian), "UTF-16, big end first": inUTF16(russian, binary.BigEndian),
	} {
		got, err := open(t, text).Rates()
		if err != nil || len(got) != len(want) {
			t.Errorf("%s: %v, %v", name, got, err)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", name, got[i], want[i])
			}
		}
	}
}

func TestAnEventsDayMayHavePoints(t *testing.T) {
	t.Parallel()
	events, err := open(t, inUTF16("occurred_at\ttitle\tgoldstein\r\n07.02.2022\tПереговоры в Москве\t2,5\r\n", binary.LittleEndian)).Events()
	if err != nil || len(events) != 1 || events[0].Day().String() != "2022-02-07" || events[0].Title != "Переговоры в Москве" || events[0].Goldstein != 2.5 {
		t.Errorf("%v, %v", events, err)
	}
}

// A file of events is asked for the columns of events, whatever its first line says.
func TestAHeaderThatNamesNothingIsOneProblem(t *testing.T) {
	t.Parallel()
	_, err := Open(bytes.NewReader([]byte("Events of the desk,,\noccurred_at,title,category\n")), Options{Name: "mine.csv", Usual: KindEvents})
	if err == nil || strings.Count(err.Error(), "\n") > 0 || !strings.Contains(err.Error(), "no column has a known name") || !strings.Contains(err.Error(), "want [id], occurred_at") {
		t.Error(err)
	}
}
