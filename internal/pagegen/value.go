package main

import (
	"go/types"
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
