package main

import (
	"fmt"
	"go/types"
	"maps"
	"strconv"
	"strings"
	"text/template/parse"
)

// function writes the Go of one template for one type of dot.
type function struct {
	*compiler
	page   *page
	part   *part
	tree   *parse.Tree
	dot    types.Type // nil where the template is given nothing
	blocks []string   // what is left to pages; nil but for the layout
	lines  []string
	text   string // markup that is not written yet
	vars   []variable
	known  map[string]bool // pointers that lead somewhere here
	next   int
}

type variable struct {
	name string
	value
}

func (c *compiler) function(p *page, one *part, tree *parse.Tree, dot types.Type) *function {
	return &function{compiler: c, page: p, part: one, tree: tree, dot: dot, known: map[string]bool{}}
}

// write returns the function; further is a parameter behind dot.
func (f *function) write(further string) string {
	parameters := []string{"c *" + composerName}
	var dot value
	if f.dot != nil {
		typ := f.goType(f.dot)
		dot = value{expr: "d", typ: f.dot}
		if isStruct(f.dot) {
			typ, dot.ptr, dot.addressable = "*"+typ, true, true
		}
		parameters = append(parameters, "d "+typ)
	}
	if further != "" {
		parameters = append(parameters, further)
	}
	f.vars = []variable{{"$", dot}}
	f.list(dot, f.tree.Root)
	f.flush()
	return usedAlone(fmt.Sprintf("func %s(%s) {\n%s\n}\n", f.part.name, strings.Join(parameters, ", "), strings.Join(f.lines, "\n")))
}

// wrong ends the making with the place in the template.
func (f *function) wrong(n parse.Node, format string, args ...any) {
	place, said := f.tree.ErrorContext(n)
	panic(mistake{fmt.Errorf("%s: %s: %s", place, said, fmt.Sprintf(format, args...))})
}

func (f *function) emit(format string, args ...any) {
	f.flush()
	f.lines = append(f.lines, fmt.Sprintf(format, args...))
}

// flush writes the markup that has gathered.
func (f *function) flush() {
	if f.text != "" {
		text := f.text
		f.text = ""
		f.lines = append(f.lines, "c.Raw("+quoted(text)+")")
	}
}

// lineBytes is about how long a line of markup may be.
const lineBytes = 110

// quoted is a text as Go writes it, on lines of its own.
func quoted(text string) string {
	var lines []string
	for text != "" {
		n := len(text)
		if n > lineBytes {
			if n = boundary(text, lineBytes); strings.LastIndexAny(text[:n], " >\n") > n/2 {
				n = strings.LastIndexAny(text[:n], " >\n") + 1
			}
		}
		lines = append(lines, strconv.Quote(text[:n]))
		text = text[n:]
	}
	return strings.Join(lines, " +\n\t")
}

// boundary is where a rune begins, at n or before.
func boundary(text string, n int) int {
	for n > 0 && n < len(text) && text[n]&0xC0 == 0x80 {
		n--
	}
	return n
}

// fresh numbers a name.
func (f *function) fresh() int {
	f.next++
	return f.next
}

func (f *function) list(dot value, list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			f.text += string(n.Text)
		case *parse.ActionNode:
			f.action(dot, n)
		case *parse.IfNode:
			f.ifNode(dot, n)
		case *parse.WithNode:
			f.with(dot, n)
		case *parse.RangeNode:
			f.rangeOver(dot, n)
		case *parse.TemplateNode:
			f.template(dot, n)
		case *parse.CommentNode:
		default:
			f.wrong(n, "this is not known here: %s", n)
		}
	}
}

// scoped runs within a scope of variables and of what is known, as a branch is.
func (f *function) scoped(within func()) {
	vars, known := len(f.vars), maps.Clone(f.known)
	within()
	f.flush()
	f.vars, f.known = f.vars[:vars], known
}

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

// action prints the value of a pipeline, or names it.
func (f *function) action(dot value, n *parse.ActionNode) {
	if len(n.Pipe.Decl) > 0 {
		if n.Pipe.IsAssign {
			f.wrong(n, "variables are set once here")
		}
		v := f.pipe(dot, n.Pipe)
		name := "v" + strconv.Itoa(f.fresh())
		if isStruct(v.typ) {
			f.emit("%s := %s", name, f.address(n, v))
			v.ptr, v.addressable = true, true
		} else {
			f.emit("%s := %s", name, f.plain(v))
		}
		v.expr = name
		f.declare(n.Pipe, v)
		return
	}
	f.print(dot, n)
}
