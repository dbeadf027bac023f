package export

import (
	"archive/zip"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The styles of cells, by their place in styles.xml. A rate shows as many decimals as were published.
const (
	styleDay      = 1
	styleInstant  = 2
	styleDecimals = 3 // with none; the next with one, and so on
	mostDecimals  = 12
	styleHeader   = styleDecimals + mostDecimals + 1
	styleWrapped  = styleHeader + 1
)

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpec = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relSpec  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packSpec = "http://schemas.openxmlformats.org/package/2006/"
	typeSpec = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

func sheetPart(n int) string { return "xl/worksheets/sheet" + strconv.Itoa(n) + ".xml" }

// letters is the name of a column, counted from 0: A, B, ... Z, AA.
func letters(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// sheetHead is what stands before the rows: a frozen header, where it is the sheet of data, and how wide the columns are.
func sheetHead(widths []float64, data bool) []byte {
	view := `<sheetView workbookViewId="0"/>`
	if data {
		view = `<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView>`
	}
	out := []byte(xmlHead + `<worksheet xmlns="` + mainSpec + `"><sheetViews>` + view + `</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, width := range widths {
		out = fmt.Appendf(out, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, width)
	}
	return append(out, "</cols><sheetData>"...)
}

// sheetTail ends a sheet; filtered are the cells with a filter, empty for none.
func sheetTail(filtered string) string {
	if filtered != "" {
		filtered = `<autoFilter ref="` + filtered + `"/>`
	}
	return "</sheetData>" + filtered + "</worksheet>"
}

func appendAt(dst []byte, column string, row, style int) []byte {
	dst = strconv.AppendInt(append(append(dst, `<c r="`...), column...), int64(row), 10)
	if style != 0 {
		dst = strconv.AppendInt(append(dst, `" s="`...), int64(style), 10)
	}
	return append(dst, '"')
}

func appendNumber(dst []byte, column string, row, style int, value string) []byte {
	dst = append(appendAt(dst, column, row, style), "><v>"...)
	return append(append(dst, value...), "</v></c>"...)
}

func appendYes(dst []byte, column string, row int, is bool) []byte {
	value := "0"
	if is {
		value = "1"
	}
	dst = append(appendAt(dst, column, row, 0), ` t="b"><v>`...)
	return append(append(dst, value...), "</v></c>"...)
}

// appendText appends a cell of text; of an empty one nothing.
func appendText(dst []byte, column string, row, style int, said string) []byte {
	if said == "" {
		return dst
	}
	dst = append(appendAt(dst, column, row, style), ` t="inlineStr"><is><t xml:space="preserve">`...)
	return append(appendEscaped(dst, said), "</t></is></c>"...)
}

// appendEscaped writes text into XML. What XML cannot hold becomes U+FFFD; what a spreadsheet would take for an escape of its
// own (_x0041_ is A to it) keeps its letters. Reference: ECMA-376 part 1, 22.9.2.19, ST_Xstring.
func appendEscaped(dst []byte, s string) []byte {
	for i, r := range s {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '_' && looksEscaped(s[i:]):
			dst = append(dst, "_x005F_"...)
		case r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// looksEscaped tells whether a text begins with a character as spreadsheets escape it: _xHHHH_.
func looksEscaped(s string) bool {
	if len(s) < 7 || s[:2] != "_x" || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

// frame writes the files that say what the others are; whole is where the data stand.
func (b *workbook) frame(z *zip.Writer, whole string) error {
	kinds := `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + typeSpec + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + typeSpec + `styles+xml"/>`
	sheets, links := "", ""
	for i, name := range []string{dataSheet, metaSheet, sourcesSheet} {
		kinds += fmt.Sprintf(`<Override PartName="/%s" ContentType="%sworksheet+xml"/>`, sheetPart(i+1), typeSpec)
		sheets += fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, i+1, i+1)
		links += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relSpec, i+1)
	}
	first, last, _ := strings.Cut(whole, ":")
	sheets = `<workbook xmlns="` + mainSpec + `" xmlns:r="` + relSpec + `"><bookViews><workbookView/></bookViews><sheets>` + sheets + `</sheets><definedNames>` +
		`<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">` + dataSheet + "!" + anchored(first) + ":" + anchored(last) + `</definedName></definedNames></workbook>`
	links += `<Relationship Id="rId4" Type="` + relSpec + `/styles" Target="styles.xml"/>`
	relations := func(inside string) string {
		return `<Relationships xmlns="` + packSpec + `relationships">` + inside + `</Relationships>`
	}
	return firstOf(
		func() error {
			return putPart(z, "[Content_Types].xml", []byte(xmlHead+`<Types xmlns="`+packSpec+`content-types">`+kinds+`</Types>`))
		},
		func() error {
			return putPart(z, "_rels/.rels", []byte(xmlHead+relations(`<Relationship Id="rId1" Type="`+relSpec+`/officeDocument" Target="xl/workbook.xml"/>`)))
		},
		func() error { return putPart(z, "xl/workbook.xml", []byte(xmlHead+sheets)) },
		func() error { return putPart(z, "xl/_rels/workbook.xml.rels", []byte(xmlHead+relations(links))) },
		func() error { return putPart(z, "xl/styles.xml", []byte(xmlHead+styleSheet())) },
	)
}

// anchored is a cell as it does not move: A1 is $A$1.
func anchored(cell string) string {
	row := strings.TrimLeft(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	return "$" + strings.TrimSuffix(cell, row) + "$" + row
}

// styleSheet has the styles in the order of their numbers.
func styleSheet() string {
	formats := []string{"yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"}
	for n := range mostDecimals + 1 {
		formats = append(formats, strings.TrimSuffix("0."+strings.Repeat("0", n), "."))
	}
	const plain = `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"`
	named, cells := "", plain+"/>"
	for i, format := range formats {
		id := strconv.Itoa(164 + i) // below are those that every spreadsheet knows
		named += `<numFmt numFmtId="` + id + `" formatCode="` + format + `"/>`
		cells += `<xf numFmtId="` + id + `" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`
	}
	cells += `<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` + plain + ` applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`
	const font = `<sz val="11"/><name val="Calibri"/><family val="2"/>`
	return `<styleSheet xmlns="` + mainSpec + `">` +
		fmt.Sprintf(`<numFmts count="%d">%s</numFmts>`, len(formats), named) +
		`<fonts count="2"><font>` + font + `</font><font><b/>` + font + `</font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d">%s</cellXfs>`, styleWrapped+1, cells) +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}
