package main

import (
	"fmt"
	"go/types"
	"strconv"
	"text/template/parse"
)

func (f *function) ifNode(dot value, n *parse.IfNode) {
	f.scoped(func() {
		cond, pointers := f.condition(dot, n.Pipe)
		if cond == "" {
			f.list(dot, n.List)
			return
		}
		f.emit("if %s {", cond)
		f.scoped(func() {
			for _, p := range pointers {
				f.known[p] = true
			}
			f.list(dot, n.List)
		})
		f.otherwise(dot, n.ElseList)
	})
}

// otherwise writes the other branch, where there is one, and the end.
func (f *function) otherwise(dot value, list *parse.ListNode) {
	if list != nil {
		before := len(f.lines)
		f.emit("} else {")
		f.scoped(func() { f.list(dot, list) })
		if len(f.lines) == before+1 {
			f.lines = f.lines[:before]
		}
	}
	f.emit("}")
}

func (f *function) with(dot value, n *parse.WithNode) {
	f.scoped(func() {
		v := f.pipe(dot, n.Pipe)
		name := "d" + strconv.Itoa(f.fresh())
		inner := value{expr: name, typ: v.typ}
		switch {
		case isStruct(v.typ):
			f.emit("%s := %s", name, f.address(n, v))
			inner.ptr, inner.addressable = true, true
			f.declare(n.Pipe, inner)
			f.list(inner, n.List)
			return
		case isPointerToStruct(v.typ):
			inner = value{expr: name, typ: v.typ.Underlying().(*types.Pointer).Elem(), ptr: true, addressable: true}
		}
		f.emit("if %s := %s; %s {", name, f.plain(v), f.truth(n, value{expr: name, typ: v.typ}))
		f.scoped(func() {
			f.declare(n.Pipe, inner)
			f.list(inner, n.List)
		})
		f.otherwise(dot, n.ElseList)
	})
}

// declare names the value of a pipeline that declares one.
func (f *function) declare(p *parse.PipeNode, v value) {
	if len(p.Decl) == 1 {
		f.vars = append(f.vars, variable{p.Decl[0].Ident[0], v})
	}
}

func (f *function) rangeOver(dot value, n *parse.RangeNode) {
	expr, of := f.listed(n, f.pipe(dot, n.Pipe))
	i := f.fresh()
	list, index, name := fmt.Sprintf("x%d", i), fmt.Sprintf("i%d", i), fmt.Sprintf("d%d", i)
	f.emit("%s := %s", list, expr)
	f.emit("for %s := range %s {", index, list)
	element := value{expr: name, typ: of}
	if isStruct(of) {
		element.ptr, element.addressable = true, true
		f.emit("%s := &%s[%s]", name, list, index)
	} else {
		f.emit("%s := %s[%s]", name, list, index)
	}
	f.scoped(func() {
		switch named := n.Pipe.Decl; len(named) {
		case 1:
			f.vars = append(f.vars, variable{named[0].Ident[0], element})
		case 2:
			f.vars = append(f.vars, variable{named[0].Ident[0], value{expr: index, typ: types.Typ[types.Int]}}, variable{named[1].Ident[0], element})
		}
		f.list(element, n.List)
	})
	f.emit("}")
	if n.ElseList != nil {
		f.emit("if len(%s) == 0 {", list)
		f.scoped(func() { f.list(dot, n.ElseList) })
		f.emit("}")
	}
}

func (f *function) template(dot value, n *parse.TemplateNode) {
	var given value
	if n.Pipe != nil {
		given = f.pipe(dot, n.Pipe)
	}
	for _, block := range f.blocks {
		if block == n.Name {
			if given.expr != "d" {
				f.wrong(n, "a block of the layout is given its dot and nothing else")
			}
			f.emit("blocks.%s()", camel(written(n.Name)))
			return
		}
	}
	switch {
	case given.typ == nil:
		f.emit("%s(c)", f.compiler.part(f.page, n.Name, nil).name)
		return
	case isPointerToStruct(given.typ) && (f.known[given.expr] || !f.asksForDot(n.Name)):
		given = value{expr: f.pointing(n, given), typ: given.typ.Underlying().(*types.Pointer).Elem(), ptr: true, addressable: true}
	}
	argument := f.plain(given)
	if isStruct(given.typ) {
		argument = f.address(n, given)
	}
	f.emit("%s(c, %s)", f.compiler.part(f.page, n.Name, given.typ).name, argument)
}

// asksForDot tells whether a template does anything with its dot but look into it: it may then be a pointer that leads nowhere.
func (f *function) asksForDot(name string) (asks bool) {
	each(f.page.trees[name].Root, func(n parse.Node) {
		_, dot := n.(*parse.DotNode)
		asks = asks || dot
	})
	return asks
}
