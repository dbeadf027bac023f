package main

import (
	"go/types"
	"strings"
	"text/template/parse"
)

// fields is .A.B.C of a value; arguments are those of the last.
func (f *function) fields(n parse.Node, v value, names []string, arguments []value) value {
	for i, name := range names {
		if i == len(names)-1 {
			return f.field(n, v, name, arguments)
		}
		v = f.field(n, v, name, nil)
	}
	if len(arguments) > 0 {
		f.wrong(n, "it takes no arguments")
	}
	return v
}

func (f *function) field(n parse.Node, v value, name string, arguments []value) value {
	if v.typ == nil {
		f.wrong(n, "there is nothing that could have %s", name)
	}
	if m, ok := v.typ.Underlying().(*types.Map); ok && kind(m.Key())&types.IsString != 0 {
		return value{expr: f.plain(v) + "[" + quotedShort(name) + "]", typ: m.Elem(), lookedUp: true}
	}
	found, path, _ := types.LookupFieldOrMethod(v.typ, true, f.types, name)
	if found == nil || !found.Exported() {
		f.wrong(n, "%s has no %s", v.typ, name)
	}
	f.noPointers(n, v.typ, path)
	on := v.expr
	if _, ok := v.typ.Underlying().(*types.Pointer); ok {
		on = f.pointing(n, v)
	}
	if method, ok := found.(*types.Func); ok {
		return f.called(n, on+"."+name, method.Signature(), arguments)
	}
	if len(arguments) > 0 {
		f.wrong(n, "%s is a field and takes no arguments", name)
	}
	_, pointer := v.typ.Underlying().(*types.Pointer)
	return value{expr: on + "." + name, typ: found.Type(), addressable: v.ptr || v.addressable || pointer}
}

// pointing is a pointer, or the end of the page where it leads nowhere.
func (f *function) pointing(n parse.Node, v value) string {
	if f.known[v.expr] {
		return v.expr
	}
	f.importing("detente/internal/markup")
	return "markup.At(" + v.expr + ", " + quotedShort(f.page.name+": "+n.String()) + ")"
}

// noPointers refuses fields that are found through an embedded pointer, which may lead nowhere.
func (f *function) noPointers(n parse.Node, t types.Type, path []int) {
	for _, i := range path[:len(path)-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		t = t.Underlying().(*types.Struct).Field(i).Type()
		if _, ok := t.Underlying().(*types.Pointer); ok {
			f.wrong(n, "it is found through an embedded pointer")
		}
	}
}

// called is the value of a function that is called.
func (f *function) called(n parse.Node, function string, s *types.Signature, arguments []value) value {
	least := s.Params().Len()
	if s.Variadic() {
		least--
	}
	if len(arguments) < least || len(arguments) > least && !s.Variadic() {
		f.wrong(n, "%s takes %d arguments, not %d", function, least, len(arguments))
	}
	var given []string
	for i, a := range arguments {
		want := s.Params().At(min(i, s.Params().Len()-1)).Type()
		if s.Variadic() && i >= least {
			want = want.(*types.Slice).Elem()
		}
		given = append(given, f.passed(n, a, want))
	}
	expr := function + "(" + strings.Join(given, ", ") + ")"
	results := s.Results()
	switch {
	case results.Len() == 2 && results.At(1).Type().String() == "error":
		f.importing("detente/internal/markup")
		expr = "markup.Must(" + expr + ")"
	case results.Len() != 1:
		f.wrong(n, "%s gives %d values", function, results.Len())
	}
	return value{expr: expr, typ: results.At(0).Type()}
}

// passed is a value as an argument of a type.
func (f *function) passed(n parse.Node, v value, want types.Type) string {
	if v.lookedUp {
		f.wrong(n, unsure)
	}
	pointer, _ := v.typ.Underlying().(*types.Pointer)
	switch {
	case v.constant && kind(v.typ) == kind(want), types.AssignableTo(v.typ, want):
		return f.plain(v)
	case pointer != nil && types.AssignableTo(pointer.Elem(), want):
		return "*" + f.pointing(n, v)
	case v.addressable && types.AssignableTo(types.NewPointer(v.typ), want):
		return f.address(n, v)
	}
	f.wrong(n, "it takes %s, not %s", want, v.typ)
	return ""
}
