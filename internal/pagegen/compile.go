package main

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
	"text/template/parse"
	"unicode"

	"detente/internal/sheet"
)

// compiler makes the files of one package.
type compiler struct {
	*loaded
	target
	parts   map[string]*part // by what part.key says
	order   []*part
	layout  *part
	imports map[string]map[string]bool // by file
	pages   map[string][]string        // what is written for a page beside its parts, by file
}

// part is a template for one type of dot: a function.
type part struct {
	name string // of the function
	file string
	tree string // as a check that pages share it
	body string
}

func (t target) generate(root string) (files map[string][]byte, err error) {
	l, err := load(root, t.dir)
	if err != nil {
		return nil, err
	}
	c := &compiler{loaded: l, target: t, parts: map[string]*part{}, imports: map[string]map[string]bool{}, pages: map[string][]string{}}
	var names []string
	for name := range l.speaks {
		names = append(names, name)
	}
	var templates []string
	for name := range l.given {
		if name != sheet.Layout {
			templates = append(templates, name)
		}
	}
	slices.Sort(templates)
	defer func() {
		if wrong, ok := recover().(mistake); ok {
			err = wrong.error
		}
	}()
	for _, name := range templates {
		p, err := t.source(root, name, names)
		if err != nil {
			return nil, err
		}
		c.page(p)
	}
	return c.files()
}

// mistake ends the making of a package.
type mistake struct{ error }

// page writes how one page is composed.
func (c *compiler) page(p *page) {
	named := c.given[p.name]
	file := fileOf(p.name)
	name := named.Obj().Name()
	text := fmt.Sprintf("func (d %s) sheet() string { return %q }\n\n", name, p.name)
	if p.root != sheet.Layout {
		root := c.part(p, p.root, named)
		text += fmt.Sprintf("func (d %s) compose(c *composer) { %s(c, &d) }\n", name, root.name)
		c.pages[file] = append(c.pages[file], text)
		return
	}
	layout := c.layoutOf(p)
	frame := c.given[sheet.Layout]
	c.sameFields(p, frame, named)
	text += fmt.Sprintf("func (d %s) compose(c *composer) {\n\t%s(c, &d.%s, layoutBlocks{\n", name, layout.name, frame.Obj().Name())
	for _, block := range blocksOf(p) {
		dot, of := types.Type(named), "&d"
		if p.files[written(block)] == sheet.Layout {
			dot, of = frame, "&d."+frame.Obj().Name()
		}
		text += fmt.Sprintf("\t\t%s: func() { %s(c, %s) },\n", camel(written(block)), c.part(p, block, dot).name, of)
	}
	c.pages[file] = append(c.pages[file], text+"\t})\n}\n")
}

// layoutOf is the function of the layout, which is the same for all pages but for the blocks that they fill.
func (c *compiler) layoutOf(p *page) *part {
	tree := p.trees[sheet.Layout].Root.String()
	if c.layout == nil {
		c.layout = &part{name: "writeLayout", file: fileOf(sheet.Layout), tree: tree}
		c.order = append(c.order, c.layout)
		f := c.function(p, c.layout, p.trees[sheet.Layout], c.given[sheet.Layout])
		f.blocks = blocksOf(p)
		c.layout.body = f.write("blocks layoutBlocks")
		text := "// layoutBlocks are what a page fills of the layout.\ntype layoutBlocks struct{ "
		for i, block := range f.blocks {
			if i > 0 {
				text += ", "
			}
			text += camel(written(block))
		}
		c.pages[c.layout.file] = append(c.pages[c.layout.file], text+" func() }\n")
	}
	if c.layout.tree != tree {
		panic(mistake{fmt.Errorf("%s: its blocks end where the layout has to be escaped otherwise than around other pages", p.name)})
	}
	return c.layout
}

// blocksOf are the templates that the layout leaves to pages, as they are called.
func blocksOf(p *page) (names []string) {
	each(p.trees[sheet.Layout].Root, func(n parse.Node) {
		if n, ok := n.(*parse.TemplateNode); ok && !slices.Contains(names, n.Name) {
			names = append(names, n.Name)
		}
	})
	return names
}

// sameFields sees to it that the layout prints of a page what it would print of its frame.
func (c *compiler) sameFields(p *page, frame, named *types.Named) {
	each(p.trees[sheet.Layout].Root, func(n parse.Node) {
		field, ok := n.(*parse.FieldNode)
		if !ok {
			return
		}
		of, _, _ := types.LookupFieldOrMethod(frame, true, c.types, field.Ident[0])
		if own, _, _ := types.LookupFieldOrMethod(named, true, c.types, field.Ident[0]); of != nil && own != of {
			panic(mistake{fmt.Errorf("%s has a field %s of its own, and the layout prints that of %s", named.Obj().Name(), field.Ident[0], frame.Obj().Name())})
		}
	})
}

// part is the function of a template that is given dot; it is written once.
func (c *compiler) part(p *page, name string, dot types.Type) *part {
	tree := p.trees[name]
	if tree == nil {
		panic(mistake{fmt.Errorf("%s: there is no template %s", p.name, name)})
	}
	from := p.files[written(name)]
	key := from + " " + name + " " + fmt.Sprint(dot)
	if one := c.parts[key]; one != nil {
		if one.tree != tree.Root.String() {
			panic(mistake{fmt.Errorf("%s: %s is escaped otherwise than in another page", p.name, name)})
		}
		return one
	}
	one := &part{name: c.functionName(p, from, name, dot), file: fileOf(from), tree: tree.Root.String()}
	c.parts[key] = one
	c.order = append(c.order, one)
	one.body = c.function(p, one, tree, dot).write("")
	return one
}

// functionName says the part, and of what: a page's own parts after the page.
func (c *compiler) functionName(p *page, from, name string, dot types.Type) string {
	said := written(name)
	if from == p.name && said != p.name {
		said = strings.TrimSuffix(p.name, ".html") + "-" + said
	}
	called := "write" + upper(camel(strings.TrimSuffix(said, ".html")))
	if _, place, ok := strings.Cut(name, "$"); ok {
		called += "In" + strings.NewReplacer("htmltemplate_", "", "state", "", "element", "", "_", "").Replace(place)
	}
	if dot != nil && dot != types.Type(c.given[p.name]) || from != p.name && dot != nil {
		called += "Of" + c.typeName(dot)
	}
	return called
}

func (c *compiler) typeName(t types.Type) string {
	switch t := t.(type) {
	case *types.Pointer:
		return c.typeName(t.Elem())
	case *types.Slice:
		return c.typeName(t.Elem()) + "s"
	case *types.Basic:
		return upper(t.Name())
	case *types.Named:
		if t.Obj().Pkg() != c.types {
			return upper(t.Obj().Pkg().Name()) + upper(t.Obj().Name())
		}
		return upper(t.Obj().Name())
	}
	panic(mistake{fmt.Errorf("a template is given a %s", t)})
}

// written is the name of a template as it was written: html/template adds the place to that of a copy.
func written(name string) string {
	name, _, _ = strings.Cut(name, "$")
	return name
}

func camel(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == '/' || r == '.' })
	for i := 1; i < len(words); i++ {
		words[i] = upper(words[i])
	}
	return strings.Join(words, "")
}

func upper(s string) string {
	return string(unicode.ToUpper(rune(s[0]))) + s[1:]
}

// each visits the nodes of a tree.
func each(n parse.Node, visit func(parse.Node)) {
	visit(n)
	branch := func(b *parse.BranchNode) {
		each(b.Pipe, visit)
		each(b.List, visit)
		if b.ElseList != nil {
			each(b.ElseList, visit)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, one := range n.Nodes {
			each(one, visit)
		}
	case *parse.ActionNode:
		each(n.Pipe, visit)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			each(n.Pipe, visit)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.PipeNode:
		for _, command := range n.Cmds {
			for _, argument := range command.Args {
				each(argument, visit)
			}
		}
	}
}
