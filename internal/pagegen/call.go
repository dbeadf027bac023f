package main

import (
	"go/types"
	"strconv"
	"strings"
	"text/template/parse"
)

func itoa(n int) string { return strconv.Itoa(n) }

func quotedShort(s string) string { return strconv.Quote(s) }

// condition is what a pipeline's truth is, as text/template has it; empty where it is always true. pointers lead somewhere where it is.
func (f *function) condition(dot value, p *parse.PipeNode) (cond string, pointers []string) {
	if len(p.Cmds) == 1 && len(p.Decl) == 0 {
		return f.asked(dot, p.Cmds[0])
	}
	v := f.pipe(dot, p)
	if len(p.Decl) > 0 {
		name := f.temporary(f.plain(v))
		v = value{expr: name, typ: v.typ}
		f.declare(p, v)
	}
	return f.truth(p, v), nil
}

// asked is the truth of a command: and, or and not are asked without giving a value.
func (f *function) asked(dot value, n *parse.CommandNode) (cond string, pointers []string) {
	if len(n.Args) == 1 {
		if p, ok := n.Args[0].(*parse.PipeNode); ok && len(p.Cmds) == 1 {
			return f.asked(dot, p.Cmds[0])
		}
	}
	name, _ := n.Args[0].(*parse.IdentifierNode)
	if name == nil || name.Ident != "and" && name.Ident != "or" && name.Ident != "not" {
		v := f.command(dot, n, nil)
		if _, ok := v.typ.Underlying().(*types.Pointer); ok {
			pointers = []string{v.expr}
		}
		return f.truth(n, v), pointers
	}
	var conds []string
	for _, a := range n.Args[1:] {
		one, known := f.asked(dot, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{a}})
		if one == "" {
			f.wrong(n, "%s is always true", a)
		}
		conds, pointers = append(conds, grouped(one)), append(pointers, known...)
	}
	switch name.Ident {
	case "and":
		return strings.Join(conds, " && "), pointers
	case "or":
		return strings.Join(conds, " || "), nil
	}
	return "!" + conds[0], nil
}

// grouped puts in parentheses what is more than one word.
func grouped(cond string) string {
	if strings.ContainsAny(cond, "&|=<>") {
		return "(" + cond + ")"
	}
	return cond
}

// truth tells whether a value is what text/template calls true.
func (f *function) truth(n parse.Node, v value) string {
	expr := f.plain(v)
	switch t := v.typ.Underlying().(type) {
	case *types.Basic:
		switch {
		case t.Info()&types.IsBoolean != 0:
			return expr
		case t.Info()&types.IsString != 0:
			return expr + ` != ""`
		case t.Info()&types.IsNumeric != 0:
			return expr + " != 0"
		}
	case *types.Slice, *types.Map:
		return "len(" + expr + ") > 0"
	case *types.Pointer, *types.Signature:
		return expr + " != nil"
	case *types.Struct:
		return ""
	}
	f.wrong(n, "nothing is said of the truth of %s", v.typ)
	return ""
}

// call is the value of a function: text/template's own, or one of the composer's.
func (f *function) call(n parse.Node, name string, dot value, args []parse.Node, before []value) value {
	var arguments []value
	for _, a := range args {
		arguments = append(arguments, f.argument(dot, a))
	}
	arguments = append(arguments, before...)
	if method := f.speaks[name]; method != nil {
		v := f.called(n, "c."+name, method.Signature(), arguments)
		if name == "t" && len(arguments) == 1 && arguments[0].constant {
			v.key = arguments[0].expr
		}
		return v
	}
	if name == "spell" && len(arguments) == 1 {
		return f.spelt(n, arguments[0])
	}
	if name == "and" || name == "or" || name == "not" {
		return f.chosen(n, name, arguments)
	}
	return f.builtin(n, name, arguments)
}

// spelt is what words.Language.Spell makes of a value.
func (f *function) spelt(n parse.Node, v value) value {
	switch {
	case v.lookedUp:
		f.wrong(n, unsure)
	case isInterface(v.typ):
		f.wrong(n, "what it holds is known only when the page is made")
	case isOf(v.typ, "detente/internal/civil", "Date"):
		return value{expr: "c.Date(" + f.plain(v) + ")", typ: types.Typ[types.String]}
	case isOf(v.typ, "html/template", ""), kind(v.typ)&types.IsString == 0:
		return v
	}
	word := f.asString(v)
	return value{expr: "c.Word(" + word + ")", word: word, key: v.key, typ: types.Typ[types.String]}
}

func (f *function) asString(v value) string {
	if v.constant || types.Identical(v.typ, types.Typ[types.String]) {
		return f.plain(v)
	}
	return "string(" + f.plain(v) + ")"
}

// chosen is the value of and, or and not. The first that is true is what cmp.Or gives; the others are asked for truth alone.
func (f *function) chosen(n parse.Node, name string, arguments []value) value {
	if name == "or" && len(arguments) > 1 && kind(arguments[0].typ) != 0 {
		var given []string
		for _, a := range arguments {
			given = append(given, f.passed(n, a, arguments[0].typ))
		}
		f.importing("cmp")
		return value{expr: "cmp.Or(" + strings.Join(given, ", ") + ")", typ: arguments[0].typ}
	}
	var conds []string
	for _, a := range arguments {
		if name != "not" && kind(a.typ)&types.IsBoolean == 0 {
			f.wrong(n, "%s gives %s", name, a.typ)
		}
		conds = append(conds, grouped(f.truth(n, a)))
	}
	switch {
	case name == "and":
		return value{expr: strings.Join(conds, " && "), typ: types.Typ[types.Bool]}
	case name == "or":
		return value{expr: strings.Join(conds, " || "), typ: types.Typ[types.Bool]}
	}
	return value{expr: "!" + conds[0], typ: types.Typ[types.Bool]}
}

var comparisons = map[string]string{"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}

// builtin is the value of a function of text/template.
func (f *function) builtin(n parse.Node, name string, arguments []value) value {
	switch {
	case comparisons[name] != "" && len(arguments) == 2:
		return f.compared(n, comparisons[name], arguments[0], arguments[1])
	case name == "len" && len(arguments) == 1:
		return value{expr: "len(" + f.plain(arguments[0]) + ")", typ: types.Typ[types.Int]}
	case name == "index" && len(arguments) == 2:
		return f.index(n, arguments[0], arguments[1])
	case name == "call" && len(arguments) > 0:
		if s, ok := arguments[0].typ.Underlying().(*types.Signature); ok {
			return f.called(n, f.plain(arguments[0]), s, arguments[1:])
		}
	case name == "print" || name == "printf":
		f.importing("fmt")
		var given []string
		for _, a := range arguments {
			given = append(given, f.passed(n, a, types.NewInterfaceType(nil, nil)))
		}
		return value{expr: "fmt.S" + name + "(" + strings.Join(given, ", ") + ")", typ: types.Typ[types.String]}
	}
	f.wrong(n, "%s is not known here with %d arguments", name, len(arguments))
	return value{}
}

// compared compares two values of one kind, of whatever types.
func (f *function) compared(n parse.Node, operator string, a, b value) value {
	left, right := f.plain(a), f.plain(b)
	if kind(a.typ) == 0 || kind(a.typ)&^types.IsUnsigned != kind(b.typ)&^types.IsUnsigned {
		f.wrong(n, "%s is not compared with %s", a.typ, b.typ)
	}
	if !a.constant && !b.constant && !types.Identical(a.typ, b.typ) {
		wide := map[bool]string{true: "string", false: "int64"}[kind(a.typ)&types.IsString != 0]
		left, right = wide+"("+left+")", wide+"("+right+")"
	}
	return value{expr: left + " " + operator + " " + right, typ: types.Typ[types.Bool]}
}

func (f *function) index(n parse.Node, list, at value) value {
	expr, of := f.listed(n, list)
	f.importing("detente/internal/markup")
	expr = "markup.Index(" + expr + ", " + f.passed(n, at, types.Typ[types.Int]) + ", " + quotedShort(f.page.name+": "+n.String()) + ")"
	return value{expr: expr, typ: of, ptr: true, addressable: true}
}

// listed is a list as a slice, and what it holds.
func (f *function) listed(n parse.Node, v value) (expr string, of types.Type) {
	switch t := v.typ.Underlying().(type) {
	case *types.Slice:
		return f.plain(v), t.Elem()
	case *types.Array:
		if v.addressable && !v.ptr {
			return v.expr + "[:]", t.Elem()
		}
	}
	f.wrong(n, "this is no list but %s", v.typ)
	return "", nil
}
