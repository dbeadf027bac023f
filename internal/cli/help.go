package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"
)

// explained is a command that says more than its line: paragraphs, and lines that begin with a space and stay as they are.
type explained interface{ Help() string }

// WriteHelp writes what the command is, and all it takes, in lines of at most width columns.
func (c *Command) WriteHelp(w io.Writer, width int) error {
	var out strings.Builder
	fmt.Fprintf(&out, "Usage: %s\n\n%s\n", c.usage(), wrapped(c.help, 0, width))
	if more, ok := c.Target().(explained); ok {
		fmt.Fprintf(&out, "\n%s\n", wrapped(more.Help(), 0, width))
	}
	var rows [][2]string
	for _, argument := range c.arguments {
		rows = append(rows, [2]string{"<" + argument.name + ">", argument.tag.Get("help")})
	}
	table(&out, "Arguments", rows, width)
	table(&out, "Commands", c.leaves(c.path), width)
	section(&out, "Flags", c.own, width)
	section(&out, "Flags of every command", c.shared, width)
	if len(c.commands) > 0 {
		fmt.Fprintf(&out, "\n%s COMMAND --help says more of a command.\n", c.path)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// usage is the command as it is typed.
func (c *Command) usage() string {
	out := c.path
	if len(c.commands) > 0 {
		out += " <command>"
	}
	for _, argument := range c.arguments {
		out += " <" + argument.name + ">"
		if argument.many() {
			out += " ..."
		}
	}
	return out + " [flags]"
}

// leaves are the commands below that do something, and what they do.
func (c *Command) leaves(above string) (out [][2]string) {
	for _, below := range c.commands {
		c.bound(below)
		if len(below.commands) > 0 {
			out = append(out, below.leaves(above)...)
			continue
		}
		out = append(out, [2]string{strings.TrimPrefix(below.path, strings.Fields(above)[0]+" "), below.help})
	}
	return out
}

func section(out *strings.Builder, title string, flags []*pflag.Flag, width int) {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	set.SortFlags = false
	for _, flag := range flags {
		set.AddFlag(flag)
	}
	if set.HasAvailableFlags() {
		fmt.Fprintf(out, "\n%s:\n%s", title, set.FlagUsagesWrapped(width))
	}
}

func table(out *strings.Builder, title string, rows [][2]string, width int) {
	if len(rows) == 0 {
		return
	}
	left := 0
	for _, row := range rows {
		left = max(left, utf8.RuneCountInString(row[0]))
	}
	fmt.Fprintf(out, "\n%s:\n", title)
	for _, row := range rows {
		fmt.Fprintf(out, "  %-*s  %s\n", left, row[0], wrapped(row[1], left+4, width))
	}
}

// wrapped breaks paragraphs between words so that they end before width; all lines but the first begin with indent spaces.
// Lines that begin with a space are kept, and so are empty ones.
func wrapped(text string, indent, width int) string {
	var lines, words []string
	end := func() {
		if len(words) > 0 {
			lines, words = append(lines, folded(words, width-indent)...), nil
		}
	}
	for _, line := range strings.Split(text, "\n") {
		if line != "" && line[0] != ' ' {
			words = append(words, strings.Fields(line)...)
			continue
		}
		end()
		lines = append(lines, line)
	}
	end()
	return strings.Join(lines, "\n"+strings.Repeat(" ", indent))
}

func folded(words []string, width int) []string {
	lines := []string{""}
	for _, word := range words {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) > width:
			lines = append(lines, word)
		default:
			*last += " " + word
		}
	}
	return lines
}
