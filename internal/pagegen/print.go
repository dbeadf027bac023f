package main

import (
	"go/token"
	"go/types"
	"strings"
	"text/template/parse"
)

// escaper begins the names of the functions that html/template adds to a pipeline.
const escaper = "_html_template_"

// writers are the methods of markup.Writer that do what chains of html/template's functions do with plain text.
var writers = map[string]string{
	"htmlescaper":                         "Text",
	"attrescaper":                         "Text",
	"rcdataescaper":                       "Text",
	"urlfilter urlnormalizer attrescaper": "URL",
	"urlnormalizer attrescaper":           "URLRest",
	"urlescaper attrescaper":              "URLPart",
}

// trusted are the types that their place takes as they are.
var trusted = map[string]string{"htmlescaper": "HTML", "jsvalescaper": "JS", "cssvaluefilter": "CSS"}

// print writes the value of a pipeline, escaped as html/template says.
func (f *function) print(dot value, n *parse.ActionNode) {
	commands := n.Pipe.Cmds
	var chain []string
	for len(commands) > 0 {
		name, ok := commands[len(commands)-1].Args[0].(*parse.IdentifierNode)
		if !ok || !strings.HasPrefix(name.Ident, escaper) {
			break
		}
		chain = append([]string{strings.TrimPrefix(name.Ident, escaper)}, chain...)
		commands = commands[:len(commands)-1]
	}
	escapers := strings.Join(chain, " ")
	v := f.commands(dot, commands)
	if v.lookedUp {
		f.wrong(n, unsure)
	}
	if isOf(v.typ, "html/template", "") {
		if !isOf(v.typ, "html/template", trusted[escapers]) || trusted[escapers] == "" {
			f.wrong(n, "%s is not printed here: %s", v.typ, escapers)
		}
		f.emit("c.Raw(string(%s))", f.plain(v))
		return
	}
	write := writers[escapers]
	if write == "" {
		f.wrong(n, "nothing is known that escapes %s for its place: %q", v.typ, escapers)
	}
	switch {
	case write == "Text" && v.word != "" && v.key != "":
		f.emit("c.say(%s)", v.key)
	case write == "Text" && v.word != "":
		f.emit("c.tell(%s)", v.word)
	default:
		f.emit("c.%s", f.printed(n, v, write))
	}
}

// printed is the call that writes a value of a type that is not html/template's, as fmt would print it.
func (f *function) printed(n parse.Node, v value, write string) string {
	said := sayer(v.typ)
	if said == "" && v.ptr && sayer(types.NewPointer(v.typ)) != "" {
		f.wrong(n, "only a pointer to %s says what it is", v.typ)
	}
	switch k := kind(v.typ); {
	case said != "":
		return write + "(" + v.expr + "." + said + "())"
	case k&types.IsString != 0:
		return write + "(" + f.asString(v) + ")"
	case k&types.IsInteger != 0 && k&types.IsUnsigned != 0:
		return "Uint(uint64(" + f.plain(v) + "))"
	case k&types.IsInteger != 0:
		return "Int(int64(" + f.plain(v) + "))"
	case k&types.IsBoolean != 0:
		return "Bool(" + f.plain(v) + ")"
	case k&types.IsFloat != 0:
		f.importing("fmt")
		return write + "(fmt.Sprint(" + f.plain(v) + "))"
	}
	f.wrong(n, "%s cannot be printed", v.typ)
	return ""
}

// sayer is the method by which fmt prints a type; empty for none.
func sayer(t types.Type) string {
	for _, name := range []string{"Error", "String"} {
		text := types.NewVar(token.NoPos, nil, "", types.Typ[types.String])
		method := types.NewFunc(token.NoPos, nil, name, types.NewSignatureType(nil, nil, nil, nil, types.NewTuple(text), false))
		if types.Implements(t, types.NewInterfaceType([]*types.Func{method}, nil).Complete()) {
			return name
		}
	}
	return ""
}
