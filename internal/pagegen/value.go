package main

import (
	"go/types"
	"strings"
	"text/template/parse"
)

// value is what a part of a template stands for.
type value struct {
	expr        string     // Go that gives it, or, where ptr is set, where it is
	typ         types.Type // as the template sees it; nil for nothing
	ptr         bool
	addressable bool
	constant    bool   // a literal
	word        string // what is said in the language; expr then says it
	key         string // the literal that is all that t is given
	lookedUp    bool   // an element of a map, which may not be there: only good for asking whether it is
}

// unsure is why what is looked up in a map is not printed.
const unsure = "an element of a map may not be there: ask with if or with"

func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

func isPointerToStruct(t types.Type) bool {
	p, ok := t.Underlying().(*types.Pointer)
	return ok && isStruct(p.Elem())
}

func isInterface(t types.Type) bool {
	_, ok := t.Underlying().(*types.Interface)
	return ok
}

// kind tells what a basic type holds: types.IsString and so on; none for other types.
func kind(t types.Type) types.BasicInfo {
	if b, ok := t.Underlying().(*types.Basic); ok {
		return b.Info()
	}
	return 0
}

// isOf tells whether t is a named type of a package.
func isOf(t types.Type, path, name string) bool {
	named, ok := t.(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path && (name == "" || named.Obj().Name() == name)
}

// plain is the value itself.
func (f *function) plain(v value) string {
	if v.ptr {
		return "*" + v.expr
	}
	return v.expr
}

// address is where a struct is.
func (f *function) address(n parse.Node, v value) string {
	switch {
	case v.ptr:
		return v.expr
	case v.addressable:
		return "&" + v.expr
	}
	name := f.temporary(v.expr)
	return "&" + name
}

func (f *function) temporary(expr string) string {
	name := "v" + itoa(f.fresh())
	f.emit("%s := %s", name, expr)
	return name
}

// pipe is the value of a pipeline.
func (f *function) pipe(dot value, p *parse.PipeNode) (v value) {
	return f.commands(dot, p.Cmds)
}

func (f *function) commands(dot value, commands []*parse.CommandNode) (v value) {
	for i, command := range commands {
		var before []value
		if i > 0 {
			before = []value{v}
		}
		v = f.command(dot, command, before)
	}
	return v
}

// command is the value of one command; before is what the one before it gave, its last argument.
func (f *function) command(dot value, n *parse.CommandNode, before []value) value {
	arguments := func() (all []value) {
		for _, a := range n.Args[1:] {
			all = append(all, f.argument(dot, a))
		}
		return append(all, before...)
	}
	switch first := n.Args[0].(type) {
	case *parse.FieldNode:
		return f.fields(n, dot, first.Ident, arguments())
	case *parse.ChainNode:
		return f.fields(n, f.argument(dot, first.Node), first.Field, arguments())
	case *parse.VariableNode:
		return f.fields(n, f.variable(first), first.Ident[1:], arguments())
	case *parse.IdentifierNode:
		return f.call(n, first.Ident, dot, n.Args[1:], before)
	}
	if len(n.Args) > 1 || len(before) > 0 {
		f.wrong(n, "%s takes no arguments", n.Args[0])
	}
	return f.argument(dot, n.Args[0])
}

// argument is the value of what takes no arguments itself.
func (f *function) argument(dot value, n parse.Node) value {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return f.fields(n, dot, n.Ident, nil)
	case *parse.VariableNode:
		return f.fields(n, f.variable(n), n.Ident[1:], nil)
	case *parse.ChainNode:
		return f.fields(n, f.argument(dot, n.Node), n.Field, nil)
	case *parse.PipeNode:
		return f.pipe(dot, n)
	case *parse.IdentifierNode:
		return f.call(n, n.Ident, dot, nil, nil)
	}
	return f.literal(n)
}

func (f *function) literal(n parse.Node) value {
	switch n := n.(type) {
	case *parse.StringNode:
		return value{expr: quotedShort(n.Text), typ: types.Typ[types.String], constant: true}
	case *parse.BoolNode:
		return value{expr: n.String(), typ: types.Typ[types.Bool], constant: true}
	case *parse.NumberNode:
		if n.IsInt {
			return value{expr: n.Text, typ: types.Typ[types.Int], constant: true}
		}
	}
	f.wrong(n, "this is not known here: %s", n)
	return value{}
}

func (f *function) variable(n *parse.VariableNode) value {
	for i := len(f.vars) - 1; i >= 0; i-- {
		if f.vars[i].name == n.Ident[0] {
			return f.vars[i].value
		}
	}
	f.wrong(n, "there is no variable %s", n.Ident[0])
	return value{}
}

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
