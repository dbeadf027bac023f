package sheet

import (
	"slices"
	"strings"
	"text/template/parse"
)

// spellOut lets every value that a template prints for a reader pass through spell, so that no field has to be told apart
// by hand: text, and the attributes that are read out. Addresses, values of fields, what was typed, code and scripts stay as they are.
func spellOut(tree *parse.Tree) {
	if tree != nil && tree.Root != nil {
		s := speller{tree: tree}
		s.list(tree.Root)
	}
}

// speller walks a template from its first byte to its last; markup is what it has seen of the tag or text it stands in.
type speller struct {
	tree   *parse.Tree
	markup string
	silent string // the element whose text is not for translation
	quoted bool   // the text stands as it was written
}

func (s *speller) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			s.text(string(n.Text))
		case *parse.ActionNode:
			s.action(n)
		case *parse.IfNode:
			s.branches(&n.BranchNode)
		case *parse.RangeNode:
			s.branches(&n.BranchNode)
		case *parse.WithNode:
			s.branches(&n.BranchNode)
		}
	}
}

// branches begin where the text before them ended; what follows them goes on from the end of the first.
func (s *speller) branches(b *parse.BranchNode) {
	other := *s
	s.list(b.List)
	other.list(b.ElseList)
}

func (s *speller) text(text string) {
	s.markup += text
	for _, name := range []string{"code", "pre", "script", "textarea"} {
		from := strings.LastIndex(s.markup, "<"+name)
		switch {
		case from >= 0 && !strings.Contains(s.markup[from:], "</"+name):
			s.silent = name
		case s.silent == name:
			s.silent = ""
		}
	}
	if i := strings.LastIndexByte(s.markup, '>'); i >= 0 && s.silent == "" {
		tag := s.markup[strings.LastIndexByte(s.markup[:i], '<')+1 : i]
		s.quoted = asWritten(tag)
		s.markup = s.markup[i+1:]
	}
}

// asWritten tells that a tag says what language its text is in, English or one that is found out, and not that of the page.
func asWritten(tag string) bool {
	return strings.Contains(tag, ` lang="en"`) || strings.Contains(tag, ` lang=""`)
}

var readOut = []string{` title="`, ` alt="`, ` aria-label="`, ` placeholder="`}

func (s *speller) action(n *parse.ActionNode) {
	if len(n.Pipe.Decl) > 0 || !s.heard() {
		return
	}
	spell := parse.NewIdentifier("spell").SetTree(s.tree).SetPos(n.Pos)
	n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{spell}})
}

// heard tells whether what is printed here is text for a reader.
func (s *speller) heard() bool {
	tag := strings.LastIndexByte(s.markup, '<')
	quote := strings.LastIndex(s.markup, `="`)
	switch {
	case quote > tag && !strings.Contains(s.markup[quote+2:], `"`): // a template of its own may begin within a tag
		name := s.markup[:quote+2]
		return !asWritten(s.markup[max(tag, 0):]) && slices.ContainsFunc(readOut, func(attribute string) bool { return strings.HasSuffix(name, attribute) })
	case tag >= 0 && !strings.Contains(s.markup[tag:], ">"):
		return false
	}
	return s.silent == "" && !s.quoted
}
