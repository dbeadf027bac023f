package cli

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"detente/internal/near"
)

// likeFlag is a word that is a flag rather than the value of the one before it; -130:-11 is none.
var likeFlag = regexp.MustCompile(`^--?[A-Za-z]|^--$`)

// taking sets flags, but for one whose value was forgotten and that would take the next flag for it.
func taking(set *pflag.FlagSet, args []string) func(*pflag.Flag, string) error {
	return func(flag *pflag.Flag, value string) error {
		if likeFlag.MatchString(value) && slices.Contains(args, value) {
			return fmt.Errorf("--%s: its value is missing before %s; write --%s=%s if that is the value", flag.Name, value, flag.Name, value)
		}
		return set.Set(flag.Name, value)
	}
}

// refusal says what pflag found wrong: which flag, and what is wanted.
func (c *Command) refusal(err error) error {
	var (
		unknown *pflag.NotExistError
		lacking *pflag.ValueRequiredError
		wrong   *pflag.InvalidValueError
		odd     *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		return c.unknown(unknown)
	case errors.As(err, &lacking):
		return fmt.Errorf("--%s: its value is missing: want --%s %s", lacking.GetFlag().Name, lacking.GetFlag().Name, lacking.GetFlag().Value.Type())
	case errors.As(err, &wrong):
		return fmt.Errorf("--%s: %w", wrong.GetFlag().Name, wrong.Unwrap())
	case errors.As(err, &odd):
		return fmt.Errorf("%s is not a flag", odd.GetSpecifiedFlag())
	}
	return err
}

func (c *Command) unknown(flag *pflag.NotExistError) error {
	mark, written := "--", flag.GetSpecifiedName()
	if short := flag.GetSpecifiedShortnames(); short != "" { // of -help what is left behind the h
		mark, written = "-", short
	}
	hint := meant("--", written, c.typed())
	if hint == "" {
		hint = ": " + c.path + " --help lists those there are"
	}
	return fmt.Errorf("unknown flag %s%s%s", mark, flag.GetSpecifiedName(), hint)
}

// typed are the names of the command's flags.
func (c *Command) typed() (out []string) {
	for _, flag := range c.flags() {
		out = append(out, flag.Name)
	}
	return out
}

// meant names what resembles a word: ", did you mean --series?".
func meant(mark, word string, among []string) string {
	words := near.Words(word, among)
	if len(words) == 0 {
		return ""
	}
	return ", did you mean " + mark + strings.Join(words, " or "+mark) + "?"
}

// command finds a command below by its name.
func (c *Command) command(name string) (*Command, error) {
	var names []string
	for _, below := range c.commands {
		if below.name == name {
			return c.bound(below), nil
		}
		names = append(names, below.name)
	}
	hint := meant("", name, names)
	if hint == "" {
		hint = ": want one of " + strings.Join(names, ", ")
	}
	return nil, fmt.Errorf("unexpected argument %q%s", name, hint)
}

func (c *Command) unfinished() error {
	var names []string
	for _, below := range c.commands {
		names = append(names, below.name)
	}
	return fmt.Errorf("a command is missing behind %s: want one of %s", c.path, strings.Join(names, ", "))
}

// stray refuses words beyond the arguments.
func (c *Command) stray(words []string) error {
	most := len(c.arguments)
	if most > 0 && c.arguments[most-1].many() || len(words) <= most {
		return nil
	}
	return fmt.Errorf("unexpected argument %q: want %s", words[most], c.usage())
}

// fill reads words into the arguments: one each, and all that are left into a list, which is the last.
func (c *Command) fill(words []string) error {
	for _, argument := range c.arguments {
		if len(words) == 0 {
			return fmt.Errorf("<%s> is missing: want %s", argument.name, c.usage())
		}
		take := words[:1]
		if argument.many() {
			take = words
		}
		if err := argument.take(take); err != nil {
			return fmt.Errorf("<%s>: %w", argument.name, err)
		}
		words = words[len(take):]
	}
	return nil
}

// fromEnv asks the variables of the flags that were not given; the first that is set counts, though it were empty.
func (c *Command) fromEnv() error {
	for _, flag := range c.flags() {
		f, ok := flag.Value.(*field)
		if !ok || flag.Changed || f.tag.Get("env") == "" {
			continue
		}
		for _, name := range strings.Split(f.tag.Get("env"), ",") {
			text, ok := c.env(name)
			if !ok {
				continue
			}
			if err := f.Set(text); err != nil {
				return fmt.Errorf("--%s, from the variable %s: %w", flag.Name, name, err)
			}
			break
		}
	}
	return nil
}

// missing names the flags that must be given and are not.
func (c *Command) missing() error {
	var names []string
	for _, flag := range c.flags() {
		if f, ok := flag.Value.(*field); ok && !f.taken && f.required() {
			names = append(names, "--"+flag.Name+"="+f.Type())
		}
	}
	if len(names) > 0 {
		return fmt.Errorf("missing flags: %s", strings.Join(names, ", "))
	}
	return nil
}

// exclusive refuses two flags of a group in which one excludes the others.
func (c *Command) exclusive() error {
	given := map[string]string{}
	for _, flag := range c.flags() {
		f, ok := flag.Value.(*field)
		if !ok || !flag.Changed {
			continue
		}
		group := f.tag.Get("xor")
		if other, ok := given[group]; ok && group != "" {
			return fmt.Errorf("--%s and --%s cannot be used together: leave one out", other, flag.Name)
		}
		given[group] = flag.Name
	}
	return nil
}
