package export

import (
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/tiendc/go-deepcopy"
	"github.com/xuri/excelize/v2"
)

// furnished is a sheet with all that excelize copies: columns, rows, merged cells, rules, views, a filter.
func furnished(t *testing.T) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	t.Cleanup(func() { _ = f.Close() })
	style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		t.Fatal(err)
	}
	five := 5
	for i, err := range []error{
		f.SetColWidth("Sheet1", "A", "C", 14), f.SetColWidth("Sheet1", "B", "B", 30), f.SetColStyle("Sheet1", "C", style),
		f.SetSheetRow("Sheet1", "A1", &[]any{"date", "rate", true, nil, 75.6806}), f.SetRowHeight("Sheet1", 1, 40),
		f.SetCellFormula("Sheet1", "A2", "1+1"), f.SetCellRichText("Sheet1", "B2", []excelize.RichTextRun{{Text: "thin"}, {Text: "bold", Font: &excelize.Font{Bold: true}}}),
		f.MergeCell("Sheet1", "A4", "B5"), f.AutoFilter("Sheet1", "A1:E3", nil), f.SetCellHyperLink("Sheet1", "A1", "https://example.org/", "External"),
		f.SetPanes("Sheet1", &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		f.AddDataValidation("Sheet1", &excelize.DataValidation{Sqref: "A7:A7", Type: "whole", Operator: "between", Formula1: "1", Formula2: "5"}),
		f.SetConditionalFormat("Sheet1", "E1:E1", []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: ">", Value: "5", Format: &five}}),
	} {
		if err != nil {
			t.Fatal(i, err)
		}
	}
	return f
}

// sheetOf is excelize's own form of a sheet, of a type that it does not export.
func sheetOf(t *testing.T, f *excelize.File, path string) reflect.Value {
	t.Helper()
	sheet, ok := f.Sheet.Load("xl/worksheets/" + path)
	if !ok {
		t.Fatal("no sheet " + path)
	}
	return reflect.ValueOf(sheet).Elem()
}

func TestCopiesOfSheetsAreEqualAndTheirOwn(t *testing.T) {
	t.Parallel()
	sheet := sheetOf(t, furnished(t), "sheet1.xml")
	for _, name := range []string{"Cols", "SheetData", "MergeCells", "ConditionalFormatting", "DataValidations", "SheetViews", "AutoFilter", "Hyperlinks", "Dimension", ""} {
		part := sheet
		if name != "" {
			part = sheet.FieldByName(name)
		}
		same := reflect.New(part.Type())
		if err := deepcopy.Copy(same.Interface(), part.Addr().Interface()); err != nil {
			t.Fatal(name, err)
		}
		if name != "" && !reflect.DeepEqual(same.Elem().Interface(), part.Interface()) {
			t.Errorf("%s: %+v, want %+v", name, same.Elem(), part)
		}
		before, after := map[unsafe.Pointer]string{}, map[unsafe.Pointer]string{}
		memory(part, name, before)
		memory(same.Elem(), name, after)
		if len(before) == 0 || len(after) != len(before) {
			t.Errorf("%s: %d pieces of memory, want %d", name, len(after), len(before))
		}
		for at, what := range after {
			if before[at] != "" {
				t.Errorf("%s is shared", what)
			}
		}
	}
}

// memory notes where all stands that v leads to and can be changed, by its path.
func memory(v reflect.Value, path string, at map[unsafe.Pointer]string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Type.PkgPath() != "sync" {
				memory(v.Field(i), path+"."+f.Name, at)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			at[v.UnsafePointer()] = path
			memory(v.Elem(), path, at)
		}
	case reflect.Slice:
		if v.Len() > 0 {
			at[v.UnsafePointer()] = path
		}
		for i := range v.Len() {
			memory(v.Index(i), path, at)
		}
	}
}

// The copy of a sheet leads a life of its own, and has what the first has.
func TestASheetIsCopiedWhole(t *testing.T) {
	t.Parallel()
	f := furnished(t)
	to, err := f.NewSheet("copy")
	if err == nil {
		err = f.CopySheet(0, to)
	}
	if err == nil {
		err = f.SetColWidth("copy", "A", "A", 50)
	}
	if err == nil {
		err = f.DuplicateRowTo("copy", 1, 9)
	}
	if err != nil {
		t.Fatal(err)
	}
	for sheet, want := range map[string][3]float64{"Sheet1": {14, 30, 14}, "copy": {50, 30, 14}} {
		for i, column := range []string{"A", "B", "C"} {
			if got, err := f.GetColWidth(sheet, column); got != want[i] || err != nil {
				t.Errorf("%s: column %s is %v wide, %v; want %v", sheet, column, got, err, want[i])
			}
		}
		if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze {
			t.Errorf("%s: panes %+v, %v", sheet, panes, err)
		}
		if style, err := f.GetColStyle(sheet, "C"); err != nil || style == 0 {
			t.Errorf("%s: style %d, %v", sheet, style, err)
		}
	}
	for cell, want := range map[string]string{"E9": "75.6806", "B2": "thinbold"} {
		if got, err := f.GetCellValue("copy", cell); got != want || err != nil {
			t.Errorf("%s is %q, %v; want %q", cell, got, err, want)
		}
	}
}

func TestCopiesOfOtherShapes(t *testing.T) {
	t.Parallel()
	type shape struct {
		Map    map[string][]int
		Any    any
		Array  [2]*int
		hidden []int
		Empty  []int
		None   []int
	}
	one := 1
	from := shape{map[string][]int{"a": {1}}, []int{2}, [2]*int{&one}, []int{3}, []int{}, nil}
	var to shape
	if err := deepcopy.Copy(&to, from); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(to, from) {
		t.Errorf("%+v, want %+v", to, from)
	}
	from.Map["a"][0], from.Any.([]int)[0], from.hidden[0], one = 9, 9, 9, 9
	if want := (shape{map[string][]int{"a": {1}}, []int{2}, [2]*int{to.Array[0]}, []int{3}, []int{}, nil}); !reflect.DeepEqual(to, want) || *to.Array[0] != 1 {
		t.Errorf("%+v follows what it was copied from", to)
	}
}

func TestCopyRefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	var n int
	for _, tt := range []struct {
		dst, src any
		says     string
	}{
		{n, 1, "into int"}, {(*int)(nil), 1, "into *int"}, {nil, 1, "into <nil>"}, {&n, "1", "string into *int"}, {&n, nil, "<nil> into *int"}, {&n, (*int)(nil), "*int into *int"},
	} {
		if err := deepcopy.Copy(tt.dst, tt.src); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%T into %T: %v, want %q", tt.src, tt.dst, err, tt.says)
		}
	}
}
