package web_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

type failer interface{ Fatalf(string, ...any) }

func csvRows(t failer, body []byte, comma rune) [][]string {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))))
	in.Comma = comma
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, row := range rows {
		for i := range row {
			row[i] = strings.TrimPrefix(row[i], "'")
		}
	}
	return rows
}

// pointed puts the decimal point back where the plain CSV has one.
func pointed(rows, like [][]string) [][]string {
	for i := range rows {
		for j := range rows[i] {
			if i < len(like) && strings.Replace(like[i][j], ".", ",", 1) == rows[i][j] {
				rows[i][j] = like[i][j]
			}
		}
	}
	return rows
}

func jsonRows(t failer, columns []string, body []byte) [][]string {
	var objects []json.RawMessage
	if err := json.Unmarshal(body, &objects); err != nil {
		t.Fatalf("%v", err)
	}
	rows := [][]string{columns}
	for _, raw := range objects {
		rows = append(rows, objectRow(t, columns, raw))
	}
	return rows
}

func ndjsonRows(t failer, columns []string, body []byte) [][]string {
	rows := [][]string{columns}
	lines := bufio.NewScanner(bytes.NewReader(body))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		rows = append(rows, objectRow(t, columns, lines.Bytes()))
	}
	return rows
}

func objectRow(t failer, columns []string, raw []byte) []string {
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	var o map[string]any
	if err := in.Decode(&o); err != nil || len(o) != len(columns) {
		t.Fatalf("%s: %v", raw, err)
	}
	row := make([]string, len(columns))
	for i, c := range columns {
		switch v := o[c].(type) {
		case nil:
		case bool:
			row[i] = map[bool]string{true: "yes", false: "no"}[v]
		case []any:
			var words []string
			for _, w := range v {
				words = append(words, fmt.Sprint(w))
			}
			row[i] = strings.Join(words, ";")
		default:
			row[i] = fmt.Sprint(v)
		}
	}
	return row
}

// xlsxRows reads the sheet as a spreadsheet shows it, and writes its times and truths as CSV has them.
func xlsxRows(t failer, like [][]string, body []byte) [][]string {
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer book.Close()
	rows, err := book.GetRows("data")
	if err != nil {
		t.Fatalf("%v", err)
	}
	for i := range rows {
		for len(rows[i]) < len(like[0]) {
			rows[i] = append(rows[i], "")
		}
		for j, cell := range rows[i] {
			if at, err := time.Parse(time.DateTime, cell); err == nil {
				rows[i][j] = at.Format(time.RFC3339)
			}
			if i > 0 && i < len(like) && sameNumber(cell, like[i][j]) {
				rows[i][j] = like[i][j]
			}
			if i > 0 && (cell == "TRUE" || cell == "FALSE") {
				rows[i][j] = map[string]string{"TRUE": "yes", "FALSE": "no"}[cell]
			}
		}
	}
	return rows
}

// sameNumber allows for the 15 digits that a spreadsheet shows of a computed number.
func sameNumber(shown, whole string) bool {
	a, wrongA := strconv.ParseFloat(shown, 64)
	b, wrongB := strconv.ParseFloat(whole, 64)
	return wrongA == nil && wrongB == nil && len(whole) > 15 && math.Abs(a-b) <= 1e-14*math.Abs(b)
}
