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
