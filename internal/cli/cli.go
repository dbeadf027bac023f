// Package cli reads a command line into a struct, of which the fields are the commands, flags and arguments.
//
// Their tags say what they are: cmd (a command: a struct), arg (an argument), else a flag; name, short and aliases, how it is
// typed; help and placeholder; default and env, the variables that stand in for it; enum, required, xor (flags of one group
// exclude each other), negatable (of true or false: --no-NAME too), mapsep, and type, which is path (made absolute) or
// existingfile. A struct that is embedded lends its fields. Types that read text themselves do.
//
// Words of the command line are told apart by pflag; only the flags of the commands that are named are ever made. The package
// prints nothing, ends nothing and knows no command.
package cli

import (
	"errors"
	"reflect"

	"github.com/spf13/pflag"
)

// ErrHelp is what Parse returns with the command whose help was asked for.
var ErrHelp = errors.New("cli: help was asked for")

// Program is a tree of commands.
type Program struct {
	Name, About string
	Grammar     any                         // pointer to the struct that is filled
	LookupEnv   func(string) (string, bool) // of variables that stand in for flags
}

// Command is one command of a program, or the program itself.
type Command struct {
	path, name, help string
	target           reflect.Value // the struct
	env              func(string) (string, bool)
	shared, own      []*pflag.Flag // of the commands above, and its own
	arguments        []*field
	commands         []*Command
}

// Parse reads args into the grammar and returns the command that they name. An error says which word is wrong and what is
// wanted, and the command then is the last that was understood. It panics where the grammar itself is wrong.
func (p Program) Parse(args []string) (*Command, error) {
	root := &Command{path: p.Name, help: p.About, target: reflect.ValueOf(p.Grammar).Elem(), env: p.LookupEnv}
	help := pflag.NewFlagSet("", pflag.ContinueOnError)
	help.BoolP("help", "h", false, "Show this help.")
	root.own = append(root.own, help.Lookup("help"))
	root.bind(root.target)
	return root.parse(args)
}

// Name is the last word of the command: rates of export rates.
func (c *Command) Name() string { return c.name }

// Target is the pointer to the command's struct.
func (c *Command) Target() any { return c.target.Addr().Interface() }

// Given yields the flags that the command line itself holds, by name and what they were read into.
func (c *Command) Given(yield func(name string, value reflect.Value) bool) {
	for _, flag := range c.flags() {
		if f, ok := flag.Value.(*field); ok && flag.Changed && !yield(flag.Name, f.target) {
			return
		}
	}
}

func (c *Command) flags() []*pflag.Flag {
	return append(append([]*pflag.Flag{}, c.shared...), c.own...)
}

func (c *Command) parse(args []string) (*Command, error) {
	set := c.flagSet()
	if err := set.ParseAll(args, taking(set, args)); err != nil {
		return c, c.refusal(err)
	}
	words := set.Args()
	switch {
	case len(c.commands) == 0:
		return c, c.finish(words)
	case len(words) > 0:
		next, err := c.command(words[0])
		if err != nil {
			return c, err
		}
		return next.parse(words[1:])
	case c.helped():
		return c, ErrHelp
	}
	return c, c.unfinished()
}

// flagSet is what pflag knows of the command. Before the name of a command below no word is anything but that name.
func (c *Command) flagSet() *pflag.FlagSet {
	set := pflag.NewFlagSet(c.path, pflag.ContinueOnError)
	set.SortFlags = false
	set.SetInterspersed(len(c.commands) == 0)
	set.Usage = func() {}
	other := map[string]string{}
	for _, flag := range c.flags() {
		set.AddFlag(flag)
		if f, ok := flag.Value.(*field); ok && f.tag.Get("aliases") != "" {
			other[f.tag.Get("aliases")] = flag.Name
		}
	}
	set.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if meant, ok := other[name]; ok {
			name = meant
		}
		return pflag.NormalizedName(name)
	})
	return set
}

func (c *Command) helped() bool {
	for _, flag := range c.flags() {
		if flag.Name == "help" {
			return flag.Value.String() == "true"
		}
	}
	return false
}

// finish takes the arguments and asks whether what was read may stand together.
func (c *Command) finish(words []string) error {
	if err := c.stray(words); err != nil {
		return err
	}
	if c.helped() {
		return ErrHelp
	}
	for _, step := range []func() error{func() error { return c.fill(words) }, c.fromEnv, c.missing, c.exclusive} {
		if err := step(); err != nil {
			return err
		}
	}
	if v, ok := c.Target().(interface{ Validate() error }); ok {
		return v.Validate()
	}
	return nil
}
