package export

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The cell styles, by their place in styles.xml. A rate shows as many decimals as were published: styleDecimals is that of
// none, the next that of one.
const (
	styleGeneral = iota
	styleDay
	styleInstant
	styleHeader
	styleWrapped
	styleDecimals

	maxDecimals = 12
)

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relSpace  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packSpace = "http://schemas.openxmlformats.org/package/2006/"
	mainType  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// sheetNames are the sheets in their order.
var sheetNames = [...]string{dataSheet, metaSheet, sourcesSheet}

func sheetPart(i int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) }

type fixedPart struct{ name, content string }

// fixedParts are those that are the same in every workbook.
func fixedParts() []fixedPart {
	var types, rels strings.Builder
	for i := range sheetNames {
		fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%sworksheet+xml"/>`, sheetPart(i), mainType)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relSpace, i+1)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(sheetNames)+1, relSpace)
	return []fixedPart{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + packSpace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + mainType + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + mainType + `styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + packSpace + `relationships"><Relationship Id="rId1" Type="` + relSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + packSpace + `relationships">` + rels.String() + `</Relationships>`},
		{"xl/styles.xml", stylesPart()},
	}
}

// stylesPart declares the styles in the order of their constants; the formats of one's own begin at 164.
func stylesPart() string {
	formats := []string{"yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"}
	cells := []string{xf(0, 0, ""), xf(164, 0, ""), xf(165, 0, ""), xf(0, 1, ""), xf(0, 0, `<alignment vertical="top" wrapText="1"/>`)}
	for n := range maxDecimals + 1 {
		cells = append(cells, xf(164+len(formats), 0, ""))
		formats = append(formats, strings.TrimSuffix("0."+strings.Repeat("0", n), "."))
	}
	var b strings.Builder
	fmt.Fprintf(&b, `%s<styleSheet %s><numFmts count="%d">`, xmlHead, mainSpace, len(formats))
	for i, f := range formats {
		fmt.Fprintf(&b, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, f)
	}
	b.WriteString(`</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`)
	fmt.Fprintf(&b, `<cellXfs count="%d">%s</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`, len(cells), strings.Join(cells, ""))
	return b.String()
}

func xf(format, font int, alignment string) string {
	return fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1">%s</xf>`, format, font, alignment)
}

// bookPart names the sheets and the area that the filter of the first covers.
func bookPart(area string) []byte {
	b := fmt.Appendf(nil, `%s<workbook %s xmlns:r="%s"><sheets>`, xmlHead, mainSpace, relSpace)
	for i, name := range sheetNames {
		b = fmt.Appendf(b, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, i+1, i+1)
	}
	return fmt.Appendf(b, `</sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">%s!%s</definedName></definedNames></workbook>`, dataSheet, area)
}

// areaOf is a table's whole area, its header included.
func areaOf(columns, rows int) string {
	return "$A$1:$" + string(appendColumn(nil, columns-1)) + "$" + strconv.Itoa(rows)
}

func appendSheetHead(dst []byte, frozen bool, widths []float64) []byte {
	dst = append(dst, xmlHead+`<worksheet `+mainSpace+`>`...)
	if frozen {
		dst = append(dst, `<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`...)
	}
	dst = append(dst, `<cols>`...)
	for i, width := range widths {
		dst = fmt.Appendf(dst, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, width)
	}
	return append(dst, `</cols><sheetData>`...)
}

// sheetFoot ends a sheet; the area is that of its filter, empty for none.
func sheetFoot(area string) string {
	if area == "" {
		return `</sheetData></worksheet>`
	}
	return `</sheetData><autoFilter ref="` + area + `"/></worksheet>`
}

func appendRowHead(dst []byte, row int) []byte {
	dst = append(dst, `<row r="`...)
	return append(strconv.AppendInt(dst, int64(row), 10), `">`...)
}

// appendColumn writes the letters of a column, counted from 0.
func appendColumn(dst []byte, column int) []byte {
	if column >= 26 {
		dst = appendColumn(dst, column/26-1)
	}
	return append(dst, byte('A'+column%26))
}

func appendCellHead(dst []byte, column, row, style int) []byte {
	dst = appendColumn(append(dst, `<c r="`...), column)
	dst = strconv.AppendInt(dst, int64(row), 10)
	if style != styleGeneral {
		dst = strconv.AppendInt(append(dst, `" s="`...), int64(style), 10)
	}
	return append(dst, '"')
}

func appendNumber(dst []byte, column, row, style int, x float64) []byte {
	dst = append(appendCellHead(dst, column, row, style), `><v>`...)
	return append(strconv.AppendFloat(dst, x, 'f', -1, 64), `</v></c>`...)
}

func appendBool(dst []byte, column, row int, is bool) []byte {
	dst = append(appendCellHead(dst, column, row, styleGeneral), ` t="b"><v>`...)
	if is {
		return append(dst, `1</v></c>`...)
	}
	return append(dst, `0</v></c>`...)
}

func appendText(dst []byte, column, row, style int, s string) []byte {
	dst = append(appendCellHead(dst, column, row, style), ` t="inlineStr"><is><t xml:space="preserve">`...)
	return append(appendEscaped(dst, s), `</t></is></c>`...)
}

// appendEscaped writes a text as an ST_Xstring: what XML cannot hold is _xHHHH_, and text that looks like that has its
// underscore written so (ECMA-376 part 1, 22.9.2.19).
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
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			dst = fmt.Appendf(dst, "_x%04X_", r)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// looksEscaped tells whether a text begins with _xHHHH_.
func looksEscaped(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}
